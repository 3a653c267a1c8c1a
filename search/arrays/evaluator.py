"""How is a query answered on the arrays of an index?

`Evaluator.search` takes a query tree and gives the best rows, `Ranked`. A row is a passage or an article, by
the level the conditions hold at. What a top ten does not need (totals, spans) is worked out when asked for.

- passage_level.py, article_level.py: what a word weighs in a document; below them postings.py,
  occurrences.py, positional.py and patterns.py: where it occurs.
- boolean.py: which documents a tree matches; filters.py: dates and sources.
- topk.py: the best documents of a list of words, without scoring all.
- articles.py, proximity.py: the whole article, its best passage and neighbouring words, in one score.
- marking.py: matches → spans; ranked.py: all that can be asked of an answer.

    ranked = Evaluator(IndexReader.open("index")).search(Word(None, "border", ("border",)), by="article")
    for row in ranked.rows: print(row.article, row.score, row.passages)
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query as whoosh_query

from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.pattern_cache import Vocabulary
from dateline.search.arrays.match.segment_view import SegmentView
from dateline.search.arrays.ranked import By, Ranked, Row, Sort
from dateline.search.arrays.score.article_level import ArticleLevel
from dateline.search.arrays.score.articles import ArticleRanker
from dateline.search.arrays.score.feedback import added_words, expansion, telling_words
from dateline.search.arrays.score.filters import Filter
from dateline.search.arrays.score.passage_level import PassageLevel
from dateline.search.arrays.score.ranking import DEFAULT, Ranking
from dateline.search.arrays.score.shape import widened
from dateline.search.arrays.score.weighting import Weights
from dateline.search.query.nodes import KeywordFilter
from dateline.search.whoosh_leaves import WhooshLeaves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.index.reader import IndexReader, SegmentReader
    from dateline.search.arrays.score.passage_level import Level

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
        self._filters: Cache[Any, Filter] = Cache(_FILTERS_KEPT)
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
        expand: bool = False,
    ) -> Ranked:
        """The best `limit` rows of a query; `mask` is a query whose matches alone count, unscored.

        `expand` adds words that go with those typed in the best articles; `Ranked.words` and a warning tell
        which. Where any of the query's words will do, so do the words added; else they only rank.

        Ties: the row that was indexed first. Sorted by date, rows of one date are by score; undated ones
        come last either way, and a partial date stands at its beginning.
        """
        ranked = self._expanded(query, by, mask) if expand else Ranked(self, _masked(query, mask), by)
        if limit > 0:
            ranked.rows = ranked.find(limit, sort, passages)
        return ranked

    def _expanded(self, query: Any, by: By, mask: Any) -> Ranked:
        """The query with words beside it; with none, and a warning, where no word goes with it."""
        typed = Ranked(self, _masked(query, mask), "article")
        found = typed.best_articles(self.ranking.feedback_articles)
        words = expansion(self.views, found, self.ranking)
        beside = (1.0 - self.ranking.kept_query) / self.ranking.kept_query * typed.weights.total
        added = [word.with_boost(beside * share) for word, share in words]
        ranked = Ranked(self, _masked(widened(query, added), mask), by)
        ranked.weights = added_words(typed.weights, words, self.ranking)
        ranked.words = tuple(word.text for word in added)
        told = (
            f"expanded with: {', '.join(ranked.words)}"
            if added
            else "no words go with the query: not expanded"
        )
        ranked.warnings = [told, *ranked.warnings]
        return ranked

    def like(self, segment: SegmentReader, article: int, *, limit: int = 10, passages: int = 3) -> Ranked:
        """Articles like one of the index, by the words that set it apart; the article itself is left out.

        `Ranked.words` are these words, the most telling first; without any there are no rows.
        """
        view = self.view(segment)
        words = telling_words(self.views, view, article, self.ranking)
        itself = KeywordFilter("id", (segment.keyword_field("id").value(article) or "",))
        query = whoosh_query.And(
            [whoosh_query.Or([word.with_boost(weight) for word, weight in words]), whoosh_query.Not(itself)]
        )
        ranked = Ranked(self, query if words else whoosh_query.NullQuery, "article")
        ranked.weights = Weights(tuple(words))
        ranked.words = tuple(word.text for word, _ in words)
        if limit > 0:
            ranked.rows = ranked.find(limit, "relevance", passages)
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
            found = Filter(node, self.views)
            self._filters.put(node, found)
        return found

    @cached_property
    def date_ranks(self) -> list[NDArray[np.int64]]:
        """For each segment, the place in time of each of its articles among all dates; 0 for none."""
        fields = [view.reader.keyword_field("date") for view in self.views]
        every = sorted({value for field in fields for value in field.values})
        rank = {value: number for number, value in enumerate(every, 1)}
        return [np.array([0, *(rank[value] for value in field.values)])[field.codes] for field in fields]


def _masked(query: Any, mask: Any) -> Any:
    return query if mask is None else whoosh_query.Require(query, mask)
