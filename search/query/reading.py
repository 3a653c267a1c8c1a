"""What a query asks of this index: the text that was typed becomes a query tree.

A query of bare words, or of one phrase of them, as most are, needs no parser, which is not even loaded.

>>> reading = read_query("border guards", languages={"en": 12})
>>> reading.read_as
'border AND guards (English, stemmed)'
>>> [part.text for part in reading.parts]
['border', 'guards']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.format.records import replace
from dateline.search.errors import QueryError
from dateline.search.query import given, limits
from dateline.search.query.asked import Asked, Match, Reading
from dateline.search.query.building import all_of
from dateline.search.query.labels import say_dates, say_values
from dateline.search.query.nodes import (
    And,
    DateRange,
    Every,
    IndexedAfter,
    KeywordFilter,
    Or,
    Query,
    Sequence,
)
from dateline.search.query.wording import ANDED, OPERATORS, plain_word

__all__ = [
    "Asked",
    "Match",
    "Reading",
    "every_article",
    "keyword_filter",
    "read_date",
    "read_query",
    "restrict",
]

_SMALL: Final = frozenset({"and", "or", "not"})  # which are words, and may have been meant as operators
# A value of `--source`, quoted or up to the next comma.
_LISTED: Final = r'"([^"]*)"|([^",]+)'


def read_query(
    text: str, *, languages: Mapping[str, int], match: Match = "all", today: date | None = None
) -> Reading:
    """Read a query for an index with articles in these languages ("" stands for none known).

    `match="any"` makes the parts optional, but for filters and exclusions. Raises QueryError, nothing else.
    """
    reading = _read(text, languages, match, today)
    return reading if _SMALL.isdisjoint(text.split()) else _with_hint(reading)


def _read(text: str, languages: Mapping[str, int], match: Match, today: date | None) -> Reading:
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    words = (text[1:-1] if quoted else text).split()
    is_plain = not has_unspaced(text) and not (" and " in text and ANDED.search(text))
    if (
        is_plain
        and len(text) <= limits.MAX_CHARS
        and len(words) <= limits.MAX_WORDS
        and OPERATORS.isdisjoint(words)
    ):
        # A query of bare words or one phrase of them, as most are, needs no parser.
        present = tuple(languages)
        found = [plain_word(word, present) for word in words]
        plain = tuple([part for part in found if part is not None])
        if plain and len(plain) == len(found):
            if quoted and len(plain) > 1:
                phrase = Sequence(None, plain)
                asked: tuple[Asked, ...] = (Asked(text, phrase),)
                said: tuple[str, ...] = (f'"{" ".join(words)}"',)
                return Reading(phrase, (), asked, None, text, match, languages, today, words=said)
            if not quoted:
                asked, said = tuple(map(Asked, words, plain)), tuple(words)
                query: Query = plain[0]
                any_query = None
                if len(plain) > 1:
                    query, any_query = (And(plain), Or(plain)) if match == "all" else (Or(plain), None)
                return Reading(query, (), asked, any_query, text, match, languages, today, words=said)
    from dateline.search.query.tree import read_parsed

    return read_parsed(text, languages, match=match, today=today)


def _with_hint(reading: Reading) -> Reading:
    """The reading with a hint that small letters make no operators, where English is spoken."""
    from dateline.search.query.small_letters import small_letters_note

    english = not reading.languages or not {"en", ""}.isdisjoint(reading.languages)
    note = small_letters_note(reading.text) if english and not ANDED.search(reading.text) else None
    return replace(reading, warnings=(*reading.warnings, note)) if note else reading


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
    indexed_after: given.Moment = None,
    today: date | None = None,
) -> Reading:
    """The reading, narrowed by filters given beside the query; dates are included, `indexed_after` is not.

    Raises QueryError for a date that is none, TypeError or ValueError for what no filter takes.
    """
    added: list[tuple[str, str, Query]] = []
    if (day := given.given_day("after", after)) is not None:
        first = _end("after", day, today)
        added.append((f"after:{day}", say_dates(first, None), DateRange(first, None)))
    if (day := given.given_day("before", before)) is not None:
        last = _end("before", day, today)
        added.append((f"before:{day}", say_dates(None, last), DateRange(None, last)))
    for field, value in (("source", source), ("place", place)):
        if (wanted := given.given_values(field, value)) is not None:
            node = keyword_filter(field, wanted)
            typed = wanted if isinstance(wanted, str) else ",".join(wanted)
            added.append((f"{field}:{typed}", say_values(field, node.values), node))
    if (moment := given.given_moment("indexed_after", indexed_after)) is not None:
        from dateline.search.query.moments import moment_text

        said = moment_text(moment)
        added.append((f"indexed after {said}", f"indexed after {said}", IndexedAfter(moment)))
    if not added:
        return reading
    queries = [query for _, _, query in added]
    return replace(
        reading,
        query=all_of([reading.query, *queries]),
        any_query=reading.any_query and all_of([reading.any_query, *queries]),
        parts=(*reading.parts, *(Asked(text, query) for text, _, query in added)),
        filters=(*reading.filters, *(said for _, said, _ in added)),
    )


def read_date(text: str, *, today: date | None = None) -> tuple[str | None, str | None]:
    """The first and last day a person means, ISO text, maybe partial, both included. Raises QueryError."""
    from dateline.search.query.dates import DateError, read_dates  # its patterns take long to compile

    try:
        return read_dates(text, today=today)
    except DateError as error:
        raise QueryError(error.reason, query=text, position=-1, hint=error.hint) from error


def keyword_filter(field: str, value: str | tuple[str, ...]) -> KeywordFilter:
    """The filter of `--source` and `--place`: values, or text with commas between them, quoted if they have
    one of their own."""
    values = tuple(_values(field, value)) if isinstance(value, str) else value
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


def _values(field: str, text: str) -> list[str]:
    """Comma-parted values; quotes keep a comma, or another sign, inside one."""
    parts = [(quoted, bare.strip()) for quoted, bare in re.findall(_LISTED, text)]
    if not text.replace(" ", "").isalnum():
        from dateline.search.query.values import check_option  # few values have a sign

        for _, bare in parts:
            check_option(field, bare, text)
    found = (quoted or bare for quoted, bare in parts)
    return [value for value in found if any(sign.isalnum() for sign in value)]
