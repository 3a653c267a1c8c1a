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
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final, overload

from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.kernels import compiled
from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import (
    AnyArray,
    ArrayFile,
    ArrayFileWriter,
    narrow,
    run_starts,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.article import Mention

__all__ = [
    "KeywordField",
    "Keywords",
    "PluralField",
    "compiled_column",
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
    if mentions:  # else there is nothing to say of any article
        file.add(prefix + "mentions", narrow(run_starts(np.array(list(map(len, lists)), np.int64))))
        file.add(prefix + "codes", narrow(np.array([codes[mention.value] for mention in mentions], np.int64)))
        file.add(prefix + "starts", narrow(np.frombuffer(spans, np.uint64)[::2]))
        file.add(prefix + "ends", narrow(np.frombuffer(spans, np.uint64)[1::2]))


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


class _Values(Sequence[str]):
    """The sorted values, decoded when asked for."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self.blob = file.memory_by_block(prefix + "blob")
        self.offsets = file.memory_by_block(prefix + "offsets")

    def __len__(self) -> int:
        return max(len(self.offsets) - 1, 0)

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
        return str(self.blob[self.offsets[item] : self.offsets[item + 1]], "utf-8")

    def encoded(self, first: int, end: int) -> list[bytes]:
        """Values `[first, end)` as they are stored, in UTF-8."""
        if first >= end:
            return []
        offsets = self.offsets[first : end + 1].tolist()
        begin = offsets[0]
        raw = bytes(self.blob[begin : offsets[-1]])
        return [raw[a - begin : b - begin] for a, b in pairwise(offsets)]


class Keywords(ABC):
    """One field of one segment: `values[code - 1]` is the value of the articles that have `code`."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        stored = _Values(file, prefix)
        self.values: Sequence[str] = stored
        self.encoded: Final = stored.encoded
        self._blob = stored.blob
        self._offsets = stored.offsets

    def place(self, value: bytes, first: int = 0) -> int:
        """How many values sort before one in UTF-8; `first` of them are known to."""
        return bisect_left(range(len(self.values)), value, first, key=lambda at: self.encoded(at, at + 1)[0])

    def _place(self, value: str) -> int:
        """How many values sort before one."""
        return bisect_left(self.values, value)

    def find(self, value: str) -> int:
        """The code of `value`, 0 when no article has it."""
        place = self._place(value)
        return place + 1 if place < len(self.values) and self.values[place] == value else 0

    def range(self, low: str | None, high: str | None) -> tuple[int, int]:
        """The codes `[first, last)` of the values with `low <= value < high`; None leaves an end open."""
        first = 0 if low is None else self._place(low)
        last = len(self.values) if high is None else self._place(high)
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
        self._prefix = prefix
        self._name = prefix + "codes"
        self._codes = file.memory_by_block(self._name, below=len(self.values) + 1)
        self._asked = 0
        self._in_order: tuple[AnyArray, AnyArray] | None = None  # articles by their codes, and these

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def codes(self) -> AnyArray:
        """The code of each article, 0 for none."""
        return self._file.array(self._name)

    @property
    def value_of(self) -> Callable[[int], str | None]:
        """What `value` gives, for who asks of many; ValueError for what can't be."""
        return self.value if self._column is None else self._column.value

    @derived
    def _column(self) -> Any:
        return compiled_column(self._file, self._prefix)

    def _place(self, value: str) -> int:
        if self._column is not None:
            try:
                place: int = self._column.place(value.encode("utf-8", "surrogatepass"))
                return place
            except ValueError:  # offsets that can't be: what is there is looked at one by one
                pass
        return super()._place(value)

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
        if self._in_order is None:
            order = narrow(np.argsort(self.codes, kind="stable"))
            self._in_order = order, self.codes[order]
        articles, codes = self._in_order
        first, last = np.searchsorted(codes, (code, code + 1)).tolist()
        return articles[first:last].astype(np.int64)

    def few_articles(self, code: int) -> list[int]:
        """What `articles` says of a value that few have, as ids: their codes are looked through as bytes."""
        if not code:
            return []
        codes = self._file.memory(self._name, below=len(self.values) + 1)
        width = codes.itemsize
        raw, wanted = codes.tobytes(), code.to_bytes(width, "little")
        found = []
        place = raw.find(wanted)
        while place >= 0:
            if place % width == 0:
                found.append(place // width)
            place = raw.find(wanted, place + 1)
        return found

    def counts(self, articles: AnyArray) -> NDArray[np.int64]:
        """How many of these articles have each code; of code 0 those without a value."""
        return np.bincount(self.codes[articles], minlength=len(self.values) + 1)

    def having(self, codes: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each article whether its code is one that is true."""
        having: NDArray[np.bool_] = codes[self.codes]
        return having


def compiled_column(file: ArrayFile, prefix: str) -> Any:
    """The values of a field of one an article in C; None where that is not, or nothing is to look up."""
    kernels = compiled()
    arrays = file.several_checked([f"{prefix}codes", f"{prefix}offsets", f"{prefix}blob"])
    return None if kernels is None or None in arrays else kernels.Column(*arrays)


class PluralField(Keywords):
    """A field of any number of values an article, each a mention."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        super().__init__(file, prefix)
        self._articles: int = file.facts["articles"]
        # Single numbers come out of memory: out of an array they take ten times as long.
        first = file.memory(prefix + "mentions")
        self._first = first if len(first) else memoryview(bytes(self._articles + 1))
        self._code = file.memory(prefix + "codes", below=len(self.values) + 1)
        self._start = file.memory(prefix + "starts")
        self._end = file.memory(prefix + "ends")
        if len(self._first) != self._articles + 1 or not (
            len(self._code) == len(self._start) == len(self._end) == self._first[-1]
        ):
            raise IndexDamaged(file.path, f"the arrays {prefix}… differ in length")
        self._pairs: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    @derived
    def first_mentions(self) -> AnyArray:
        """Where the mentions of each article begin, and the end of the last (articles + 1)."""
        return np.asarray(self._first)

    @derived
    def codes(self) -> AnyArray:
        """The value of each mention, by its code."""
        return np.asarray(self._code)

    @derived
    def starts(self) -> AnyArray:
        """Where each mention begins in the text it was read from."""
        return np.asarray(self._start)

    @derived
    def ends(self) -> AnyArray:
        """Where each mention ends there."""
        return np.asarray(self._end)

    def values_of(self, article: int) -> tuple[str, ...]:
        """The article's values, in the order of its mentions."""
        first, last = self._first[article], self._first[article + 1]
        if first == last:
            return ()
        return tuple([self.values[code - 1] for code in self._code[first:last]])

    def mentions(self, article: int) -> tuple[Mention, ...]:
        """The article's values, each with where it stands in the text it was read from, in their order."""
        here = slice(self._first[article], self._first[article + 1])
        spans = self._start[here].tolist(), self._end[here].tolist()
        from dateline.indexer.article import Mention  # a list of results shows values

        return tuple(map(Mention, self.values_of(article), *spans))

    @property
    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Articles, ascending, and codes: each value that an article has, once."""
        if self._pairs is None:
            starts = self.first_mentions.astype(np.int64)
            counts = starts[1:] - starts[:-1]
            keys: NDArray[np.int64] = np.repeat(np.arange(self._articles), counts) * (len(self.values) + 1)
            keys += self.codes
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
