"""A mailbox: one mail after another, each beginning with a line `From …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import Final

from dateline.indexer.readers.opening import MOST_BYTES
from dateline.indexer.readers.raw import Broken, RawMember

__all__ = ["read"]

_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(stream: BufferedReader) -> Iterator[RawMember | Broken]:
    """The mails, each a member called by its number, from 1."""
    for number, lines in enumerate(_mails(stream), 1):
        if lines is None:
            yield Broken(f"longer than {MOST_BYTES >> 20} MB", member=str(number))
        else:
            yield RawMember(str(number), BytesIO(_QUOTED.sub(rb"\1", lines)), called="mail.eml")


def _mails(stream: BufferedReader) -> Iterator[bytes | None]:
    """The mails without their first line; None for one that is too long."""
    lines: list[bytes] = []
    size = 0
    begun = False
    blank = True  # a mail begins after a blank line
    while line := stream.readline(1 << 20):
        if blank and line.startswith(b"From "):
            if begun:
                yield b"".join(lines) if size <= MOST_BYTES else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= MOST_BYTES:
                lines.append(line)
            else:
                lines = []
        blank = line in (b"\n", b"\r\n")
    if begun:
        yield b"".join(lines) if size <= MOST_BYTES else None
