"""The dateline before a story: from where, when and by which agency it was sent.

>>> read_dateline("DUSHANBE. KAZINFORM – A meeting has taken place")
Dateline(place='Dushanbe', agency='Kazinform', date=None, end=22)
>>> read_dateline("MOSCOW, Sept 15. /TASS/. Leaders met").date.text
'Sept 15'
>>> read_dateline("CSTO members – six states – met") is None
True
>>> place_of("****WEST HARTFORD, Conn., FEb 26 -")[0]
'West Hartford, Conn.'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dateline.indexer.facts.agencies import agency_name, is_agency
from dateline.indexer.facts.dates import FoundDate, find_dates

__all__ = ["Dateline", "place_of", "read_dateline"]


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline, which is the slice `[0, end)` of its paragraph."""

    place: str | None
    agency: str | None
    date: FoundDate | None
    end: int


# The head of a paragraph up to its first dash, or up to an agency between slashes.
_DASHED: Final = re.compile(r"(?P<head>[^–—―]{2,90}?)\s*(?:[–—―]|(?<=\s)--?|(?<=[)/])\s?--?)\s+(?=\S)")
_SLASHED: Final = re.compile(r"(?P<head>[^/]{2,70}?\s*/[^/]{2,40}/)\.?\s*(?:[–—-]{1,2}\s+)?(?=\S)")
_DASH: Final = re.compile(r"[–—―-]\s")  # what the first of them has, and most paragraphs have not
_MARKED: Final = re.compile(r"[(/]\s*(?P<name>[^()/]{2,40}?)\s*[)/]\.?")
# Words in capitals before a dash that are no places.
_NO_PLACES: Final = re.compile(
    r"(?:ANALYSIS|BREAKING|COMMENTARY|CORRECTED|CORRECTION|EDITORIAL|EXCLUSIVE|FACTBOX|INTERVIEW|LIVE|"
    r"NEWS|NOTE|OPINION|PHOTO|PHOTOS|TIMELINE|UPDATE|UPDATED|VIDEO|WATCH)"
)
_PREFIXES: Final = frozenset(("ST", "STE", "FT", "MT", "PORT"))
_SMALL: Final = re.compile(
    r"am|an|and|da|de|del|den|der|di|do|dos|du|la|las|les|los|of|on|sur|the", re.IGNORECASE
)
# What nobody's name of a place begins or ends with, and what stands between it and a day.
_DECORATION: Final = " \t\n*#=~_<>|•·,;:–—―-"
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile(r"\d")
_FULL_STOP: Final = re.compile(r"(?<![,.])(?:\s|^)[^\W\d_]{5,}\.$")  # of no abbreviation: "SAMARKAND."
_MISSPELT: Final = re.compile(r",\s*[^\W\d_]+\.?\s*\d{1,2}$")  # a day: "RENO, Nev., Mach 4 -"
_MOST_PLACE_CHARS: Final = 200
_REMEMBERED: Final = 1024  # what is sent from one city on one day comes together


def place_of(stated: str | None) -> tuple[str | None, FoundDate | None]:
    """The place that a file states as that of a story, and the day beside it: "Bogota, march 4".

    Files that state the whole dateline as the place write it as it was sent. A place without a day stays as
    it is, but for decoration at its ends; one in capitals beside a day is written small.
    """
    place = " ".join(stated.split()).strip(_DECORATION) if stated else ""
    date = _day_of(place) if len(place) <= _MOST_PLACE_CHARS else None
    if date is None or date.month is None:
        ends = stated is not None and stated.rstrip().endswith(("-", "–", "—"))
        return (_MISSPELT.sub("", place) if ends else place) or None, None
    before = place[: date.start].rstrip(_DECORATION + "(/")
    place = before or place[date.end :].strip(_DECORATION + ")/.")
    words = place.split()
    if not words or (words[-1].islower() and _SMALL.fullmatch(words[-1])):
        return stated and stated.strip(), None  # "Place du 8 Mai 1945"
    if _FULL_STOP.search(place):
        place = place[:-1]
    name, comma, region = place.partition(",")
    return (_place_name(name) if "/" not in name else name) + comma + region, date


def _day_of(text: str) -> FoundDate | None:
    """The first day of a line, however its month is written: "FEb 26", "march 4"."""
    if not _DIGIT.search(text):
        return None
    for date in find_dates(text):
        return _as_written(date, text)
    written = _LETTERS.sub(lambda word: word[0].capitalize(), text)
    for date in find_dates(written) if len(written) == len(text) else ():
        return _as_written(date, text)
    return None


def _as_written(date: FoundDate, text: str) -> FoundDate:
    """The date with its text as it stands there."""
    said = text[date.start : date.end]
    return date if date.text == said else replace(date, text=said)


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline a paragraph opens with; None when there is none.

    A place in capitals is enough; one in mixed case needs a date or a marked agency beside it, since
    "Kazakhstan – a large country" is no dateline.
    """
    if "/" in paragraph:
        match = _SLASHED.match(paragraph)
        if match is not None and (read := _read(match["head"], match.end())) is not None:
            return read
    match = _DASHED.match(paragraph) if _DASH.search(paragraph) else None
    return None if match is None else _read(match["head"], match.end())


@lru_cache(maxsize=_REMEMBERED)
def _read(head: str, end: int) -> Dateline | None:
    date = _day_of(head)
    rest = f"{head[: date.start]},{head[date.end :]}" if date else head
    marked = _MARKED.search(rest)
    agency = agency_name(marked["name"]) if marked else None
    if marked:
        rest = rest[: marked.start()] + rest[marked.end() :]
    place, *others = _parts(rest)
    for other in others:
        shouted = other.isupper() and len(other) > 4 and f". {other}" in rest
        if agency is None and (is_agency(other) or shouted):
            agency = agency_name(other)
        elif not other[:1].isupper() or len(other.split()) > 3:
            return None
    return _judged(place, agency, date, end, marked is not None)


def _parts(rest: str) -> list[str]:
    """The names separated by commas and full stops; "ST. PETERSBURG" stays one."""
    parts = [part.strip() for part in re.split(r"[,.]\s+|[,.]$", rest.strip()) if part.strip(" .,")]
    if len(parts) > 1 and parts[0].upper() in _PREFIXES:
        parts[:2] = [f"{parts[0]}. {parts[1]}"]
    return parts or [""]


def _judged(
    place: str, agency: str | None, date: FoundDate | None, end: int, marked: bool
) -> Dateline | None:
    if not place[:1].isupper() or len(place.split()) > 4 or _NO_PLACES.fullmatch(place):
        return None
    shouted = place.isupper()
    if not shouted and not (date or marked):
        return None
    if not shouted and not all(word[:1].isupper() or _SMALL.fullmatch(word) for word in place.split()):
        return None
    if is_agency(place):
        return Dateline(None, agency_name(place), date, end) if date or len(place) > 4 else None
    if len(place) < 4 and not (date or agency):
        return None
    return Dateline(_place_name(place), agency, date, end)


def _place_name(place: str) -> str:
    """The place in mixed case: "Rio de Janeiro" of "RIO DE JANEIRO"; the first of "TASHKENT/ALMATY"."""
    first = place.partition("/")[0].strip()
    if not first.isupper():
        return first
    words = first.split()
    return " ".join(
        word.lower() if number and _SMALL.fullmatch(word) else _capitalised(word)
        for number, word in enumerate(words)
    )


def _capitalised(word: str) -> str:
    if "." in word[:-1]:
        return word  # N.Y.
    return "-".join(part.capitalize() for part in word.split("-"))
