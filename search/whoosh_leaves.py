"""What do the leaves of whoosh.query match: Term, Phrase, and all that expands to terms?

They mean what they mean to Whoosh 2.7.4, its corners included, so that a tree of whoosh.query alone gives
the documents and scores of Whoosh's own Searcher. Anything else of Whoosh's is left to its own matchers.

- a phrase scores as its words do, and `slop` is the largest distance from one word to the next;
- what expands to terms (Prefix, Wildcard, FuzzyTerm, TermRange ...) scores as their sum, or 1 where Whoosh
  takes the short cut of `PreloadedOr`, which does not score: for three terms or more on a small segment;
- a term of a keyword field scores 1.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from whoosh import query as whoosh_query
from whoosh.query import MultiTerm

from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS, TITLE
from dateline.search.arrays.match.positional import SHIFT
from dateline.search.arrays.match.segment_view import locate, unique
from dateline.search.arrays.score.topk import lookup
from dateline.search.query.nodes import Word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.index.reader import IndexReader
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.passage_level import PassageLevel
    from dateline.search.whoosh_engine import WhooshMatcher

__all__ = ["WhooshLeaves"]

Found = tuple["NDArray[Any]", "NDArray[np.float64]"]

# query/compound.py of Whoosh, Or._matcher: below so many documents in a segment, or from so many parts on,
# all are read into an array in advance.
_PRELOADED_DOCUMENTS: Final = 5000
_PRELOADED_PARTS: Final = 1024


class WhooshLeaves:
    """Evaluates leaves of whoosh.query over passages."""

    def __init__(self, level: PassageLevel, index: IndexReader) -> None:
        self._level = level
        self._index = index

    @cached_property
    def _whoosh(self) -> WhooshMatcher:
        from dateline.search.whoosh_engine import (
            WhooshMatcher,  # imports much of Whoosh, which most queries do without
        )

        return WhooshMatcher(self._index, self._level.ranking.passage)

    def matches(self, node: Any, view: SegmentView) -> Found:
        """Live passages and their scores."""
        kind = type(node)
        if (
            kind is not whoosh_query.Term
            and kind is not whoosh_query.Phrase
            and not isinstance(node, MultiTerm)
        ):
            numbers, marks = self._whoosh.matches(node, view.number)
            return np.array(numbers, view.passage_type), np.array(marks, np.float64)
        if node.fieldname not in (*TEXT_FIELDS, *KEYWORD_FIELDS):
            return self._none(view)
        if kind is whoosh_query.Term:
            documents, scores = self._term(node.fieldname, _text(node.text), view)
            return documents, scores * node.boost
        if kind is whoosh_query.Phrase:
            return self._phrase(node, view)
        return self._expanded(node, view)

    def _none(self, view: SegmentView) -> Found:
        return np.empty(0, view.passage_type), np.empty(0)

    def _term(self, field: str, text: str, view: SegmentView) -> Found:
        if field in TEXT_FIELDS:
            scored = self._level.leaf(Word(field, text, (text,))).segments[view.number]
            return scored.documents, scored.impacts.astype(np.float64)
        keywords = view.reader.keywords(field)
        having = np.zeros(view.articles, bool)
        having[keywords.articles(keywords.find(text))] = True
        having = having[view.article_of]
        if view.live_passages is not None:
            having = having & view.live_passages
        documents = np.flatnonzero(having).astype(view.passage_type)
        return documents, np.ones(len(documents))

    # -- what expands to terms -------------------------------------------------------------------------

    def _expanded(self, node: Any, view: SegmentView) -> Found:
        reader = self._whoosh.reader(view.number)
        terms = [_text(text) for _, text in node.expanded_terms(reader) if text]
        found = [self._term(node.fieldname, text, view) for text in terms]
        if len(found) < 2:
            return found[0] if found else self._none(view)
        dense = np.zeros(view.passages)
        for documents, scores in found:
            dense[documents] += scores
        documents = np.flatnonzero(dense).astype(view.passage_type)
        small = view.passages <= _PRELOADED_DOCUMENTS and len(found) > 2
        if node.constantscore and (small or len(found) >= _PRELOADED_PARTS):
            return documents, np.ones(len(documents))
        return documents, dense[documents] * node.boost

    # -- phrases ---------------------------------------------------------------------------------------

    def _phrase(self, node: Any, view: SegmentView) -> Found:
        if node.fieldname not in TEXT_FIELDS or not node.words:
            return self._none(view)
        words = [Word(node.fieldname, text, (text,)) for text in node.words]
        lists = [self._level.leaf(word).segments[view.number] for word in words]
        documents = min(lists, key=len).documents
        for scored in lists:
            documents = documents[locate(scored.documents, documents)[0]]
        if not len(documents):
            return self._none(view)
        documents = self._in_sequence(words, node.slop, documents, view)
        of = partial(lookup, documents=documents, view=view, size=view.passages)
        return documents, sum((of(scored) for scored in lists), np.zeros(len(documents))) * node.boost

    def _in_sequence(
        self, words: list[Word], slop: int, passages: NDArray[Any], view: SegmentView
    ) -> NDArray[Any]:
        """Those passages in which each word stands at most `slop` after the one before it."""
        finder = self._level.finder(view, words[0].fieldname or "text")
        title = words[0].fieldname == TITLE
        among = unique(view.article_of[passages]).astype(view.article_type) if title else passages
        ends = finder.occurrences(words[0], among).starts
        for word in words[1:]:
            places = finder.occurrences(word, among).starts
            before = ends.searchsorted(places) - 1
            follows = before >= 0
            follows[follows] = places[follows] - ends[before[follows]] <= slop
            ends = places[follows]
        having = unique(ends >> SHIFT)
        units = view.article_of[passages] if title else passages
        return passages[locate(having, units.astype(np.int64))[0]]


def _text(term: str | bytes) -> str:
    return term if isinstance(term, str) else term.decode("utf-8", "replace")
