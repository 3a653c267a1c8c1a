"""Which dates may be meant by what is none here: other engines' ranges, comparisons and ways to write a day.

>>> meant_dates("[1987-02-26 TO 19870302]"), meant_dates("1987|1989"), meant_dates("1987-*")
('1987-02-26..1987-03-02', '1987,1989', '1987')
>>> compared_date(">", "2013"), compared_date("<", "2013-01-01"), compared_date("!=", "2013")
('after:2014', 'before:2012-12-31', '-date:2013')
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from dateline.search.query.dates import DateError, read_dates

__all__ = ["compared_date", "is_date", "iso_date", "meant_dates"]

_BRACKETS: Final = "[]{}()\"'“” "
_RANGE: Final = re.compile(
    r"\s+(?:to|TO|bis)\s+|\s*(?:\.{2,}|…|[–—])\s*|\s+-\s+|(?<=\d{4})[-/](?=\d{4}(?!\d))"
)
_EITHER: Final = re.compile(r"\s*\|+\s*|\s+OR\s+")
_DAYS_RANGE: Final = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)[-/](\d{4}-\d\d(?:-\d\d)?)")
_OPEN: Final = re.compile(r"[-/.]?\*\Z")


def meant_dates(text: str, *, today: date | None = None) -> str:
    """The date, range or list that may be meant, as it is typed after `date:`; "" if none can be told."""
    bare = text.strip(_BRACKETS)
    either = [part for part in _EITHER.split(bare) if part]
    if len(either) > 1:
        days = [_one(part, today) for part in either]
        return ",".join(days) if all(days) else ""
    ends = _RANGE.split(bare)
    if len(ends) == 1 and (found := _DAYS_RANGE.fullmatch(bare)):
        ends = [*found.groups()]
    if len(ends) > 2:
        return ""
    if len(ends) == 1:
        return _one(ends[0], today)
    first, last = ("" if end in ("*", "") else _one(end, today) for end in ends)
    opened = [end for end, day in zip(ends, (first, last), strict=True) if not day and end not in ("*", "")]
    span = f"{first}..{last}"
    return span if not opened and is_date(span) else ""


def _one(text: str, today: date | None) -> str:
    """One date as it is typed here; "" if it is none."""
    if text.lower() == "now":
        text = "today"
    said = iso_date(_OPEN.sub("", text.strip(_BRACKETS)))
    return said if " " not in said and ".." not in said and is_date(said, today=today) else ""


def is_date(text: str, *, today: date | None = None) -> bool:
    """Whether the text can be typed after `date:`."""
    try:
        read_dates(text, today=today)
    except DateError:
        return False
    return True


def compared_date(sign: str, value: str, name: str = "date") -> str:
    """A comparison with a date as it is typed here: `after:` and `before:` include the day they name.

    `name` is the field that was compared. "" if the value is no date.
    """
    try:
        first, last = read_dates(iso_date(value))
    except DateError:
        return ""
    if sign in ("=", "==") and name in ("after", "before"):
        return f"{name}:{first or last}"
    if first is None or last is None:
        return ""
    if sign == ">":
        return f"after:{_moved(last, 1)}"
    if sign == "<":
        return f"before:{_moved(first, -1)}"
    if sign in ("!=", "<>"):
        return f"-{name}:{first}"
    return f"{ {'>=': 'after', '<=': 'before'}.get(sign, 'date') }:{first}"


def iso_date(text: str) -> str:
    """A date with its hyphens and without a time: 20130528, 2013-05-28T10:30:00Z."""
    return re.sub(r"\A(\d{4})-?(\d\d)(?:-?(\d\d)(?:[T\d].*)?)?\Z", _hyphened, text)


def _hyphened(found: re.Match[str]) -> str:
    return "-".join(filter(None, found.groups()))


def _moved(day: str, by: int) -> str:
    """The year, month or day after or before one."""
    parts = [*map(int, day.split("-"))]
    if len(parts) == 1:
        return f"{parts[0] + by:04}"
    if len(parts) == len(("year", "month")):
        months = parts[0] * 12 + parts[1] - 1 + by
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return date.fromordinal(max(1, min(date(*parts).toordinal() + by, date.max.toordinal()))).isoformat()
