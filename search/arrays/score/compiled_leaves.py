"""Where a leaf of the query occurs, for the kernels that rank.

A word, or a pattern, is told by the numbers of its terms, and of their forms where only some count: the
kernel reads its postings where they lie. What is made of positions (phrases, nearness, words that are other
terms in other languages) is worked out first, and its postings are handed over. Leaves are kept; the oldest
are dropped when they take over `CACHE_BYTES`.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from dateline.indexer.format.derived import derived
from dateline.indexer.format.records import record
from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.words_in_a_row import counts_in_a_row
from dateline.search.arrays.score.article_level import ArticleLevel
from dateline.search.arrays.score.passage_level import PassageLevel, weight_of
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import Leaf, Pattern, Query, Sequence, Word, leaf_key, leaves
from dateline.search.ranking.model import Ranking

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


class _Given(NamedTuple):
    """Where a leaf occurs in a segment, as the kernel takes it: terms, or else postings."""

    text_terms: Terms
    title_terms: Terms
    text: Any = None
    opening: Any = None
    title: Any = None
    articles: int = -1  # that have it; -1: they are to be counted

    @property
    def is_one_term(self) -> bool:
        """Whether it is one term at most, all of whose occurrences count."""
        return max(len(self.text_terms), len(self.title_terms)) < 2 and self[2:5] == (None, None, None)


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
        opening = self._level.ranking.opening_words if self._counts_openings(node) else 0
        parts: list[Any] = []
        here, is_word = 0, type(node) is Word
        for view in self._level.views:
            given = self._given(node, view)
            part = view.told(
                self._kernels.Leaf, view.compiled_segment(), *given[:-1], opening, given.articles
            )
            here += part.articles if self._of_articles else part.passages
            is_word = is_word and given.is_one_term
            parts.append(part)
        having = self._level.having_of(node, here)
        return CompiledLeaf(tuple(parts), self._weight(node, having), having, is_word)

    def _given(self, node: Leaf, view: SegmentView) -> _Given:
        """Where a leaf occurs in a segment: a word as most are, a phrase that a kernel counts, any other."""
        if type(node) is Word and node.fieldname is node.exact is None and len(node.terms) == 1:
            return self._given_word(node.terms[0].encode(), view)
        if type(node) is Sequence and node.fieldname in (None, "text", "title"):
            phrase = self._given_phrase(node, view)
            if phrase is not None:
                return phrase
        in_text, in_title = (node.fieldname in (None, name) for name in ("text", "title"))
        text = self._terms(node, view, "text") if in_text else ()
        title = self._terms(node, view, "title") if in_title and self._of_articles else ()
        others: tuple[Any, Any, Any] = (None, None, None)
        if text is None or title is None or not (in_text or in_title):
            others = self._postings(node, view, text, title)
        return _Given(text or (), title or (), *others, self._counted)

    def _given_word(self, term: bytes, view: SegmentView) -> _Given:
        text, title, articles = view.text.find(term), -1, self._counted
        if self._of_articles:
            title = view.title.find(term)
            articles = view.text.article_frequency(text) if text >= 0 else -1
        return _Given((text,) if text >= 0 else (), (title,) if title >= 0 else (), articles=articles)

    def _given_phrase(self, node: Sequence, view: SegmentView) -> _Given | None:
        """None for a phrase that no kernel counts."""
        text: tuple[int, ...] | None = ()
        title: tuple[int, ...] | None = ()
        if node.fieldname != "title":
            text = self._level.finder(view, "text").words_in_a_row(node)
        if node.fieldname != "text" and self._of_articles:
            title = self._level.finder(view, "title").words_in_a_row(node)
        if text is None or title is None:
            return None
        opening = self._level.ranking.opening_words if self._counts_openings(node) else 0
        return _Given((), (), *counts_in_a_row(view, text, title, opening=opening), self._counted)

    @property
    def _counted(self) -> int:
        """What is said of how many articles have a leaf where the index does not: -1, count them."""
        return -1 if self._of_articles else 0

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
