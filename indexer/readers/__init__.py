"""Which raw articles does a file hold?

One module a kind of file, behind the one door that opens them all; `registry` tells which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from dateline.indexer.article import Stamp
from dateline.indexer.errors import SourceError
from dateline.indexer.readers.opening import demand_text, open_source, read_whole, stamp_of
from dateline.indexer.readers.raw import Item
from dateline.indexer.readers.registry import recognise

__all__ = ["open_articles"]

_HEAD: Final = 4096


@contextmanager
def open_articles(path: str) -> Iterator[tuple[Stamp, Iterator[Item]]]:
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
