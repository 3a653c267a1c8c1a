"""Plain text: the whole file is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import RawText

__all__ = ["read"]


def read(stream: BinaryIO) -> Iterator[RawText]:
    """The text of a file, in whichever encoding it is."""
    yield RawText(decode(stream.read()))
