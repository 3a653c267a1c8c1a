"""Which days does a person mean who types a date?

`2013`, `2013-05`, `2013-05-28`, `28.05.2013`, `28 May 2013`, `May 2013`, `today`, `last week`,
`3 days ago`, `since 2013`, `2013-05..2013-09`. The answer is a pair of ISO texts, possibly partial, both
included; None leaves that end open. Days are local days: no time zone ever shifts one. Weeks begin on
Monday; `last month` is the month before this one, `last 30 days` ends today.

>>> read_dates("2013-05..")
('2013-05', None)
>>> read_dates("last week", today=date(2013, 5, 28))
('2013-05-20', '2013-05-26')
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from dateline.indexer.analysis.months import month_number
from dateline.indexer.format.errors import DatelineError

__all__ = ["DateError", "read_dates"]

Dates = tuple[str | None, str | None]

# What a hint shows: forms that can be typed as they stand.
FORMS: Final = 'Dates are typed like 2013, 2013-05, 2013-05-28 or, in quotes, "28 May 2013", "last week"'


class DateError(DatelineError):
    """The text is not a date. `hint` says what to type instead; `instead` are the dates it tells."""

    def __init__(self, reason: str, hint: str, *instead: str) -> None:
        self.reason = reason
        self.hint = hint
        self.instead = instead
        super().__init__(f"{reason}. {hint}")


def read_dates(text: str, *, today: date | None = None) -> Dates:
    """The first and the last day meant, as ISO text, both included; None is open. Raises DateError."""
    wanted = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
    if not wanted:
        raise _no_date(text)
    return _Days(text, today or date.today()).read(wanted)


def _no_date(text: str) -> DateError:
    shown = " ".join(text.split())[:40]
    return DateError(f"{shown!r} is not a date", FORMS)


class _Days:
    """One reading of one text: `typed` for messages, `today` for what is said relative to it."""

    def __init__(self, typed: str, today: date) -> None:
        self.typed = typed
        self.today = today

    def read(self, text: str) -> Dates:
        if _ISO.fullmatch(text):  # as scripts write it: nothing else to try
            return self._absolute(text)
        if ".." in text:
            left, _, right = text.partition("..")
            return self._between(left.strip(" ."), right.strip(" ."))
        for words, end in _OPEN.items():
            rest = text.removeprefix(words)
            if rest != text and " to " not in rest:
                first, last = self._one(rest)
                return (first, None) if end == "after" else (None, last)
        if " to " in text:
            left, _, right = text.removeprefix("from ").partition(" to ")
            return self._between(left, right)
        return self._one(text)

    def _between(self, left: str, right: str) -> Dates:
        if not left and not right:
            raise _no_date(self.typed)
        first = self._one(left)[0] if left else None
        last = self._one(right)[1] if right else None
        # "2013-05" to "2013": the last may be the wider one, and holds the first.
        if first and last and first[: len(last)] > last:
            raise DateError(
                f"{left} is later than {right}", f"Turn them round: {right}..{left}", f"{right}..{left}"
            )
        return first, last

    def _one(self, text: str) -> Dates:
        """One day, month, year or run of days."""
        return self._relative(text) or self._absolute(text)

    def _absolute(self, text: str) -> Dates:
        for pattern in _NUMERIC:
            if match := pattern.fullmatch(text):
                found = match.groupdict()
                return self._partial(found["year"], found.get("month"), found.get("day"))
        if match := _SLASHED.fullmatch(text):
            return self._slashed(int(match[1]), int(match[2]), match[3])
        if match := _QUARTER.fullmatch(text):
            return self._quarter(match[1] or match[4], int(match[2] or match[3]))
        for pattern in _NAMED:
            match = pattern.fullmatch(text)
            if match and (month := month_number(match["name"])):
                found = match.groupdict()
                if not found["year"]:
                    dated = f"{text} {self.today.year}"
                    raise DateError(f"{self.typed.strip()!r} has no year", f"Add it: {dated}", dated)
                return self._partial(found["year"], str(month), found.get("day"))
        raise _no_date(self.typed)

    def _partial(self, year: str, month: str | None = None, day: str | None = None) -> Dates:
        """A year, a month or a day as ISO text, checked against the calendar."""
        if int(year) == 0:
            raise DateError("there is no year 0", FORMS)
        if month is None:
            return year, year
        number = int(month)
        if not 1 <= number <= 12:
            raise DateError(f"there is no month {number}", f"Months are 01 to 12: {year}-01, {year}-12", year)
        said = f"{year}-{number:02}"
        if day is None:
            return said, said
        longest = monthrange(int(year), number)[1]
        if not 1 <= int(day) <= longest:
            raise DateError(
                f"{said} has no day {int(day)}", f"Its last day is {said}-{longest}", f"{said}-{longest}"
            )
        said = f"{said}-{int(day):02}"
        return said, said

    def _slashed(self, one: int, two: int, year: str) -> Dates:
        """28/05/2013 or 05/28/2013; where both can be read, the reader is asked, not guessed for."""
        if one != two and one <= 12 and two <= 12:
            raise DateError(
                f"{self.typed.strip()!r} can be read as two days",
                f"Type {year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}",
                f"{year}-{two:02}-{one:02}",
                f"{year}-{one:02}-{two:02}",
            )
        day, month = (one, two) if two <= 12 else (two, one)
        return self._partial(year, str(month), str(day))

    def _quarter(self, year: str, quarter: int) -> Dates:
        return f"{year}-{quarter * 3 - 2:02}", f"{year}-{quarter * 3:02}"

    def _relative(self, text: str) -> Dates | None:
        """What is said relative to today, None if the text is not of that kind."""
        if text in _DAYS_BACK:
            return self._days(_DAYS_BACK[text], _DAYS_BACK[text])
        if match := _THIS_OR_LAST.fullmatch(text):
            return self._unit(match["unit"], 0 if match["which"] == "this" else 1)
        if match := _LAST_SOME.fullmatch(text):
            count, unit = int(match["count"]), match["unit"]
            if unit in ("day", "week"):
                return self._days(count * (7 if unit == "week" else 1) - 1, 0)
            return self._unit_ago(unit, count)[0], self.today.isoformat()
        if match := _AGO.fullmatch(text):
            count = int(match["count"]) if match["count"].isdigit() else 1
            return self._unit_ago(match["unit"], count)
        return None

    def _unit(self, unit: str, back: int) -> Dates:
        if unit == "week":
            since_monday = self.today.weekday() + 7 * back
            return self._days(since_monday, since_monday - 6)
        return self._unit_ago(unit, back)

    def _unit_ago(self, unit: str, count: int) -> Dates:
        """A day some days or weeks ago; a whole month some months ago; a whole year some years ago."""
        if unit in ("day", "week"):
            days = count * (7 if unit == "week" else 1)
            return self._days(days, days)
        months = self.today.year * 12 + self.today.month - 1 - count * (12 if unit == "year" else 1)
        if months < 12:
            raise self._too_early()
        said = f"{months // 12:04}" if unit == "year" else f"{months // 12:04}-{months % 12 + 1:02}"
        return said, said

    def _days(self, first: int, last: int) -> Dates:
        """From so many days before today to so many days before today."""
        try:
            start, end = self.today - timedelta(days=first), self.today - timedelta(days=last)
        except OverflowError:
            raise self._too_early() from None
        return start.isoformat(), end.isoformat()

    def _too_early(self) -> DateError:
        return DateError(f"{self.typed.strip()[:40]!r} is before the calendar begins", FORMS)


_OPEN: Final = {
    "since ": "after",
    "from ": "after",
    "after ": "after",
    "until ": "before",
    "till ": "before",
    "up to ": "before",
    "before ": "before",
}
_DAYS_BACK: Final = {"today": 0, "yesterday": 1}
_UNIT: Final = "(?P<unit>day|week|month|year)"
_THIS_OR_LAST: Final = re.compile("(?P<which>this|last|previous) (?P<unit>week|month|year)")
_LAST_SOME: Final = re.compile(f"(?:the )?(?:last|past) (?P<count>[1-9][0-9]{{0,4}}) {_UNIT}s?")
_AGO: Final = re.compile(f"(?P<count>[0-9]{{1,6}}|an?|one) {_UNIT}s? ago")

_YEAR: Final = "(?P<year>[0-9]{4})"
_MONTH: Final = "(?P<month>[0-9]{1,2})"
_DAY: Final = "(?P<day>[0-9]{1,2})"
_ISO: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMERIC: Final = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR,
        f"{_YEAR}[-./]{_MONTH}",
        f"{_YEAR}(?P<mark>[-./]){_MONTH}(?P=mark){_DAY}",
        f"{_DAY}\\. ?{_MONTH}\\. ?{_YEAR}",
        f"{_DAY}-{_MONTH}-{_YEAR}",
        f"{_MONTH}[./]{_YEAR}",
    )
)
_SLASHED: Final = re.compile("([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_QUARTER: Final = re.compile("([0-9]{4})[- ]?q([1-4])|q([1-4])[- ]?([0-9]{4})")
_NAME: Final = r"(?P<name>[^\W\d_]+)"
_OF_YEAR: Final = rf",? (?:de |of )?{_YEAR}(?: года| г\.?)?"
_NAMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # 28 May 2013, 28th of May, 2013, 28. Mai 2013, 28 de mayo de 2013, 28 мая 2013 г.
        rf"{_DAY}(?:st|nd|rd|th|er|\.)?(?: of(?= )| de(?= ))? ?{_NAME}\.?(?:{_OF_YEAR})?",
        # May 28, 2013
        rf"{_NAME}\.? {_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?",
        # May 2013, mayo de 2013
        rf"{_NAME}\.?(?:{_OF_YEAR})?",
    )
)
