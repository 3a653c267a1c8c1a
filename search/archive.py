"""The embedded search: how a script asks its archive.

`Archive.open` opens an index read-only; `Archive.search` answers a query. Any number of processes and
threads may read one index while another writes it: an archive shows the state it was opened on.

    with Archive.open("index") as archive:
        for article in archive.search("drug trafficking", limit=5):
            print(article.title, article.date)
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from dateline.search.query.reading import Reading, read_query, restrict
from dateline.search.results import Counts, FacetCount, Found, KwicLine, PartCount, Stats, TermCount

if TYPE_CHECKING:
    from types import TracebackType

    from dateline.indexer.article import Article
    from dateline.search.engine import Answer, By, Engine, Sort
    from dateline.search.output.kwic import KwicSort
    from dateline.search.query.nodes import Query

__all__ = ["ENGINES", "Archive", "search"]

Match = Literal["all", "any"]
Day = str | date | None

ENGINES = ("arrays", "whoosh")
EVERY = 1 << 30  # passages of an article
FACETS = ("source", "place", "author", "lang", "year", "month")
RELAXED = "no {unit} has all of it; these have some of it"


class Archive:
    """An index opened for reading, as it was published when it was opened."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, folder: str | os.PathLike[str] = "index", *, engine: str = "arrays") -> Archive:
        """Open the index in `folder`. Raises IndexMissing, IndexDamaged or IndexVersion.

        `engine` is who answers: "arrays" is the fast one; "whoosh" is Whoosh's own Searcher over the same
        index, slow and literal, which every answer can be compared with.
        """
        _choose("engine", engine, ENGINES)
        if engine == "whoosh":
            from dateline.search.whoosh_engine import WhooshEngine

            return cls(WhooshEngine.open(folder))
        from dateline.search.arrays.engine import ArrayEngine

        return cls(ArrayEngine.open(folder))

    def close(self) -> None:
        """Let go of the index. Results already returned stay whole."""
        self._engine.close()

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
        source: str | None = None,
        place: str | None = None,
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
        _check("limit", limit)
        _check("passages", passages)
        _choose("by", by, ("article", "passage"))
        _choose("sort", sort, ("relevance", "newest", "oldest"))
        reading = self._read(query, match, after, before, source, place)

        def ask(tree: Query) -> Answer:
            return self._engine.search(
                tree, by=by, limit=limit, sort=sort, passages=passages, expand=expand, why=why
            )

        answer = ask(reading.query)
        relaxed = False
        if reading.any_query is not None and not _any(answer, limit):
            wider = ask(reading.any_query)
            if _any(wider, limit):
                answer, relaxed = wider, True
        return self._found(reading, answer, by if relaxed else None)

    def _found(self, reading: Reading, answer: Answer, relaxed_by: By | None) -> Found:
        """The answer with what is told about it."""
        relaxed = (RELAXED.format(unit=relaxed_by),) if relaxed_by else ()
        return Found(
            answer.articles,
            totals=answer.totals,
            read_as=lambda: reading.read_as_any if relaxed_by else reading.read_as,
            warnings=(*relaxed, *reading.warnings, *answer.warnings),
            parts=() if answer.articles else lambda: () if answer.totals().rows else self._parts(reading),
        )

    def count(
        self,
        query: str,
        *,
        match: Match = "all",
        by: By = "article",
        after: Day = None,
        before: Day = None,
        source: str | None = None,
        place: str | None = None,
    ) -> Counts:
        """How many articles and passages match, and how many spans are highlighted in them all."""
        _choose("by", by, ("article", "passage"))
        reading = self._read(query, match, after, before, source, place)
        counts = self._engine.count(reading.query, by=by)
        if not counts.articles and reading.any_query is not None:
            return self._engine.count(reading.any_query, by=by)
        return counts

    def facets(
        self,
        query: str,
        field: str,
        *,
        match: Match = "all",
        after: Day = None,
        before: Day = None,
        source: str | None = None,
        place: str | None = None,
    ) -> tuple[FacetCount, ...]:
        """Count all matching articles by source, place, author, lang, year or month."""
        _choose("field", field, FACETS)
        reading = self._read(query, match, after, before, source, place)
        facets = self._engine.facets(reading.query, field)
        if not facets and reading.any_query is not None:
            return self._engine.facets(reading.any_query, field)
        return facets

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
        source: str | None = None,
        place: str | None = None,
    ) -> tuple[KwicLine, ...]:
        """The first `limit` matches of the best articles, each with `width` code points around it."""
        from dateline.search.output.kwic import kwic_lines

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
        answer = self._engine.like(article_id, limit=limit, passages=passages)
        read_as = f"like {article_id}: " + " OR ".join(answer.words)
        return Found(answer.articles, totals=answer.totals, read_as=read_as, warnings=answer.warnings)

    # -- looking ---------------------------------------------------------------------------------------

    def get(self, article_id: str) -> Article:
        """The whole cleaned article. Raises ArticleMissing when the index has none of that id."""
        return self._engine.get(article_id)

    def articles(self) -> Iterator[Article]:
        """Every article of the index, in the order they were indexed."""
        return self._engine.articles()

    def terms(self, prefix: str, *, limit: int = 50) -> tuple[TermCount, ...]:
        """Words of the index whose writing begins with `prefix`, the most frequent first, ties by word.

        Case and accents don't matter; a word is shown as it is most often written.
        """
        _check("limit", limit)
        return self._engine.terms(prefix, limit=limit)

    def stats(self) -> Stats:
        """What the index holds."""
        return self._engine.stats()

    # -- what the parts share --------------------------------------------------------------------------

    def _read(
        self, query: str, match: Match, after: Day, before: Day, source: str | None, place: str | None
    ) -> Reading:
        _choose("match", match, ("all", "any"))
        reading = read_query(query, languages=self._engine.languages, match=match)
        if after is None and before is None and source is None and place is None:
            return reading
        return restrict(reading, after=after, before=before, source=source, place=place)

    def _parts(self, reading: Reading) -> tuple[PartCount, ...]:
        """How often each part of the query is found, with words like those that are not."""
        counts = []
        for part in reading.parts:
            articles = self._engine.search(part.query, limit=0).totals().rows
            nearby = () if articles else self._engine.suggest(part.query)
            counts.append(PartCount(part.text, articles, nearby))
        return tuple(counts)


def _any(answer: Answer, limit: int) -> bool:
    """Whether there are matches; a search for no rows has to count them to tell."""
    return bool(answer.articles) if limit else answer.totals().rows > 0


def _check(name: str, value: int) -> None:
    if value < 0:
        raise ValueError(f"{name} must be at least 0, got {value}")


def _choose(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")


def search(query: str, *, index: str | os.PathLike[str] = "index", **options: Any) -> Found:
    """Answer one query from the index in `index`; `options` are those of `Archive.search`."""
    with Archive.open(index) as archive:
        return archive.search(query, **options)
