"""What lies in an open file, and in the files in it?

A reader finds raw articles, broken parts and files of their own in it. Articles are cleaned, a file is opened
with its own reader, as deep as may be, and what is wrong with one part is told of that and costs no other.
All parts are numbered, so that one over which a process was lost can be passed over (steps.py). What ends a
file in a file is of it alone; what ends the outermost one is for who opened it (intake.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BufferedReader, BytesIO
from itertools import count
from traceback import format_exc
from typing import Final, NamedTuple

from dateline.indexer.article import Article, Stamp
from dateline.indexer.cleaning import clean
from dateline.indexer.errors import Cause, ExtraNeeded, Skipped, SourceError
from dateline.indexer.format.index.source_table import MEMBER, member_path
from dateline.indexer.members import MOST_EXPANDED, OverLimit, Unpacking
from dateline.indexer.readers.opening import demand_text, read_bounded
from dateline.indexer.readers.raw import (
    Broken,
    Item,
    Raw,
    RawDocument,
    RawMember,
    RawPage,
    RawRecord,
    RawStory,
    RawUnread,
    Working,
)
from dateline.indexer.readers.registry import Read, Reader, is_known, recognise, unpacked_name, why_unread
from dateline.indexer.sources import End, Source
from dateline.indexer.steps import Steps

__all__ = ["HEAD", "NO_TEXT", "Contents", "Place", "cause_of", "fault_of", "reader_of", "span_of"]

HEAD: Final = 4096  # bytes by which a file is recognised
NO_TEXT: Final = '"text" is empty'
_SHRUNK: Final = 16 << 20  # bytes that are allowed for where a reader leaves much out of a long file
_NO_WORDS: Final = "holds no article text"
_MOST_NAMED: Final = 1000  # members of a file that are named because they are not read


def reader_of(path: str, stream: BufferedReader, source: Source) -> tuple[Reader, Read]:
    """Who reads an open file, by its first bytes and its name."""
    head = stream.peek(HEAD)[:HEAD]
    if not head:
        raise SourceError(None, "empty")
    reader = recognise(path, head)
    read = reader.load()
    return reader, partial(read, fields=source.fields) if source.fields and reader.keyed else read


def span_of(reader: Reader) -> int:
    """The bytes that a reader of a stream may go through until it finds the next part.

    Those that read lines, records and members have it soon.
    """
    return _SHRUNK if reader.shrinks else 0


class Place(NamedTuple):
    """Where raw articles are found: the path as it is shown, as it is kept, and that which ids are made of.

    `name` is what the file is called, `line` its first line, `depth` how many files it lies in. `step` begins
    the numbers of its parts, `size` are the bytes that its reader may go through until the next of them.
    `readers` are what its reader and those of the files around it read, its own first, where anybody asks.
    """

    path: str
    kept: str
    key: str
    name: str
    line: int = 1
    depth: int = 0
    step: str = ""
    size: int = 0
    readers: tuple[str, ...] = ()

    def member(self, raw: RawMember, number: int) -> Place:
        """A member of the file, or the file itself unpacked; `number` is which part of it."""
        below = {"depth": self.depth + 1, "step": f"{self.step}{number}.", "size": 0}
        if not raw.name:
            return self._replace(name=raw.called or unpacked_name(self.name), **below)  # type: ignore[arg-type]
        path, kept = self.part(raw.name)
        name = raw.called or raw.name
        return Place(path, kept, f"{self.key}{MEMBER}{raw.name}", name, **below)  # type: ignore[arg-type]

    def part(self, name: str) -> tuple[str, str]:
        """The path of a part that has a name, as it is shown and as it is kept."""
        return f"{self.path}{MEMBER}{name}", member_path(self.kept, name)

    def cited(self, raw: Raw, article: Article) -> str:
        """The path of an article, as it is kept: with the part of the file where that alone finds it."""
        counted = isinstance(raw, RawRecord | RawDocument | RawStory) and any(
            part.lines for part in article.paragraphs
        )
        return self.kept if counted or not raw.part else member_path(self.kept, raw.part)


class Contents:
    """What a file holds, and the files in it, as far as they may be unpacked.

    `unread` are the paths, as they are kept, of what in it could not be read, or not to its end. `readers` is
    told by the path of an article what read it.
    """

    def __init__(
        self,
        source: Source,
        unpacking: Unpacking,
        steps: Steps,
        readers: dict[str | None, tuple[str, ...]] | None = None,
    ) -> None:
        self._readers = readers
        self._source = source
        self._unpacking = unpacking
        self._steps = steps
        self._named = 0  # members that were not read
        self._lacking: set[str] = set()
        self._anew = False
        self.unread: set[str] = set()

    def end(self, stamp: Stamp | None) -> End:
        """The end of the file, whose state is `stamp`."""
        anew = self._anew or bool(self._source.without)
        return End(stamp, tuple(sorted(self.unread)), tuple(sorted(self._lacking)), anew)

    def items(self, place: Place, found: Iterator[Item], whole: bool = True) -> Iterator[Article | Skipped]:
        """The articles of a file and its broken parts, in order; lines are counted on from its first.

        SourceError when a `whole` file has neither.
        """
        nothing = True
        size = place.size
        for number in count():
            if (reason := self._steps.seek(place.step, number, size)) is not None:
                nothing = False
                yield from self._passed_over(place.path, place.kept, reason, member=place.depth > 0)
                break
            if (raw := next(found, None)) is None:
                break
            size = place.size
            if isinstance(raw, Working):
                size = max(size, raw.size)
            elif isinstance(raw, RawMember):
                for item in self._member(place, raw, number):
                    nothing &= isinstance(item, Skipped) and item.cause != "trouble"
                    yield item
            elif isinstance(raw, Broken):
                nothing &= raw.cause != "trouble"
                yield from self._broken(place, raw)
            else:
                for item in self._part(place, raw, number):
                    nothing = False
                    yield item
        if nothing and whole:
            raise SourceError(None, _NO_WORDS)

    def _part(self, place: Place, raw: Raw | RawUnread, number: int) -> Iterator[Article | Skipped]:
        """The articles of a part, or why it has none."""
        size = raw.size if isinstance(raw, RawUnread) else _size(raw)
        if (reason := self._steps.begin(place.step, number, size)) is not None:
            path, kept = (place.path, place.kept) if not raw.part else place.part(raw.part)
            yield from self._passed_over(path, kept, reason, _line(raw, place), member=bool(raw.part))
            return
        if isinstance(raw, RawUnread):
            opened = raw.read()
            if isinstance(opened, Broken):
                yield from self._broken(place, opened)
                return
            raw = opened
            self._steps.begin(place.step, number, _size(raw))
        elif place.line > 1 and isinstance(raw, RawRecord) and raw.line is not None:
            raw = replace(raw, line=_line(raw, place))
        articles = clean(raw, path=place.key)
        for article in articles:
            path = place.cited(raw, article)
            if self._readers is not None:
                self._readers[path] = place.readers
            yield replace(article, path=path)
        if not articles and (empty := _empty(raw, place.path)) is not None:
            if raw.part:
                self.unread.add(place.part(raw.part)[1])
            yield empty

    def _member(self, place: Place, raw: RawMember, number: int) -> Iterator[Article | Skipped]:
        """What a file in a file holds; whatever is wrong with it is of it alone, unless it is too much."""
        inner = place.member(raw, number)
        if (reason := self._steps.begin(place.step, number)) is not None:
            yield from self._passed_over(inner.path, inner.kept, reason, member=bool(raw.name))
            return
        try:
            if raw.name and not is_known(inner.name):
                raise _UnknownKind(None, why_unread(inner.name))
            stream = self._unpacking.stream(raw, inner.depth)
            reader, read = reader_of(inner.name, stream, self._source)
            if self._readers is not None:
                inner = inner._replace(readers=(reader.description, *place.readers))
            limit = MOST_EXPANDED if reader.seeks else None if reader.shrinks else reader.max_bytes
            if limit is not None:
                data = read_bounded(stream, limit)
                if reader.text:
                    demand_text(data)
                yield from self.items(inner._replace(size=len(data)), read(BytesIO(data)))
            else:
                if reader.text:
                    demand_text(stream.peek(HEAD)[:HEAD])
                yield from self.items(inner._replace(size=span_of(reader)), read(stream))
        except SourceError as error:
            if isinstance(error, OverLimit) or not raw.name:
                raise
            if isinstance(error, ExtraNeeded):
                self._lacking.add(error.extra)
            if not isinstance(error, _UnknownKind):
                self.unread.add(inner.kept)
            yield from self._skipped(Skipped(inner.path, error.reason, error.line, cause_of(error)), True)
        except (MemoryError, OSError):
            raise
        except Exception as error:
            if not raw.name:
                raise
            self.unread.add(inner.kept)
            self._anew = True
            yield Skipped(inner.path, fault_of(error), fault=format_exc())

    def _broken(self, place: Place, raw: Broken) -> Iterator[Skipped]:
        """What a reader says of a part that is none."""
        path, kept = place.part(raw.member) if raw.member else (place.path, place.kept)
        if raw.cause == "trouble" and raw.member:
            self.unread.add(kept)
        yield from self._skipped(Skipped(path, raw.reason, _line(raw, place), raw.cause), bool(raw.member))

    def _passed_over(
        self, path: str, kept: str, reason: str, line: int | None = None, *, member: bool
    ) -> Iterator[Skipped]:
        """What is said of a part over which a process was lost."""
        self.unread.add(kept)
        yield from self._skipped(Skipped(path, reason, line), member)

    def _skipped(self, skipped: Skipped, member: bool) -> Iterator[Skipped]:
        """What was not read, of members only so many as anybody looks through."""
        self._named += member
        if self._named < _MOST_NAMED or not member:
            yield skipped
        elif self._named == _MOST_NAMED:
            yield Skipped(os.fsdecode(self._source.path), f"more than {_MOST_NAMED:,} of its files not read")


class _UnknownKind(SourceError):
    """A member is of a kind that is not read."""


def _size(raw: Raw) -> int:
    """How long the text of a raw article is, in code points."""
    if isinstance(raw, RawDocument):
        return sum(len(paragraph.text) for paragraph in raw.paragraphs)
    return len(raw.html if isinstance(raw, RawPage) else raw.text)


def _line(raw: Raw | RawUnread | Broken, place: Place) -> int | None:
    """The line of the file that a part of a piece of it is on, where it is told by that."""
    line = raw.line if isinstance(raw, RawRecord | Broken) else None
    return None if line is None else line + place.line - 1


def cause_of(error: SourceError) -> Cause:
    """What kind of reason an error is."""
    if isinstance(error, ExtraNeeded):
        return "extra"
    return "kind" if isinstance(error, _UnknownKind) else "trouble"


def fault_of(error: Exception) -> str:
    """What is said of an error that nobody foresaw."""
    what = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
    return f"its reader failed, a fault of Dateline ({what})"


def _empty(raw: Raw, path: str) -> Skipped | None:
    """What to say of a part of a file that holds no words; None where it is the whole file."""
    if isinstance(raw, RawRecord) and raw.line is not None:
        return Skipped(path, NO_TEXT, raw.line)
    return Skipped(path, f"{raw.part}: {_NO_WORDS}") if raw.part else None
