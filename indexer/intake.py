"""Which articles does a file hold, and what is said when it can't be read?

Here a file is opened, its reader finds what lies in it (contents.py), and articles come out: one at a time,
since a file of records may be larger than memory. And here is the one place where what goes wrong with a file
becomes a line of the report, so that the same file fails in the same way in one process and in several.

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
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from traceback import format_exc
from typing import BinaryIO, NamedTuple

from dateline.indexer.article import Article, Stamp
from dateline.indexer.cleaning import clean
from dateline.indexer.contents import HEAD, NO_TEXT, Contents, Place, cause_of, fault_of, reader_of, span_of
from dateline.indexer.errors import ExtraNeeded, RecordError, Skipped, SourceError
from dateline.indexer.format.index.source_table import MEMBER, outermost_file
from dateline.indexer.members import OverLimit, Unpacking
from dateline.indexer.readers.opening import (
    demand_text,
    known_time,
    open_source,
    read_whole,
    stamp_of,
)
from dateline.indexer.readers.raw import Broken, Item
from dateline.indexer.readers.records import FieldMap, read_record
from dateline.indexer.readers.registry import recognise
from dateline.indexer.sources import STDIN, End, Source
from dateline.indexer.steps import Steps

__all__ = ["Examined", "examine", "read", "take", "take_lines", "take_record"]


def read(path: str | os.PathLike[str]) -> tuple[Article, ...]:
    """The cleaned articles of one file, not indexed; SourceError when the file can't be read.

    The kind of file is told by how it begins, then by its suffix; what nothing tells is read as text. What is
    broken amid a file (a line of JSONL, a member of an archive) is passed over: `build` names it. Of a path
    into a file (`a.zip!/b.html`) the articles are those of what lies there.
    """
    cited, inside = outermost_file(os.fsdecode(path))
    source = Source(Path(cited), 0, 0)
    with _opened(cited, source) as opened:
        items = Contents(source, Unpacking(opened.size), Steps()).items(_place(source, opened), opened.found)
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
            reader = recognise(cited, stream.peek(HEAD)).description
        source = Source(Path(cited), 0, 0)
        with _opened(cited, source) as opened:
            contents = Contents(source, Unpacking(opened.size), Steps(), readers)
            place = _place(source, opened)._replace(readers=(reader,))
            found.extend(contents.items(place, opened.found))
    except SourceError as error:
        found.append(Skipped(cited, error.reason, error.line, cause_of(error)))
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
    return articles[0] if articles else Skipped(f"record {number}", NO_TEXT)


def take(source: Source, steps: Steps | None = None) -> Iterator[Article | Skipped | End]:
    """The articles of a file or a piece of one, and what of it was skipped; nothing wrong with it is raised.

    Last comes an End where it was read as far as it can be: without one the file does not count as read, and
    is taken again next time. Paths and ids of the articles are as the index keeps them. Of what is wrong with
    the file itself, and not with reading it, the End comes too: as long as it stays as it is so does that.
    `steps` are told where the reading is, and say what is passed over.
    """
    cited = os.fsdecode(source.path)
    steps = Steps(source.without) if steps is None else steps
    contents: Contents | None = None
    empty = True
    try:
        with _opened(cited, source) as opened:
            contents = Contents(source, Unpacking(opened.size, steps.unpacked), steps)
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
        yield Skipped(cited, error.reason, error.line, cause_of(error))
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
        yield Skipped(cited, fault_of(error), fault=format_exc())


def take_lines(stream: BufferedReader, fields: FieldMap = ()) -> Iterator[Article | Skipped]:
    """The articles of lines of JSON that come from nowhere, as through a pipe, and the broken lines."""
    from dateline.indexer.readers.jsonl import read as read_lines

    for raw in read_lines(stream, fields):
        if isinstance(raw, Broken):
            yield Skipped(STDIN, raw.reason, raw.line)
            continue
        line = raw.line
        articles = clean(replace(raw, line=None))
        yield articles[0] if articles else Skipped(STDIN, NO_TEXT, line)


def _labelled(article: Article, source: Source) -> Article:
    """The article by the id that it has beside those of other sources."""
    if article.id not in source.renamed:
        return article
    return replace(article, id=f"{article.id}@{source.label}")


class _Opened(NamedTuple):
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
            reader, read = reader_of(path, stream, source)
            if reader.max_bytes is not None and not (reader.shrinks and status.st_size > reader.max_bytes):
                data, stamp = read_whole(stream, status, reader.max_bytes)
                if reader.text:
                    demand_text(data)
                yield _Opened(stamp, status.st_size, read(BytesIO(data)), len(data))
            else:
                if reader.text:
                    demand_text(stream.peek(HEAD)[:HEAD])
                if source.stop is None and source.sha256 is None:
                    stamp = stamp_of(stream, status)
                else:
                    stamp = Stamp(source.size, source.modified_ns, source.sha256 or "")
                stream.seek(source.start)
                found = read(stream if source.stop is None else _piece(stream, source))
                yield _Opened(stamp, status.st_size, found, min(source.bytes, span_of(reader)))
    except SourceError as error:
        if error.path is None:
            kind = type(error) if isinstance(error, ExtraNeeded | OverLimit) else SourceError
            raise kind(path, error.reason, error.line) from error.__cause__
        raise


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


def _place(source: Source, opened: _Opened) -> Place:
    path = os.fsdecode(source.path)
    return Place(path, source.kept or path, source.key or path, path, source.line, size=opened.span)
