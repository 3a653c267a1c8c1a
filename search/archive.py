"""How does a script ask its archive?

`Archive.open` opens an index read-only; `Archive.search` answers a query. Any number of processes and
threads may read one index while another writes it: an archive shows the state it was opened on.

    with Archive.open("index") as archive:
        for article in archive.search("drug trafficking", limit=5):
            print(article.title, article.date)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dateline.indexer.format.index.reader import IndexReader
from dateline.search.arrays import answers
from dateline.search.arrays.evaluator import Evaluator, Ranked
from dateline.search.errors import ArticleMissing
from dateline.search.query.given import (
    Day,
    Values,
    given_choice,
    given_count,
    given_flag,
    given_query,
)
from dateline.search.query.reading import Reading, read_query, restrict
from dateline.search.results import Counts, FacetCount, Found, KwicLine, PartCount, Stats, TermCount

if TYPE_CHECKING:
    from types import TracebackType

    from dateline.indexer.article import Article
    from dateline.indexer.format.index.reader import SegmentReader
    from dateline.search.arrays.show.facets import FacetField
    from dateline.search.output.kwic import KwicSort

__all__ = ["Archive", "search"]

By = Literal["article", "passage"]
Match = Literal["all", "any"]
Sort = Literal["relevance", "newest", "oldest"]

EVERY = 1 << 30  # passages of an article
RELAXED = "no {unit} has all of it; these have some of it"


class Archive:
    """An index opened for reading, as it was published when it was opened."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._evaluator = Evaluator(index)

    @classmethod
    def open(cls, folder: str | os.PathLike[str] = "index") -> Archive:
        """Open the index in `folder`. Raises IndexMissing, IndexDamaged or IndexVersion."""
        return cls(IndexReader.open(folder))

    def close(self) -> None:
        """Let go of the index. Results already returned stay whole."""
        self._index.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- asking ----------------------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        match: Match = "all",
        by: By = "article",
        passages: int = 3,
        sort: Sort = "relevance",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
        expand: bool = False,
        why: bool = False,
    ) -> Found:
        """Answer a query: at most `limit` rows, best first.

        With `by="article"` a row is an article, conditions hold anywhere in it, and up to `passages` of its
        passages are shown, best first. With `by="passage"` a row is a passage and conditions hold inside it.
        `match="all"` asks for every word; where nothing has them all, the answer is that of "any" and
        `warnings` says so. `after` and `before` are dates as in the query language, both inclusive. `expand`
        also looks for words that go with the query's in the best articles, and `warnings` lists them. `why`
        fills `PassageHit.why`.

        Ties: what was indexed first comes first. Raises QueryError when the query can't be read.
        """
        given_count("limit", limit)
        given_count("passages", passages)
        given_choice("by", by, ("article", "passage"))
        given_choice("sort", sort, ("relevance", "newest", "oldest"))
        given_flag("expand", expand)
        given_flag("why", why)
        reading = self._read(query, match, after, before, source, place)
        search = partial(
            self._evaluator.search, by=by, limit=limit, sort=sort, passages=passages, expand=expand
        )
        ranked = search(reading.query)
        relaxed = False
        if reading.any_query is not None and not _any(ranked, limit):
            wider = search(reading.any_query)
            if _any(wider, limit):
                ranked, relaxed = wider, True
        return answers.found(ranked, _Sayings(self, reading, ranked, by if relaxed else None), why=why)

    def count(
        self,
        query: str,
        *,
        match: Match = "all",
        by: By = "article",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
    ) -> Counts:
        """How many articles and passages match, and how many spans are highlighted in them all."""
        given_choice("by", by, ("article", "passage"))
        ranked = self._all(query, match, by, after, before, source, place)
        articles = sum(map(len, ranked.matching_articles()))
        return Counts(articles, ranked.passage_total, ranked.count_spans())

    def facets(
        self,
        query: str,
        field: FacetField,
        *,
        match: Match = "all",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
    ) -> tuple[FacetCount, ...]:
        """Count all matching articles by source, place, author, lang, year or month."""
        from dateline.search.arrays.show.facets import FACET_FIELDS, count_facets

        given_choice("field", field, FACET_FIELDS)
        ranked = self._all(query, match, "article", after, before, source, place)
        matches = zip(self._index.segments, ranked.matching_articles(), strict=True)
        return count_facets(matches, field)

    def kwic(
        self,
        query: str,
        *,
        limit: int = 100,
        sort: KwicSort = "none",
        width: int = 60,
        match: Match = "all",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
    ) -> tuple[KwicLine, ...]:
        """The first `limit` matches of the best articles, each with `width` code points around it."""
        from dateline.search.output.kwic import kwic_lines

        given_count("width", width)
        given_choice("sort", sort, ("none", "left", "right"))
        found = self.search(
            query,
            limit=limit,
            passages=EVERY,
            match=match,
            after=after,
            before=before,
            source=source,
            place=place,
        )
        return kwic_lines(found, width=width, sort=sort, limit=limit)

    def like(self, article_id: str, *, limit: int = 10, passages: int = 3) -> Found:
        """Articles like one of the index, by the words that set it apart; the article itself left out.

        Raises ArticleMissing when the index has none of that id.
        """
        given_count("limit", limit)
        given_count("passages", passages)
        segment, ordinal = self._place(article_id)
        ranked = self._evaluator.like(segment, ordinal, limit=limit, passages=passages)

        def load(_: Any, name: str) -> Any:
            if name == "read_as":
                return f"like {article_id}: " + " OR ".join(ranked.words)
            if name in ("total", "passage_total"):
                return getattr(ranked, name)
            return tuple(ranked.warnings) if name == "warnings" else ()

        return answers.found(ranked, load)

    # -- looking ---------------------------------------------------------------------------------------

    def get(self, article_id: str) -> Article:
        """The whole cleaned article. Raises ArticleMissing when the index has none of that id."""
        segment, ordinal = self._place(article_id)
        return segment.article(ordinal)

    def articles(self) -> Iterator[Article]:
        """Every article of the index, in the order they were indexed."""
        for segment in self._index.segments:
            live = segment.live_articles
            for ordinal in range(segment.articles):
                if live is None or live[ordinal]:
                    yield segment.article(ordinal)

    def terms(self, prefix: str, *, limit: int = 50) -> tuple[TermCount, ...]:
        """Words of the index whose writing begins with `prefix`, the most frequent first, ties by word.

        Case and accents don't matter; a word is shown as it is most often written.
        """
        from dateline.search.arrays.show.word_list import words_beginning

        given_count("limit", limit)
        return words_beginning(prefix, self._evaluator.views, self._evaluator.vocabulary, limit=limit)

    def stats(self) -> Stats:
        """What the index holds."""
        from dateline.indexer.format.storage.array_file import FORMAT_VERSION
        from dateline.search.arrays.show.facets import count_facets, first_and_last_date, live_articles

        index = self._index
        matches = [(segment, live_articles(segment)) for segment in index.segments]

        def counts(field: FacetField) -> tuple[tuple[str, int], ...]:
            return tuple(
                (facet.value, facet.articles) for facet in count_facets(matches, field) if facet.value
            )

        first_date, last_date = first_and_last_date(matches)
        return Stats(
            articles=index.articles,
            passages=index.passages,
            first_date=first_date,
            last_date=last_date,
            sources=counts("source"),
            languages=counts("lang"),
            bytes=sum(file.stat().st_size for file in Path(index.folder).rglob("*") if file.is_file()),
            format=FORMAT_VERSION,
            segments=len(index.segments),
            folder=str(index.folder),
        )

    # -- what the parts share --------------------------------------------------------------------------

    def _read(
        self, query: str, match: Match, after: Day, before: Day, source: Values, place: Values
    ) -> Reading:
        given_choice("match", match, ("all", "any"))
        reading = read_query(given_query(query), languages=self._index.languages, match=match)
        if after is None and before is None and source is None and place is None:
            return reading
        return restrict(reading, after=after, before=before, source=source, place=place)

    def _all(
        self,
        query: str,
        match: Match,
        by: By,
        after: Day,
        before: Day,
        source: Values,
        place: Values,
    ) -> Ranked:
        """All matches of a query; of the relaxed query where it has none, as `search` answers it."""
        reading = self._read(query, match, after, before, source, place)
        ranked = self._evaluator.search(reading.query, by=by, limit=0)
        if not ranked.total and reading.any_query is not None:
            return self._evaluator.search(reading.any_query, by=by, limit=0)
        return ranked

    def _place(self, article_id: str) -> tuple[SegmentReader, int]:
        place = self._index.find_article(article_id)
        if place is None:
            raise ArticleMissing(article_id, self._index.folder)
        return place

    def _parts(self, reading: Reading) -> tuple[PartCount, ...]:
        """How often each part of the query is found, with words like those that are not."""
        from dateline.search.arrays.show.suggestions import suggestions

        counts = []
        for part in reading.parts:
            articles = self._evaluator.count(part.query)
            nearby = () if articles else suggestions(self._index, part.query)
            counts.append(PartCount(part.text, articles, nearby))
        return tuple(counts)


class _Sayings:
    """What is told about an answer beside its articles, worked out when it is looked at."""

    def __init__(self, archive: Archive, reading: Reading, ranked: Ranked, relaxed_by: By | None) -> None:
        self._archive = archive
        self._reading = reading
        self._ranked = ranked
        self._relaxed_by = relaxed_by

    def __call__(self, _: Any, name: str) -> Any:
        """The value of one field of `Found`."""
        value = getattr(self, name)
        return value() if callable(value) else value

    def total(self) -> int:
        return self._ranked.total

    def passage_total(self) -> int:
        return self._ranked.passage_total

    def read_as(self) -> str:
        return self._reading.read_as_any if self._relaxed_by else self._reading.read_as

    def warnings(self) -> tuple[str, ...]:
        relaxed = [RELAXED.format(unit=self._relaxed_by)] if self._relaxed_by else []
        return (*relaxed, *self._reading.warnings, *self._ranked.warnings)

    def parts(self) -> tuple[PartCount, ...]:
        return () if self._ranked.rows or self._ranked.total else self._archive._parts(self._reading)


def _any(ranked: Ranked, limit: int) -> bool:
    """Whether there are matches; a search for no rows has to count them to tell."""
    return bool(ranked.rows) if limit else ranked.total > 0


def search(query: str, *, index: str | os.PathLike[str] = "index", **options: Any) -> Found:
    """Answer one query from the index in `index`; `options` are those of `Archive.search`."""
    with Archive.open(index) as archive:
        return archive.search(query, **options)
