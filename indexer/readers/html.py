"""A web page saved as a file, in the encoding it declares.

A page that was saved with its pictures in it (SingleFile) may be many times as long as its text: of one that
is too long the pictures are left out while it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers.opening import decode, too_large
from dateline.indexer.readers.raw import RawPage

__all__ = ["MOST_BYTES", "page_text", "read"]

MOST_BYTES: Final = 16 << 20
_CHUNK: Final = 1 << 20
_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_INLINED: Final = b";base64,"
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=%]*")


def read(stream: BinaryIO) -> Iterator[RawPage]:
    """The source of a page; SourceError when it is too long even without inlined pictures."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        data = _without_inlined(data, stream)
    yield RawPage(page_text(data))


def page_text(data: bytes, charset: str | None = None) -> str:
    """The source of a page as text, by the charset somebody tells of it, else by what it declares."""
    declared = _CHARSET.search(data[:4096])
    return decode(data, declared=charset or (declared[1].decode("ascii") if declared else None))


def _without_inlined(data: bytes, stream: BinaryIO) -> bytes:
    """What is read so far and what follows, without what is inlined in base64."""
    kept: list[bytes] = []
    size = 0
    inside = False
    while data:
        start = 0
        if inside:
            start = _end_of_base64(data, 0)
            inside = start == len(data)
        while (found := data.find(_INLINED, start)) >= 0:
            found += len(_INLINED)
            kept.append(data[start:found])
            size += found - start
            start = _end_of_base64(data, found)
            inside = start == len(data)
        chunk = stream.read(_CHUNK)
        rest = data[start:]
        held = rest[-len(_INLINED) :] if chunk else b""  # it may stand across two chunks
        kept.append(rest[: len(rest) - len(held)])
        size += len(kept[-1])
        if size > MOST_BYTES:
            raise too_large(size, MOST_BYTES)
        data = held + chunk
    return b"".join(kept)


def _end_of_base64(data: bytes, start: int) -> int:
    found = _BASE64.match(data, start)
    return found.end() if found else start
