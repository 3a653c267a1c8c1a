"""CSV and TSV: a record a row, its keys in the first row.

Read row by row, so that a table may be larger than memory. What parts the cells is seen in the first row. A
row that is broken is named by the line it begins in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BufferedReader
from itertools import chain
from typing import BinaryIO, Final

from dateline.indexer.errors import RecordError, SourceError
from dateline.indexer.readers.opening import decode, utf8_stream
from dateline.indexer.readers.raw import Broken, RawRecord
from dateline.indexer.readers.records import FieldMap, read_record

__all__ = ["read"]

_MOST_BYTES: Final = 16 * 2**20  # of a row: a quote that is never closed takes all that follows
_BOM: Final = b"\xef\xbb\xbf"
_SIGNS: Final = "\t;|,"
_LONGEST_NAME: Final = 60
_NAMED: Final = 12  # columns that are named where none is known


def read(stream: BufferedReader, fields: FieldMap = ()) -> Iterator[RawRecord | Broken]:
    """The rows and what is broken, in order; SourceError where no column may hold a text or title."""
    rows = _Rows(utf8_stream(stream))
    header = rows.header()
    if header is None:
        return
    first = None
    if _is_numbered(header, fields):
        first, header = header, [str(number) for number, _ in enumerate(header, 1)]
    tried = False
    for row, line in chain([(first, rows.header_line)] if first else (), rows):
        if isinstance(row, str):
            yield Broken(row, line)
            continue
        if not any(cell.strip() for cell in row):
            continue
        record = {key: cell for key, cell in zip(header, row, strict=False) if key and cell.strip()}
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            yield Broken(f"has {len(row):,} cells, and the first row names {len(header):,}", line)
            continue
        try:
            yield read_record(record, line=line, fields=fields)
            tried = True
        except RecordError as error:
            if not tried and not _is_known(header, fields):
                if not first and _is_no_header(header):
                    said = ", ".join(
                        f"{number} {cell[:24]!r}" for number, cell in enumerate(header[:_NAMED], 1)
                    )
                    raise SourceError(
                        None,
                        "the first row names no columns, it is an article. Say which column is which by its "
                        f"number, as in --map 2=title,3=text. There are {said}",
                    ) from None
                named = ", ".join(key[:40] for key in header[:_NAMED])
                raise SourceError(
                    None, f"no column is known to hold a text; there are {named}. Name it: --map COLUMN=text"
                ) from None
            yield Broken(error.reason, line)


def _is_known(header: Sequence[str], fields: FieldMap) -> bool:
    from dateline.indexer.readers.field_names import NAMES, SUMMARIES, folded_name

    known = {*NAMES["text"], *SUMMARIES, *NAMES["title"]}
    return any(folded_name(key) in known for key in header) or any(key in header for _, key in fields)


def _is_numbered(header: Sequence[str], fields: FieldMap) -> bool:
    """Whether a person named columns by their numbers: then the first row names none."""
    return bool(fields) and all(
        key.isdecimal() and key not in header and 0 < int(key) <= len(header) for _, key in fields
    )


def _is_no_header(header: Sequence[str]) -> bool:
    """Whether a first row has what no column is called: a sentence, a number, an address."""
    return any(
        len(cell) > _LONGEST_NAME or cell[:1].isdigit() or "://" in cell or cell.endswith((".", "!", "?"))
        for cell in header
    )


class _Rows:
    """The rows of a table, each with the line it begins in; of a broken one the reason."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._line = 0
        self.header_line = 1
        self._taken = 0  # bytes that the row at hand has
        self._sign = ","

    def header(self) -> list[str] | None:
        """The cells of the first row that has any; None where there is none."""
        csv.field_size_limit(max(csv.field_size_limit(), _MOST_BYTES))
        lines = self._lines()
        for line in lines:
            if line.strip():
                first = line
                self.header_line = self._line
                self._sign = max(_SIGNS, key=lambda sign: (_count(first, sign), -_SIGNS.index(sign)))
                try:
                    row = next(csv.reader(chain([line], lines), delimiter=self._sign), [])
                except csv.Error as error:
                    raise SourceError(None, f"the first row is broken: {error}") from error
                self._taken = 0
                return [cell.strip() for cell in row]
        return None

    def __iter__(self) -> Iterator[tuple[list[str] | str, int]]:
        while True:
            reader = csv.reader(self._lines(), delimiter=self._sign)
            begins = self._line + 1
            try:
                for row in reader:
                    self._taken = 0
                    yield row, begins
                    begins = self._line + 1
                return
            except csv.Error as error:
                self._taken = 0
                yield f"not a row: {error}", begins
            except RecordError as error:
                self._taken = 0
                yield error.reason, begins

    def _lines(self) -> Iterator[str]:
        """The lines from here on, as text; RecordError where one or a row of them is too long."""
        while data := self._stream.readline(_MOST_BYTES + 1):
            self._line += 1
            self._taken += len(data)
            if len(data) > _MOST_BYTES:
                while data and not data.endswith(b"\n"):
                    data = self._stream.readline(_MOST_BYTES)
                raise RecordError(f"the line is longer than {_MOST_BYTES // 2**20} MB")
            if self._taken > _MOST_BYTES:
                raise RecordError(f"a row of more than {_MOST_BYTES // 2**20} MB: a quote is not closed")
            yield _text(data.removeprefix(_BOM) if self._line == 1 else data)


def _count(line: str, sign: str) -> int:
    """How many cells a sign makes of the first row."""
    return len(next(csv.reader([line], delimiter=sign), []))


def _text(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(line)
    return text.replace("\0", "")
