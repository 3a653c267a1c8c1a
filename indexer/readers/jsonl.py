"""JSONL: a record a line.

Read line by line, so that a file may be larger than memory: only a line has a limit. A line that is not an
article is named by its number; the others go in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BufferedReader
from typing import BinaryIO, Final

from dateline.indexer.errors import RecordError
from dateline.indexer.readers.mojibake import repaired
from dateline.indexer.readers.opening import decode, utf8_stream
from dateline.indexer.readers.raw import Broken, RawRecord
from dateline.indexer.readers.records import FieldMap, read_record

__all__ = ["MAX_LINE_BYTES", "read"]

MAX_LINE_BYTES: Final = 16 * 2**20
_BOM: Final = b"\xef\xbb\xbf"


def read(stream: BufferedReader, fields: FieldMap = ()) -> Iterator[RawRecord | Broken]:
    """The records of the file and its broken lines, in order; `fields` as in `read_record`."""
    for number, raw in _lines(utf8_stream(stream)):
        line = raw.removeprefix(_BOM) if number == 1 else raw
        if not line.strip():
            continue
        try:
            yield _record(line, number, fields)
        except RecordError as error:
            yield Broken(error.reason, number)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines, numbered; of one over the limit, only so much that it is seen to be."""
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        yield number, line
        while len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE_BYTES + 1)


def _record(line: bytes, number: int, fields: FieldMap) -> RawRecord:
    if len(line) > MAX_LINE_BYTES:
        raise RecordError(f"the line is longer than {MAX_LINE_BYTES // 2**20} MB")
    text = _text(line.rstrip())
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"{error.msg[:1].lower()}{error.msg[1:]}".removesuffix(" at")
        raise RecordError(f"not JSON: {what} at column {error.pos + 1}") from error
    except ValueError as error:  # Python reads no number of thousands of digits
        raise RecordError("a number has more digits than can be read; write it as text") from error
    except RecursionError as error:
        raise RecordError("not JSON: nested too deeply") from error
    return read_record(record, line=number, fields=fields)


def _text(line: bytes) -> str:
    try:
        return repaired(line.decode("utf-8"))
    except UnicodeDecodeError:
        return decode(line)
