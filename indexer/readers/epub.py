"""Books, and the newspapers that reading programs bind as books: a chapter is an article.

Chapters come in the order of the spine; the cover, title and copyright pages and what lists the contents are
left out. A chapter's title is the one the table of contents has for it, else its first heading; the book is
its source.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final
from urllib.parse import unquote

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.packages import Package
from dateline.indexer.readers.properties import stated_day, stated_title
from dateline.indexer.readers.raw import Broken, RawRecord
from dateline.indexer.readers.xml_events import events

__all__ = ["read"]

# Ways to make the fonts of a book useless elsewhere; its text is open.
_FONTS: Final = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_TEXT_TYPES: Final = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
)
_LEFT_OUT: Final = frozenset(
    ["cover", "toc", "title-page", "titlepage", "copyright-page", "loi", "lot", "index", "landmarks"]
)
_BODY_TYPE: Final = re.compile(
    r"<(?:body|section|nav)\b[^<>]{0,300}?epub:type=[\"']([^\"'<>]{1,200})[\"']", re.I
)
_DECLARED: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
_HEADING: Final = re.compile(r"<h([1-3])\b[^<>]*>((?:(?!<h[1-6]\b).){1,2000}?)</h\1\s*>", re.I | re.S)
_HEAD_END: Final = re.compile(r"</head\s*>", re.I)
_TAG: Final = re.compile(r"<[^<>]*>")
_WORD: Final = re.compile(r"[^\W_]")
_LINK_EDGE: Final = re.compile(r"<(/?)a\b[^<>]*>", re.I)
_ISSUE: Final = re.compile(r"\s*[\[(][^\[\]()]*\d[^\[\]()]*[\])]\s*$")  # The Valley Post [7 March 2019]
_MOST_VALUE: Final = 1000  # characters: what is longer is no title, name or date
_MOST_CHAPTER: Final = 16 * 2**20  # as of a page


@dataclass(slots=True)
class _Book:
    """What the package file of a book says; paths are those in the archive."""

    title: str | None = None
    creators: list[str] = field(default_factory=list)
    date: str | None = None
    language: str | None = None
    items: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # id: path, type, properties
    spine: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    contents: str | None = None  # the id of an NCX


def read(stream: BinaryIO) -> Iterator[RawRecord | Broken]:
    """The chapters of a book, in order; `part` is the path of each in it."""
    package = Package(stream)
    _demand_open(package)
    place = _package_file(package)
    if place is None or place not in package:
        raise SourceError(None, "no book: it does not say what it consists of")
    book = _book(package.read(place), posixpath.dirname(place))
    names = _names(package, book)
    first: RawRecord | None = None
    alone = True
    for path in _chapters(book):
        if path not in package:
            yield Broken(f"{path}: named in the book and not in it")
            continue
        data = package.read(path)
        if len(data) > _MOST_CHAPTER:
            yield Broken(f"{path}: {len(data) >> 20} MB, the limit is {_MOST_CHAPTER >> 20} MB")
            continue
        if (chapter := _chapter(data, path, book, names.get(path))) is None:
            continue
        if first is None and alone:
            first = chapter  # it may be the only one
            continue
        if first is not None:
            yield first
        first, alone = None, False
        yield chapter
    if first is not None:
        yield _alone(first, book)


def _alone(chapter: RawRecord, book: _Book) -> RawRecord:
    """The only chapter of a book: an article of the book's title, unless its own is printed nowhere else."""
    title = stated_title(book.title)
    own = chapter.title
    if title is None or own is None or title.casefold() == own.casefold() or own in _words(chapter.text):
        return replace(chapter, title=title or own, source=None)
    return chapter


def _demand_open(package: Package) -> None:
    """SourceError where the text of a book is encrypted, as that of a shop."""
    for event in events(package.read("META-INF/encryption.xml") or b"<none/>"):
        method = event.kind == "start" and event.name == "EncryptionMethod"
        if method and event.attributes.get("Algorithm") not in _FONTS:
            raise SourceError(None, "encrypted (a book with a copy protection)")


def _package_file(package: Package) -> str | None:
    for event in events(package.read("META-INF/container.xml") or b"<none/>"):
        if event.kind == "start" and event.name == "rootfile" and event.attributes.get("full-path"):
            return event.attributes["full-path"]
    return next((name for name in package.names() if name.endswith(".opf")), None)


def _book(part: bytes, folder: str) -> _Book:
    book = _Book()
    open_name, words = "", ""
    about: Mapping[str, str] = {}
    for event in events(part):
        if event.kind == "words":
            words += event.words
            continue
        if event.kind == "end":
            if event.name == open_name:
                _state(book, event.name, about, " ".join(words.split()))
                open_name = ""
            continue
        open_name, about, words = event.name, event.attributes, ""
        if event.name == "item":
            path = _resolved(folder, about.get("href", ""))
            book.items[about.get("id", "")] = (path, about.get("media-type", ""), about.get("properties", ""))
        elif event.name == "spine":
            book.contents = about.get("toc")
        elif event.name == "itemref":
            book.spine.append(about.get("idref", ""))
        elif event.name == "reference" and about.get("type", "").lower() in _LEFT_OUT:
            book.left_out.add(_resolved(folder, about.get("href", "")))
    return book


def _state(book: _Book, name: str, about: Mapping[str, str], words: str) -> None:
    if not words or len(words) > _MOST_VALUE:
        return
    if name == "title":
        book.title = book.title or words
    elif name == "creator" and about.get("role", "aut") == "aut":
        book.creators.append(words)
    elif name == "date" and about.get("event", "publication") in ("publication", "original-publication"):
        book.date = book.date or words
    elif name == "language":
        book.language = book.language or words


def _resolved(folder: str, address: str) -> str:
    """The path in the archive of an address that stands in a part of `folder`."""
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0]))).lstrip("/")


def _names(package: Package, book: _Book) -> dict[str, str]:
    """What the table of contents calls each chapter: of the new kind, else of the old."""
    for path, _, properties in book.items.values():
        if "nav" in properties.split():
            book.left_out.add(path)
            if found := _links(package.read(path), posixpath.dirname(path)):
                return found
    old = book.items.get(book.contents or "")
    return _links(package.read(old[0]), posixpath.dirname(old[0])) if old else {}


def _links(part: bytes, folder: str) -> dict[str, str]:
    """The first name of each chapter in a table of contents; none of one that is broken."""
    found: dict[str, str] = {}
    words, address = "", ""
    try:
        for event in events(part or b"<none/>"):
            if event.kind == "words":
                words += event.words
            elif event.kind == "start" and event.name in ("a", "navLabel"):
                address, words = event.attributes.get("href", ""), ""
            elif event.kind == "end" and event.name == "a" and address:
                found.setdefault(_resolved(folder, address), " ".join(words.split()))
            elif event.kind == "start" and event.name == "content":
                found.setdefault(_resolved(folder, event.attributes.get("src", "")), " ".join(words.split()))
    except SourceError:
        pass
    return found


def _chapters(book: _Book) -> Iterator[str]:
    """The paths of what the spine names, each once."""
    seen: set[str] = set()
    for name in book.spine:
        path, kind, _ = book.items.get(name, ("", "", ""))
        if path and path not in seen and path not in book.left_out and (kind in _TEXT_TYPES or not kind):
            seen.add(path)
            yield path


def _chapter(data: bytes, path: str, book: _Book, name: str | None) -> RawRecord | None:
    """A chapter as a record; None for one without words of its own, and for a page that lists others."""
    declared = _DECLARED.search(data[:4096])
    page = decode(data, declared=declared[1].decode("ascii") if declared else None)
    if (head := _HEAD_END.search(page)) is not None:
        page = page[head.end() :]
    if any(_LEFT_OUT & set(said.lower().split()) for said in _BODY_TYPE.findall(page[:4096])):
        return None
    heading = _HEADING.search(page)
    if (
        heading
        and book.title
        and _words(page[: heading.start()]).casefold().startswith(book.title.casefold())
    ):
        heading = None  # a subhead: the book's title stands at the beginning
    printed = _words(heading[2]) if heading else ""
    title = stated_title(name) or printed or None
    if heading and title and printed.casefold() == title.casefold():
        page = page[: heading.start()] + page[heading.end() :]
    if not _WORD.search(_TAG.sub("", _without_links(page))):
        return None
    return RawRecord(
        page,
        title=title,
        date=stated_day(book.date) or book.date,
        source=_ISSUE.sub("", book.title) if book.title else None,
        author=tuple(book.creators) or None,
        language=book.language,
        part=path,
        markup=True,
    )


def _without_links(page: str) -> str:
    """The page without links and their words."""
    parts = _LINK_EDGE.split(page)  # what stands before an edge, whether the edge ends a link, …
    return parts[0] + "".join(text for ends, text in zip(parts[1::2], parts[2::2], strict=True) if ends)


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())
