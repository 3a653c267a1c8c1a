"""How is a typed query put to one state of an archive, and what is told where it finds too little?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from dateline.indexer.beside import absolute_name
from dateline.indexer.format.records import replace
from dateline.search.query.asked import Match
from dateline.search.query.building import all_of
from dateline.search.query.given import Day, Moment, Values, given_choice, given_flag, given_query
from dateline.search.query.limits import MAX_TELLING
from dateline.search.query.nodes import KeywordFilter
from dateline.search.query.reading import Reading, every_article, read_query, restrict
from dateline.search.results import PartCount
from dateline.search.synonym_files import synonyms_of

if TYPE_CHECKING:
    from dateline.search.engine import Engine, PublishedIndex
    from dateline.search.query.nodes import Query
    from dateline.search.results import ArticleHit
    from dateline.search.whoosh_engine import WhooshEngine

__all__ = [
    "EVERY",
    "Conditions",
    "OpenedState",
    "asked",
    "counted",
    "is_pasted",
    "marked_hits",
    "missing_note",
    "narrowed",
    "part_counts",
    "read_counted",
    "read_typed",
]

EVERY: Final = 1 << 30  # rows, or passages of an article
_SUGGESTED: Final = 12  # missing words that are compared with all those of the index
_ARCHIVES: Final = 100  # that are searched as one and have an article of one id
_TYPED: Final = 12  # parts: a query of more was pasted, and most of its words may be missing

Told = TypeVar("Told")


class OpenedState:
    """One state that an archive shows: never changed, but for the reference engine, made when first asked."""

    __slots__ = ("engine", "folders", "index", "whoosh")

    def __init__(self, engine: Engine, index: PublishedIndex | None) -> None:
        self.engine = engine
        self.index = index
        # Where synonyms may lie, wherever one stands later.
        self.folders = () if index is None else tuple(map(absolute_name, index.folders))
        self.whoosh: WhooshEngine | None = None


class Conditions(NamedTuple):
    """What every question takes beside its query: how its words are taken, and what narrows it.

    As `Archive.search` takes them, not checked yet.
    """

    match: Match = "all"
    after: Day = None
    before: Day = None
    source: Values = None
    place: Values = None
    indexed_after: Moment = None
    synonyms: bool = True

    def within(self, reading: Reading) -> Reading:
        """The reading, narrowed. QueryError; TypeError or ValueError for what is no argument."""
        if self.after is self.before is self.source is self.place is self.indexed_after is None:
            return reading
        return restrict(
            reading,
            after=self.after,
            before=self.before,
            source=self.source,
            place=self.place,
            indexed_after=self.indexed_after,
        )


def read_typed(opened: OpenedState, query: str, conditions: Conditions) -> Reading:
    """How a typed query is read for a state: with its languages, synonyms and labels, within filters.

    QueryError, SynonymsError; TypeError or ValueError for what is no argument.
    """
    given_choice("match", conditions.match, ("all", "any"))
    given_flag("synonyms", conditions.synonyms)
    languages = opened.engine.languages
    reading = read_query(given_query(query), languages=languages, match=conditions.match)
    if "vi" in languages and query.isascii():
        from dateline.search.query.unmarked import with_all_marks  # few archives are Vietnamese

        reading = with_all_marks(reading)
    if conditions.synonyms and (rules := synonyms_of(opened.folders)):
        from dateline.search.query.widening import widened  # few archives have synonyms

        reading = widened(reading, rules)
    if len(labels := () if opened.index is None else opened.index.labels) > 1 and "id" in query:
        reading = _with_labels(reading, labels)
    return conditions.within(reading)


def read_counted(opened: OpenedState, query: str, conditions: Conditions) -> Reading:
    """The same for a query whose matches are counted, not ranked: a blank one means every article."""
    if given_query(query).strip():
        return read_typed(opened, query, conditions)
    given_choice("match", conditions.match, ("all", "any"))
    given_flag("synonyms", conditions.synonyms)
    return conditions.within(every_article())


def asked(reading: Reading, ask: Callable[[Query], Told], finds: Callable[[Told], bool]) -> tuple[Told, bool]:
    """What is told of a query's tree; where that finds nothing, of the tree for any of its words.

    And whether it is of that.
    """
    told = ask(reading.query)
    if reading.any_query is not None and not finds(told):
        wider = ask(reading.any_query)
        if finds(wider):
            return wider, True
    return told, False


def counted(
    engine: Engine,
    reading: Reading,
    count: Callable[[Query], Told],
    finds: Callable[[Told], bool] = bool,
) -> Told:
    """What an engine counts of a query: of any of its words where nothing has them all."""
    return asked(reading, lambda tree: count(narrowed(engine, tree)[0]), finds)[0]


def marked_hits(opened: OpenedState, article_id: str, query: str, synonyms: bool) -> tuple[ArticleHit, ...]:
    """The articles of an id that have any part of a query, each with all of its passages that have.

    Of a blank query all articles of the id, without passages.
    """
    within = KeywordFilter("id", (article_id,))
    if not given_query(query).strip():
        return opened.engine.search(within, limit=_ARCHIVES, passages=0).articles
    reading = read_typed(opened, query, Conditions(synonyms=synonyms))
    tree, _ = narrowed(opened.engine, reading.any_query or reading.query)
    tree = all_of([tree, within])
    return opened.engine.search(tree, limit=_ARCHIVES, passages=EVERY).articles


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


def is_pasted(reading: Reading) -> bool:
    """Whether a query is too long to tell which of its words are missing: most may be."""
    return len(reading.parts) > _TYPED


def missing_note(parts: tuple[PartCount, ...]) -> tuple[str, ...]:
    """Of a query that was relaxed: which of its parts no article has, and words like them."""
    said = [
        f"{count.text} (did you mean {' or '.join(count.suggestions)}?)" if count.suggestions else count.text
        for count in parts
        if not count.articles
    ]
    return (f"in no article: {', '.join(said)}",) if said else ()
