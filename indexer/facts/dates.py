"""Dates in running text, with as much of each as is said: the day, the month, or the year alone.

Own patterns, since the parsers at hand turn "Sept.15" into the current year and find dates in "14 separate".
A year is never invented: what the text leaves open stays open.

>>> text = "On May 28, 2013 and Sept.15, the 28 decided on 14 separate papers for 2025."
>>> [found.iso or found.text for found in find_dates(text)]
['2013-05-28', 'Sept.15']
>>> dated("Published: 16 September 2021").value
'2021-09-16'

A date of two small numbers and slashes (03/04/2021) is day first, unless the text is English or of unknown
language, where it may be either: then only its year is taken.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from dateline.indexer.analysis.months import CAPITALISED, UNCAPITALISED, month_number
from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.article import DateKind
from dateline.indexer.facts.month_words import month_words
from dateline.indexer.facts.stamps import is_unset, stamped

__all__ = ["Dated", "FoundDate", "dated", "find_dates"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as a text names it: `text` is the slice `[start, end)`; what it leaves open is None."""

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str | None:
        """ISO text as far as it is known: "2013-05-28", "2013-05", "2013"; None without a year."""
        if self.year is None:
            return None
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def full(self) -> bool:
        """Whether year, month and day are all there."""
        return self.year is not None and self.day is not None


class Dated(NamedTuple):
    """How an article is dated: the three date fields of its record."""

    value: str | None
    kind: DateKind
    text: str | None


UNDATED: Final = Dated(None, "none", None)

_YEAR: Final = r"(?:1[5-9]|20)\d\d"


def _names(table: dict[int, str]) -> str:
    return "|".join("|".join(names.split()) for names in table.values())


_SHOUTED: Final = {month: names.upper() for month, names in CAPITALISED.items()}
_WRITTEN: Final = f"{_names(CAPITALISED)}|{_names(_SHOUTED)}"
_CAPITAL: Final = rf"(?:{_WRITTEN})(?!\w)\.?"
_ANY: Final = rf"(?:{_WRITTEN}|(?i:{_names(UNCAPITALISED)}))(?!\w)\.?"

# Each alternative names its groups with a letter of its own; the first that matches at a place wins.
_DATE: Final = lazy_pattern(
    rf"""
    # 2021-09-16
    (?<![\w.-]) (?P<ya>{_YEAR}) (?P<sa>[-/.]) (?P<ma>\d\d?) (?P=sa) (?P<da>\d\d?) (?!\d)
    # 16.09.2021
    | (?<![\w.,/-]) (?P<db>\d\d?) (?P<sb>[-/.]) (?P<mb>\d\d?) (?P=sb) (?P<yb>{_YEAR}) (?!\d)
    # 2021 жылғы 16 қыркүйек
    | (?<!\w) (?P<yc>{_YEAR}) [\s-]* (?:жыл\w*|ж\.) \s* (?:(?P<dc>\d\d?) [\s-]+)? (?P<nc>{_ANY})
    # 16 September 2021
    | (?<![\w.,:$€£-]) (?P<dd>\d\d?) (?:\s?[-–—]\s?\d\d?)? (?:st|nd|rd|th|er|-?го|[.ºª])?
      [\s-]* (?:of\s+|de\s+|d[’'])? (?P<nd>{_ANY})
      (?:,?\s* (?:de\s+|del\s+)? (?P<yd>{_YEAR}) (?!\d))?
    # May 28, 2013
    | (?<!\w) (?P<ne>{_CAPITAL}) \s* (?P<de>\d\d?) (?:st|nd|rd|th)? (?:\s?[-–—]\s?\d\d?(?!\d))?
      (?:,?\s* (?P<ye>{_YEAR}) (?!\d))?
      (?! [.,:]?\d | \s*(?:%|per\s?cent\b|pct\b|million\b|billion\b))
    # May 2013
    | (?<!\w) (?P<nf>{_ANY}) ,?\s+ (?:of\s+|de\s+|del\s+)? (?P<yf>{_YEAR}) (?!\d)
    """,
    re.VERBOSE,
)
# Letters and the marks that are written with them.
_WORD: Final = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e]){1,15}"
_THAI_SHORT: Final = r"[\u0e01-\u0e2e][\u0e35\u0e34]?\.[\u0e01-\u0e2e]"  # with a full stop amid
# The same in any language, by the table of its months: only whole dates, since the words may be any.
_WORLD: Final = lazy_pattern(
    rf"""
    # 7 maart 2019, 7. března 2019, 7 de março de 2019, 7. gada
    (?<![\w.,:$€£-]) (?P<dg>\d\d?) (?:[.ºª°]|-?[eеяй])? [\s./-]{{0,3}} (?:(?:de|di|d[aā]|of|der)\s+|d[’'])?
      (?P<ng>{_WORD}|{_THAI_SHORT}) \.? [\s,./-]{{0,3}} (?:(?:de|del|din)\s+)?
      (?P<yg>{_YEAR}|25\d\d) (?![\d]|[-./]\d)
    # 2019. gada 7. marts
    | (?<!\w) (?P<yi>{_YEAR}) \.?\s+ gada \s+ (?P<di>\d\d?)\.?\s+ (?P<ni>{_WORD})
    # 2019. március 7., 2019 m. kovo 7 d.
    | (?<![\w.,:$€£-]) (?P<yh>{_YEAR}) \.? -? (?:\s*(?:m|g|ko)\.?)? \s+
      (?P<nh>{_WORD}) \.? \s+ (?P<dh>\d\d?) (?!\d)
    # marzo 7, 2019: the word is looked at from its end, so that a text is not tried at each of its words
    | (?<![\w.,:$€£-]) (?P<dj>\d\d?) (?:st|nd|rd|th)? [,،]?\s+ (?P<yj>{_YEAR}) (?!\d|[-./]\d)
    # 2019年3月7日, 2019년 3월 7일
    | (?<!\d) (?P<yk>{_YEAR}) (?:\s?[(\uff08][^()\uff08\uff09]{{1,8}}[)\uff09])? \s?[年년]\s?
      (?P<mk>\d\d?) \s?[月월]\s? (?P<dk>\d\d?) \s?[日일号]
    # 7 tháng 3 năm 2019
    | (?<!\w) (?P<dl>\d\d?) \s+ (?i:tháng) \s+ (?P<ml>\d\d?) (?:,|\s+năm)? \s+ (?P<yl>{_YEAR}) (?!\d)
    # 7. 3. 2019 and 2019. 3. 7.
    | (?<![\w.,/-]) (?P<dm>\d\d?) \.\s (?P<mm>\d\d?) \.\s? (?P<ym>{_YEAR}) (?!\d)
    | (?<![\w.,/-]) (?P<yn>{_YEAR}) \.\s (?P<mn>\d\d?) \.\s (?P<dn>\d\d?) (?!\d)
    """,
    re.VERBOSE,
)
_WORD_BEFORE: Final = lazy_pattern(rf"(?<![^\W_])({_WORD})\.?\s+$")
_WORD_CHARS: Final = 20
_YEAR_DIGITS: Final = 4
_DAY_DIGITS: Final = 2  # at most, and those of a month
_ORDINAL: Final = ("º", "ª")  # letters, to what looks for words
_THAI_ERA: Final = 543  # years ahead
# 07.03.19, 7/3/19: no date in a sentence, but in an element of a page that is one.
_SHORT_YEAR: Final = lazy_pattern(
    r"(?<![\d.,/:-])(\d\d?)\s?([./])\s?(\d\d?)\s?\2\s?([0-3]\d)(?![\d/]|[.:]\d)"
)
# Months of two words in the Arabic of the Levant, to be joined.
_TWO_WORDS: Final = re.compile("(كانون|تشرين)[ \u200c\u00a0](الثاني|الأول|الاول)")
# What begins with a class of characters is sought by that: twice as fast as by a repetition of it.
_NUMBER: Final = re.compile(r"\d\d*")
_PLAIN_NUMBER: Final = re.compile(r"[0-9][0-9]*")  # the same in ASCII
# What a date has that names no month: signs between numbers, the word "year" in Kazakh and Kyrgyz. Or it is
# written on the ending of an ordinal (16thMay).
_NUMERIC: Final = re.compile(r"[\dж](?:(?<=ж)|(?<=\d)(?:([-/.])\d\d?\1\d|(?:st|nd|rd|th|er|-?го)[^\W\d_]))")
_OTHER_DIGITS: Final = re.compile("[٠-٩۰-۹०-९০-৯０-９]")
_MONTH_FIRST: Final = frozenset(("en-us", "en-ph"))
_LAST_YEAR: Final = 2100
_ISO: Final = re.compile(rf"{_YEAR}(?:-\d\d(?:-\d\d)?)?")


def find_dates(text: str, language: str | None = None) -> Iterator[FoundDate]:
    """The dates of `text`, in their order; a bare year is none.

    `language` (a code or tag, None for unknown) decides how 03/04/2021 is read: day first, but month first in
    "en-US", and neither in English or a language that is not known.
    """
    plain = text.isascii()
    numbers = [number.span() for number in (_PLAIN_NUMBER if plain else _NUMBER).finditer(text)]
    if not numbers:
        return
    if not plain and _OTHER_DIGITS.search(text, numbers[0][0]):
        text = _OTHER_DIGITS.sub(lambda digit: str(int(digit[0])), text)
    others = deque(_in_the_world(text, starts, language) if (starts := _beside_years(text, numbers)) else ())
    for match in _matches(text, numbers):
        found = _read(match, language)
        if found is None:
            continue
        while others and others[0].start < found.start:
            other = others.popleft()
            if other.end > found.start:
                found = max(other, found, key=lambda date: (date.full, date.end - date.start))
            else:
                yield other
        yield found
        while others and others[0].start < found.end:
            others.popleft()
    yield from others


def _beside_years(text: str, numbers: Sequence[tuple[int, int]]) -> list[int]:
    """Where the numbers begin at which `_WORLD` may match, of all in a text: start and end, ascending.

    A day has its year as the next number or the one after that; a year has a day or a month as the next,
    unless it is counted in another era beside it ("2019(令和1)年").
    """
    sizes = [end - start for start, end in numbers]
    if _YEAR_DIGITS not in sizes:
        return []
    sizes += [0, 0]
    plain = text.isascii()
    return [
        start
        for place, (start, _) in enumerate(numbers)
        if (sizes[place] <= _DAY_DIGITS and _YEAR_DIGITS in sizes[place + 1 : place + 3])
        or (sizes[place] == _YEAR_DIGITS and (not plain or 0 < sizes[place + 1] <= _DAY_DIGITS))
    ]


def _matches(text: str, numbers: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """What `_DATE` finds, tried only where a date may begin: at a number, or at the name of a month.

    At every letter of a text it takes ten times as long.
    """
    names = month_words(text)
    if _NUMERIC.search(text, numbers[0][0]):
        starts = sorted([*names, *[start for start, _ in numbers]])
    elif names:
        starts = sorted([*names, *_before_names(text, numbers, names)])
    else:
        return
    end = 0
    for start in starts:
        if start >= end and (match := _DATE.match(text, start)) is not None:
            yield match
            end = match.end()


def _before_names(text: str, numbers: Sequence[tuple[int, int]], names: Sequence[int]) -> Iterator[int]:
    """Where the numbers begin that may be the day of a month named after them: between may be one more."""
    lasts = [start for start, _ in numbers[2:]] + [len(text)] * 2
    for (start, end), last in zip(numbers, lasts, strict=False):
        if end - start <= _DAY_DIGITS:
            named = bisect_left(names, end)
            if (named < len(names) and names[named] < last) or text[end : end + 1] in _ORDINAL:
                yield start


def _in_the_world(text: str, numbers: Sequence[int], language: str | None) -> Iterator[FoundDate]:
    """The whole dates of a text, their months named in any language; each begins at one of its numbers."""
    written = text
    if not text.isascii():
        text = _TWO_WORDS.sub("\\1ـ\\2", text)
    at = 0
    for number in numbers:
        if number < at or (match := _WORLD.match(text, number)) is None:
            continue
        groups, form = match.groupdict(), _form(match)
        year, day = int(groups[f"y{form}"]), int(groups[f"d{form}"])
        start = match.start()
        word = groups.get(f"n{form}")
        if form == "j" and (before := _WORD_BEFORE.search(text, max(start - _WORD_CHARS, 0), start)):
            start, word = before.start(), before[1]
        month = int(groups.get(f"m{form}") or 0) or (
            month_number(word.replace(".", ""), language) if word else None
        )
        if year > _LAST_YEAR:
            year -= _THAI_ERA if word and "\u0e00" < word < "\u0e7f" else year
        at = match.start() + 1
        if month and year and _exists(year, month, day):
            named = written[start : match.end()].rstrip(".")
            yield FoundDate(start, start + len(named), named, year, month, day)
            at = match.end()


def _form(match: re.Match[str]) -> str:
    """Which alternative it is that matched: the letter its groups are named with."""
    assert match.lastgroup is not None
    return match.lastgroup[1]


def _read(match: re.Match[str], language: str | None) -> FoundDate | None:
    groups, form = match.groupdict(), _form(match)
    year_text, day_text = groups[f"y{form}"], groups.get(f"d{form}")
    year = int(year_text) if year_text else None
    day = int(day_text) if day_text else None
    month: int | None
    if form == "b":
        month, day = _month_and_day(int(groups["db"]), int(groups["mb"]), groups["sb"], language)
    elif form == "a":
        month = int(groups["ma"])
    else:
        month = month_number(groups[f"n{form}"].rstrip("."), language)
    if not _exists(year, month, day):
        return None
    named = match[0].rstrip(".")
    return FoundDate(match.start(), match.start() + len(named), named, year, month, day)


def _month_and_day(first: int, second: int, sign: str, language: str | None) -> tuple[int | None, int | None]:
    if second > 12:
        return first, second
    if language and language.lower() in _MONTH_FIRST and sign == "/" and first <= 12:
        return first, second
    if first > 12 or first == second or sign == "." or language not in {None, "en"}:
        return second, first
    return None, None


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        datetime.date(year or 2000, month or 1, day or 1)  # 2000: a leap year, so that 29 February may be
    except ValueError:
        return False
    return day != 0


@lru_cache(maxsize=4096)
def dated(stated: str | None, language: str | None = None) -> Dated:
    """What a stated date (a record's, a header's, a page's) says: "exact" when year, month and day are there.

    A time is dropped and nothing is shifted: the day is that of the place where it was written. What programs
    write for no date at all (the epoch) is none.
    """
    if not stated or is_unset(stated):
        return UNDATED
    if _ISO.fullmatch(stated):
        parts = [*map(int, stated.split("-")), 1, 1][:3]
        if _exists(parts[0], parts[1], parts[2]):
            return Dated(stated, "exact" if len(stated) == 10 else "partial", stated)
    found = sorted(find_dates(stated, language), key=lambda date: (not date.full, date.iso is None))
    if not (found and found[0].full) and (stamp := stamped(stated)) is not None:
        return Dated(stamp, "exact" if len(stamp) == len("2013-05-28") else "partial", stated.strip())
    if not (found and found[0].full) and (short := _SHORT_YEAR.search(stated)):
        month, day = _month_and_day(int(short[1]), int(short[3]), short[2], language)
        if month and _exists(2000 + int(short[4]), month, day):
            return Dated(f"20{short[4]}-{month:02d}-{day:02d}", "exact", short[0])
    if not found:
        return Dated(None, "none", stated)
    return Dated(found[0].iso, "exact" if found[0].full else "partial", found[0].text)
