"""Of which periods are the articles that match?

An engine counts articles by their dates as they are written, which may be partial ("2013-05", "2013"). Here
dates become periods, by whole numbers without a gap, so that those between two with a match are kept.

>>> dates = {"2013-05-28": 2, "2013-08": 1, "2014": 4, None: 1}
>>> (timeline,) = timelines([("oil", dates)], dates, "month")
>>> [(period.label, period.articles) for period in timeline.periods]
[('2013-05', 2), ('2013-06', 0), ('2013-07', 0), ('2013-08', 1)]
>>> timeline.imprecise, timeline.undated
(4, 1)
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, get_args

from dateline.search.errors import TooManyPeriods
from dateline.search.periods import Period, PeriodUnit, Timeline

__all__ = ["MOST_PERIODS", "UNITS", "timelines"]

UNITS: Final[tuple[PeriodUnit, ...]] = get_args(PeriodUnit)

# 27 years of days. Years are never refused: the calendar has 9,999.
MOST_PERIODS: Final = 10_000

# How many bars where nobody says by what: two months of days, ten years of months. Chosen by eye.
_MOST: Final[dict[PeriodUnit, int]] = {"day": 62, "month": 120}

# How much of a date a period needs, in characters.
_PRECISION: Final[dict[PeriodUnit, int]] = {"day": 10, "week": 10, "month": 7, "year": 4}

DateCounts = Mapping[str | None, int]  # articles by date, ISO text as it is written


def timelines(
    counted: Sequence[tuple[str, DateCounts]], every: DateCounts, by: PeriodUnit | None = None
) -> tuple[Timeline, ...]:
    """The timeline of each query, all over the same periods: from the first match of any of them to the last.

    `counted` are queries with how many of their articles have which date, `every` those of the archive. None
    for `by` takes days for two months, months for ten years, else years, and nothing finer than most of
    the dates tell. Raises TooManyPeriods where there are more than `MOST_PERIODS`.
    """
    dates = Counter[str | None]()
    for _, counts in counted:
        dates.update(counts)
    unit = _fitting(dates) if by is None else by
    sums = [_by_period(counts, unit) for _, counts in counted]
    totals, _ = _by_period(every, unit)
    numbers = [number for found, _ in sums for number in found]
    first, last = min(numbers, default=0), max(numbers, default=-1)
    if last - first >= MOST_PERIODS:
        count, ends = last - first + 1, (_bounds(unit, first)[0], _bounds(unit, last)[1])
        raise TooManyPeriods(unit, count, MOST_PERIODS, *ends)
    every_one = [(n, _label(unit, n), *_bounds(unit, n)) for n in range(first, last + 1)]
    return tuple(
        Timeline(
            query=query,
            by=unit,
            periods=tuple(
                Period(label, start, end, found[number], totals[number])
                for number, label, start, end in every_one
            ),
            articles=sum(counts.values()),
            undated=sum(counts.values()) - found.total() - imprecise,
            imprecise=imprecise,
            total=sum(every.values()),
        )
        for (query, counts), (found, imprecise) in zip(counted, sums, strict=True)
    )


def _by_period(counts: DateCounts, unit: PeriodUnit) -> tuple[Counter[int], int]:
    """Articles by the number of their period, and how many have a date that says less."""
    found = Counter[int]()
    imprecise = 0
    needed = _PRECISION[unit]
    for text, count in counts.items():
        day = _first_day(text) if text else None
        if text is None or day is None:
            continue
        if len(text) < needed:
            imprecise += count
        else:
            found[_number(unit, day)] += count
    return found, imprecise


def _fitting(dates: DateCounts) -> PeriodUnit:
    """By what to count, where nobody says: by how long the time is, and how much most of the dates tell."""
    known = {text: day for text in dates if text and (day := _first_day(text))}
    dated = sum(dates[text] for text in known)
    for unit, most in _MOST.items():
        telling = [text for text in known if len(text) >= _PRECISION[unit]]
        numbers = [_number(unit, known[text]) for text in telling]
        told = sum(dates[text] for text in telling)
        if told * 2 > dated and max(numbers) - min(numbers) < most:
            return unit
    return "year"


@lru_cache(1 << 15)  # each timeline asks for all dates of the archive
def _first_day(text: str) -> date | None:
    """The day a date is, or begins with; None for no date, or one that is not in the calendar."""
    try:
        return date(int(text[:4]), int(text[5:7] or 1), int(text[8:10] or 1))
    except ValueError:
        return None


def _number(unit: PeriodUnit, day: date) -> int:
    """The number of the period a day is in; the next period has the next."""
    if unit == "year":
        return day.year
    if unit == "month":
        return day.year * 12 + day.month - 1
    return day.toordinal() if unit == "day" else (day.toordinal() - 1) // 7  # day 1 was a Monday


def _bounds(unit: PeriodUnit, number: int) -> tuple[str, str]:
    """The first and the last day of a period."""
    if unit == "year":
        return f"{number:04}-01-01", f"{number:04}-12-31"
    if unit == "month":
        year, month = number // 12, number % 12 + 1
        return f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{monthrange(year, month)[1]}"
    first = number if unit == "day" else number * 7 + 1
    last = first if unit == "day" else min(first + 6, date.max.toordinal())  # the last week of all is short
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


def _label(unit: PeriodUnit, number: int) -> str:
    first = _bounds(unit, number)[0]
    if unit == "week":
        year, week, _ = date.fromisoformat(first).isocalendar()
        return f"{year:04}-W{week:02}"
    return first[: _PRECISION[unit]]
