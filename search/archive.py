"""The embedded search: how a script asks its archive.

`Archive.open` opens an index read-only, or several as one; `Archive.search` answers a query. Any number of
processes and threads may read one index while another writes it: an archive shows the state it was opened on,
until `Archive.refresh` moves it to the newest.

    with Archive.open("index") as archive:
        for article in archive.search("drug trafficking", limit=5):
            print(article.title, article.date)
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.fields import FACETS, facet_of
from dateline.search.asking import (
    EVERY,
    Conditions,
    asked,
    counted,
    is_pasted,
    marked_hits,
    missing_note,
    narrowed,
    part_counts,
    read_counted,
    read_typed,
)
from dateline.search.holdings import Holdings, meant
from dateline.search.opening import ENGINES, Folders
from dateline.search.query.asked import Match
from dateline.search.query.given import (
    Day,
    Moment,
    Values,
    given_choice,
    given_count,
    given_flag,
)
from dateline.search.query.reading import Reading, every_article
from dateline.search.results import Found

if TYPE_CHECKING:
    from dateline.search.engine import Answer, By, Sort
    from dateline.search.output.kwic import KwicSort
    from dateline.search.periods import PeriodUnit, Timeline
    from dateline.search.query.nodes import Query
    from dateline.search.results import ArticleHit, PartCount
    from dateline.search.tallies import (
        Counts,
        FacetCount,
        FileArticle,
        KwicLine,
    )

__all__ = ["ENGINES", "Archive", "search"]

WhooshQuery = Any  # a whoosh.query.Query: Whoosh has no annotations

RELAXED: Final = "no {unit} has all of it; these have some of it"


class Archive(Holdings):
    """One index opened for reading, or several as one: as published when it was opened or last refreshed.

    Threads may share it, and processes that were forked with it. Each question is answered from one state,
    whatever `refresh` does meanwhile.
    """

    def search(
        self,
        query: str | WhooshQuery,
        *,
        limit: int = 10,
        offset: int = 0,
        match: Match = "all",
        by: By = "article",
        passages: int = 3,
        sort: Sort = "relevance",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
        indexed_after: Moment = None,
        synonyms: bool = True,
        expand: bool = False,
        why: bool = False,
    ) -> Found:
        """Answer a query: at most `limit` rows, best first, behind the first `offset`.

        With `by="article"` a row is an article, conditions hold anywhere in it, and up to `passages` of its
        passages are shown, best first. With `by="passage"` a row is a passage and conditions hold inside it.
        `match="all"` asks for every word; where nothing has them all, the answer is that of "any" and
        `warnings` says so. `after` and `before` are dates as in the query language, both inclusive; a year
        may be a number. `source` and `place` are text, or a list of texts any of which will do.
        `indexed_after` is when an article came into the index, in text ("2026-05-28", "2026-05-28T09:30Z"), a
        datetime or a date, which is where it begins here; exactly then is not after it. `sort="newest"` and
        `"oldest"` go by the date of publication, undated ones last; `"added"` by when an article came into
        the index, the last one first. `synonyms` looks also for those of `synonyms.txt` (docs/query.md),
        where there is one; `read_as` says which. `expand` also looks for words that go with the query's in
        the best articles, and `warnings` lists them. `why` fills `PassageHit.why`.

        A query object of Whoosh's (`whoosh.query.Query`) is answered by its Searcher, passages ranked
        by BM25; `match`, `expand` and `why` mean nothing to it.

        Ties: what was indexed first comes first, last with "added". Raises QueryError when the query can't be
        read, SynonymsError when the synonyms can't, TypeError or ValueError, naming it, for an argument that
        is not what it should be.
        """
        given_count("limit", limit)
        given_count("offset", offset)
        given_count("passages", passages)
        given_choice("by", by, ("article", "passage"))
        given_choice("sort", sort, ("relevance", "newest", "oldest", "added"))
        given_flag("expand", expand)
        given_flag("why", why)
        conditions = Conditions(match, after, before, source, place, indexed_after, synonyms)
        if _is_of_whoosh(query):
            within = conditions.within(every_article())
            return self._ask_whoosh(
                query, within, by=by, limit=limit, offset=offset, sort=sort, passages=passages
            )
        opened = self._opened  # one state; what an answer tells later, it tells of a closed archive too
        engine = opened.engine
        reading = read_typed(opened, query, conditions)

        def ask(tree: Query) -> tuple[Answer, tuple[str, ...]]:
            tree, notes = narrowed(engine, tree)
            answer = engine.search(
                tree,
                by=by,
                limit=limit,
                offset=offset,
                sort=sort,
                passages=passages,
                expand=expand,
                why=why,
            )
            return answer, notes

        (answer, notes), relaxed = asked(reading, ask, lambda told: _any(told[0], limit, offset))
        parts = part_counts(engine, reading) if relaxed and not is_pasted(reading) else None
        relaxing = (RELAXED.format(unit=by), *missing_note(parts or ())) if relaxed else ()

        def told_parts() -> tuple[PartCount, ...]:
            return part_counts(engine, reading) if relaxed or not answer.total() else ()

        return _found(
            answer,
            read_as=lambda: reading.read_as_any if relaxed else reading.read_as,
            relaxed=relaxed,
            warnings=(*relaxing, *reading.warnings, *notes, *answer.warnings),
            parts=told_parts if parts is None else parts,
            offset=offset,
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
        indexed_after: Moment = None,
        synonyms: bool = True,
    ) -> Counts:
        """How many articles and passages match, and how many spans are highlighted in them all."""
        given_choice("by", by, ("article", "passage"))
        conditions = Conditions(match, after, before, source, place, indexed_after, synonyms)
        opened = self._opened
        engine = opened.engine
        reading = read_typed(opened, query, conditions)
        return counted(
            engine, reading, lambda tree: engine.count(tree, by=by), lambda counts: counts.articles > 0
        )

    def facets(
        self,
        query: str,
        field: str,
        *,
        match: Match = "all",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
        indexed_after: Moment = None,
        synonyms: bool = True,
    ) -> tuple[FacetCount, ...]:
        """Count all matching articles by source, place, author, lang, year, month or meta.NAME.

        A blank query means every article.
        """
        if not isinstance(field, str) or facet_of(field) is None:
            given_choice("field", field, (*FACETS, "meta.NAME"))
        conditions = Conditions(match, after, before, source, place, indexed_after, synonyms)
        opened = self._opened
        engine = opened.engine
        reading = read_counted(opened, query, conditions)
        return counted(engine, reading, lambda tree: engine.facets(tree, field))

    def timeline(
        self,
        query: str,
        *,
        by: PeriodUnit | None = "month",
        match: Match = "all",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
        indexed_after: Moment = None,
        synonyms: bool = True,
    ) -> Timeline:
        """Count all matching articles by day, week, month or year, beside how many the archive has of each.

        The periods go without a gap from the first with a match to the last. None for `by` takes days,
        months or years, by how long that is and how much the dates tell. A blank query means every article.
        Raises TooManyPeriods where there are more than 10,000.
        """
        conditions = Conditions(match, after, before, source, place, indexed_after, synonyms)
        (timeline,) = self.timelines((query,), by=by, **conditions._asdict())
        return timeline

    def timelines(
        self,
        queries: Sequence[str],
        *,
        by: PeriodUnit | None = "month",
        match: Match = "all",
        after: Day = None,
        before: Day = None,
        source: Values = None,
        place: Values = None,
        indexed_after: Moment = None,
        synonyms: bool = True,
    ) -> tuple[Timeline, ...]:
        """The timeline of each of several queries, all over the same periods, to be compared."""
        from dateline.search.timelines import UNITS, timelines

        if by is not None:
            given_choice("by", by, UNITS)
        if isinstance(queries, str) or not queries:
            raise TypeError("queries takes a list of queries, of one or more. For one there is timeline()")
        conditions = Conditions(match, after, before, source, place, indexed_after, synonyms)
        opened = self._opened
        engine = opened.engine
        dates = [
            (query, counted(engine, read_counted(opened, query, conditions), engine.dates))
            for query in queries
        ]
        return timelines(dates, engine.dates(every_article().query), by)

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
        indexed_after: Moment = None,
        synonyms: bool = True,
    ) -> tuple[KwicLine, ...]:
        """At most `limit` matches, each with `width` code points around it.

        As they were found, of the best articles first; with `sort`, the first of them all in that order.
        """
        from dateline.search.output.kwic import kwic_lines

        given_count("limit", limit)
        given_count("width", width)
        given_choice("sort", sort, ("none", "left", "right"))
        conditions = Conditions(match, after, before, source, place, indexed_after, synonyms)
        most = limit if sort == "none" else EVERY
        found = self.search(query, limit=most, passages=EVERY, **conditions._asdict())
        return kwic_lines(found, width=width, sort=sort, limit=limit)

    def like(self, article_id: str | FileArticle, *, limit: int = 10, passages: int = 3) -> Found:
        """Articles like one of the index, by the words that set it apart; those of its id left out.

        Raises ArticleMissing when the index has none of that id.
        """
        article_id, folder = meant(article_id)
        given_count("limit", limit)
        given_count("passages", passages)
        answer = self._engine.like(article_id, limit=limit, passages=passages, folder=folder)
        read_as = f"like {article_id}: " + " OR ".join(answer.words)
        return _found(
            answer,
            read_as=read_as,
            warnings=answer.warnings,
        )

    def marked(
        self, article_id: str | FileArticle, query: str, *, synonyms: bool = True
    ) -> ArticleHit | None:
        """One article as a hit of a query, with all of its passages that have any part of it; else None.

        Where an article does not have all the words, those that it has are marked. A blank query marks
        nothing and gives the article without passages. Raises ArticleMissing, and what `search` raises for a
        query.
        """
        article = self.get(article_id)
        for hit in marked_hits(self._opened, article.id, query, synonyms):
            if (hit.path, hit.heading) == (article.path, article.heading):
                return hit
        return None

    def _ask_whoosh(self, query: WhooshQuery, within: Reading, **options: Any) -> Found:
        """The answer to a query of Whoosh's own, within filters."""
        from dateline.indexer.format.index.reader import IndexReader
        from dateline.search.guarded import guarded
        from dateline.search.whoosh_engine import WhooshEngine

        state = self._opened
        engine = state.engine if isinstance(state.engine, WhooshEngine) else state.whoosh
        if not isinstance(state.index, IndexReader):
            raise TypeError("query takes text here: this archive's engine takes no query of Whoosh's")
        if engine is None:
            engine = state.whoosh = guarded(state.index, WhooshEngine, state.index)
        answer = guarded(state.index, engine.ask, query, within.query, **options)
        said = " AND ".join([str(query), *within.filters])
        return _found(
            answer,
            read_as=said,
            warnings=answer.warnings,
            offset=options["offset"],
        )


def _found(answer: Answer, **told: Any) -> Found:
    return Found(answer.articles, total=answer.total, passage_total=answer.passage_total, **told)


def _any(answer: Answer, limit: int, offset: int) -> bool:
    """Whether there are matches; a search for no rows, or for rows behind others, may have to count them."""
    return bool(answer.articles) or ((not limit or offset > 0) and answer.total() > 0)


def _is_of_whoosh(query: object) -> bool:
    """Whether this is a query object of Whoosh's. Whoever has one has imported Whoosh: nothing else need."""
    module = sys.modules.get("whoosh.query")
    return module is not None and isinstance(query, module.Query)


def search(
    query: str | WhooshQuery,
    *,
    index: Folders = "index",
    limit: int = 10,
    offset: int = 0,
    match: Match = "all",
    by: By = "article",
    passages: int = 3,
    sort: Sort = "relevance",
    after: Day = None,
    before: Day = None,
    source: Values = None,
    place: Values = None,
    indexed_after: Moment = None,
    synonyms: bool = True,
    expand: bool = False,
    why: bool = False,
) -> Found:
    """Answer one query from the index in `index`; the other options are those of `Archive.search`."""
    with Archive.open(index) as archive:
        return archive.search(
            query,
            limit=limit,
            offset=offset,
            match=match,
            by=by,
            passages=passages,
            sort=sort,
            after=after,
            before=before,
            source=source,
            place=place,
            indexed_after=indexed_after,
            synonyms=synonyms,
            expand=expand,
            why=why,
        )
