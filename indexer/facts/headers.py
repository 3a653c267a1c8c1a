"""Lines that are about the article rather than of it: a date, a byline, "Source: …".

>>> read_header("date 2021-09-16 Kazakh Head of State attends meeting").title
'Kazakh Head of State attends meeting'
>>> read_header("By Jane Doe | 16 September 2021").author
'Jane Doe'
>>> read_header("By then the leaders had left.") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.months import month_number
from dateline.indexer.facts.agencies import is_agency
from dateline.indexer.facts.dates import FoundDate, find_dates
from dateline.indexer.facts.month_words import month_words
from dateline.indexer.facts.titles import ends_like_title, reads_like_title

__all__ = ["Header", "is_header", "may_date_title", "read_byline", "read_header"]

_MAX_CHARS: Final = 260
_REMEMBERED: Final = 1024  # lines: each is asked about several times while its story is told from the others


@dataclass(frozen=True, slots=True)
class Header:
    """What a header line states."""

    date: FoundDate | None = None
    title: str | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None


_DATE_LABELS: Final = (
    "date|dated|published|posted|updated|last updated|publication date|created|"
    "дата|дата публикации|опубликовано|обновлено|жарияланған|veröffentlicht|veröffentlichung|stand|"
    "aktualisiert|datum|"
    "publié|mis à jour|publicado|fecha|actualizado|tarih|yayınlanma tarihi|güncelleme"
)
_DATE_LABEL: Final = re.compile(rf"(?:{_DATE_LABELS})(?:\s+(?:on|at|am|le|el))?\s*[:\s–-]\s*", re.IGNORECASE)
_LABEL_BEGINS: Final = re.compile(
    "|".join(label.partition(" ")[0] for label in _DATE_LABELS.split("|")), re.IGNORECASE
)
_LABEL: Final = re.compile(
    r"(?P<title>title|headline|заголовок|titel|titre|título|başlık)\s*:\s+|"
    r"(?P<author>author|by|written by|автор|autor|autorin|auteur|yazar)\s*:\s+|"
    r"(?P<source>source|publisher|publication|источник|дереккөз|quelle|fuente|kaynak)\s*:\s+|"
    r"(?P<url>url|link|ссылка)\s*:\s+",
    re.IGNORECASE,
)
# A time of day, a weekday, a zone: what may stand beside a date in a line of its own.
_BESIDE_DATE: Final = re.compile(
    r"\d{1,2}[:.]\d\d(?::\d\d)?|\b(?:[ap]\.?m\.?|utc|gmt|est|edt|cet|cest|msk|bst|uhr|at|on|am|um|à|le|el|de|г|года?|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b|T(?=\d)|[+-]\d\d:?\d\d|[\s,.;:()\[\]Z]+",
    re.IGNORECASE,
)
_NAME: Final = r"[^\W\d_a-zа-яё][\w.’'-]*"
_NAMES: Final = rf"{_NAME}(?:\s+(?:(?:de|von|van|der|den|bin|al|el|la|di|da)\s+)?{_NAME}){{0,3}}"
_BYLINE: Final = re.compile(
    rf"(?:By|BY|Written by|Reporting by|Von|Par|Por|Автор)\s*:?\s+"
    rf"(?P<names>{_NAMES}(?:(?:,|\s+and|\s+und|\s+et|\s+y|\s+и|\s+&)\s+{_NAMES}){{0,4}})$"
)
# Each kind of header line has a year, a colon or the word of a byline: what has none needs no closer look.
_BYLINE_BEGINS: Final = re.compile(r"(?:By|BY|Written|Reporting|Von|Par|Por|Автор)\b")
# What begins with a class of characters is sought by that: twice as fast as by a repetition of it.
_A_YEAR: Final = re.compile(r"\d\d{3}")
_A_PLAIN_YEAR: Final = re.compile(r"[0-9][0-9]{3}")  # the same in ASCII
# What parts a line, sought by what it begins with: " • ", "|" with blanks or without, " -- ".
_PARTS: Final = re.compile(r"[\s|](?:(?<=\s)(?:\s*[|•·–—]\s+|\s*\|\s*|\s*-{1,2}\s+)|(?<=\|)\s*)")
_PART_SIGN: Final = re.compile(r"[|•·–—-](?:(?<=\|)|(?<=\s.))")  # each of these has one
_BRACKETED: Final = re.compile(r"(?P<title>.+?)\s*[(\[](?P<date>[^()\[\]]+)[)\]]")
# The first word of a line in Latin or Cyrillic letters, where it is one for sure: no mark is upon its last.
_FIRST_WORD: Final = re.compile(r"[\s,.;:()\[\]]*([A-Za-zÀ-ÖØ-öø-ɏЀ-ӿ]{2,})(?=[ ,.;:]|$)")
_ADDRESS: Final = re.compile(r"https?://\S+$")
_READING_TIME: Final = re.compile(r"\d+\s*min(?:ute)?s?(?:\s+read)?$", re.IGNORECASE)


def is_header(text: str) -> bool:
    """Whether the line is a header that holds no title."""
    header = read_header(text)
    return header is not None and header.title is None


def may_date_title(text: str) -> bool:
    """Whether a line may be a header with a title and its date: of most paragraphs it is soon told that not.

    A title after its date ends the line, and ends as titles do; one before it is parted from it by a sign.
    """
    return not text.endswith(".") or ends_like_title(text) or _PART_SIGN.search(text) is not None


def read_header(text: str, language: str | None = None) -> Header | None:
    """What a line states about its article; None when it is not such a line, or may be a sentence."""
    return None if len(text) > _MAX_CHARS else _read(text, language)


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, language: str | None) -> Header | None:
    if ":" in text:
        if (labelled := _labelled(text)) is not None:
            return labelled
    elif not _has_year(text) and not _BYLINE_BEGINS.match(text):
        return None
    if (dated := _date_first(text, language)) is not None:
        return dated
    signs = [sign.span() for sign in _PARTS.finditer(text)] if _PART_SIGN.search(text) else []
    return _date_last(text, signs, language) or _in_parts(text, signs, language)


def read_byline(text: str) -> str | None:
    """The names of "By Jane Doe and John Smith"; None when it is no byline."""
    match = _BYLINE.match(text)
    if match is None:
        return None
    names, _, last = match["names"].rpartition(", ")
    return names if names and is_agency(last) else match["names"]


def _labelled(text: str) -> Header | None:
    match = _LABEL.match(text)
    if match is None:
        return None
    value = text[match.end() :].strip()
    kind = match.lastgroup
    if not value or len(value.split()) > 30:
        return None
    if kind == "title":
        return Header(title=value)
    if kind == "url":
        return Header(url=value) if _ADDRESS.match(value) else None
    if len(value.split()) > 8:
        return None
    return Header(author=value) if kind == "author" else Header(source=value)


def _opening_date(text: str, language: str | None) -> tuple[re.Match[str] | None, str, FoundDate | None]:
    """What a text that may open with its date labels it by, the text after that, and the first date there."""
    first = _FIRST_WORD.match(text)
    if first is not None and not _stands_before_date(first[1]):
        return None, text, None  # as most sentences: not even looked for
    label = _DATE_LABEL.match(text)
    rest = text[label.end() :] if label else text
    return label, rest, _first_date(rest, language)


@lru_cache(maxsize=_REMEMBERED)
def _stands_before_date(word: str) -> bool:
    """Whether a word begins a label, is one that may stand beside a date, or may be the name of a month."""
    return (
        _LABEL_BEGINS.fullmatch(word) is not None
        or not _BESIDE_DATE.sub("", word)
        or bool(month_words(word))
        or month_number(word) is not None
    )


@lru_cache(maxsize=_REMEMBERED)
def _first_date(text: str, language: str | None) -> FoundDate | None:
    if not _has_year(text):
        return None
    return next(
        (found for found in find_dates(text, language) if found.iso is not None and found.month), None
    )


def _has_year(text: str) -> bool:
    return (_A_PLAIN_YEAR if text.isascii() else _A_YEAR).search(text) is not None


def _date_first(text: str, language: str | None) -> Header | None:
    label, rest, found = _opening_date(text, language)
    if found is None or not found.full or _BESIDE_DATE.sub("", rest[: found.start]):
        return None
    after = rest[found.end :]
    beside = 0
    while match := _BESIDE_DATE.match(after, beside):
        if match.end() == beside:
            break
        beside = match.end()
    title = after[beside:].lstrip(" |•·–—:-")
    if not title:
        return Header(date=found)
    if author := read_byline(title):
        return Header(date=found, author=author)
    # Without a label a comma after the date makes it a sentence: "25 July 2024, staff of the …".
    if reads_like_title(title) and (label or not after.startswith(",")):
        return Header(date=found, title=title)
    return None


def _date_last(text: str, signs: Sequence[tuple[int, int]], language: str | None) -> Header | None:
    """ "Title | 16 September 2021" and "Title (16 September 2021)"; `signs` part it."""
    bracketed = _BRACKETED.fullmatch(text) if text.endswith((")", "]")) else None
    if bracketed is not None:
        title, stated = bracketed["title"], bracketed["date"]
    elif signs:
        start, end = signs[-1]
        title, stated = text[:start], text[end:]
    else:
        return None
    found = _only_date(stated, language)
    if found is None or not found.full or len(title.split()) < 3 or not reads_like_title(title):
        return None
    if author := read_byline(title):
        return Header(date=found, author=author)
    return Header(date=found, title=title)


def _only_date(text: str, language: str | None) -> FoundDate | None:
    """The date of a text that is a date, perhaps labelled or with a time, and nothing else."""
    _, rest, found = _opening_date(text, language)
    if found is None or _BESIDE_DATE.sub("", rest[: found.start] + " " + rest[found.end :]):
        return None
    return found


def _in_parts(text: str, signs: Sequence[tuple[int, int]], language: str | None) -> Header | None:
    """ "By Jane Doe | Reuters | 16 September 2021": every part is a byline, a date or an outlet."""
    date, author, source, url, others = None, None, None, None, 0
    starts, ends = [0, *[end for _, end in signs]], [*[start for start, _ in signs], len(text)]
    for first, last in zip(starts, ends, strict=True):
        part = text[first:last]
        if not part or _READING_TIME.match(part):
            continue
        if found := _only_date(part, language):
            date = date or found
        elif names := read_byline(part):
            author = names
        elif _ADDRESS.match(part):
            url = part
        elif len(part.split()) <= 4 and part[:1].isupper() and not others:
            source, others = part, 1
        else:
            return None
    if date is None and author is None and url is None:
        return None
    return Header(date=date, author=author, source=source, url=url)
