"""The embedded engine: answers from the arrays of an index of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dateline.indexer.format.derived import derived
from dateline.indexer.format.index.reader import IndexReader
from dateline.search.arrays.answers import article_hits
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.engine import Answer
from dateline.search.errors import ArticleMissing
from dateline.search.places import file_articles
from dateline.search.query.nodes import Every
from dateline.search.ranking.model import idf

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.search.arrays.ranked import Ranked
    from dateline.search.engine import By, Sort
    from dateline.search.query.nodes import Query, Word
    from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount

__all__ = ["ArrayEngine"]


class ArrayEngine:
    """Answers on one state of an index. See `engine.Engine` for what each method gives."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._evaluator = Evaluator(index)
        for view in self._evaluator.state.views:
            view.make_ready()

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages of the archive with their numbers of articles."""
        return self._index.languages

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
        why: bool = False,
    ) -> Answer:
        """The best rows of a query."""
        ranked = self._evaluator.search(
            query, by=by, limit=limit, offset=offset, sort=sort, passages=passages, expand=expand
        )
        return _answer(ranked, why=why)

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """Articles, passages and spans of all that matches."""
        from dateline.search.tallies import Counts

        ranked = self._evaluator.search(query, by=by, limit=0)
        articles = sum(map(len, ranked.matching_articles()))
        return Counts(articles, ranked.passage_total, ranked.count_spans())

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value of a facet."""
        from dateline.search.arrays.show.facets import count_facets

        ranked = self._evaluator.search(query, by="article", limit=0)
        return count_facets(zip(self._index.segments, ranked.matching_articles(), strict=True), field)

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date."""
        from dateline.search.arrays.show.facets import count_values

        if isinstance(query, Every):  # which every timeline asks for
            return self._dates
        ranked = self._evaluator.search(query, by="article", limit=0)
        return count_values(zip(self._index.segments, ranked.matching_articles(), strict=True), "date")

    @derived
    def _dates(self) -> Mapping[str | None, int]:
        """All articles by date."""
        from dateline.search.arrays.show.facets import count_values, live_articles

        return count_values([(segment, live_articles(segment)) for segment in self._index.segments], "date")

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """Words that begin with `prefix`."""
        from dateline.search.arrays.show.word_list import words_beginning

        state = self._evaluator.state
        return words_beginning(prefix, state.views, state.patterns, limit=limit)

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like one of the index."""
        segment, ordinal = self._place(article_id, folder)
        return _answer(self._evaluator.like(segment, ordinal, limit=limit, passages=passages))

    def weight(self, word: Word) -> float:
        """The idf of a word over the articles, 0 for a word that none has."""
        from dateline.search.arrays.score.article_words import ArticleWords

        words = ArticleWords(self._evaluator.state.views)
        having = sum(map(words.having, word.terms))
        return idf(words.total, min(having, words.total)) if having else 0.0

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """What may be meant by a part of a query that finds nothing."""
        from dateline.search.arrays.show.suggestions import suggestions

        return suggestions(self._index, query, limit=limit)

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article."""
        segment, ordinal = self._place(article_id, folder)
        return segment.article(ordinal)

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The archives that have an article of that id."""
        return tuple(map(str, self._index.folders_having(article_id)))

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles of a file, or those that a line of it belongs to."""
        return file_articles(self._index, path, line)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        from dateline.search.arrays.show.facets import live_articles

        for segment in self._index.segments:
            for ordinal in live_articles(segment).tolist():
                yield segment.article(ordinal)

    def stats(self) -> Stats:
        """What the index holds."""
        from dateline.indexer.format.storage.array_file import FORMAT_VERSION
        from dateline.search.arrays.show.facets import count_facets, first_and_last_date, live_articles
        from dateline.search.tallies import Stats

        index = self._index
        matches = [(segment, live_articles(segment)) for segment in index.segments]

        def counts(field: str) -> tuple[tuple[str, int], ...]:
            facets = count_facets(matches, field)
            return tuple((facet.value, facet.articles) for facet in facets if facet.value)

        first_date, last_date = first_and_last_date(matches)
        return Stats(
            articles=index.articles,
            passages=index.passages,
            first_date=first_date,
            last_date=last_date,
            sources=counts("source"),
            languages=counts("lang"),
            bytes=index.bytes,
            format=FORMAT_VERSION,
            segments=len(index.segments),
            folder=index.where,
        )

    def close(self) -> None:
        """Let go of the index; records already returned stay whole."""
        self._index.close()

    def _place(self, article_id: str, folder: str | None) -> tuple[SegmentReader, int]:
        place = self._index.find_given(article_id, folder)
        if place is None:
            raise ArticleMissing(article_id, *self._index.folders)
        return place


def _answer(ranked: Ranked, *, why: bool = False) -> Answer:
    return Answer(
        articles=article_hits(ranked, why=why) if ranked.rows else (),
        total=lambda: ranked.total,
        passage_total=lambda: ranked.passage_total,
        warnings=tuple(ranked.warnings),
        words=ranked.words,
    )
