"""A web page saved as a file, in the encoding it declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import RawPage

__all__ = ["read"]

_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)


def read(stream: BinaryIO) -> Iterator[RawPage]:
    """The source of a page."""
    data = stream.read()
    declared = _CHARSET.search(data[:4096])
    yield RawPage(decode(data, declared=declared[1].decode("ascii") if declared else None))
