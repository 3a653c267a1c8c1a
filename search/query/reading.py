"""What does a query ask of this index? Syntax becomes a query tree, for the languages the index has.

>>> reading = read_query("border guards", languages={"en": 12})
>>> reading.read_as
'border AND guards (English, stemmed)'
>>> [part.text for part in reading.parts]
['border', 'guards']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final, Literal

from dateline.indexer.analysis.languages import GENERAL, SUPPORTED, normalise_language
from dateline.search.errors import QueryError
from dateline.search.query import foreign, given, grammar, limits, nodes, readback, syntax
from dateline.search.query.capitals import HEADLINE_NOTE, is_headline
from dateline.search.query.compounds import any_part
from dateline.search.query.dates import DateError, read_dates
from dateline.search.query.mending import one_line, shown
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AtLeast,
    DateRange,
    Every,
    KeywordFilter,
    Near,
    Not,
    Operand,
    Or,
    Part,
    Query,
    Sequence,
    Together,
)
from dateline.search.query.wording import Languages, plain_word, term_node

__all__ = ["Asked", "Reading", "every_article", "keyword_filter", "read_date", "read_query", "restrict"]

Match = Literal["all", "any"]

# A value of `--source`, quoted or up to the next comma.
_LISTED: Final = re.compile(r'"([^"]*)"|([^",]+)')
_OPERATORS: Final = frozenset({"AND", "OR", "NOT", "NEAR", "ADJ"}) | foreign.WORDS
# near5 and its like, which are operators here or elsewhere.
_NUMBERED: Final = re.compile("near[0-9]+|adj[0-9]+|[NW][0-9]{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of the query that an article must have: as it was typed, and its query."""

    text: str
    query: Query


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read.

    `query` is the whole tree, filters included. `parts` are what it requires each, for telling which of them
    finds nothing; exclusions are not among them. `any_query` is the same with the words optional, None
    where there is nothing to relax. `warnings` say what was done that the query did not ask for.
    """

    query: Query
    warnings: tuple[str, ...]
    parts: tuple[Asked, ...]
    any_query: Query | None
    text: str
    match: Match
    languages: Mapping[str, int]
    today: date | None = None
    filters: tuple[str, ...] = ()

    @property
    def read_as(self) -> str:
        """The query in words, worked out when it is looked at."""
        return self._said(self.match)

    @property
    def read_as_any(self) -> str:
        """`any_query` in words."""
        return self._said("any")

    def _said(self, match: Match) -> str:
        tree = grammar.parse(self.text, today=self.today)
        return readback.say(tree, languages=self.languages, match=match, filters=self.filters)


def read_query(
    text: str, *, languages: Mapping[str, int], match: Match = "all", today: date | None = None
) -> Reading:
    """Read a query for an index with articles in these languages ("" stands for none known).

    `match="any"` makes the parts optional, but for filters and exclusions. Raises QueryError, nothing else.
    """
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    words = (text[1:-1] if quoted else text).split()
    if len(text) <= limits.MAX_CHARS and len(words) <= limits.MAX_WORDS and _OPERATORS.isdisjoint(words):
        # A query of bare words or one phrase of them, as most are, needs no parser.
        present = tuple(languages)
        found = [plain_word(word, present) if _is_plain(word) else None for word in words]
        plain = tuple([part for part in found if part is not None])
        if plain and len(plain) == len(found):
            if quoted and len(plain) > 1:
                phrase = Sequence(None, plain)
                return Reading(phrase, (), (Asked(text, phrase),), None, text, match, languages, today)
            if not quoted:
                parts = tuple(map(Asked, words, plain))
                if len(plain) == 1:
                    return Reading(plain[0], (), parts, None, text, match, languages, today)
                query, any_query = (And(plain), Or(plain)) if match == "all" else (Or(plain), None)
                return Reading(query, (), parts, any_query, text, match, languages, today)
    return _Reader(text, languages, match, today).read()


def every_article() -> Reading:
    """A reading that asks for nothing, to be narrowed."""
    return Reading(Every(), (), (), None, "", "all", {})


def restrict(
    reading: Reading,
    *,
    after: given.Day = None,
    before: given.Day = None,
    source: given.Values = None,
    place: given.Values = None,
    today: date | None = None,
) -> Reading:
    """The reading, narrowed by filters given beside the query. Both dates are included.

    Raises QueryError for a date that is none, TypeError or ValueError for what no filter takes.
    """
    added: list[tuple[str, str, Query]] = []
    if (day := given.given_day("after", after)) is not None:
        first = _end("after", day, today)
        added.append((f"after:{day}", readback.say_dates(first, None), DateRange(first, None)))
    if (day := given.given_day("before", before)) is not None:
        last = _end("before", day, today)
        added.append((f"before:{day}", readback.say_dates(None, last), DateRange(None, last)))
    for field, value in (("source", source), ("place", place)):
        if (wanted := given.given_values(field, value)) is not None:
            node = keyword_filter(field, wanted)
            typed = wanted if isinstance(wanted, str) else ",".join(wanted)
            added.append((f"{field}:{typed}", readback.say_values(field, node.values), node))
    if not added:
        return reading
    queries = [query for _, _, query in added]
    return replace(
        reading,
        query=_all_of([reading.query, *queries]),
        any_query=reading.any_query and _all_of([reading.any_query, *queries]),
        parts=(*reading.parts, *(Asked(text, query) for text, _, query in added)),
        filters=(*reading.filters, *(said for _, said, _ in added)),
    )


def read_date(text: str, *, today: date | None = None) -> tuple[str | None, str | None]:
    """The first and last day a person means, ISO text, maybe partial, both included. Raises QueryError."""
    try:
        return read_dates(text, today=today)
    except DateError as error:
        raise QueryError(error.reason, query=text, position=-1, hint=error.hint) from error


def keyword_filter(field: str, value: str | tuple[str, ...]) -> KeywordFilter:
    """The filter of `--source` and `--place`: values, or text with commas between them, quoted if they have
    one of their own."""
    values = tuple(_values(value)) if isinstance(value, str) else value
    if not values:
        hint = f'As in --{field} "Astana Times"'
        raise QueryError(f"no value for {field}", query=str(value), position=-1, hint=hint)
    return KeywordFilter(field, values)


def _end(name: str, text: str, today: date | None) -> str:
    """The first day of `after`, the last of `before`."""
    end = read_date(text, today=today)[0 if name == "after" else 1]
    if end is None or ".." in text:
        raise QueryError(f"{name} takes one date", query=text, position=-1, hint="As in 2013-05-28 or 2013")
    return end


def _values(text: str) -> list[str]:
    """Comma-parted values; quotes keep a comma inside one."""
    found = (quoted or bare.strip() for quoted, bare in _LISTED.findall(text))
    return [value for value in found if any(sign.isalnum() for sign in value)]


def _all_of(queries: list[Query]) -> Query:
    """And of the queries, flat. Not normalised: a word asked twice counts twice."""
    flat: list[Query] = []
    for query in queries:
        flat += query.parts if type(query) is And else [query]
    if all(isinstance(query, Not) for query in flat):
        flat = [Every(), *flat]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


class _Reader:
    """One reading of one text that is more than bare words."""

    def __init__(self, text: str, languages: Mapping[str, int], match: Match, today: date | None) -> None:
        self.text = text
        self.languages = languages
        self.present: Languages = tuple(languages)
        self.match = match
        self.today = today

    def read(self) -> Reading:
        """Parse the text and make its trees."""
        tree = grammar.parse(self.text, today=self.today)
        required = syntax.required_parts(tree)
        self._narrow_languages(required)
        runs = [self._parts(syntax.required_parts(run)) for run in syntax.asked_runs(tree)]
        runs = [run for run in runs if run]
        filters = self._parts([node for node in required if _is_kept(node)])
        excluded = self._parts([node for node in required if isinstance(node, syntax.Not)])
        parts = [part for run in runs for part in run]
        if not (parts or filters or excluded):
            hint = 'Type words or a phrase: "border guards"'
            raise QueryError("no words to search for", query=self.text, position=0, hint=hint)
        kept = [part.query for part in (*filters, *excluded)]
        query = _all_of([*(part.query for part in parts), *kept])
        always = [part.query for part in self._parts(syntax.required_always(tree))]
        any_query = None
        options = [any_part(_all_of([part.query for part in run])) for run in runs]
        if len(runs) > max(1, len(always)):
            any_query = _all_of([*always, Or(tuple(options)), *kept])
        elif len(parts) == 1 and options[0] is not parts[0].query:
            any_query = _all_of([*options, *kept])
        if self.match == "any":
            query, any_query = any_query or query, None
        notes = (HEADLINE_NOTE,) if is_headline(self.text) else foreign.notes(self.text)
        return Reading(
            query, notes, (*parts, *filters), any_query, self.text, self.match, self.languages, self.today
        )

    def _parts(self, asked: list[syntax.Syntax]) -> list[Asked]:
        """The parts with their queries, without those nothing of which can be in an index."""
        made = ((self.text[node.start : node.end], self._query(node, None)) for node in asked)
        return [Asked(typed, query) for typed, query in made if query is not None]

    def _narrow_languages(self, required: list[syntax.Syntax]) -> None:
        """A required `lang:` says also which languages the words are in."""
        for node in required:
            if isinstance(node, syntax.Filter) and node.name == "language":
                self.present = tuple(self._language(value, node) for value in node.values)

    def _query(self, node: syntax.Syntax, fieldname: str | None) -> Query | None:
        """The query of a node; None where nothing of it can be in an index."""
        if isinstance(node, syntax.And):
            made = self._queries(node.parts, fieldname)
            return _all_of(made) if made else None
        if isinstance(node, syntax.Or):
            # Beside an OR an exclusion stands for itself: everything but that.
            made = [_all_of([query]) for query in self._queries(node.parts, fieldname)]
            return Or(tuple(made)) if len(made) > 1 else made[0] if made else None
        if isinstance(node, syntax.Not):
            body = self._query(node.body, fieldname)
            return None if body is None else Not(body)
        if isinstance(node, syntax.Required):
            return self._query(node.body, fieldname)
        if isinstance(node, syntax.Field):
            return self._query(node.body, node.name)
        if isinstance(node, syntax.Filter):
            return self._filter(node)
        if isinstance(node, syntax.Dates):
            return DateRange(node.first, node.last)
        if isinstance(node, syntax.AtLeast):
            body = self._operand(node.body, fieldname)
            return None if body is None else AtLeast(node.count, body)
        return self._operand(node, fieldname)

    def _queries(self, parts: tuple[syntax.Syntax, ...], fieldname: str | None) -> list[Query]:
        return [query for query in (self._query(part, fieldname) for part in parts) if query is not None]

    def _operand(self, node: syntax.Syntax, fieldname: str | None) -> Operand | None:
        """The query of what stands at places of the text."""
        if not isinstance(node, syntax.Near | syntax.Together):
            return self._part(node, fieldname)
        left, right = self._operand(node.left, fieldname), self._operand(node.right, fieldname)
        if left is None or right is None:
            return left or right
        if isinstance(node, syntax.Together):
            return Together(left, right, node.unit)
        return Near(left, right, node.distance, node.ordered)

    def _part(self, node: syntax.Syntax, fieldname: str | None, *, followed: bool = False) -> Part | None:
        """The query of a word, a phrase or a choice of them; `followed`: a phrase goes on after it."""
        if isinstance(node, syntax.Term):
            return term_node(node, fieldname, self.present, followed=followed)
        assert isinstance(node, syntax.Phrase | syntax.Or)
        if isinstance(node, syntax.Phrase):
            last = node.parts[-1]
            made = [self._part(part, fieldname, followed=followed or part is not last) for part in node.parts]
            return _joined(made, partial(Sequence, fieldname))
        made = [self._part(part, fieldname, followed=followed) for part in node.parts]
        return _joined(made, Alternatives)

    def _filter(self, node: syntax.Filter) -> KeywordFilter:
        if node.name == "language":
            return KeywordFilter("language", tuple(self._language(value, node) for value in node.values))
        return KeywordFilter(node.name, node.values)

    def _language(self, value: str, node: syntax.Filter) -> str:
        """The code of a language given by code or English name."""
        code = normalise_language(value)
        if code != GENERAL:
            return code
        folded = nodes.fold_value(value).partition("-")[0]
        if folded in self.languages or (len(folded) in (2, 3) and folded.isalpha()):
            return folded
        known = ", ".join(sorted(filter(None, self.languages))) or ", ".join(SUPPORTED)
        meant = f"{self.text[: node.start]}lang:{known.partition(',')[0]}{self.text[node.end :]}"
        raise QueryError(
            f"unknown language {shown(value)!r}",
            query=self.text,
            position=node.start,
            hint=f"The index has {known}",
            suggestion=self._typeable(one_line(meant)),
        )

    def _typeable(self, query: str) -> str:
        """The query, "" if it can't be read."""
        with suppress(QueryError):
            grammar.parse(query, today=self.today)
            return query
        return ""


def _is_plain(word: str) -> bool:
    return word.isalpha() or (word.isalnum() and not _NUMBERED.fullmatch(word))


def _joined(parts: list[Part | None], join: Callable[[tuple[Part, ...]], Part]) -> Part | None:
    """The parts as one node; one alone is itself, those that can't be in an index are left out."""
    there = tuple(part for part in parts if part is not None)
    return join(there) if len(there) > 1 else there[0] if there else None


def _is_kept(node: syntax.Syntax) -> bool:
    return syntax.is_filter(node) and not isinstance(node, syntax.Not)
