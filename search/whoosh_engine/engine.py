"""Whoosh's Searcher as an engine: slow, literal, and what the array engine is compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dateline.indexer.format.fields import TEXT_FIELDS
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.storage.array_file import FORMAT_VERSION
from dateline.indexer.whoosh import make_schema, reader_of
from dateline.indexer.whoosh.library import Searcher
from dateline.search.engine import Answer
from dateline.search.errors import ArticleMissing
from dateline.search.places import file_articles
from dateline.search.query.nodes import (
    LEAVES,
    Alternatives,
    And,
    AndMaybe,
    AtLeast,
    Every,
    IndexedAfter,
    KeywordFilter,
    Leaf,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Word,
    leaves,
)
from dateline.search.ranking.feedback import Expanded, expanded, expansion, telling_words
from dateline.search.ranking.model import DEFAULT, Ranking, idf
from dateline.search.ranking.shape import marked_leaves
from dateline.search.ranking.weighting import Weights, relaxed, weigh
from dateline.search.tallies import Counts, FacetCount, FileArticle, Stats, TermCount
from dateline.search.whoosh_engine.compiling import compiled
from dateline.search.whoosh_engine.counting import facet_counts
from dateline.search.whoosh_engine.documents import Documents
from dateline.search.whoosh_engine.formulae import Formulae
from dateline.search.whoosh_engine.hits import Hits
from dateline.search.whoosh_engine.weighting import PassageBM25
from dateline.search.whoosh_engine.words import DocumentWords, words_beginning

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.engine import By, Sort

__all__ = ["WhooshEngine"]

Span = tuple[int, int]


class WhooshEngine:
    """Answers on one state of an index. See `engine.Engine` for what each method gives."""

    def __init__(self, index: IndexReader, *, ranking: Ranking = DEFAULT) -> None:
        self._index = index
        self._ranking = ranking
        self._documents = Documents(index)
        self._searcher = Searcher(reader_of(index, make_schema()), weighting=PassageBM25(ranking.passage))
        self._formulae = Formulae(self._documents, ranking, self._candidates)
        self._hits = Hits(self._documents, self._formulae)

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages of the archive with their numbers of articles."""
        return self._index.languages

    def _candidates(self, leaf: Leaf) -> set[int]:
        """Documents among which are all that have a leaf in their text."""
        if isinstance(leaf, Word):
            return {document for term in leaf.terms for document in self._having_term(term)}
        if isinstance(leaf, Alternatives):
            return {document for part in leaf.parts for document in self._candidates(part)}
        if isinstance(leaf, AtLeast):
            return self._candidates(leaf.part)
        if isinstance(leaf, Pattern):
            return set(range(len(self._documents)))
        parts = leaf.parts if isinstance(leaf, Sequence) else (leaf.left, leaf.right)
        found = []
        for part in parts:  # they may stand in different passages of one paragraph
            texts = [self._documents.joined(document) for document in self._candidates(part)]
            found.append({one.first + number for one in texts for number in range(len(one.starts) - 1)})
        return set.intersection(*found)

    def _having_term(self, term: str) -> set[int]:
        found: set[int] = set()
        base = 0
        for segment in self._index.segments:
            field = segment.text_field("text")
            number = field.find(term.encode())
            if number >= 0:
                found |= {base + document for document in field.documents(number).tolist()}
            base += segment.passages
        return found

    # -- what matches ----------------------------------------------------------------------------------

    def _passages(self, query: Query) -> dict[int, float]:
        """The documents that match and their scores, by Whoosh's own Searcher."""
        whoosh_query = compiled(query, self._live_scores, self._values)
        return self._live(self._searcher.search(whoosh_query, limit=None))

    def _live(self, results: Any) -> dict[int, float]:
        """The documents of a result of Whoosh's with their scores."""
        # Its InverseMatcher may stop at a deleted document that stands right after one excluded.
        return {
            document: score for score, document in results.top_n if self._documents.article(document).live
        }

    def _live_scores(self, leaf: Leaf | IndexedAfter) -> dict[int, float]:
        if isinstance(leaf, IndexedAfter):
            return dict.fromkeys(self._documents.indexed_after(leaf.moment), 0.0)
        scores = self._formulae.passage_scores(leaf)
        return {document: scores[document] for document in scores if self._documents.article(document).live}

    def _values(self, field: str) -> set[str]:
        return {value for segment in self._index.segments for value in segment.keywords(field).values}

    def _articles(self, query: Query) -> set[int]:
        """The live articles that match: leaves one by one, filters by Whoosh, all else by set algebra."""
        every = {article.number for article in self._documents.articles if article.live}
        if isinstance(query, LEAVES):
            return self._formulae.matching_articles(query)
        if isinstance(query, And):
            return every.intersection(*map(self._articles, query.parts))
        if isinstance(query, Or):
            return set[int]().union(*map(self._articles, query.parts))
        if isinstance(query, Not):
            return every - self._articles(query.part)
        if isinstance(query, AndMaybe):
            return self._articles(query.required)
        if isinstance(query, Every):
            return every
        return {self._documents.article_of[document] for document in self._passages(query)}

    def _weights(self, query: Query) -> Weights:
        languages = tuple(sorted(self._index.languages.items()))
        return weigh(query, self._ranking, languages, self._formulae.having)

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
        """The best rows; `why` is told by the array engine alone."""
        weights = self._weights(query)
        words: tuple[str, ...] = ()
        warnings: tuple[str, ...] = ()
        if expand:
            query, weights, words, warning = self._expanded(query, weights)
            warnings = (warning,)
        if by == "article":
            answer = self._by_weights(query, weights, limit, passages, words, sort, offset=offset)
            return replace(answer, warnings=warnings)
        scored = self._passages(query)
        article_of = self._documents.article_of
        marked, hits = marked_leaves(query), []
        for place in self._in_order(scored, sort, article_of)[offset : offset + limit]:
            shown = [(place, scored[place])][:passages]
            hits.append(self._hits.hit(article_of[place], scored[place], marked, by, shown, len(shown)))
        return Answer(tuple(hits), lambda: len(scored), lambda: len(scored), warnings, words)

    def _expanded(self, query: Query, weights: Weights) -> Expanded:
        """The query with words that go with it in its best articles."""
        scores = self._article_scores(self._articles(query), weights)
        order = self._in_order(scores, "relevance", range(len(self._documents.articles)))
        best = [(scores[number], 0, number) for number in order[: self._ranking.feedback_articles]]
        words = expansion(DocumentWords(self._documents, self._formulae), best, self._ranking)
        return expanded(query, weights, words, self._ranking)

    def _by_weights(
        self,
        query: Query,
        weights: Weights,
        limit: int,
        passages: int,
        words: tuple[str, ...] = (),
        sort: Sort = "relevance",
        *,
        offset: int = 0,
    ) -> Answer:
        """The articles that match, ranked by these weights."""
        matching = self._articles(query)
        scores = self._article_scores(matching, weights)
        order = self._in_order(scores, sort, range(len(self._documents.articles)))
        marked, hits = marked_leaves(query), []
        for number in order[offset : offset + limit]:
            having = self._best_passages(number, query, weights) if passages else []
            shown = having[:passages]
            article = self._documents.articles[number]
            if not shown and passages and article.first < article.last:  # nothing but the title matched
                shown = [(article.first, 0.0)]
            hits.append(self._hits.hit(number, scores[number], marked, "article", shown, len(having)))

        def passage_total() -> int:
            return sum(len(self._best_passages(number, query, weights)) for number in matching)

        return Answer(tuple(hits), lambda: len(matching), passage_total, words=words)

    def _article_scores(self, articles: set[int], weights: Weights) -> dict[int, float]:
        scores = {number: self._formulae.article_score(number, weights) for number in articles}
        if weights.pairs:
            leading = sorted(scores, key=lambda number: (-scores[number], number))
            for number in leading[: self._ranking.candidates]:
                scores[number] += self._formulae.pair_score(number, weights.pairs)
        return scores

    def _in_order(self, scores: dict[int, float], sort: Sort, article_of: Any) -> list[int]:
        """Documents or articles: best first or by date; undated last; ties by the order of indexing.

        By when they were added: the last first, also of those that were added at one time.
        """

        def date(place: int) -> str:
            return self._documents.articles[article_of[place]].value("date") or ""

        def added(place: int) -> tuple[int, int]:
            article = self._documents.articles[article_of[place]]
            return article.segment.indexing_times.of(article.ordinal), article_of[place]

        order = sorted(scores, key=lambda place: (-scores[place], place))
        if sort == "added":
            order.sort(key=added, reverse=True)
        elif sort != "relevance":
            order.sort(key=date, reverse=sort == "newest")
            order.sort(key=lambda place: not date(place))
        return order

    def _best_passages(self, number: int, query: Query, weights: Weights) -> list[tuple[int, float]]:
        """The passages of an article with a part of the query, best first; all if it asks for no words."""
        article = self._documents.articles[number]
        asked = relaxed(query)
        shown = [
            (document, self._formulae.passage_score(document, weights))
            for document in range(article.first, article.last)
            if not asked or any(self._formulae.stands_in(leaf, document) for leaf, _ in asked)
        ]
        return sorted(shown, key=lambda entry: (-entry[1], entry[0]))

    def ask(
        self, query: Any, within: Query, *, by: By, limit: int, offset: int, sort: Sort, passages: int
    ) -> Answer:
        """The answer to a query of Whoosh's own, within a query of ours; Whoosh ranks, by BM25 over passages.

        An article matches if a passage does, and scores as its best one. The words of the query are marked.
        """
        narrowed = None if within == Every() else compiled(within, self._live_scores, self._values)
        results = self._searcher.search(query, filter=narrowed, limit=None, terms=True)
        scored = self._live(results)
        # What a pattern stands for is told by the query; what a span is made of, by what matched.
        told = query.existing_terms(self._searcher.reader(), phrases=True, expand=True)
        terms = {
            (name, term.decode())
            for name, term in {*told, *(results.matched_terms() or ())}
            if name in TEXT_FIELDS
        }
        rows: dict[int, list[tuple[int, float]]] = {}
        for document in sorted(scored, key=lambda document: (-scored[document], document)):
            row = document if by == "passage" else self._documents.article_of[document]
            rows.setdefault(row, []).append((document, scored[document]))
        best = {row: found[0][1] for row, found in rows.items()}
        article_of = self._documents.article_of if by == "passage" else range(len(self._documents.articles))
        marked: list[Leaf] = [Word(name, term, (term,)) for name, term in sorted(terms)]
        hits = [
            self._hits.hit(
                article_of[row],
                best[row],
                marked,
                by,
                rows[row][:passages],
                len(rows[row]) if passages else 0,
            )
            for row in self._in_order(best, sort, article_of)[offset : offset + limit]
        ]
        return Answer(tuple(hits), lambda: len(rows), lambda: len(scored))

    # -- counts ----------------------------------------------------------------------------------------

    def count(self, query: Query, *, by: By = "article") -> Counts:
        """Articles, passages and spans of all that matches."""
        marked = marked_leaves(query)
        if by == "passage":
            documents = set(self._passages(query))
            articles = {self._documents.article_of[document] for document in documents}
        else:
            articles, weights = self._articles(query), self._weights(query)
            documents = {d for n in articles for d, _ in self._best_passages(n, query, weights)}
        found = sum(len(self._hits.text_spans(document, marked, by)) for document in documents)
        found += sum(len(self._hits.title_spans(number, marked, by)) for number in articles)
        return Counts(len(articles), len(documents), found)

    def facets(self, query: Query, field: str) -> tuple[FacetCount, ...]:
        """The matching articles by value of a facet."""
        return facet_counts([self._documents.articles[number] for number in self._articles(query)], field)

    def dates(self, query: Query) -> Mapping[str | None, int]:
        """The matching articles by date."""
        articles = self._documents.articles
        return Counter(articles[number].value("date") for number in self._articles(query))

    # -- looking ---------------------------------------------------------------------------------------

    def terms(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """Words that begin with `prefix`."""
        return words_beginning(self._documents, prefix, limit=limit)

    def like(self, article_id: str, *, limit: int, passages: int, folder: str | None = None) -> Answer:
        """Articles like one of the index."""
        number = self._place(article_id, folder)
        words = telling_words(DocumentWords(self._documents, self._formulae), 0, number, self._ranking)
        itself = KeywordFilter("id", (article_id,))
        query = And((Or(tuple(word for word, _ in words)), Not(itself)))
        return self._by_weights(
            query, Weights(tuple(words)), limit, passages, tuple(w.text for w, _ in words)
        )

    def weight(self, word: Word) -> float:
        """The idf of a word over the articles, 0 for a word that none has."""
        having = self._formulae.having(word)
        return idf(len(self._documents.articles), having) if having else 0.0

    def suggest(self, query: Query, *, limit: int = 3) -> tuple[str, ...]:
        """The words of the index nearest to those of the query, by Whoosh's own corrector."""
        corrector = self._searcher.corrector("text")
        found: dict[str, None] = {}
        for node in leaves(query):
            if isinstance(node, Word) and not self._formulae.of_articles(node):
                found.update(dict.fromkeys(corrector.suggest(node.terms[0], limit=limit, maxdist=2)))
        return tuple(found)[:limit]

    def get(self, article_id: str, *, folder: str | None = None) -> Article:
        """The whole article."""
        place = self._documents.articles[self._place(article_id, folder)]
        return place.segment.article(place.ordinal)

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The archives that have an article of that id."""
        return tuple(map(str, self._index.folders_having(article_id)))

    def in_file(self, path: str, line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles of a file, or those that a line of it belongs to."""
        return file_articles(self._index, path, line)

    def articles(self) -> Iterator[Article]:
        """Every article, in the order they were indexed."""
        for place in self._documents.articles:
            if place.live:
                yield place.segment.article(place.ordinal)

    def stats(self) -> Stats:
        """What the index holds."""
        articles = list(self.articles())
        dates = [article.date for article in articles if article.date]
        every = Every()
        return Stats(
            articles=len(articles),
            passages=int(self._searcher.doc_count()),
            first_date=min(dates, default=None),
            last_date=max(dates, default=None),
            sources=tuple((f.value, f.articles) for f in self.facets(every, "source") if f.value),
            languages=tuple((f.value, f.articles) for f in self.facets(every, "lang") if f.value),
            bytes=self._index.bytes,
            format=FORMAT_VERSION,
            segments=len(self._index.segments),
            folder=self._index.where,
        )

    def close(self) -> None:
        """Let go of the index; records already returned stay whole."""
        self._index.close()  # the searcher holds nothing else, and answers may still count with it

    def _place(self, article_id: str, folder: str | None = None) -> int:
        found = self._index.find_given(article_id, folder)
        if found is not None:
            for place in self._documents.articles:
                if (place.segment, place.ordinal) == found:
                    return place.number
        raise ArticleMissing(article_id, *self._index.folders)
