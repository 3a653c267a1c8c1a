"""Where a leaf of the query occurs, for the kernels that rank.

A word, or a pattern, is told by the numbers of its terms, and of their forms where only some count: the
kernel reads its postings where they lie. What is made of positions (phrases, nearness, words that are other
terms in other languages) is worked out first, and its postings are handed over. Leaves are kept; the oldest
are dropped when they take over `CACHE_BYTES`.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from dateline.indexer.format.derived import derived
from dateline.indexer.format.records import record
from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.words_in_a_row import counts_in_a_row
from dateline.search.arrays.score.article_level import ArticleLevel
from dateline.search.arrays.score.passage_level import PassageLevel, weight_of
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import Leaf, Pattern, Query, Sequence, Word, leaf_key, leaves
from dateline.search.ranking.model import Ranking, idf

if TYPE_CHECKING:
    from types import ModuleType

    from dateline.search.arrays.match.patterns import TermOrForms
    from dateline.search.arrays.match.segment_view import SegmentView

__all__ = ["MOST_OPENING", "CompiledLeaf", "CompiledLeaves"]

Terms: TypeAlias = "tuple[TermOrForms, ...]"

CACHE_BYTES: Final = 16 << 20
MOST_OPENING: Final = 64  # words of an opening: the kernel has a bit for each


@record
class CompiledLeaf:
    """A leaf: for each segment where it occurs, its weight (idf), and how many documents have it.

    `is_word` tells that it is a word of one term at most in each segment, all of whose occurrences count.
    """

    parts: tuple[Any, ...]
    weight: float
    having: int
    is_word: bool

    def nbytes(self) -> int:
        """What it takes in memory, about."""
        return 512 + sum([int(part.nbytes) for part in self.parts])


class CompiledLeaves:
    """The leaves of queries in an index, at one level, as kernels take them."""

    def __init__(self, kernels: ModuleType, level: ArticleLevel | PassageLevel) -> None:
        self._kernels = kernels
        self._level = level
        self._of_articles = level.of_articles
        self._kept: Cache[Hashable, CompiledLeaf] = Cache(CACHE_BYTES, CompiledLeaf.nbytes)

    @property
    def ranking(self) -> Ranking:
        """The constants of ranking."""
        return self._level.ranking

    @derived
    def formula(self) -> tuple[float, ...]:
        """The constants of an article's score: `Formula` of kernels/ranking.h."""
        assert isinstance(self._level, ArticleLevel)
        ranking = self._level.ranking
        text, title, passage = self._level.averages
        b, title_b = ranking.article.b, ranking.title_b
        return (
            *(ranking.article.k1, 1.0 - b, b / max(text, 1.0), 1.0 - title_b, title_b / max(title, 1.0)),
            *(b / max(passage, 1.0), ranking.title, ranking.opening, ranking.best_passage),
            ranking.opening_words,
        )

    def leaf(self, node: Leaf) -> CompiledLeaf:
        """Where a leaf occurs; its boost is left to the caller."""
        key = leaf_key(node)
        leaf = self._kept.get(key)
        if leaf is None:
            leaf = self._make(node if node.boost == 1.0 else with_boost(node, 1.0))
            self._kept.put(key, leaf)
        return leaf

    def look_for(self, query: Query) -> None:
        """Find the terms of all words of a query at once: soon its leaves are asked for."""
        terms = [term.encode() for part in leaves(query) if type(part) is Word for term in part.terms]
        for view in self._level.views:
            view.text.look_for(terms)
            if self._of_articles:
                view.title.look_for(terms)

    def _make(self, node: Leaf) -> CompiledLeaf:
        if type(node) is Word and node.fieldname is node.exact is None and len(node.terms) == 1:
            return self._make_word(node, node.terms[0].encode())
        if type(node) is Sequence and node.fieldname in (None, "text", "title"):
            phrase = self._make_phrase(node)
            if phrase is not None:
                return phrase
        of_articles = self._of_articles
        parts, words = [], []
        for view in self._level.views:
            text = self._terms(node, view, "text") if node.fieldname in (None, "text") else ()
            title = (
                self._terms(node, view, "title") if of_articles and node.fieldname in (None, "title") else ()
            )
            others: tuple[Any, Any, Any] = (None, None, None)
            if text is None or title is None or node.fieldname not in (None, "text", "title"):
                others = self._postings(node, view, text, title)
            opening = self._level.ranking.opening_words if self._counts_openings(node) else 0
            known = self._articles(node, view, text) if of_articles else 0
            segment = view.compiled_segment()
            parts.append(
                view.told(self._kernels.Leaf, segment, text or (), title or (), *others, opening, known)
            )
            one = max(len(text or ()), len(title or ())) < 2
            words.append(one and type(node) is Word and others == (None, None, None))
        here = sum([int(part.articles if of_articles else part.passages) for part in parts])
        having = self._level.having_of(node, here)
        return CompiledLeaf(tuple(parts), self._weight(node, having), having, all(words))

    def _make_word(self, node: Word, term: bytes) -> CompiledLeaf:
        """The same of a word as most are: of one term, in no particular field."""
        parts: list[Any] = []
        here = 0
        opening = self._level.ranking.opening_words if self._counts_openings(node) else 0
        for view in self._level.views:
            text, title, known = view.text.find(term), -1, 0
            if self._of_articles:
                title, known = view.title.find(term), view.text.article_frequency(text) if text >= 0 else -1
            terms = (text,) if text >= 0 else (), (title,) if title >= 0 else ()
            part = view.told(
                self._kernels.Leaf, view.compiled_segment(), *terms, None, None, None, opening, known
            )
            here += part.articles if self._of_articles else part.passages
            parts.append(part)
        having = self._level.having_of(node, here)
        return CompiledLeaf(tuple(parts), idf(self._level.total, having), having, True)

    def _make_phrase(self, node: Sequence) -> CompiledLeaf | None:
        """The same of a phrase that a kernel counts; None for one that it doesn't."""
        parts: list[Any] = []
        here = 0
        opening = self._level.ranking.opening_words if self._counts_openings(node) else 0
        for view in self._level.views:
            text: tuple[int, ...] | None = ()
            title: tuple[int, ...] | None = ()
            if node.fieldname != "title":
                text = self._level.finder(view, "text").words_in_a_row(node)
            if node.fieldname != "text" and self._of_articles:
                title = self._level.finder(view, "title").words_in_a_row(node)
            if text is None or title is None:
                return None
            counts = counts_in_a_row(view, text, title, opening=opening)
            segment, articles = view.compiled_segment(), -1 if self._of_articles else 0
            part = view.told(self._kernels.Leaf, segment, (), (), *counts, opening, articles)
            here += part.articles if self._of_articles else part.passages
            parts.append(part)
        having = self._level.having_of(node, here)
        return CompiledLeaf(tuple(parts), self._weight(node, having), having, False)

    def _articles(self, node: Leaf, view: SegmentView, text: Terms | None) -> int:
        """How many articles of a segment have a leaf, where the index says so; -1: they are to be counted."""
        if type(node) is Word and node.fieldname is None and len(node.terms) == 1 and text:
            (term,) = text
            if isinstance(term, int):
                return view.text.article_frequency(term)
        return -1

    def _weight(self, node: Leaf, having: int) -> float:
        return weight_of(node, self._level.total, having, lambda part: self.leaf(part).weight)

    def having(self, node: Leaf) -> int:
        """In how many documents a leaf occurs, deleted ones included."""
        return self.leaf(node).having

    def _counts_openings(self, node: Leaf) -> bool:
        return self._of_articles and node.fieldname is None and bool(self._level.ranking.opening)

    def _terms(self, node: Leaf, view: SegmentView, field: str) -> Terms | None:
        """The terms all or some of whose forms are of the leaf in a field; None where it is none of terms."""
        finder = self._level.finder(view, field)
        if type(node) is Word:
            numbers = finder.everywhere(node)
            return None if numbers is None else tuple(dict.fromkeys(numbers))
        if type(node) is Pattern:
            return tuple(finder.expansion(node).for_kernel(finder.terms))
        return None

    def _postings(
        self, node: Leaf, view: SegmentView, text: Terms | None, title: Terms | None
    ) -> tuple[Any, Any, Any]:
        """Text, opening and title as postings, each where it is not told by terms."""
        if not isinstance(self._level, ArticleLevel):
            return tuple(self._level.counts(node, view)), None, None
        in_titles, in_texts, in_openings = self._level.parts_of(node, view)
        lies_apart = node.fieldname not in (None, "text", "title")
        in_text = text is None or lies_apart
        return (
            tuple(in_texts) if in_text else None,
            tuple(in_openings) if in_text and self._counts_openings(node) else None,
            tuple(in_titles) if title is None else None,
        )
