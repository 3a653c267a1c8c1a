"""Which articles does a file hold, and what is said when it can't be read?

Here a file is opened, its reader finds raw articles, cleaning makes articles of them: one at a time, since a
file of records may be larger than memory. And here is the one place where what goes wrong with a file becomes
a line of the report, so that the same file fails in the same way in one process and in several.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     path = Path(folder, "summit.txt")
...     _ = path.write_text("Summit in Bishkek\\n\\nLeaders of six states met on May 28, 2013.\\n", "utf-8")
...     [(article.title, article.date) for article in read(path)]
[('Summit in Bishkek', '2013-05-28')]
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from traceback import format_exc
from typing import BinaryIO, Final

from dateline.indexer.article import Article, Stamp
from dateline.indexer.cleaning import clean
from dateline.indexer.errors import Cause, ExtraNeeded, RecordError, Skipped, SourceError
from dateline.indexer.format.index.source_table import MEMBER, member_path, outermost_file
from dateline.indexer.members import MOST_EXPANDED, OverLimit, Unpacking
from dateline.indexer.readers.opening import (
    demand_text,
    known_time,
    open_source,
    read_bounded,
    read_whole,
    stamp_of,
)
from dateline.indexer.readers.raw import (
    Broken,
    Item,
    Raw,
    RawDocument,
    RawMember,
    RawPage,
    RawRecord,
    RawStory,
    Working,
)
from dateline.indexer.readers.records import FieldMap, read_record
from dateline.indexer.readers.registry import Read, Reader, is_known, recognise, unpacked_name, why_unread
from dateline.indexer.sources import STDIN, End, Source
from dateline.indexer.steps import Steps

__all__ = ["Examined", "examine", "read", "take", "take_lines", "take_record"]

_HEAD: Final = 4096  # bytes by which a file is recognised
_NO_WORDS: Final = "holds no article text"
_NO_TEXT: Final = '"text" is empty'
_MOST_NAMED: Final = 1000  # members of a file that are named because they are not read
_STREAMED: Final = 16 << 20  # bytes of a file read as a stream that are allowed for until its next part


def read(path: str | os.PathLike[str]) -> tuple[Article, ...]:
    """The cleaned articles of one file, not indexed; SourceError when the file can't be read.

    The kind of file is told by how it begins, then by its suffix; what nothing tells is read as text. What is
    broken amid a file (a line of JSONL, a member of an archive) is passed over: `build` names it. Of a path
    into a file (`a.zip!/b.html`) the articles are those of what lies there.
    """
    cited, inside = outermost_file(os.fsdecode(path))
    source = Source(Path(cited), 0, 0)
    with _opened(cited, source) as opened:
        items = _Contents(source, Unpacking(opened.size), Steps()).items(_place(source, opened), opened.found)
        return tuple(
            [item for item in items if isinstance(item, Article) and _lies(item.path, cited, inside)]
        )


def _lies(path: str | None, file: str, inside: str) -> bool:
    """Whether a path in a file is that of what was named in it, or lies in that."""
    named = file + inside
    return not inside or path == named or (path or "").startswith(f"{named}{MEMBER}")


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file: articles, what was passed over, and what read each article.

    `readers` has for each article what its reader reads, and the reader of the file that lies in, and so on:
    `("web pages", "ZIP archives")`.
    """

    readers: tuple[tuple[str, ...], ...]
    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


def examine(path: str | os.PathLike[str]) -> Examined:
    """The cleaned articles of one file, or of one in it, and all that is wrong; nothing of that is raised."""
    cited, inside = outermost_file(os.fsdecode(path))
    found: list[Article | Skipped] = []
    readers: dict[str | None, tuple[str, ...]] = {}
    try:
        with open_source(cited) as (stream, _):
            reader = recognise(cited, stream.peek(_HEAD)).description
        source = Source(Path(cited), 0, 0)
        with _opened(cited, source) as opened:
            contents = _Contents(source, Unpacking(opened.size), Steps(), readers)
            place = replace(_place(source, opened), readers=(reader,))
            found.extend(contents.items(place, opened.found))
    except SourceError as error:
        found.append(Skipped(cited, error.reason, error.line, _cause(error)))
    articles = [item for item in found if isinstance(item, Article) and _lies(item.path, cited, inside)]
    return Examined(
        tuple([readers[article.path] for article in articles]),
        tuple(articles),
        tuple([item for item in found if isinstance(item, Skipped) and _lies(item.path, cited, inside)]),
    )


def take_record(record: object, number: int, fields: FieldMap = ()) -> Article | Skipped:
    """The article of a script's record, or why it is none; `number` is what it is called by."""
    try:
        raw = read_record(record, fields=fields)
    except RecordError as error:
        return Skipped(f"record {number}", error.reason)
    articles = clean(raw)
    return articles[0] if articles else Skipped(f"record {number}", _NO_TEXT)


def take(source: Source, steps: Steps | None = None) -> Iterator[Article | Skipped | End]:
    """The articles of a file or a piece of one, and what of it was skipped; nothing wrong with it is raised.

    Last comes an End where it was read as far as it can be: without one the file does not count as read, and
    is taken again next time. Paths and ids of the articles are as the index keeps them. Of what is wrong with
    the file itself, and not with reading it, the End comes too: as long as it stays as it is so does that.
    `steps` are told where the reading is, and say what is passed over.
    """
    cited = os.fsdecode(source.path)
    steps = Steps(source.without) if steps is None else steps
    contents: _Contents | None = None
    empty = True
    try:
        with _opened(cited, source) as opened:
            contents = _Contents(source, Unpacking(opened.size, steps.unpacked), steps)
            whole = source.start == 0 and source.last
            for item in contents.items(_place(source, opened), opened.found, whole=whole):
                if isinstance(item, Article):
                    empty = False
                    yield _labelled(item, source)
                else:
                    yield item
        if not steps.again:
            yield contents.end(None if source.stop is not None else opened.stamp)
    except SourceError as error:
        yield Skipped(cited, error.reason, error.line, _cause(error))
        if error.__cause__ is None and not steps.again and (empty or source.stop is None):
            stamp = Stamp(source.size, known_time(source.modified_ns), "")
            if contents is None:
                yield End(stamp)
            else:
                contents.unread.add(source.kept)
                yield contents.end(stamp)
    except MemoryError:  # no fault of the reader: a process that reads has a limit, and says so
        raise
    except Exception as error:
        yield Skipped(cited, _fault(error), fault=format_exc())


def take_lines(stream: BufferedReader, fields: FieldMap = ()) -> Iterator[Article | Skipped]:
    """The articles of lines of JSON that come from nowhere, as through a pipe, and the broken lines."""
    from dateline.indexer.readers.jsonl import read as read_lines

    for raw in read_lines(stream, fields):
        if isinstance(raw, Broken):
            yield Skipped(STDIN, raw.reason, raw.line)
            continue
        line = raw.line
        articles = clean(replace(raw, line=None))
        yield articles[0] if articles else Skipped(STDIN, _NO_TEXT, line)


def _labelled(article: Article, source: Source) -> Article:
    """The article by the id that it has beside those of other sources."""
    if article.id not in source.renamed:
        return article
    return replace(article, id=f"{article.id}@{source.label}")


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open file: its state, where it is known, its size, and its raw articles, taken while it is open.

    `span` are the bytes that its reader may go through until it has found the next of them.
    """

    stamp: Stamp | None
    size: int
    found: Iterator[Item]
    span: int


@contextmanager
def _opened(path: str, source: Source) -> Iterator[_Opened]:
    """A file while it is open.

    SourceError when it is no regular file, too large, empty, of a kind that nobody reads or not as its kind
    must be; it may come amid the articles. One without a cause is of the file itself.
    """
    try:
        with open_source(path) as (stream, status):
            reader, read = _reader(path, stream, source)
            if reader.max_bytes is not None and not (reader.shrinks and status.st_size > reader.max_bytes):
                data, stamp = read_whole(stream, status, reader.max_bytes)
                if reader.text:
                    demand_text(data)
                yield _Opened(stamp, status.st_size, read(BytesIO(data)), len(data))
            else:
                if reader.text:
                    demand_text(stream.peek(_HEAD)[:_HEAD])
                if source.stop is None and source.sha256 is None:
                    stamp = stamp_of(stream, status)
                else:
                    stamp = Stamp(source.size, source.modified_ns, source.sha256 or "")
                stream.seek(source.start)
                found = read(stream if source.stop is None else _piece(stream, source))
                yield _Opened(stamp, status.st_size, found, min(source.bytes, _STREAMED))
    except SourceError as error:
        if error.path is None:
            kind = type(error) if isinstance(error, ExtraNeeded | OverLimit) else SourceError
            raise kind(path, error.reason, error.line) from error.__cause__
        raise


def _reader(path: str, stream: BufferedReader, source: Source) -> tuple[Reader, Read]:
    """Who reads an open file, by its first bytes and its name."""
    head = stream.peek(_HEAD)[:_HEAD]
    if not head:
        raise SourceError(None, "empty")
    reader = recognise(path, head)
    read = reader.load()
    return reader, partial(read, fields=source.fields) if source.fields and reader.keyed else read


def _piece(stream: BufferedReader, source: Source) -> BinaryIO:
    """The bytes of a piece, as a file that ends where it does."""
    assert source.stop is not None
    return BufferedReader(_Piece(stream, source.stop - source.start), 1 << 16)


class _Piece(RawIOBase):
    """So many bytes of a stream, from where it stands."""

    def __init__(self, stream: BufferedReader, left: int) -> None:
        self._stream = stream
        self._left = left

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read the next bytes; 0 at the end of the piece."""
        got = self._stream.readinto(buffer[: self._left])
        self._left -= got
        return got


@dataclass(frozen=True, slots=True)
class _Place:
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
    size: int = _STREAMED
    readers: tuple[str, ...] = ()

    def member(self, raw: RawMember, step: str) -> _Place:
        """A member of the file, or the file itself unpacked; `step` is its number."""
        below = {"depth": self.depth + 1, "step": f"{step}.", "size": _STREAMED}
        if not raw.name:
            return replace(self, name=raw.called or unpacked_name(self.name), **below)  # type: ignore[arg-type]
        path, kept = self.part(raw.name)
        name = raw.called or raw.name
        return _Place(path, kept, f"{self.key}{MEMBER}{raw.name}", name, **below)  # type: ignore[arg-type]

    def part(self, name: str) -> tuple[str, str]:
        """The path of a part that has a name, as it is shown and as it is kept."""
        return f"{self.path}{MEMBER}{name}", member_path(self.kept, name)

    def cited(self, raw: Raw, article: Article) -> str:
        """The path of an article, as it is kept: with the part of the file where that alone finds it."""
        counted = isinstance(raw, RawRecord | RawDocument | RawStory) and any(
            part.lines for part in article.paragraphs
        )
        return self.kept if counted or not raw.part else member_path(self.kept, raw.part)


def _place(source: Source, opened: _Opened) -> _Place:
    path = os.fsdecode(source.path)
    return _Place(path, source.kept or path, source.key or path, path, source.line, size=opened.span)


class _Contents:
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

    def items(self, place: _Place, found: Iterator[Item], whole: bool = True) -> Iterator[Article | Skipped]:
        """The articles of a file and its broken parts, in order; lines are counted on from its first.

        SourceError when a `whole` file has neither.
        """
        nothing = True
        for step, raw in self._parts(place, found):
            if isinstance(raw, str):
                nothing = False
                yield from self._passed_over(place.path, place.kept, raw, member=place.depth > 0)
            elif isinstance(raw, RawMember):
                for item in self._member(place, raw, step):
                    nothing &= isinstance(item, Skipped) and item.cause != "trouble"
                    yield item
            elif isinstance(raw, Broken):
                nothing &= raw.cause != "trouble"
                yield from self._broken(place, raw)
            elif (reason := self._steps.begin(step, _size(raw))) is not None:
                nothing = False
                path, kept = (place.path, place.kept) if not raw.part else place.part(raw.part)
                yield from self._passed_over(path, kept, reason, _line(raw), member=bool(raw.part))
            else:
                articles = clean(raw, path=place.key)
                for article in articles:
                    nothing = False
                    path = place.cited(raw, article)
                    if self._readers is not None:
                        self._readers[path] = place.readers
                    yield replace(article, path=path)
                if not articles and (empty := _empty(raw, place.path)) is not None:
                    nothing = False
                    if raw.part:
                        self.unread.add(place.part(raw.part)[1])
                    yield empty
        if nothing and whole:
            raise SourceError(None, _NO_WORDS)

    def _parts(
        self, place: _Place, found: Iterator[Item]
    ) -> Iterator[tuple[str, Raw | RawMember | Broken | str]]:
        """The parts of a file that its reader finds, numbered; last a reason, where it is left amid."""
        number = 0
        size = place.size
        while True:
            step = f"{place.step}{number}"
            if (reason := self._steps.begin(f"{step}?", size)) is not None:
                yield step, reason
                return
            raw = next(found, None)
            if raw is None:
                return
            if place.line > 1 and isinstance(raw, Broken | RawRecord) and raw.line is not None:
                raw = replace(raw, line=raw.line + place.line - 1)
            if isinstance(raw, Working):
                size = max(place.size, raw.size)
            else:
                size = place.size
                yield step, raw
            number += 1

    def _member(self, place: _Place, raw: RawMember, step: str) -> Iterator[Article | Skipped]:
        """What a file in a file holds; whatever is wrong with it is of it alone, unless it is too much."""
        inner = place.member(raw, step)
        if (reason := self._steps.begin(step)) is not None:
            yield from self._passed_over(inner.path, inner.kept, reason, member=bool(raw.name))
            return
        try:
            if raw.name and not is_known(inner.name):
                raise _UnknownKind(None, why_unread(inner.name))
            stream = self._unpacking.stream(raw, inner.depth)
            reader, read = _reader(inner.name, stream, self._source)
            if self._readers is not None:
                inner = replace(inner, readers=(reader.description, *place.readers))
            limit = MOST_EXPANDED if reader.seeks else None if reader.shrinks else reader.max_bytes
            if limit is not None:
                data = read_bounded(stream, limit)
                if reader.text:
                    demand_text(data)
                yield from self.items(replace(inner, size=len(data)), read(BytesIO(data)))
            else:
                if reader.text:
                    demand_text(stream.peek(_HEAD)[:_HEAD])
                yield from self.items(inner, read(stream))
        except SourceError as error:
            if isinstance(error, OverLimit) or not raw.name:
                raise
            if isinstance(error, ExtraNeeded):
                self._lacking.add(error.extra)
            if not isinstance(error, _UnknownKind):
                self.unread.add(inner.kept)
            yield from self._skipped(Skipped(inner.path, error.reason, error.line, _cause(error)), True)
        except (MemoryError, OSError):
            raise
        except Exception as error:
            if not raw.name:
                raise
            self.unread.add(inner.kept)
            self._anew = True
            yield Skipped(inner.path, _fault(error), fault=format_exc())

    def _broken(self, place: _Place, raw: Broken) -> Iterator[Skipped]:
        """What a reader says of a part that is none."""
        path, kept = place.part(raw.member) if raw.member else (place.path, place.kept)
        if raw.cause == "trouble" and raw.member:
            self.unread.add(kept)
        yield from self._skipped(Skipped(path, raw.reason, raw.line, raw.cause), bool(raw.member))

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


def _line(raw: Raw) -> int | None:
    return raw.line if isinstance(raw, RawRecord) else None


def _cause(error: SourceError) -> Cause:
    if isinstance(error, ExtraNeeded):
        return "extra"
    return "kind" if isinstance(error, _UnknownKind) else "trouble"


def _fault(error: Exception) -> str:
    what = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
    return f"its reader failed, a fault of Dateline ({what})"


def _empty(raw: Raw, path: str) -> Skipped | None:
    """What to say of a part of a file that holds no words; None where it is the whole file."""
    if isinstance(raw, RawRecord) and raw.line is not None:
        return Skipped(path, _NO_TEXT, raw.line)
    return Skipped(path, f"{raw.part}: {_NO_WORDS}") if raw.part else None
