"""What a reader finds in a file, before anything is cleaned.

A raw article is what the kind of file says of itself and no more: which of its words are the article, and
what they tell of its date and place, is the business of cleaning. `part` names its place in a file that holds
several ("3", "2013/may.txt"): it makes the ids of their articles, and is empty where the file is the article.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.indexer.article import ParagraphKind

__all__ = [
    "Broken",
    "Item",
    "Raw",
    "RawDocument",
    "RawPage",
    "RawParagraph",
    "RawRecord",
    "RawText",
]


@dataclass(frozen=True, slots=True)
class RawText:
    """Plain text, which may hold several stories."""

    text: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class RawPage:
    """A web page, as its source."""

    html: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """An article whose fields are stated, each as it was written. `line` is that of the file.

    `author` is a byline, or the names of a list. With `markup` the text is HTML, all of it the article's.
    """

    text: str
    title: str | None = None
    id: str | None = None
    date: str | None = None
    source: str | None = None
    place: str | None = None
    author: str | tuple[str, ...] | None = None
    language: str | None = None
    url: str | None = None
    line: int | None = None
    part: str = ""
    markup: bool = False


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph that its file tells from the others; `line` is the one of the file it begins in."""

    text: str
    kind: ParagraphKind = "body"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """An article in paragraphs, with what its file states of it: an office document, a book's chapter."""

    paragraphs: tuple[RawParagraph, ...]
    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | tuple[str, ...] | None = None
    language: str | None = None
    url: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A part of a file that is no article, and why; the others are not concerned."""

    reason: str
    line: int | None = None


Raw = RawText | RawPage | RawRecord | RawDocument
Item = Raw | Broken
