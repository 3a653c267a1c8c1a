"""Which kinds of files are read, by what are they known, and who reads them?

A kind is one module here, with a function `read(stream)` that yields raw articles, and one line in READERS.
The module is imported when a file of its kind is met. Which files are indexed, what help says is, and how a
file that is not read is named all follow from these two tables.

>>> recognise("page", b"<!DOCTYPE html><title>Summit</title>").name
'html'
>>> recognise("notes.txt", b"%PDF-1.7").name
'pdf'
>>> recognise("notes.txt", b"GIF89a")
Traceback (most recent call last):
...
dateline.indexer.errors.SourceError: looks like a GIF image, and there is no reader for it
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.indexer.errors import ExtraNeeded, SourceError

if TYPE_CHECKING:
    from dateline.indexer.readers.raw import Item

__all__ = [
    "READERS",
    "UNREAD",
    "Read",
    "Reader",
    "Unread",
    "grows",
    "is_installed",
    "is_known",
    "kinds",
    "recognise",
    "suffixes",
    "unpacked_name",
    "why_unread",
]

Read = Callable[..., "Iterator[Item]"]

_MB: Final = 2**20
_TARS: Final = (".tgz", ".tbz2", ".txz")
_BOM: Final = b"\xef\xbb\xbf"
_ZIP: Final = b"PK\x03\x04"
# Past what may stand before it: the XML declaration, comments, a document type, with brackets or without.
_ROOT: Final = re.compile(
    rb"(?:\s|<\?[^>]*>|<!--(?:(?!-->).)*-->|<!doctype(?:[^>\[]|\[[^\]]*\])*>)*"
    rb"<(?:[a-z_][\w.-]*:)?(?P<name>[a-z_][\w.-]*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """A kind of file that is read. `name` is the module that does, `description` what people call the kind.

    `suffixes` have their dot and are small. `magic` are leading bytes, of a text without regard to case and
    to blanks before them; `inside` are bytes, one of which stands in the first 4,096 besides (what a ZIP
    holds); `roots` are names of an XML document's first element, small. `extra` is the optional part of
    Dateline that brings what the module imports.
    `max_bytes` is the longest file that is read, and then at once; without one the file is read as a stream,
    and may be larger than memory. A `text` kind may be belied by how a file begins; what of it is read at
    once is refused where it looks binary. What `grows` is lines, read from where it ended when more were
    added. Of what `shrinks` a longer file is read as a stream all the same: its reader leaves much of it out.
    What `seeks` is read here and there: a member is held in memory for it. What is `keyed` is records: `read`
    takes their `fields`, a field map (records.py).
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    magic: tuple[bytes, ...] = ()
    inside: tuple[bytes, ...] = ()
    roots: tuple[bytes, ...] = ()
    extra: str | None = None
    max_bytes: int | None = 64 * _MB
    text: bool = False
    grows: bool = False
    keyed: bool = False
    shrinks: bool = False
    seeks: bool = False

    def load(self) -> Read:
        """What reads a file of this kind; ExtraNeeded when that is not installed."""
        try:
            read: Read = import_module(f"dateline.indexer.readers.{self.name}").read
        except ImportError as error:
            if self.extra is None:
                raise
            raise ExtraNeeded(
                None,
                f'to read {self.description}: pip install "dateline[{self.extra}]"',
                extra=self.extra,
            ) from error
        return read


@dataclass(frozen=True, slots=True)
class Unread:
    """A kind of file that is known and not read; where several share their leading bytes, all are named.

    Without leading bytes it is known by its suffixes alone.
    """

    description: str
    magic: bytes = b""
    suffixes: tuple[str, ...] = ()


# The longest book is 6 MB; a text of more than 16 is a log, a dump or a mistake, and up to 16 times that are
# held while it is cleaned. The heaviest news pages have 3 MB, most of it scripts; parsing takes some seconds
# a megabyte at worst.
_TEXT: Final = Reader("text", (".txt",), "plain text", max_bytes=16 * _MB, text=True)
READERS: Final[tuple[Reader, ...]] = (
    _TEXT,
    Reader("markdown", (".md", ".markdown"), "Markdown", max_bytes=16 * _MB, text=True),
    Reader(
        "html",
        (".html", ".htm", ".xhtml", ".shtml", ".php"),
        "web pages",
        (b"<!doctype html", b"<!doctype netscape-bookmark-file"),
        roots=(b"html",),
        max_bytes=16 * _MB,
        text=True,
        shrinks=True,
    ),
    Reader("jsonl", (".jsonl", ".ndjson"), "JSON lines", max_bytes=None, text=True, grows=True, keyed=True),
    Reader("json", (".json",), "JSON", text=True, keyed=True),
    Reader("table", (".csv", ".tsv"), "tables", max_bytes=None, text=True, keyed=True),
    Reader("feed", (".rss", ".atom", ".rdf", ".xml"), "feeds", roots=(b"rss", b"feed", b"rdf"), text=True),
    Reader(
        "newsml",
        (".nitf", ".newsml"),
        "NITF and NewsML",
        roots=(b"nitf", b"newsitem", b"newsmessage", b"newsml", b"packageitem"),
        text=True,
    ),
    Reader("sgml", (".sgm", ".sgml"), "Reuters SGML", roots=(b"reuters",), text=True),
    Reader("enex", (".enex",), "Evernote exports", roots=(b"en-export",), text=True),
    Reader("mail", (".eml",), "mails", (b"received:", b"return-path:", b"delivered-to:"), text=True),
    Reader(
        "mbox",
        (".mbox",),
        "mailboxes",
        (b"From ",),
        inside=(b"\nReceived:", b"\nReturn-Path:", b"\nMessage-ID:", b"\nFrom:"),
        max_bytes=None,
    ),
    Reader("mhtml", (".mhtml", ".mht"), "web pages with their pictures", (b"From: <Saved by ",)),
    Reader(
        "webarchive",
        (".webarchive",),
        "web pages saved by Safari",
        (b"bplist00",),
        inside=(b"WebMainResource", b"WebResource"),
    ),
    Reader("warc", (".warc",), "web archives", (b"WARC/",), extra="warc", max_bytes=None),
    Reader(
        "wacz",
        (".wacz",),
        "packed web archives",
        (_ZIP,),
        inside=(b"archive/", b"datapackage.json"),
        max_bytes=None,
        seeks=True,
    ),
    Reader("tar_archive", (".tar",), "tar archives", max_bytes=None),
    Reader(
        "compressed",
        (".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz"),
        "compressed files",
        (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"),
        max_bytes=None,
    ),
    Reader("docx", (".docx", ".docm"), "Word documents", (_ZIP,), (b"word/document",)),
    Reader("odt", (".odt", ".ott"), "OpenDocument texts", (_ZIP,), (b"vnd.oasis.opendocument.text",)),
    Reader("rtf", (".rtf",), "RTF documents", (b"{\\rtf",)),
    Reader("epub", (".epub",), "books", (_ZIP,), (b"application/epub+zip",), max_bytes=128 * _MB),
    Reader("pdf", (".pdf",), "PDFs", (b"%PDF-",), extra="pdf", max_bytes=128 * _MB),
    # Last: what others know for a ZIP archive of their own is theirs.
    Reader("zip_archive", (".zip",), "ZIP archives", (_ZIP, b"PK\x05\x06"), max_bytes=None, seeks=True),
)
UNREAD: Final[tuple[Unread, ...]] = (
    Unread("an office document", suffixes=(".xlsx", ".pptx", ".ods", ".odp")),
    Unread("a PNG image", b"\x89PNG", (".png",)),
    Unread("a JPEG image", b"\xff\xd8\xff", (".jpg", ".jpeg")),
    Unread("a GIF image", b"GIF8", (".gif",)),
    Unread("a program", b"\x7fELF"),
    # What a site has under `.php` is no page yet; what a browser saved from there is one.
    Unread("a program in PHP", b"<?php"),
    Unread("an SQLite database", b"SQLite format 3", (".sqlite", ".db")),
    Unread("an old office document", b"\xd0\xcf\x11\xe0", (".doc", ".xls", ".ppt")),
)
_UNREAD_MAGIC: Final = tuple([kind.magic for kind in UNREAD if kind.magic])


def suffixes() -> frozenset[str]:
    """The suffixes of the files that are read."""
    return frozenset(suffix for reader in READERS for suffix in reader.suffixes)


def grows(path: str | os.PathLike[str]) -> bool:
    """Whether a file is of a kind that is read in pieces, and may grow at its end."""
    return _suffix(path) in _growing(READERS)


@cache
def _growing(readers: tuple[Reader, ...]) -> frozenset[str]:
    return frozenset(suffix for reader in readers if reader.grows for suffix in reader.suffixes)


@cache
def is_installed(extra: str) -> bool:
    """Whether an optional part of Dateline is installed: all that reads its kinds can be loaded."""
    try:
        for reader in READERS:
            if reader.extra == extra:
                reader.load()
    except ExtraNeeded:
        return False
    return True


def is_known(name: str) -> bool:
    """Whether a file of this name is looked into, where others lie beside it: by its suffix."""
    return _suffix(name) in suffixes()


def unpacked_name(name: str) -> str:
    """What a compressed file is called when it is unpacked: `a.html` of `a.html.gz`, `a.tar` of `a.tgz`."""
    stem, suffix = os.path.splitext(name)
    return f"{stem}.tar" if suffix.lower() in _TARS else stem


def kinds() -> str:
    """The kinds that are read, for people: "plain text (.txt), web pages (.html, .htm), …"."""
    return ", ".join(f"{reader.description} ({', '.join(reader.suffixes)})" for reader in READERS)


def why_unread(path: str | os.PathLike[str]) -> str:
    """Why a file is not read whose suffix is not known."""
    for kind in UNREAD:
        if _suffix(path) in kind.suffixes:
            return f"{kind.description}, and there is no reader for it"
    return "not a known kind of file"


def recognise(path: str | os.PathLike[str], head: bytes) -> Reader:
    """The reader for a file: by its first bytes, `head`, then by its suffix; else it is taken for text.

    What is called a text and begins as something else is that. What grows is known by its suffix alone, since
    it is cut before it is opened. SourceError when nobody reads it.
    """
    suffix = _suffix(path)
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if named is not None and named.grows:
        _demand_text(head)
        return named
    magic = _magic(READERS)
    begun = (
        [reader for reader in READERS if not reader.text and head.startswith(reader.magic)]
        if head.startswith(magic.others)
        else []
    )
    told = [reader for reader in begun if any(mark in head for mark in reader.inside)]
    # What is named for a kind of document and holds another is that; an archive may hold any.
    if named in begun and not (named.inside and told and named not in told):
        return named
    for reader in (*told, *begun):
        if not reader.inside or reader in told:
            return reader
    if named is not None and not named.text:
        return named
    _demand_text(head)
    words = head.removeprefix(_BOM).lstrip().lower()
    root = _root(words)
    if root is not None or words.startswith(magic.texts):
        for reader in READERS:
            if reader.text and (words.startswith(reader.magic) or root in reader.roots):
                return reader
    return named or _TEXT


class _Magic(NamedTuple):
    """The leading bytes of all kinds that are text, and of all others."""

    texts: tuple[bytes, ...]
    others: tuple[bytes, ...]


@cache
def _magic(readers: tuple[Reader, ...]) -> _Magic:
    return _Magic(
        tuple([magic for reader in readers if reader.text for magic in reader.magic]),
        tuple([magic for reader in readers if not reader.text for magic in reader.magic]),
    )


def _demand_text(head: bytes) -> None:
    for kind in UNREAD if head.startswith(_UNREAD_MAGIC) else ():
        if kind.magic and head.startswith(kind.magic):
            raise SourceError(None, f"looks like {kind.description}, and there is no reader for it")


def _root(words: bytes) -> bytes | None:
    """The name of the first element, without its prefix; None where none begins."""
    found = _ROOT.match(words)
    return found["name"] if found else None


def _suffix(path: str | os.PathLike[str]) -> str:
    return os.path.splitext(os.fspath(path))[1].lower()
