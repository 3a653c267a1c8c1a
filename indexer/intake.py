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
from dataclasses import replace
from io import BytesIO
from traceback import format_exc
from typing import Final

from dateline.indexer.article import Article, Stamp
from dateline.indexer.cleaning import clean
from dateline.indexer.errors import RecordError, Skipped, SourceError
from dateline.indexer.readers.opening import demand_text, open_source, read_whole, stamp_of
from dateline.indexer.readers.raw import Broken, Item, Raw, RawRecord
from dateline.indexer.readers.records import read_record
from dateline.indexer.readers.registry import recognise

__all__ = ["read", "take", "take_record"]

_HEAD: Final = 4096  # bytes by which a file is recognised
_NO_WORDS: Final = "holds no article text"
_NO_TEXT: Final = '"text" is empty'


def read(path: str | os.PathLike[str]) -> tuple[Article, ...]:
    """The cleaned articles of one file, not indexed; SourceError when the file can't be read.

    The kind of file is told by its suffix, then by how it begins; what nothing tells is read as text. What is
    broken amid a file (a line of JSONL) is passed over: `build` names it.
    """
    return tuple([item for item in _items(os.fsdecode(path)) if isinstance(item, Article)])


def take_record(record: object, number: int) -> Article | Skipped:
    """The article of a script's record, or why it is none; `number` is what it is called by."""
    try:
        raw = read_record(record)
    except RecordError as error:
        return Skipped(f"record {number}", error.reason)
    articles = clean(raw)
    return articles[0] if articles else Skipped(f"record {number}", _NO_TEXT)


def take(path: str | os.PathLike[str]) -> Iterator[Article | Skipped]:
    """The articles of a file and what of it was skipped; nothing that is wrong with the file is raised.

    Where it can't be read to its end, the last article before has no stamp: the file does not count as read,
    and is taken again next time.
    """
    cited = os.fsdecode(path)
    last: Article | None = None
    try:
        for item in _items(cited):
            if isinstance(item, Skipped):
                yield item
                continue
            if last is not None:
                yield last
            last = item
    except SourceError as error:
        failure = Skipped(cited, error.reason, error.line)
    except MemoryError:  # no fault of the reader: a process that reads has a limit, and says so
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
        failure = Skipped(cited, f"its reader failed, a fault of Dateline ({what})", fault=format_exc())
    else:
        if last is not None:
            yield last
        return
    if last is not None:
        yield replace(last, stamp=None)
    yield failure


@contextmanager
def _opened(path: str) -> Iterator[tuple[Stamp, Iterator[Item]]]:
    """The state of a file and its raw articles, to be taken while it is open.

    SourceError when it is no regular file, too large, empty, of a kind that nobody reads or not as its kind
    must be; it may come amid the articles.
    """
    try:
        with open_source(path) as (stream, status):
            head = stream.peek(_HEAD)
            if not head:
                raise SourceError(path, "empty")
            reader = recognise(path, head)
            read = reader.load()
            if reader.max_bytes is None:
                if reader.text:
                    demand_text(head)
                stamp = stamp_of(stream, status)
                stream.seek(0)
                yield stamp, read(stream)
            else:
                data, stamp = read_whole(stream, status, reader.max_bytes)
                if reader.text:
                    demand_text(data)
                yield stamp, read(BytesIO(data))
    except SourceError as error:
        if error.path is None:
            raise SourceError(path, error.reason, error.line) from error
        raise


def _items(path: str) -> Iterator[Article | Skipped]:
    """The articles of a file and its broken parts, in order; SourceError when there is neither."""
    nothing = True
    with _opened(path) as (stamp, found):
        for raw in found:
            if isinstance(raw, Broken):
                nothing = False
                yield Skipped(path, raw.reason, raw.line)
                continue
            articles = clean(raw, path=path, stamp=stamp)
            if articles:
                nothing = False
                yield from articles
            elif (empty := _empty(raw, path)) is not None:
                nothing = False
                yield empty
    if nothing:
        raise SourceError(path, _NO_WORDS)


def _empty(raw: Raw, path: str) -> Skipped | None:
    """What to say of a part of a file that holds no words; None where it is the whole file."""
    if isinstance(raw, RawRecord):
        return Skipped(path, _NO_TEXT, raw.line)
    return Skipped(path, f"{raw.part}: {_NO_WORDS}") if raw.part else None
