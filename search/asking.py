"""How is a typed query put to one state of an archive, and what is told where it finds too little?"""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from dateline.search.query.asked import Match
from dateline.search.query.given import Day, Moment, Values, given_choice, given_flag, given_query
from dateline.search.query.limits import MAX_TELLING
from dateline.search.query.nodes import KeywordFilter, all_of
from dateline.search.query.reading import Reading, every_article, read_query, restrict
from dateline.search.results import PartCount
from dateline.search.synonym_files import synonyms_of

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.search.engine import Engine
    from dateline.search.query.nodes import Query
    from dateline.search.results import ArticleHit
    from dateline.search.whoosh_engine import WhooshEngine

__all__ = [
    "OpenedState",
    "marked_hits",
    "missing_note",
    "narrowed",
    "part_counts",
    "read_counted",
    "read_typed",
]

_SUGGESTED: Final = 12  # missing words that are compared with all those of the index
_ARCHIVES: Final = 100  # that are searched as one and have an article of one id
_EVERY: Final = 1 << 30  # passages of an article
_TYPED: Final = 12  # parts: a query of more was pasted, and most of its words may be missing


class OpenedState:
    """One state that an archive shows: never changed, but for the reference engine, made when first asked."""

    __slots__ = ("engine", "folders", "index", "whoosh")

    def __init__(self, engine: Engine, index: IndexReader | None) -> None:
        self.engine = engine
        self.index = index  # where queries of Whoosh's own can be asked as well
        # Where synonyms may lie, wherever one stands later.
        self.folders = () if index is None else tuple(map(os.path.abspath, index.folders))
        self.whoosh: WhooshEngine | None = None


def read_typed(
    opened: OpenedState,
    query: str,
    match: Match,
    after: Day,
    before: Day,
    source: Values,
    place: Values,
    synonyms: bool,
    indexed_after: Moment = None,
) -> Reading:
    """How a typed query is read for a state: with its languages, synonyms and labels, within filters.

    QueryError, SynonymsError; TypeError or ValueError for what is no argument.
    """
    given_choice("match", match, ("all", "any"))
    given_flag("synonyms", synonyms)
    reading = read_query(given_query(query), languages=opened.engine.languages, match=match)
    if "vi" in opened.engine.languages and query.isascii():
        from dateline.search.query.unmarked import with_all_marks  # few archives are Vietnamese

        reading = with_all_marks(reading)
    if synonyms and (rules := synonyms_of(opened.folders)):
        from dateline.search.query.widening import widened  # few archives have synonyms

        reading = widened(reading, rules)
    if len(labels := () if opened.index is None else opened.index.labels) > 1 and "id" in query:
        reading = _with_labels(reading, labels)
    if after is before is source is place is indexed_after is None:
        return reading
    return restrict(
        reading, after=after, before=before, source=source, place=place, indexed_after=indexed_after
    )


def marked_hits(opened: OpenedState, article_id: str, query: str, synonyms: bool) -> tuple[ArticleHit, ...]:
    """The articles of an id that have any part of a query, each with all of its passages that have.

    Of a blank query all articles of the id, without passages.
    """
    within = KeywordFilter("id", (article_id,))
    if not given_query(query).strip():
        return opened.engine.search(within, limit=_ARCHIVES, passages=0).articles
    reading = read_typed(opened, query, "all", None, None, None, None, synonyms)
    tree, _ = narrowed(opened.engine, reading.any_query or reading.query)
    tree = all_of([tree, within])
    return opened.engine.search(tree, limit=_ARCHIVES, passages=_EVERY).articles


def read_counted(
    opened: OpenedState,
    query: str,
    match: Match,
    after: Day,
    before: Day,
    source: Values,
    place: Values,
    synonyms: bool,
) -> Reading:
    """The same for a query whose matches are counted, not ranked: a blank one means every article."""
    if given_query(query).strip():
        return read_typed(opened, query, match, after, before, source, place, synonyms)
    given_choice("match", match, ("all", "any"))
    given_flag("synonyms", synonyms)
    return restrict(every_article(), after=after, before=before, source=source, place=place)


def _with_labels(reading: Reading, labels: tuple[str, ...]) -> Reading:
    """The reading with ids as they were given meaning those with a label too."""
    from dateline.search.query.labelled import labelled, names_ids  # few queries ask for ids

    if not names_ids(reading.query):
        return reading
    return replace(
        reading,
        query=labelled(reading.query, labels),
        any_query=reading.any_query and labelled(reading.any_query, labels),
        parts=tuple(replace(part, query=labelled(part.query, labels)) for part in reading.parts),
    )


def narrowed(engine: Engine, tree: Query) -> tuple[Query, tuple[str, ...]]:
    """The tree with only the most telling of very many words any of which will do, and a note of it."""
    if max(len(part.children()) for part in (tree, *tree.children())) <= MAX_TELLING:
        return tree, ()
    from dateline.search.query.telling import narrowed as narrowed_tree  # for pasted paragraphs only
    from dateline.search.query.telling import telling_note

    found = narrowed_tree(tree, engine.weight)
    return found.query, (telling_note(found),) if found.kept else ()


def part_counts(engine: Engine, reading: Reading) -> tuple[PartCount, ...]:
    """How often each part of the query is found, with words like those that are not.

    Of a compound that is not found its parts are told as well: F and 35 of F-35. Of a pasted text the first
    `MAX_TELLING` parts are told, and words like the first `_SUGGESTED` that are missing.
    """
    from dateline.search.query.compounds import compound_parts

    counts: list[PartCount] = []
    missing = 0
    queries = {part.text: part.query for part in reading.parts}
    for typed, query in islice(queries.items(), MAX_TELLING):
        inner = compound_parts(query)
        told: list[tuple[str, Query, bool]] = [(typed, query, not inner)]
        told += [(word.text, word, True) for word in dict.fromkeys(inner[:_SUGGESTED])]
        for number, (text, part, is_suggested) in enumerate(told):
            articles = engine.search(part, limit=0).total()
            missing += not articles
            is_suggested = is_suggested and not articles and missing <= _SUGGESTED
            counts.append(PartCount(text, articles, engine.suggest(part) if is_suggested else ()))
            if articles and not number:
                break
    return tuple(counts)


def missing_note(engine: Engine, reading: Reading) -> tuple[str, ...]:
    """Of a short query that was relaxed: which of its parts no article has, and words like them."""
    if len(reading.parts) > _TYPED:
        return ()
    missing = [count for count in part_counts(engine, reading) if not count.articles]
    said = [
        f"{count.text} (did you mean {' or '.join(count.suggestions)}?)" if count.suggestions else count.text
        for count in missing
    ]
    return (f"in no article: {', '.join(said)}",) if said else ()
