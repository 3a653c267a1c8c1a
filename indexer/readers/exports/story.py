"""What is known of a story while the lines of a download are gone through.

Every line of it ends up as the title, in the body or among what is struck: none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dateline.indexer.readers.raw import RawDocument, RawParagraph, RawStory

__all__ = ["Line", "Story", "blocks", "is_copyright", "is_day", "is_page_mark"]

_COPYRIGHT: Final = re.compile(
    r"\s*(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés)",
    re.IGNORECASE,
)
# Languages as a service names them in its own, where that is not English.
_NATIVE: Final = {
    "deutsch": "de", "englisch": "en", "französisch": "fr", "spanisch": "es", "italienisch": "it",
    "français": "fr", "anglais": "en", "allemand": "de", "espagnol": "es", "italien": "it",
    "español": "es", "inglés": "en", "alemán": "de", "francés": "fr", "italiano": "it", "inglese": "en",
    "tedesco": "de", "francese": "fr", "inglês": "en", "português": "pt", "nederlands": "nl", "engels": "en",
    "duits": "de", "frans": "fr", "русский": "ru", "английский": "en", "中文": "zh", "日本語": "ja",
    "chinese-traditional": "zh", "chinese-simplified": "zh",
}  # fmt: skip
_BY: Final = re.compile(r"^by\s+", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_DAY: Final = re.compile(r"(?<!\d)\d{1,2}(?!\d)|[年년]")
_MOST_WORDS: Final = 10  # of a line that is a date: "Thursday, March 7, 2019 10:15 AM GMT"
_PAGE_MARK: Final = re.compile(
    r"\s*(?:Page|Seite|Página|Pagina) \d+ (?:of|von|de|sur|di|van) \d+\s*", re.IGNORECASE
)


class Line(NamedTuple):
    """A line of the file, by its number from 1, as it stands there."""

    number: int
    text: str

    @property
    def said(self) -> str:
        """The line without the blanks around it."""
        return self.text.strip()


@dataclass(slots=True)
class Story:
    """A story as it is found: the fields, and which lines are the body and the title."""

    lines: Sequence[Line]
    title: str | None = None
    date: str | None = None
    source: str | None = None
    place: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    body: dict[int, str] = field(default_factory=dict)
    title_line: int | None = None

    def take_title(self, lines: Sequence[Line]) -> None:
        """Lines that are the title, of which one is wrapped."""
        if lines:
            self.title = " ".join(line.said for line in lines)
            self.title_line = lines[0].number

    def take_body(self, lines: Iterable[Line]) -> None:
        """Lines of the body."""
        self.body.update((line.number, line.text) for line in lines)

    def state(self, name: str, value: str | None) -> None:
        """Something stated: of the field of that name, where there is one and it says nothing yet."""
        if name not in _FIELDS:
            self.note(name, value)
        elif value and getattr(self, name) is None:
            if name == "place" and value.isupper():
                value = value.title()
            if name == "author":
                value = _BY.sub("", value)
            setattr(self, name, _NATIVE.get(value.lower(), value) if name == "language" else value)

    def note(self, name: str, value: str | None) -> None:
        """Something stated besides the fields."""
        if value:
            self.meta.setdefault(name, value)

    def is_empty(self) -> bool:
        """Whether it has no words."""
        return not (self.title or any(text.strip() for text in self.body.values()))

    def _struck(self) -> tuple[RawParagraph, ...]:
        titled: set[int] = set()
        if self.title is not None and self.title_line is not None:
            left = self.title
            for line in self.lines:
                if line.number >= self.title_line and line.said and left.startswith(line.said):
                    titled.add(line.number)
                    left = left[len(line.said) :].lstrip()
        return tuple(
            RawParagraph(line.said, line=line.number)
            for line in self.lines
            if line.said and not self.body.get(line.number, "").strip() and line.number not in titled
        )

    def as_lines(self, part: str) -> RawStory:
        """The story of a file of lines, which may be wrapped."""
        numbers = [number for number, text in self.body.items() if text.strip()]
        first, last = (min(numbers), max(numbers)) if numbers else (1, 0)
        return RawStory(
            text="\n".join(self.body.get(number, "") for number in range(first, last + 1)),
            line=first,
            title=self.title,
            title_line=self.title_line,
            date=self.date,
            source=self.source,
            place=self.place,
            author=self.author,
            language=self.language,
            url=self.url,
            part=part,
            meta=tuple(self.meta.items()),
            struck=self._struck(),
        )

    def as_paragraphs(self, part: str) -> RawDocument:
        """The story of a file that tells its paragraphs, each of which is a line here."""
        return RawDocument(
            tuple(RawParagraph(text) for _, text in sorted(self.body.items()) if text.strip()),
            title=self.title,
            date=self.date,
            source=self.source,
            author=self.author,
            language=self.language,
            url=self.url,
            part=part,
            meta=tuple(self.meta.items()),
            place=self.place,
        )


_FIELDS: Final = frozenset(Story.__dataclass_fields__) & frozenset(RawStory.__dataclass_fields__) - {"meta"}


def blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """Runs of lines that are not blank."""
    found: list[list[Line]] = []
    open_ = False
    for line in lines:
        if not line.said:
            open_ = False
        elif open_:
            found[-1].append(line)
        else:
            found.append([line])
            open_ = True
    return found


def is_copyright(text: str) -> bool:
    """Whether a line is about rights."""
    return _COPYRIGHT.match(text) is not None


def is_day(text: str) -> bool:
    """Whether a line may be a date and no more: short, with a year and a day."""
    year = _YEAR.search(text)
    if year is None or len(text.split()) > _MOST_WORDS:
        return False
    return bool(_DAY.search(text[: year.start()]) or _DAY.search(text[year.end() :]))


def is_page_mark(text: str) -> bool:
    """Whether a line counts the pages of a print."""
    return _PAGE_MARK.fullmatch(text) is not None
