"""The dateline before a story: from where, when and by which agency it was sent.

>>> read_dateline("DUSHANBE. KAZINFORM – A meeting has taken place")
Dateline(place='Dushanbe', agency='Kazinform', date=None, end=22)
>>> read_dateline("MOSCOW, Sept 15. /TASS/. Leaders met").date.text
'Sept 15'
>>> read_dateline("CSTO members – six states – met") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.indexer.facts.agencies import agency_name, is_agency
from dateline.indexer.facts.dates import FoundDate, find_dates

__all__ = ["Dateline", "read_dateline"]


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


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline a paragraph opens with; None when there is none.

    A place in capitals is enough; one in mixed case needs a date or a marked agency beside it, since
    "Kazakhstan – a large country" is no dateline.
    """
    for pattern in (_SLASHED, _DASHED):
        match = pattern.match(paragraph)
        if match is not None and (read := _read(match["head"], match.end())) is not None:
            return read
    return None


def _read(head: str, end: int) -> Dateline | None:
    date = next(iter(find_dates(head)), None)
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
    return "-".join(part.capitalize() for part in word.split("-"))
