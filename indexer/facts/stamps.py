"""Which day does a stated date name that no sentence would write so? 20130528, 26-FEB-1987, 1369699200.

What programs and tables write for a date, where the whole of a text is one: in a sentence the same letters
may be a number. A day is that of the place it was written in: no time zone moves it; a number of seconds or
milliseconds since 1970 names a day in UTC, since it says no place. The moment that a program writes where it
has none, second zero of 1970 in any zone or midnight of the first day of the year 1 or 1900, is no date.

>>> [stamped(text) for text in ("28-May-2013", "20130528T101500Z", "1369699200", "2015 May 8")]
['2013-05-28', '2013-05-28', '2013-05-28', '2015-05-08']
>>> [stamped(text) for text in ("05/06/2013", "201305", "20131350", "28 days", "2013 May")]
[None, None, None, None, '2013-05']
>>> [is_unset(text) for text in ("1970-01-01T01:00:00+01:00", "1970-01-01T05:00:00Z", "1970-01-01")]
[True, False, False]
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from dateline.indexer.analysis.months import month_number
from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["is_unset", "stamped"]

_YEAR: Final = r"(?P<year>(?:1[5-9]|20)[0-9]{2})"
_NAME: Final = r"(?P<name>[^\W\d_]{3,})\.?"
_BETWEEN: Final = r"(?:\s?[-/.,]\s?|\s)"
_DAY: Final = r"(?P<day>[0-9]{1,2})"
# A weekday before, a time behind.
_WEEKDAY: Final = r"(?:[^\W\d_]{2,}[.,]?\s+)?"
_TIME: Final = r"(?:[T\s:,]\s*[0-9].*)?"
_ZONE: Final = r"(?:\s+(?:[A-Z]{2,5}|[-+][0-9]{2}:?[0-9]{2}))?"

_FORMS: Final = tuple(
    lazy_pattern(pattern)
    for pattern in (
        # 20130528, with a time or without
        rf"{_YEAR}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?:[T\s]?[0-9]{{2}}:?[0-9]{{2}}\S*)?",
        # 28-May-2013, 26-FEB-1987 15:01:01.79, 28/May/2013:10:15:00 +0600
        rf"{_WEEKDAY}{_DAY}{_BETWEEN}?{_NAME}{_BETWEEN}?{_YEAR}{_TIME}",
        # May-28-2013
        rf"{_WEEKDAY}{_NAME}{_BETWEEN}{_DAY}{_BETWEEN}{_YEAR}{_TIME}",
        # 2015 January 5, 2013-May-28, 2013 May
        rf"{_YEAR}{_BETWEEN}{_NAME}(?:{_BETWEEN}{_DAY}{_TIME})?",
        # Tue May 28 10:15:00 UTC 2013
        rf"{_WEEKDAY}{_NAME}\s+{_DAY}\s+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9.]+)?{_ZONE}\s+{_YEAR}",
        # 2013年5月28日, 2013년 5월 28일
        rf"{_YEAR}\s?[年년]\s?(?P<month>[0-9]{{1,2}})\s?[月월]\s?{_DAY}\s?[日일].*",
    )
)
_SECONDS: Final = re.compile(r"([0-9]{9,10})(?:[.,][0-9]+)?")
_MILLISECONDS: Final = re.compile(r"([0-9]{9,10})[0-9]{3}(?:[.,][0-9]+)?")
# A day and a time of it: in a zone, or in one that is not said.
_MOMENT: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ]+(?P<hours>\d\d):?(?P<minutes>\d\d)(?::?00(?:[.,]0+)?)?"
    r"\s*(?:Z|UTC|GMT|(?P<sign>[-+])(?P<ahead>\d\d):?(?P<further>\d\d)?)?"
)
_ZERO_DAYS: Final = ("1969-12-31", "1970-01-01")
_FIRST_DAYS: Final = ("0001-01-01", "1900-01-01")
_ZONES_WEST: Final = 12  # hours behind UTC, and ahead of it
_ZONES_EAST: Final = 14


def is_unset(stated: str) -> bool:
    """Whether it is the moment that programs write where none is set: 1970-01-01T01:00+01:00."""
    if not (moment := _MOMENT.fullmatch(stated.strip())):
        return stated.strip() in ("0", "0000-00-00", _FIRST_DAYS[0])
    day, minutes = moment["day"], int(moment["hours"]) * 60 + int(moment["minutes"])
    if day in _FIRST_DAYS:
        return not minutes
    if day not in _ZERO_DAYS:
        return False
    minutes -= 24 * 60 if day == _ZERO_DAYS[0] else 0  # since the first of January
    if moment["sign"]:
        ahead = int(moment["ahead"]) * 60 + int(moment["further"] or 0)
        return minutes == (-ahead if moment["sign"] == "-" else ahead)
    said = stated.strip()[-1].isalpha()  # that it is UTC
    return not minutes if said else not minutes % 60 and -_ZONES_WEST <= minutes // 60 <= _ZONES_EAST


def stamped(stated: str) -> str | None:
    """The day or month as ISO text; None where the text names none in one of these forms, or may name two."""
    text = stated.strip()
    if found := _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        return datetime.datetime.fromtimestamp(int(found[1]), datetime.timezone.utc).date().isoformat()
    for form in _FORMS:
        if found := form.fullmatch(text):
            said = found.groupdict()
            month = int(said["month"]) if "month" in said else month_number(said["name"])
            try:
                day = datetime.date(int(said["year"]), month or 0, int(said["day"] or 1)).isoformat()
            except ValueError:  # no such day, or no name of a month
                continue
            return day if said["day"] else day[: len("2013-05")]
    return None
