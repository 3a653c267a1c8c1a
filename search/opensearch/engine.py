"""The engine over a server: it finds what matches, our own evaluator ranks and marks the best of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.indexer.format.derived import derived
from dateline.indexer.format.storage.array_file import FORMAT_VERSION
from dateline.indexer.opensearch.documents import document_id, stored
from dateline.search.arrays.answers import article_hits
from dateline.search.arrays.score.article_words import ArticleWords
from dateline.search.engine import Answer
from dateline.search.errors import ArticleMissing
from dateline.search.opensearch.collection import RemoteCollection
from dateline.search.opensearch.facets import date_counts, facet_counts
from dateline.search.opensearch.matching import Matching
from dateline.search.opensearch.places import sample_places
from dateline.search.opensearch.promising import Promising
from dateline.search.opensearch.sample import Samples
from dateline.search.opensearch.vocabulary import Vocabulary
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import And, Every, KeywordFilter, Not, Or
from dateline.search.ranking.feedback import analysed, expanded, expansion, telling_words
from dateline.search.ranking.model import DEFAULT, idf
from dateline.search.ranking.weighting import Weights, relaxed
from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.indexer.opensearch.documents import Stored
    from dateline.search.engine import By, Sort
    from dateline.search.opensearch.published import RemoteIndex
    from dateline.search.query.nodes import Leaf, Query, Word

__all__ = ["OpenSearchEngine"]

Count = Callable[[], int]


class OpenSearchEngine:
    """Answers on one state of an index. See `engine.Engine` for what each method gives."""

    def __init__(self, index: RemoteIndex, *, patterns_apart: bool = False) -> None:
        self._index = index
        self._collection = RemoteCollection(
            index.connection, index.physical, index.root_paths, patterns_apart=patterns_apart
        )
        self._collection.look = self._having
        self._samples = Samples(index.roots, self._collection)
        self._vocabulary = Vocabulary(index.connection, index.physical, self._collection)

    @derived
    def languages(self) -> Mapping[str, int]:
        """The languages of the archive with their numbers of articles."""
        return self._index.languages(self._collection)

    def _having(self, leaf: Leaf, passages: bool) -> int:
        """How many articles, or passages, have a leaf that the server can't say exactly."""
        if passages:
            return self._matching(leaf, "passage").passage_total(None)
        return self._matching(leaf, "article").total

    def _matching(self, query: Query, by: By) -> Matching:
        index = self._index
        return Matching(query, by, index.connection, index.physical, self._collection, self._samples)

    # -- rows ------------------------------------------------------------------------------------------

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
        weights: Weights | None = None
        words: tuple[str, ...] = ()
        warnings: tuple[str, ...] = ()
        if expand:
            query, weights, words, warning = self._expanded(query)
            warnings = (warning,)
        answer = self._ranked(query, by, limit, offset, sort, passages, weights, why=why)
        return replace(answer, words=words, warnings=(*warnings, *answer.warnings))

    def _ranked(
        self,
        query: Query,
        by: By,
        limit: int,
        offset: int,
        sort: Sort,
        passages: int,
        weights: Weights | None,
        *,
        why: bool = False,
    ) -> Answer:
        matching = self._matching(query, by)
        promising = self._promising(matching, weights)
        counted, passage_total = self._totals(matching, promising)
        if limit <= 0:
            return Answer((), counted, passage_total)
        sample, ranked, total = promising.find(sort, limit, offset=offset, passages=passages)
        try:
            hits = article_hits(ranked, why=why)
        finally:
            sample.close()
        if total is not None and by == "article":
            known = total

            def counted() -> int:
                return known

        return Answer(hits, counted, passage_total)

    def _promising(self, matching: Matching, weights: Weights | None = None) -> Promising:
        return Promising(matching, weights, self._collection, self._samples)

    def _totals(self, matching: Matching, promising: Promising) -> tuple[Count, Count]:
        """Functions that count the rows that match, and their passages."""

        def passage_total() -> int:
            return matching.passage_total(self._having_part(matching.query, promising))

        return (passage_total if matching.by == "passage" else lambda: matching.total), passage_total

    def _having_part(self, query: Query, promising: Promising) -> Query | None:
        """The passages with a part of a query by article; None: all of them."""
        asked = relaxed(query)
        if not asked:
            return None
        weights = promising.weights
        leaves = [leaf for leaf, _ in (asked if weights.strict else weights.leaves)]
        return Or(tuple([leaf for leaf in leaves if leaf.fieldname != "title"]))

    def _expanded(self, query: Query) -> tuple[Query, Weights, tuple[str, ...], str]:
        """The query with words that go with it in its best articles."""
        promising = self._promising(self._matching(query, "article"))
        # The words depend on which articles are the first: as many are looked at as may become so.
        sample, typed, _ = promising.find(
            "relevance", DEFAULT.feedback_articles, offset=0, passages=0, least=DEFAULT.candidates
        )
        try:
            found = typed.best_articles(DEFAULT.feedback_articles)
            source = ArticleWords(sample.evaluator.state.views, self._collection)
            self._count_terms(source, [(number, article) for _, number, article in found])
            words = expansion(source, found, DEFAULT)
            return expanded(query, typed.weights, words, DEFAULT)
        finally:
            sample.close()

    def _count_terms(self, source: ArticleWords, articles: list[tuple[int, int]]) -> None:
        """Learn of all the terms of some articles at once."""
        terms: set[str] = set()
        for number, article in articles:
            content = source.read(number, article)
            terms.update(term for term, _ in content.title + content.text)
        self._collection.count_terms(sorted(terms))

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like one of the index."""
        one = self._found(article_id, folder)
        content = analysed(
            one.article.language or "",
            one.article.title or "",
            [one.article.text[passage.start : passage.end] for passage in one.passages],
        )
        self._collection.count_terms({term for term, _ in content.title + content.text})
        sample = self._samples.of([one])
        try:
            source = ArticleWords(sample.evaluator.state.views, self._collection)
            words = telling_words(source, 0, 0, DEFAULT)
        finally:
            sample.close()
        if not words:
            return Answer((), lambda: 0, lambda: 0)
        any_word = Or(tuple([with_boost(word, weight) for word, weight in words]))
        query = And((any_word, Not(KeywordFilter("id", (one.article.id,)))))
        answer = self._ranked(query, "article", limit, 0, "relevance", passages, Weights(tuple(words)))
        return replace(answer, words=tuple([word.text for word, _ in words]))

    # -- counts ----------------------------------------------------------------------------------------

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """Articles, passages and spans of all that matches: all of it is fetched and marked."""
        articles = passages = spans = 0
        for _, ranked in self._matching(query, by).portions():
            articles += sum(map(len, ranked.matching_articles()))
            passages += ranked.passage_total
            spans += ranked.count_spans()
        return Counts(articles, passages, spans)

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value of a facet."""
        return facet_counts(self._matching(query, "article"), field)

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date."""
        return date_counts(self._matching(query, "article"))

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """Words that begin with `prefix`."""
        return self._vocabulary.beginning(prefix, limit=limit)

    def weight(self, word: Word) -> float:
        """The idf of a word over the articles, 0 for a word that none has."""
        total = self._collection.articles
        self._collection.count_terms(word.terms)
        having = sum(map(self._collection.having_term, word.terms))
        return idf(total, min(having, total)) if having else 0.0

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """What may be meant by a part of a query that finds nothing."""
        return self._vocabulary.suggest(query, limit=limit)

    # -- articles --------------------------------------------------------------------------------------

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article."""
        return self._index.resolved(self._found(article_id, folder).article)

    def _found(self, article_id: str, folder: str | None) -> Stored:
        """The article of an id, also of one that was given where a source had to put its label after it."""
        if folder is None or folder == self._index.where:
            ids = [article_id, *(f"{article_id}@{label}" for label in self._index.labels)]
            body = {"query": {"ids": {"values": list(map(document_id, ids))}}, "size": len(ids)}
            hits = self._index.connection.search(self._index.physical, body)["hits"]["hits"]
            found = {one.article.id: one for one in (stored(hit["_source"]) for hit in hits)}
            for one in ids:
                if one in found:
                    return found[one]
        raise ArticleMissing(article_id, self._index.where)

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The address, if there is an article of that id."""
        body = {"query": {"ids": {"values": [document_id(article_id)]}}, "size": 0, "track_total_hits": True}
        found = self._index.connection.search(self._index.physical, body)
        return (self._index.where,) if found["hits"]["total"]["value"] else ()

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles of a file, or those that a line of it belongs to."""
        return sample_places(self._index, self._samples, path, line)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        return (self._index.resolved(one.article) for one in self._index.reader().iterate())

    def stats(self) -> Stats:
        """What the index holds."""
        matching = self._matching(Every(), "article")
        dates = sorted(filter(None, date_counts(matching)))

        def counts(name: str) -> tuple[tuple[str, int], ...]:
            facets = facet_counts(matching, name)
            return tuple([(facet.value, facet.articles) for facet in facets if facet.value])

        size, segments = self._index.size()
        return Stats(
            articles=self._collection.articles,
            passages=self._collection.passages,
            first_date=dates[0] if dates else None,
            last_date=dates[-1] if dates else None,
            sources=counts("source"),
            languages=counts("lang"),
            bytes=size,
            format=FORMAT_VERSION,
            segments=segments,
            folder=self._index.where,
        )

    def close(self) -> None:
        """Let go of the server; records already returned stay whole."""
        self._index.close()
