"""How is a query answered on the arrays of an index?

`Evaluator.search` takes a query tree and gives the best rows, `Ranked`. A row is a passage or an article, by
the level the conditions hold at. What a top ten does not need (totals, spans) is worked out when asked for.

- search/levels.py, article_level.py: what a word weighs in a document; below them postings.py,
  occurrences.py, positional.py and expansion.py: where it occurs.
- search/boolean.py: which documents a tree matches; filters.py: dates and sources.
- search/topk.py: the best documents of a list of words, without scoring all.
- search/articles.py, proximity.py: the whole article, its best passage and neighbouring words, in one score.
- search/marking.py: matches → spans; ranked.py: all that can be asked of an answer.

    ranked = Evaluator(IndexReader.open("index")).search(Word(None, "border", ("border",)), by="article")
    for row in ranked.rows: print(row.article, row.score, row.passages)
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query as whoosh_query

from search.article_level import ArticleLevel
from search.articles import ArticleRanker
from search.filters import Filter
from search.levels import PassageLevel
from search.postings import SegmentView
from search.ranked import By, Ranked, Row, Sort
from search.ranking import DEFAULT, Ranking
from search.vocabulary import Vocabulary
from search.whoosh_leaves import WhooshLeaves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexer.format.reader import IndexReader, SegmentReader
    from search.levels import Level

__all__ = ["Evaluator", "Ranked", "Row"]

_FILTERS_KEPT = 64


class Evaluator:
    """Answers queries on one state of an index. Safe to share between threads."""

    def __init__(self, index: IndexReader, *, ranking: Ranking = DEFAULT) -> None:
        self.index = index
        self.ranking = ranking
        self.views = tuple(
            SegmentView(segment, number, ranking.opening_words)
            for number, segment in enumerate(index.segments)
        )
        self._view_of = {id(view.reader): view for view in self.views}
        self.vocabulary = Vocabulary(self.views)
        self.passage_level = PassageLevel(self.views, ranking, self.vocabulary)
        self.article_level = ArticleLevel(self.views, ranking, self.vocabulary)
        self.whoosh_leaves = WhooshLeaves(self.passage_level, index)
        self.languages = tuple(sorted(index.languages.items()))
        self._filters: dict[Any, Filter] = {}
        self.articles = ArticleRanker(self.article_level)

    def level(self, by: By) -> Level:
        """What a document is, by the unit of a row."""
        return self.passage_level if by == "passage" else self.article_level

    def search(
        self,
        query: Any,
        *,
        by: By = "article",
        limit: int = 10,
        sort: Sort = "relevance",
        passages: int = 3,
        mask: Any = None,
    ) -> Ranked:
        """The best `limit` rows of a query; `mask` is a query whose matches alone count, unscored.

        Ties: the row that was indexed first. Sorted by date, rows of one date are by score; undated ones
        come last either way, and a partial date stands at its beginning.
        """
        if mask is not None:
            query = whoosh_query.Require(query, mask)
        ranked = Ranked(self, query, by)
        if limit > 0:
            ranked.rows = ranked.find(limit, sort, passages)
        return ranked

    def count(self, query: Any) -> int:
        """In how many live articles a query matches."""
        return Ranked(self, query, "article").total

    # -- what the parts share --------------------------------------------------------------------------

    def view(self, segment: SegmentReader) -> SegmentView:
        """What was derived of a segment of this index."""
        return self._view_of[id(segment)]

    def filter(self, node: Any) -> Filter:
        """The codes a filter node lets through."""
        found = self._filters.get(node)
        if found is None:
            while len(self._filters) >= _FILTERS_KEPT:
                self._filters.pop(next(iter(self._filters)), None)
            found = self._filters[node] = Filter(node, self.views)
        return found

    @cached_property
    def date_ranks(self) -> list[NDArray[np.int64]]:
        """For each segment, the place in time of each of its articles among all dates; 0 for none."""
        fields = [view.reader.keyword_field("date") for view in self.views]
        every = sorted({value for field in fields for value in field.values})
        rank = {value: number for number, value in enumerate(every, 1)}
        return [np.array([0, *(rank[value] for value in field.values)])[field.codes] for field in fields]
