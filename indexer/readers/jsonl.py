"""JSONL: a record a line.

Read line by line, so that a file may be larger than memory: only a line has a limit. A line that is not an
article is named by its number; the others go in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BufferedReader
from typing import BinaryIO, Final

from dateline.indexer.errors import RecordError, SourceError
from dateline.indexer.readers.mojibake import repaired
from dateline.indexer.readers.opening import decode, utf8_stream
from dateline.indexer.readers.raw import Broken, RawRecord
from dateline.indexer.readers.records import FieldMap, read_record
from dateline.indexer.readers.wrappings import unwrapped

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
            yield from _records(line, number, fields)
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


def _records(line: bytes, number: int, fields: FieldMap) -> Iterator[RawRecord]:
    """The record of a line; of an answer of an API all that are in it."""
    value, text = _value(line)
    try:
        record = read_record(value if _is_own(value) else unwrapped(value), line=number, fields=fields)
    except RecordError as error:
        if not isinstance(value, Mapping) or not any(
            isinstance(one, (list, Mapping)) for one in value.values()
        ):
            raise
        first = error
    else:
        yield record
        return
    from dateline.indexer.readers.json import records_of  # which few lines need

    try:
        found = [one for one in records_of(text, fields) if isinstance(one, RawRecord)]
    except SourceError:
        found = []
    if not found:
        raise first
    several = len(found) > 1
    yield from (
        replace(one, line=number, part=f"{number}.{place}" if several else "")
        for place, one in enumerate(found, 1)
    )


def _is_own(value: object) -> bool:
    return isinstance(value, Mapping) and "text" in value


def _value(line: bytes) -> tuple[object, str]:
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
    return record, text


def _text(line: bytes) -> str:
    try:
        return repaired(line.decode("utf-8"))
    except UnicodeDecodeError:
        return decode(line)
