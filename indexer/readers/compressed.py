"""A file that is compressed by gzip, bzip2 or xz: the file itself, unpacked."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO, cast

from dateline.indexer.readers.raw import RawMember

__all__ = ["read"]


def read(stream: BufferedReader) -> Iterator[RawMember]:
    """The one file in it; by which program it was packed is told by how it begins."""
    head = stream.peek(6)[:6]
    unpacked: object  # closed with the file it reads
    if head.startswith(b"BZh"):
        unpacked = bz2.BZ2File(stream)
    elif head.startswith(b"\xfd7zXZ\0"):
        unpacked = lzma.LZMAFile(stream)  # noqa: SIM115
    else:
        unpacked = gzip.GzipFile(fileobj=stream)
    yield RawMember("", cast(BinaryIO, unpacked))
