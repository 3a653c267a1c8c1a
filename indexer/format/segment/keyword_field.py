"""Fields of whole values (date, source, author, id …) as they are stored, and how they are looked up.

The distinct values are in sorted order (code points, which is the byte order of UTF-8), and an article has a
value by its code: one more than the value's place. So equal values cost a small number, a range of values is
a range of codes, and sorting by value is sorting by code. Under a prefix, `blob` and `offsets` are the
values.

- `KeywordField`, one value an article or none: `codes` (articles), 0 for none.
- `PluralField`, any number of values, each a mention: `mentions` (articles + 1) is where those of each
  article begin in `codes`, `starts` and `ends`, which have of each mention the value and the slice of the
  text it was read from. They are in the order of the article; a value may come twice.

Filters, facets and deletions ask what both answer, a `Keywords`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.storage.array_file import (
    AnyArray,
    ArrayFile,
    ArrayFileWriter,
    narrow,
    run_starts,
)

if TYPE_CHECKING:
    from dateline.indexer.article import Mention

__all__ = [
    "KeywordField",
    "Keywords",
    "PluralField",
    "merge_keywords",
    "merge_mentions",
    "write_keywords",
    "write_mentions",
]


_SCANS: Final = 32  # so many look-ups of a value's articles read all codes; then they are sorted once


def write_keywords(file: ArrayFileWriter, prefix: str, values: Sequence[str | None]) -> None:
    """Write a field of single values, one for each article."""
    codes = _write_values(file, prefix, [value for value in values if value is not None])
    column = np.fromiter(map(codes.__getitem__, values), np.uint32, len(values))
    file.add(prefix + "codes", narrow(column))


def write_mentions(file: ArrayFileWriter, prefix: str, lists: Sequence[Sequence[Mention]]) -> None:
    """Write a field of many values from each article's mentions."""
    mentions = list(chain.from_iterable(lists))
    codes = _write_values(file, prefix, [mention.value for mention in mentions])
    spans = array("Q", chain.from_iterable([(mention.start, mention.end) for mention in mentions]))
    _write_mentions(
        file,
        prefix,
        np.array(list(map(len, lists)), np.int64),
        np.array([codes[mention.value] for mention in mentions], np.int64),
        np.frombuffer(spans, np.uint64)[::2],
        np.frombuffer(spans, np.uint64)[1::2],
    )


def _write_mentions(
    file: ArrayFileWriter, prefix: str, counts: AnyArray, codes: AnyArray, starts: AnyArray, ends: AnyArray
) -> None:
    if len(codes):  # else there is nothing to say of any article
        file.add(prefix + "mentions", narrow(run_starts(counts)))
        file.add(prefix + "codes", narrow(codes))
        file.add(prefix + "starts", narrow(starts))
        file.add(prefix + "ends", narrow(ends))


def _write_values(file: ArrayFileWriter, prefix: str, values: Iterable[str]) -> dict[str | None, int]:
    """Write the distinct values; the code of each, 0 of None."""
    distinct = sorted(set(values))
    offsets = np.zeros(len(distinct) + 1, np.uint64)
    encoded = [value.encode() for value in distinct]
    np.cumsum([len(value) for value in encoded], out=offsets[1:])
    file.add(prefix + "offsets", narrow(offsets))
    file.add(prefix + "blob", b"".join(encoded))
    codes: dict[str | None, int] = {value: code for code, value in enumerate(distinct, 1)}
    codes[None] = 0
    return codes


def merge_keywords(
    file: ArrayFileWriter,
    prefix: str,
    fields: Sequence[KeywordField],
    live: Sequence[NDArray[np.bool_] | None],
) -> None:
    """Write the field of the live articles of several segments, in this order."""
    columns = [
        field.codes if alive is None else field.codes[alive]
        for field, alive in zip(fields, live, strict=True)
    ]
    file.add(prefix + "codes", narrow(_merge_values(file, prefix, fields, columns)))


def merge_mentions(
    file: ArrayFileWriter,
    prefix: str,
    fields: Sequence[PluralField],
    live: Sequence[NDArray[np.bool_] | None],
) -> None:
    """Write the field of many values of the live articles of several segments, in this order."""
    kept = [field.alive(alive) for field, alive in zip(fields, live, strict=True)]
    counts, codes, starts, ends = zip(*kept, strict=True)
    column = _merge_values(file, prefix, fields, codes)
    _write_mentions(
        file, prefix, np.concatenate(counts), column, np.concatenate(starts), np.concatenate(ends)
    )


def _merge_values(
    file: ArrayFileWriter, prefix: str, fields: Sequence[Keywords], columns: Sequence[AnyArray]
) -> NDArray[np.int64]:
    """Write the values that the columns' codes still name; all codes, in those of the merged values."""
    used = [np.flatnonzero(np.bincount(column, minlength=1)[1:]) for column in columns]  # places, not codes
    names = [
        [field.values[place] for place in places.tolist()] for field, places in zip(fields, used, strict=True)
    ]
    codes = _write_values(file, prefix, chain.from_iterable(names))
    merged = []
    for field, column, places, named in zip(fields, columns, used, names, strict=True):
        table = np.zeros(len(field.values) + 1, np.int64)
        table[places + 1] = [codes[name] for name in named]
        merged.append(table[column])
    return np.concatenate(merged)


class _Values(Sequence[str]):
    """The sorted values, decoded when asked for."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._blob = file.memory_by_block(prefix + "blob")
        self._offsets = file.memory_by_block(prefix + "offsets")

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


class Keywords(ABC):
    """One field of one segment: `values[code - 1]` is the value of the articles that have `code`."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self.values: Sequence[str] = _Values(file, prefix)

    def find(self, value: str) -> int:
        """The code of `value`, 0 when no article has it."""
        place = bisect_left(self.values, value)
        return place + 1 if place < len(self.values) and self.values[place] == value else 0

    def range(self, low: str | None, high: str | None) -> tuple[int, int]:
        """The codes `[first, last)` of the values with `low <= value < high`; None leaves an end open."""
        first = 0 if low is None else bisect_left(self.values, low)
        last = len(self.values) if high is None else bisect_left(self.values, high)
        return first + 1, max(last, first) + 1

    @abstractmethod
    def articles(self, code: int) -> NDArray[np.int64]:
        """The articles that have the value of that code, ascending; none for code 0."""

    @abstractmethod
    def counts(self, articles: AnyArray) -> NDArray[np.int64]:
        """How many of these articles, none of them twice, have each code; of code 0 those without a value."""

    @abstractmethod
    def having(self, codes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each article whether it has one of the codes that are true, 0 standing for no value."""


class KeywordField(Keywords):
    """A field of one value an article, or none."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        super().__init__(file, prefix)
        self._file = file
        self._name = prefix + "codes"
        self._codes = file.memory_by_block(self._name, below=len(self.values) + 1)
        self._blob = file.memory_by_block(prefix + "blob")
        self._offsets = file.memory_by_block(prefix + "offsets")
        self._asked = 0
        self._order: NDArray[np.int64] | None = None
        self._sorted: AnyArray = np.empty(0, np.uint8)

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def codes(self) -> AnyArray:
        """The code of each article, 0 for none."""
        return self._file.array(self._name)

    def value(self, article: int) -> str | None:
        """The article's value; None when it has none."""
        code = self._codes[article]
        if not code:
            return None
        offsets = self._offsets
        return str(self._blob[offsets[code - 1] : offsets[code]], "utf-8")

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

    def counts(self, articles: AnyArray) -> NDArray[np.int64]:
        """How many of these articles have each code; of code 0 those without a value."""
        return np.bincount(self.codes[articles], minlength=len(self.values) + 1)

    def having(self, codes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each article whether its code is one that is true."""
        having: NDArray[np.bool_] = codes[self.codes]
        return having


class PluralField(Keywords):
    """A field of any number of values an article, each a mention."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        super().__init__(file, prefix)
        self._articles: int = file.facts["articles"]
        starts = file.array(prefix + "mentions")
        self._mentions: AnyArray = starts if len(starts) else np.zeros(self._articles + 1, np.uint8)
        self._codes = file.array(prefix + "codes", below=len(self.values) + 1)
        self._starts = file.array(prefix + "starts")
        self._ends = file.array(prefix + "ends")
        if len(self._mentions) != self._articles + 1 or not (
            len(self._codes) == len(self._starts) == len(self._ends) == int(self._mentions[-1])
        ):
            raise IndexDamaged(file.path, f"the arrays {prefix}… differ in length")
        # Single numbers come out of memory: out of an array they take ten times as long.
        self._first = self._mentions.data
        self._code = self._codes.data
        self._pairs: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    def values_of(self, article: int) -> tuple[str, ...]:
        """The article's values, in the order of its mentions."""
        first, last = self._first[article], self._first[article + 1]
        if first == last:
            return ()
        return tuple([self.values[code - 1] for code in self._code[first:last]])

    def mentions(self, article: int) -> tuple[Mention, ...]:
        """The article's values, each with where it stands in the text it was read from, in their order."""
        here = slice(self._first[article], self._first[article + 1])
        spans = self._starts[here].tolist(), self._ends[here].tolist()
        from dateline.indexer.article import Mention  # a list of results shows values

        return tuple(map(Mention, self.values_of(article), *spans))

    def alive(self, live: NDArray[np.bool_] | None) -> tuple[AnyArray, AnyArray, AnyArray, AnyArray]:
        """Of the live articles how many mentions each has, and the mentions: codes, starts, ends."""
        counts: NDArray[Any] = np.diff(self._mentions.astype(np.int64))
        if live is None:
            return counts, self._codes, self._starts, self._ends
        kept = np.repeat(live, counts)
        return counts[live], self._codes[kept], self._starts[kept], self._ends[kept]

    @property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Articles, ascending, and codes: each value that an article has, once."""
        if self._pairs is None:
            counts, codes, *_ = self.alive(None)
            keys: NDArray[np.int64] = np.repeat(np.arange(self._articles), counts) * (len(self.values) + 1)
            keys += codes
            keys.sort(kind="stable")
            keys = keys[np.diff(keys, prepend=-1) > 0]
            self._pairs = keys // (len(self.values) + 1), keys % (len(self.values) + 1)
        return self._pairs

    def articles(self, code: int) -> NDArray[np.int64]:
        """The articles that have the value of that code, ascending; none for code 0."""
        owners, codes = self.pairs
        found: NDArray[np.int64] = owners[codes == code]
        return found

    def counts(self, articles: AnyArray) -> NDArray[np.int64]:
        """How many of these articles have each code; of code 0 those without a value."""
        owners, codes = self.pairs
        asked = np.zeros(self._articles, bool)
        asked[articles] = True
        counts = np.bincount(codes[asked[owners]], minlength=len(self.values) + 1)
        asked[owners] = False
        counts[0] = np.count_nonzero(asked)
        return counts

    def having(self, codes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each article whether it has one of the codes that are true, 0 standing for no value."""
        owners, having_codes = self.pairs
        having = np.zeros(self._articles, bool)
        if codes[0]:
            having[:] = True
            having[owners] = False
        having[owners[codes[having_codes]]] = True
        return having
