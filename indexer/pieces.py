"""How is a long file of lines read piece by piece, and only what was added since?

A file that grows at its end (JSONL) is cut at line ends into pieces, which any process can read; after each,
the state of the file up to there is known: its bytes, lines and SHA-256. A run that is interrupted goes on
from the last piece that was published, and a file that was appended to is read from where it ended, where
what is before has not changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.readers.opening import known_time, open_source, wide_encoding
from dateline.indexer.readers.registry import grows
from dateline.indexer.sources import Source

__all__ = ["PIECE_BYTES", "pieces"]

PIECE_BYTES: Final = 4 << 20
_CHUNK: Final = 1 << 20


def pieces(
    source: Source, record: FileRecord | None, looked: Callable[[int], None] = lambda _: None
) -> Iterator[Source]:
    """The pieces of a changed file, in order; of one that has to be read whole, itself.

    `record` is what the index knows of it. `looked` hears how many bytes were looked through, now and then,
    where that takes long before a piece is known: in what was read before, and in a line without end.
    SourceError when it can't be read; what was yielded until then is right.
    """
    if not grows(source.path):
        yield source
        return
    with open_source(source.path) as (stream, status):
        source = replace(source, size=status.st_size, modified_ns=known_time(status.st_mtime_ns))
        if wide_encoding(stream.peek(4096)[:4096]) is not None:  # its lines end elsewhere
            yield replace(source, sha256=_digest(stream, source.size, looked).hexdigest())
            return
        digest = hashlib.sha256()
        start = line = 0
        if record is not None and record.lines and record.stamp and record.stamp.size <= source.size:
            digest = _digest(stream, record.stamp.size, looked)
            if digest.hexdigest() == record.stamp.sha256:
                start, line = record.stamp.size, record.lines
            else:
                digest = hashlib.sha256()
            stream.seek(start)
        yield from _cut(stream, source, start, line, digest, looked)


def _cut(
    stream: BinaryIO, source: Source, start: int, line: int, digest: Any, looked: Callable[[int], None]
) -> Iterator[Source]:
    """The pieces from `start` on, after so many lines; `digest` is that of what is before."""
    place, lines = start, line
    while True:
        whole = True
        while place < source.size:
            long = place - start >= PIECE_BYTES
            if long and whole:
                break
            wanted = min(_CHUNK, source.size - place)
            chunk = stream.readline(wanted) if long else stream.read(wanted)
            if not chunk:
                raise SourceError(source.path, "was cut short while it was read")
            digest.update(chunk)
            place += len(chunk)
            lines += chunk.count(b"\n")
            whole = chunk.endswith(b"\n")
            if long:
                looked(place - start)
        yield replace(
            source,
            start=start,
            stop=place,
            line=line + 1,
            last=place >= source.size,
            lines=lines if whole else 0,
            sha256=digest.hexdigest(),
        )
        start, line = place, lines
        if place >= source.size:
            return


def _digest(stream: BinaryIO, size: int, looked: Callable[[int], None]) -> Any:
    digest = hashlib.sha256()
    left = size
    while left and (chunk := stream.read(min(_CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
        looked(size - left)
    return digest
