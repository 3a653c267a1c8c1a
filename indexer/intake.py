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
from dateline.indexer.errors import RecordError, Skipped, SourceError
from dateline.indexer.readers.opening import demand_text, known_time, open_source, read_whole, stamp_of
from dateline.indexer.readers.raw import Broken, Item, Raw, RawRecord
from dateline.indexer.readers.records import FieldMap, read_record
from dateline.indexer.readers.registry import recognise
from dateline.indexer.sources import End, Source

__all__ = ["Examined", "examine", "read", "take", "take_record"]

_HEAD: Final = 4096  # bytes by which a file is recognised
_NO_WORDS: Final = "holds no article text"
_NO_TEXT: Final = '"text" is empty'


def read(path: str | os.PathLike[str]) -> tuple[Article, ...]:
    """The cleaned articles of one file, not indexed; SourceError when the file can't be read.

    The kind of file is told by its suffix, then by how it begins; what nothing tells is read as text. What is
    broken amid a file (a line of JSONL) is passed over: `build` names it.
    """
    cited = os.fsdecode(path)
    with _opened(cited, Source(Path(cited), 0, 0)) as (_, found):
        return tuple([item for item in _items(cited, cited, 1, found) if isinstance(item, Article)])


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file: what its reader reads ("web pages"), articles, what was passed over."""

    reader: str
    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]


def examine(path: str | os.PathLike[str]) -> Examined:
    """The cleaned articles of one file and all that is wrong with it; nothing of that is raised."""
    cited = os.fsdecode(path)
    found: list[Article | Skipped] = []
    reader = ""
    try:
        with open_source(cited) as (stream, _):
            reader = recognise(cited, stream.peek(_HEAD)).description
        with _opened(cited, Source(Path(cited), 0, 0)) as (_, items):
            found += _items(cited, cited, 1, items)
    except SourceError as error:
        found.append(Skipped(cited, error.reason, error.line))
    return Examined(
        reader,
        tuple([item for item in found if isinstance(item, Article)]),
        tuple([item for item in found if isinstance(item, Skipped)]),
    )


def take_record(record: object, number: int, fields: FieldMap = ()) -> Article | Skipped:
    """The article of a script's record, or why it is none; `number` is what it is called by."""
    try:
        raw = read_record(record, fields=fields)
    except RecordError as error:
        return Skipped(f"record {number}", error.reason)
    articles = clean(raw)
    return articles[0] if articles else Skipped(f"record {number}", _NO_TEXT)


def take(source: Source) -> Iterator[Article | Skipped | End]:
    """The articles of a file or a piece of one, and what of it was skipped; nothing wrong with it is raised.

    Last comes an End where it was read to its end: without one the file does not count as read, and is taken
    again next time. Paths and ids of the articles are as the index keeps them. Of what is wrong with the file
    itself, and not with reading it, the End comes too: as long as it stays as it is so does that.
    """
    cited = os.fsdecode(source.path)
    empty = True
    try:
        with _opened(cited, source) as (stamp, found):
            for item in _items(
                cited, source.key or cited, source.line, found, whole=source.start == 0 and source.last
            ):
                if isinstance(item, Article):
                    empty = False
                    yield _kept(item, source)
                else:
                    yield item
        yield End(None if source.stop is not None else stamp)
    except SourceError as error:
        yield Skipped(cited, error.reason, error.line)
        if empty and error.__cause__ is None:
            yield End(Stamp(source.size, known_time(source.modified_ns), ""))
    except MemoryError:  # no fault of the reader: a process that reads has a limit, and says so
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
        yield Skipped(cited, f"its reader failed, a fault of Dateline ({what})", fault=format_exc())


def _kept(article: Article, source: Source) -> Article:
    """The article as the index keeps it."""
    renamed = f"{article.id}@{source.label}" if article.id in source.renamed else article.id
    return replace(article, id=renamed, path=source.kept or article.path)


@contextmanager
def _opened(path: str, source: Source) -> Iterator[tuple[Stamp | None, Iterator[Item]]]:
    """The state of a file, where it is known, and its raw articles, to be taken while it is open.

    SourceError when it is no regular file, too large, empty, of a kind that nobody reads or not as its kind
    must be; it may come amid the articles. One without a cause is of the file itself.
    """
    try:
        with open_source(path) as (stream, status):
            head = stream.peek(_HEAD)
            if not head:
                raise SourceError(path, "empty")
            reader = recognise(path, head)
            read = reader.load()
            if source.fields and reader.keyed:
                read = partial(read, fields=source.fields)
            if reader.max_bytes is not None:
                data, stamp = read_whole(stream, status, reader.max_bytes)
                if reader.text:
                    demand_text(data)
                yield stamp, read(BytesIO(data))
            else:
                if reader.text:
                    demand_text(head)
                if source.stop is None and source.sha256 is None:
                    stamp = stamp_of(stream, status)
                else:
                    stamp = Stamp(source.size, source.modified_ns, source.sha256 or "")
                stream.seek(source.start)
                yield stamp, read(stream if source.stop is None else _piece(stream, source))
    except SourceError as error:
        if error.path is None:
            raise SourceError(path, error.reason, error.line) from error.__cause__
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


def _items(
    path: str, key: str, line: int, found: Iterator[Item], whole: bool = True
) -> Iterator[Article | Skipped]:
    """The articles of a file and its broken parts, in order; lines are counted on from `line`.

    SourceError when a `whole` file has neither.
    """
    nothing = True
    for raw in found:
        if line > 1 and isinstance(raw, Broken | RawRecord) and raw.line is not None:
            raw = replace(raw, line=raw.line + line - 1)
        if isinstance(raw, Broken):
            nothing = False
            yield Skipped(path, raw.reason, raw.line)
            continue
        articles = clean(raw, path=key)
        if articles:
            nothing = False
            for article in articles:
                yield replace(article, path=path)
        elif (empty := _empty(raw, path)) is not None:
            nothing = False
            yield empty
    if nothing and whole:
        raise SourceError(path, _NO_WORDS)


def _empty(raw: Raw, path: str) -> Skipped | None:
    """What to say of a part of a file that holds no words; None where it is the whole file."""
    if isinstance(raw, RawRecord):
        return Skipped(path, _NO_TEXT, raw.line)
    return Skipped(path, f"{raw.part}: {_NO_WORDS}") if raw.part else None
