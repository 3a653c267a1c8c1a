"""The embedded search: how a script asks its archive.

`Archive.open` opens an index read-only; `Archive.search` answers a query. Any number of processes and
threads may read one index while another writes it: an archive shows the state it was opened on.

    with Archive.open("index") as archive:
        for article in archive.search("drug trafficking", limit=5):
            print(article.title, article.date)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, Literal

from dateline.indexer.format.fields import FACETS
from dateline.search.query.given import (
    Day,
    Values,
    given_choice,
    given_count,
    given_flag,
    given_query,
    given_text,
)
from dateline.search.query.limits import MAX_TELLING
from dateline.search.query.reading import Reading, every_article, read_query, restrict
from dateline.search.results import Found, PartCount

if TYPE_CHECKING:
    from types import TracebackType

    from dateline.indexer.article import Article
    from dateline.indexer.format.fields import FacetField
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.search.engine import Answer, By, Engine, Sort
    from dateline.search.output.kwic import KwicSort
    from dateline.search.query.nodes import Query
    from dateline.search.tallies import Counts, FacetCount, KwicLine, Stats, TermCount
    from dateline.search.whoosh_engine import WhooshEngine

__all__ = ["ENGINES", "Archive", "search"]

Match = Literal["all", "any"]
WhooshQuery = Any  # a whoosh.query.Query: Whoosh has no annotations

ENGINES: Final = ("arrays", "whoosh")
EVERY: Final = 1 << 30  # passages of an article
RELAXED: Final = "no {unit} has all of it; these have some of it"


class Archive:
    """An index opened for reading, as it was published when it was opened."""

    def __init__(self, engine: Engine, index: IndexReader | None = None) -> None:
        self._opened: Engine | None = engine
        self._whoosh: WhooshEngine | None = None  # made when it is first asked
        self._index = index  # where queries of Whoosh's own can be asked as well

    @property
    def _engine(self) -> Engine:
        if self._opened is None:
            raise ValueError("the archive is closed. Ask inside the `with`, or open it again")
        return self._opened

    @classmethod
    def open(cls, folder: str | os.PathLike[str] = "index", *, engine: str = "arrays") -> Archive:
        """Open the index in `folder`. Raises IndexMissing, IndexDamaged or IndexVersion.

        `engine` is who answers: "arrays" is the fast one; "whoosh" is Whoosh's own Searcher over the same
        index, slow and literal, which every answer can be compared with.
        """
        given_choice("engine", engine, ENGINES)
        from dateline.indexer.format.index.reader import IndexReader

        index = IndexReader.open(folder)
        if engine == "whoosh":
            from dateline.search.whoosh_engine import WhooshEngine

            return cls(WhooshEngine(index), index)
        from dateline.search.arrays.engine import ArrayEngine

        return cls(ArrayEngine(index), index)

    def close(self) -> None:
        """Let go of the index; more than once does no harm. Results already returned stay whole."""
        if self._opened is not None:
            self._opened.close()
        self._opened = self._index = self._whoosh = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- asking ----------------------------------------------------------------------------------------

    def search(
        self,
        query: str | WhooshQuery,
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
        `warnings` says so. `after` and `before` are dates as in the query language, both inclusive; a year
        may be a number. `source` and `place` are text, or a list of texts any of which will do. `expand` also
        looks for words that go with the query's in the best articles, and `warnings` lists them. `why` fills
        `PassageHit.why`.

        A query object of Whoosh's (`whoosh.query.Query`) is answered by its Searcher, passages ranked
        by BM25; `match`, `expand` and `why` mean nothing to it.

        Ties: what was indexed first comes first. Raises QueryError when the query can't be read, TypeError or
        ValueError, naming it, for an argument that is not what it should be.
        """
        given_count("limit", limit)
        given_count("passages", passages)
        given_choice("by", by, ("article", "passage"))
        given_choice("sort", sort, ("relevance", "newest", "oldest"))
        given_flag("expand", expand)
        given_flag("why", why)
        if _is_of_whoosh(query):
            within = restrict(every_article(), after=after, before=before, source=source, place=place)
            return self._ask_whoosh(query, within, by=by, limit=limit, sort=sort, passages=passages)
        reading = self._read(query, match, after, before, source, place)
        engine = self._engine  # what an answer tells later, it tells of a closed archive too

        def ask(tree: Query) -> tuple[Answer, tuple[str, ...]]:
            tree, notes = self._narrowed(tree)
            answer = engine.search(
                tree, by=by, limit=limit, sort=sort, passages=passages, expand=expand, why=why
            )
            return answer, notes

        answer, notes = ask(reading.query)
        relaxed = False
        if reading.any_query is not None and not _any(answer, limit):
            wider, wider_notes = ask(reading.any_query)
            if _any(wider, limit):
                answer, notes, relaxed = wider, wider_notes, True
        relaxing = (RELAXED.format(unit=by),) if relaxed else ()
        return _found(
            answer,
            read_as=lambda: reading.read_as_any if relaxed else reading.read_as,
            warnings=(*relaxing, *reading.warnings, *notes, *answer.warnings),
            parts=() if answer.articles else lambda: () if answer.total() else _part_counts(engine, reading),
        )

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
        reading = self._read(query, match, after, before, source, place)
        counts = self._engine.count(self._narrowed(reading.query)[0], by=by)
        if not counts.articles and reading.any_query is not None:
            return self._engine.count(self._narrowed(reading.any_query)[0], by=by)
        return counts

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
        given_choice("field", field, FACETS)
        reading = self._read(query, match, after, before, source, place)
        facets = self._engine.facets(self._narrowed(reading.query)[0], field)
        if not facets and reading.any_query is not None:
            return self._engine.facets(self._narrowed(reading.any_query)[0], field)
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
        given_text("article_id", article_id)
        given_count("limit", limit)
        given_count("passages", passages)
        answer = self._engine.like(article_id, limit=limit, passages=passages)
        read_as = f"like {article_id}: " + " OR ".join(answer.words)
        return _found(
            answer,
            read_as=read_as,
            warnings=answer.warnings,
        )

    # -- looking ---------------------------------------------------------------------------------------

    def get(self, article_id: str) -> Article:
        """The whole cleaned article. Raises ArticleMissing when the index has none of that id."""
        return self._engine.get(given_text("article_id", article_id))

    def articles(self) -> Iterator[Article]:
        """Every article of the index, in the order they were indexed."""
        return self._engine.articles()

    def terms(self, prefix: str, *, limit: int = 50) -> tuple[TermCount, ...]:
        """Words of the index whose writing begins with `prefix`, the most frequent first, ties by word.

        Case and accents don't matter; a word is shown as it is most often written.
        """
        given_text("prefix", prefix)
        given_count("limit", limit)
        return self._engine.terms(prefix, limit=limit)

    def stats(self) -> Stats:
        """What the index holds."""
        return self._engine.stats()

    # -- what the parts share --------------------------------------------------------------------------

    def _read(
        self, query: str, match: Match, after: Day, before: Day, source: Values, place: Values
    ) -> Reading:
        given_choice("match", match, ("all", "any"))
        reading = read_query(given_query(query), languages=self._engine.languages, match=match)
        if after is None and before is None and source is None and place is None:
            return reading
        return restrict(reading, after=after, before=before, source=source, place=place)

    def _narrowed(self, tree: Query) -> tuple[Query, tuple[str, ...]]:
        """The tree with only the most telling of very many words any of which will do, and a note of it."""
        if max(len(part.children()) for part in (tree, *tree.children())) <= MAX_TELLING:
            return tree, ()
        from dateline.search.query.telling import narrowed, telling_note  # for pasted paragraphs only

        found = narrowed(tree, self._engine.weight)
        return found.query, (telling_note(found),) if found.kept else ()

    def _ask_whoosh(self, query: WhooshQuery, within: Reading, **options: Any) -> Found:
        """The answer to a query of Whoosh's own, within filters."""
        from dateline.search.whoosh_engine import WhooshEngine

        engine = self._engine
        if not isinstance(engine, WhooshEngine):
            if self._index is None:
                raise TypeError("query takes text here: this archive's engine takes no query of Whoosh's")
            engine = self._whoosh = self._whoosh or WhooshEngine(self._index)
        answer = engine.ask(query, within.query, **options)
        said = " AND ".join([str(query), *within.filters])
        return _found(
            answer,
            read_as=said,
            warnings=answer.warnings,
        )


def _found(answer: Answer, **told: Any) -> Found:
    return Found(answer.articles, total=answer.total, passage_total=answer.passage_total, **told)


def _part_counts(engine: Engine, reading: Reading) -> tuple[PartCount, ...]:
    """How often each part of the query is found, with words like those that are not."""
    counts = []
    for part in reading.parts:
        articles = engine.search(part.query, limit=0).total()
        nearby = () if articles else engine.suggest(part.query)
        counts.append(PartCount(part.text, articles, nearby))
    return tuple(counts)


def _any(answer: Answer, limit: int) -> bool:
    """Whether there are matches; a search for no rows has to count them to tell."""
    return bool(answer.articles) if limit else answer.total() > 0


def _is_of_whoosh(query: object) -> bool:
    """Whether this is a query object of Whoosh's. Whoever has one has imported Whoosh: nothing else need."""
    module = sys.modules.get("whoosh.query")
    return module is not None and isinstance(query, module.Query)


def search(
    query: str | WhooshQuery,
    *,
    index: str | os.PathLike[str] = "index",
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
    """Answer one query from the index in `index`; the other options are those of `Archive.search`."""
    with Archive.open(index) as archive:
        return archive.search(
            query,
            limit=limit,
            match=match,
            by=by,
            passages=passages,
            sort=sort,
            after=after,
            before=before,
            source=source,
            place=place,
            expand=expand,
            why=why,
        )
