"""How is a field of whole values (date, source, place, id …) stored, and how is it looked up?

The distinct values in sorted order (code points, which is the byte order of UTF-8) and for each article the
number of its value: 0 for none, else one more than the value's place. So equal values cost a small number,
a range of values is a range of codes, and sorting by value is sorting by code.

The arrays, under a prefix: `blob` and `offsets` (the values), `codes` (articles).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.storage.array_file import (
    AnyArray,
    ArrayFile,
    ArrayFileWriter,
    narrow,
    narrow_dtype,
)

__all__ = ["KeywordField", "write_column", "write_keywords", "write_values"]


_SCANS: Final = 32  # so many look-ups of a value's articles read all codes; then they are sorted once


def write_keywords(file: ArrayFileWriter, prefix: str, values: Sequence[str | None]) -> None:
    """Write one field from each article's value."""
    distinct = sorted({value for value in values if value is not None})
    codes: dict[str | None, int] = {value: code for code, value in enumerate(distinct, 1)}
    codes[None] = 0
    column = np.fromiter(map(codes.__getitem__, values), np.uint32, len(values))
    write_values(file, prefix, [value.encode() for value in distinct])
    write_column(file, prefix, column, len(distinct))


def write_column(file: ArrayFileWriter, prefix: str, codes: AnyArray, distinct: int) -> None:
    """Write the articles' codes, for so many distinct values."""
    file.add(prefix + "codes", codes.astype(narrow_dtype(distinct)))


def write_values(file: ArrayFileWriter, prefix: str, values: Sequence[bytes]) -> None:
    """Write a sorted list of byte strings as `blob` and `offsets`."""
    offsets = np.zeros(len(values) + 1, np.uint64)
    np.cumsum([len(value) for value in values], out=offsets[1:])
    file.add(prefix + "offsets", narrow(offsets))
    file.add(prefix + "blob", b"".join(values))


class _Values(Sequence[str]):
    """The sorted values, decoded when asked for."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._blob = file.memory(prefix + "blob")
        self._offsets = file.memory(prefix + "offsets")

    def __len__(self) -> int:
        return max(len(self._offsets) - 1, 0)

    @overload
    def __getitem__(self, item: int) -> str: ...
    @overload
    def __getitem__(self, item: slice) -> list[str]: ...
    def __getitem__(self, item: int | slice) -> str | list[str]:
        if isinstance(item, slice):
            return [self[i] for i in range(*item.indices(len(self)))]
        if item < 0:
            item += len(self)
        if not 0 <= item < len(self):
            raise IndexError(item)
        return str(self._blob[self._offsets[item] : self._offsets[item + 1]], "utf-8")


class KeywordField:
    """One field of one segment: `values[code - 1]` is the value of the articles whose `codes` is `code`."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self.values: Sequence[str] = _Values(file, prefix)
        self.codes: AnyArray = file.array(prefix + "codes")
        self._codes = self.codes.data
        self._blob = file.memory(prefix + "blob")
        self._offsets = file.memory(prefix + "offsets")
        self._asked = 0
        self._order: NDArray[np.int64] | None = None
        self._sorted: AnyArray = self.codes

    def value(self, article: int) -> str | None:
        """The article's value; None when it has none."""
        code = self._codes[article]
        if not code:
            return None
        offsets = self._offsets
        return str(self._blob[offsets[code - 1] : offsets[code]], "utf-8")

    def find(self, value: str) -> int:
        """The code of `value`, 0 when no article has it."""
        place = bisect_left(self.values, value)
        return place + 1 if place < len(self.values) and self.values[place] == value else 0

    def articles(self, code: int) -> NDArray[np.int64]:
        """The articles whose value has that code, ascending; none for code 0."""
        if not code:
            return np.empty(0, np.int64)
        self._asked += 1
        if self._asked < _SCANS:
            return np.flatnonzero(self.codes == code)
        if self._order is None:
            self._order = np.argsort(self.codes, kind="stable")
            self._sorted = self.codes[self._order]
        first, last = np.searchsorted(self._sorted, (code, code + 1)).tolist()
        return self._order[first:last]

    def range(self, low: str | None, high: str | None) -> tuple[int, int]:
        """The codes `[first, last)` of the values with `low <= value < high`; None leaves an end open."""
        first = 0 if low is None else bisect_left(self.values, low)
        last = len(self.values) if high is None else bisect_left(self.values, high)
        return first + 1, max(last, first) + 1
