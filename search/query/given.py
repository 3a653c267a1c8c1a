"""Filters and options given beside a query: is each what its argument takes?

Every function takes the name of an argument and the value a script gave, and returns it in the one form the
rest of the search knows. What can't be meant is refused at once: a TypeError where another kind of thing is
needed, a ValueError where the thing is of the right kind; either names the argument.

>>> given_day("after", 1987), given_values("source", ["Kazinform", "The Astana Times"])
('1987', ('Kazinform', 'The Astana Times'))
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from operator import index
from sys import maxsize
from typing import Final, TypeVar

__all__ = [
    "Day",
    "Moment",
    "Values",
    "given_choice",
    "given_count",
    "given_day",
    "given_flag",
    "given_moment",
    "given_query",
    "given_text",
    "given_values",
]

Day = str | int | date | None  # a year may be a number
Moment = str | date | datetime | None
Values = str | Collection[str] | None

QueryType = TypeVar("QueryType")

_LAST_YEAR: Final = 9999


def given_query(query: QueryType) -> QueryType:
    """The query, if it is text."""
    if not isinstance(query, str):
        raise TypeError(f"query takes text, got {_shown(query)}")
    return query


def given_day(name: str, value: object) -> str | None:
    """A date as text of the query language. The day of a datetime is the one it names, in no time zone."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()[: len("2013-05-28")]
    number = _whole(value)
    if number is None:
        raise TypeError(
            f"{name} takes a date: text, a year as a number or a datetime.date, got {_shown(value)}"
        )
    if not 1 <= number <= _LAST_YEAR:
        raise ValueError(f"{name} takes a year from 1 to {_LAST_YEAR}, got {number}")
    return f"{number:04}"


def given_moment(name: str, value: object) -> int | None:
    """A moment in milliseconds since 1970, of text, a datetime, or a date, which is its beginning here."""
    if value is None:
        return None
    from dateline.search.query.moments import moment_of, read_moment  # few questions have one

    if isinstance(value, date):
        return moment_of(value)
    if not isinstance(value, str):
        raise TypeError(f"{name} takes text, a datetime.datetime or a datetime.date, got {_shown(value)}")
    moment = read_moment(value)
    if moment is None:
        raise ValueError(f"{name} takes a day or a time as in 2026-05-28 or 2026-05-28T09:30Z, got {value!r}")
    return moment


def given_text(name: str, value: object) -> str:
    """Text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} takes text, got {_shown(value)}")
    return value


def given_values(name: str, value: object) -> str | tuple[str, ...] | None:
    """Text as it is (it may list several by commas), or several texts any of which will do."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, list | tuple | set | frozenset):
        raise TypeError(f"{name} takes text or a list of texts, got {_shown(value)}")
    for one in value:
        if not isinstance(one, str):
            raise TypeError(f"{name} takes text or a list of texts, got a list with {_shown(one)}")
        if not any(map(str.isalnum, one)):
            raise ValueError(f"{name} has a text without a letter or a digit: {one!r}")
        if one[0] in "-!":
            raise ValueError(f"{name} leaves nothing out: {one!r}. Put it in the query, as in -{name}:x")
    if not value:
        raise ValueError(f"{name} is an empty list, which nothing can be in. Leave it out for no filter")
    # A set has no order of its own, and the same question is answered in the same words.
    return tuple(sorted(value) if isinstance(value, set | frozenset) else value)


def given_count(name: str, value: object, *, least: int = 0) -> int:
    """A whole number, `least` or more, and not larger than the machine counts."""
    number = _whole(value)
    if number is None:
        raise TypeError(f"{name} takes a whole number, got {_shown(value)}")
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    if number > maxsize:
        raise ValueError(f"{name} must be at most {maxsize}, got {_shown(value)}")
    return number


def given_choice(name: str, value: object, choices: Collection[str]) -> None:
    """One of a few words."""
    listed = ", ".join(choices)
    if not isinstance(value, str):
        raise TypeError(f"{name} takes one of {listed}, got {_shown(value)}")
    if value not in choices:
        raise ValueError(f"{name} must be one of {listed}, got {value!r}")


def given_flag(name: str, value: object) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} takes True or False, got {_shown(value)}")
    return value


def _whole(value: object) -> int | None:
    """A whole number of any kind, numpy's as well; None for anything else. True is none."""
    if isinstance(value, bool):
        return None
    try:
        return index(value)  # type: ignore[arg-type]  # asked of anything, to see if it is one
    except TypeError:
        return None


def _shown(value: object) -> str:
    """A value of the wrong kind, as a message tells it: its kind, and what it is if that is short."""
    said = "" if value is None else repr(value)
    kind = "None" if value is None else f"{type(value).__name__}"
    return f"{kind} ({said})" if said and said.isprintable() and len(said) <= 40 else kind
