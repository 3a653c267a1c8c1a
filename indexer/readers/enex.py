"""Evernote's .enex: notes with HTML in them, many of them pages that were clipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers.elements import Element, elements
from dateline.indexer.readers.meta import meta_pairs
from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import Broken, RawRecord

__all__ = ["read"]

_KEPT: Final = ("source", "source-application", "subject-date", "place-name")


def read(stream: BinaryIO) -> Iterator[RawRecord | Broken]:
    """The notes, in order, and what is broken. When a note was made is not when its text was published."""
    for note in elements(decode(stream.read()), ("note",)):
        yield note if isinstance(note, Broken) else _record(note)


def _record(note: Element) -> RawRecord:
    content = next(note.own("content"), None)
    stated = next(note.own("note-attributes"), Element("", 0))
    tags = [("tags", tag.words()) for tag in note.own("tag")]
    kept = [(name, one.words()) for name in _KEPT for one in stated.own(name)]
    made = [("created", one.words()[:8]) for one in note.own("created")]
    return RawRecord(
        text=content.words() if content is not None else "",
        title=note.text("title"),
        author=stated.text("author"),
        url=stated.text("source-url"),
        line=note.line,
        markup=True,
        meta=meta_pairs([*tags, *kept, *made]),
    )
