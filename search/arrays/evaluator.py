"""How a query is answered on the arrays of an index.

`Evaluator.search` takes a query tree and gives the best rows, `Ranked`. A row is a passage or an article, by
the level the conditions hold at. What a top ten does not need (totals, spans) is worked out when asked for.

- match/: where leaves occur. segment_view.py, occurrences.py, positional.py, patterns.py.
- score/: what they weigh. passage_level.py, article_level.py; boolean.py which documents a tree matches;
  topk.py the best without scoring all; articles.py, proximity.py the score of an article.
- show/: marking.py matches to spans, facets.py, word_list.py, suggestions.py.

    ranked = Evaluator(IndexReader.open("index")).search(Word(None, "border", ("border",)), by="article")
    for row in ranked.rows: print(row.article, row.score, row.passages)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.search.arrays.ranked import Ranked
from dateline.search.arrays.state import State
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import And, KeywordFilter, Not, Or, Query
from dateline.search.ranking.model import DEFAULT, Ranking
from dateline.search.ranking.weighting import Weights

if TYPE_CHECKING:
    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.search.arrays.score.collection import Collection
    from dateline.search.arrays.state import Segments
    from dateline.search.engine import By, Sort

__all__ = ["Evaluator"]


class Evaluator:
    """Answers queries on one state of an index. Safe to share between threads."""

    def __init__(
        self, index: Segments, *, ranking: Ranking = DEFAULT, collection: Collection | None = None
    ) -> None:
        self.state = State(index, ranking=ranking, collection=collection)

    def search(
        self,
        query: Query,
        *,
        by: By = "article",
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        passages: int = 3,
        expand: bool = False,
    ) -> Ranked:
        """The best `limit` rows of a query behind the first `offset`.

        `expand` adds words that go with those typed in the best articles; `Ranked.words` and a warning tell
        which. Where any of the query's words will do, so do the words added; else they only rank.

        Ties: the row that was indexed first. Sorted by date, rows of one date are by score; undated ones
        come last either way, and a partial date stands at its beginning.
        """
        ranked = self._expanded(query, by) if expand else Ranked(self.state, query, by)
        if limit > 0:
            ranked.rows = ranked.find(limit, sort, passages, offset=offset)
        return ranked

    def _expanded(self, query: Query, by: By) -> Ranked:
        """The query with words beside it; with none, and a warning, where no word goes with it."""
        ranking = self.state.ranking
        typed = Ranked(self.state, query, "article")
        found = typed.best_articles(ranking.feedback_articles)
        from dateline.search.arrays.score.article_words import ArticleWords  # few searches want more words
        from dateline.search.ranking.feedback import expanded, expansion

        words = expansion(ArticleWords(self.state.views, self.state.collection), found, ranking)
        wider = expanded(query, typed.weights, words, ranking)
        ranked = Ranked(self.state, wider.query, by)
        ranked.weights, ranked.words = wider.weights, wider.words
        ranked.warnings = [wider.warning, *ranked.warnings]
        return ranked

    def like(self, segment: SegmentReader, article: int, *, limit: int = 10, passages: int = 3) -> Ranked:
        """Articles like one of the index, by the words that set it apart; the article itself is left out.

        `Ranked.words` are these words, the most telling first; without any there are no rows.
        """
        view = self.state.view(segment)
        from dateline.search.arrays.score.article_words import ArticleWords
        from dateline.search.ranking.feedback import telling_words

        source = ArticleWords(self.state.views, self.state.collection)
        words = telling_words(source, view.number, article, self.state.ranking)
        itself = KeywordFilter("id", (segment.keyword_field("id").value(article) or "",))
        any_word = Or(tuple(with_boost(word, weight) for word, weight in words))
        ranked = Ranked(self.state, And((any_word, Not(itself))), "article")
        ranked.weights = Weights(tuple(words))
        ranked.words = tuple(word.text for word, _ in words)
        if limit > 0:
            ranked.rows = ranked.find(limit, "relevance", passages)
        return ranked
