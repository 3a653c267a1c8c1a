"""How are long arrays of mostly small numbers kept small?

- *Overflowing*: nearly all values fit a narrow type, a few do not (positions: a passage rarely has 256). The
  narrow array holds the low bytes; `<name>_overflow_at` and `<name>_overflow` the places and whole values of
  the rest, ascending. Without a rest it is read as the plain view.
- *Compressed*: values that are nearly all equal and seldom asked for (which form of its term an occurrence
  has), in frames (frames.py) of 32,768 values: `<name>_blob`, `<name>_offsets` (frames + 1), `<name>_length`
  (one number: how many values). A frame's values are as narrow as they can be: its length tells.

Both are read like an array: by number, slice, or array of numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, overload

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, ArrayFileWriter, ArraySink, narrow

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from dateline.indexer.format.storage.frames import (
        FrameReader,  # loads zstandard: imported where it is needed
    )

__all__ = [
    "Column",
    "CompressedArray",
    "CompressedWriter",
    "OverflowingArray",
    "OverflowingWriter",
    "base_type",
    "base_type_of",
    "compressed_length",
    "open_compressed",
    "open_overflowing",
]

_FRAME: Final = 1 << 15  # values a frame
_KEPT_FRAMES: Final = 64  # decompressed, by each reader
_PIECE: Final = 1 << 20  # values looked at at a time
_OVERFLOW_BYTES: Final = 9  # what an overflowing value counts as: place, value, and the look-up it costs


class Column(Protocol):
    """What is read of an array: a numpy array is one."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """The unsigned type of the values."""
        ...

    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, item: int) -> Any: ...
    @overload
    def __getitem__(self, item: slice | AnyArray) -> AnyArray: ...


class OverflowingWriter:
    """Writes an overflowing array of known length piece by piece."""

    def __init__(self, file: ArrayFileWriter, name: str, length: int, dtype: DTypeLike = "u1") -> None:
        self._file = file
        self._name = name
        self._sink: ArraySink = file.reserve(name, np.dtype(dtype), length)
        self._most = int(np.iinfo(self._sink.dtype).max)
        self._at: list[NDArray[np.int64]] = []
        self._values: list[AnyArray] = []

    def append(self, values: AnyArray) -> None:
        """Write the next values."""
        if len(values) and values.dtype.itemsize > self._sink.dtype.itemsize:
            large = np.flatnonzero(values > self._most)
            if len(large):
                self._at.append(large + self._sink.written)
                self._values.append(values[large])
            values = values.astype(self._sink.dtype)  # the low bytes, on purpose
        self._sink.append(values)

    def finish(self) -> None:
        """Write what overflowed."""
        if self._at:
            self._file.add(self._name + "_overflow_at", narrow(np.concatenate(self._at)))
            self._file.add(self._name + "_overflow", narrow(np.concatenate(self._values)))


def base_type(values: AnyArray) -> np.dtype[Any]:
    """The narrow type in which `values` take least, an overflowing one counting as nine bytes."""
    return base_type_of([values])


def base_type_of(columns: Sequence[Column]) -> np.dtype[Any]:
    """The same for the values of several arrays together."""
    best = max((column.dtype for column in columns), key=lambda dtype: dtype.itemsize)
    length = sum(map(len, columns))
    for code in ("u2", "u1"):
        narrower = np.dtype(code)
        if narrower.itemsize < best.itemsize:
            most = int(np.iinfo(narrower).max)
            overflowing = sum(_count_above(column, most) for column in columns)
            if overflowing * _OVERFLOW_BYTES < length * (best.itemsize - narrower.itemsize):
                best = narrower
    return best


def _count_above(column: Column, most: int) -> int:
    return column.count_above(most) if isinstance(column, OverflowingArray) else _count(column, most)


def _count(column: Column, most: int) -> int:
    if most >= np.iinfo(column.dtype).max:
        return 0
    pieces = (column[start : start + _PIECE] for start in range(0, len(column), _PIECE))
    return sum(int(np.count_nonzero(piece > most)) for piece in pieces)


def open_overflowing(file: ArrayFile, name: str) -> Column:
    """The array: a plain view where nothing overflowed."""
    low = file.array_by_block(name)
    places = file.array(name + "_overflow_at", below=len(low))
    values = file.array(name + "_overflow")
    if len(places) != len(values):
        raise IndexDamaged(file.path, f"array {name}: {len(places)} places of {len(values)} large values")
    return OverflowingArray(low, places, values) if len(places) else low


class OverflowingArray:
    """Read access to an array some of whose values are stored apart."""

    def __init__(self, low: Column, places: AnyArray, values: AnyArray) -> None:
        self._low = low
        self._places = places
        self._values = values
        self.dtype = values.dtype

    def __len__(self) -> int:
        return len(self._low)

    def count_above(self, most: int) -> int:
        """How many values are larger than `most`."""
        return int(np.count_nonzero(self._values > most)) + _count(self._low, most)

    @overload
    def __getitem__(self, item: int) -> Any: ...
    @overload
    def __getitem__(self, item: slice | AnyArray) -> AnyArray: ...
    def __getitem__(self, item: int | slice | AnyArray) -> Any:
        if isinstance(item, slice):
            start, stop, step = item.indices(len(self._low))
            if step == 1:
                return self._slice(start, stop)
            item = np.arange(start, stop, step)
        elif isinstance(item, int):
            return self._slice(item % len(self._low), item % len(self._low) + 1)[0]
        elif item.dtype == np.bool_:
            item = np.flatnonzero(item)
        found = np.minimum(np.searchsorted(self._places, item), len(self._places) - 1)
        return np.where(self._places[found] == item, self._values[found], self._low[item])

    def _slice(self, start: int, stop: int) -> AnyArray:
        low = self._low[start:stop]
        first, last = np.searchsorted(self._places, (start, stop)).tolist()
        if first >= last:
            return low
        values = low.astype(self.dtype)
        values[self._places[first:last].astype(np.int64) - start] = self._values[first:last]
        return values

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> AnyArray:
        return self[:] if dtype is None else self[:].astype(dtype)


class CompressedWriter:
    """Writes a compressed array piece by piece; no other array may be begun meanwhile."""

    def __init__(self, file: ArrayFileWriter, name: str) -> None:
        from dateline.indexer.format.storage.compression import FAST, Compressor
        from dateline.indexer.format.storage.frames import FrameWriter

        self._file = file
        self._name = name
        sink = file.stream(name + "_blob", np.dtype(np.uint8))
        self._frames = FrameWriter(sink, compressor=Compressor(level=FAST))
        self._waiting: list[AnyArray] = []
        self._waiting_length = 0
        self._length = 0

    def append(self, values: AnyArray) -> None:
        """Write the next values."""
        self._waiting.append(values)
        self._length += len(values)
        self._waiting_length += len(values)
        if self._waiting_length >= _FRAME:
            ready = np.concatenate(self._waiting)
            whole = len(ready) // _FRAME * _FRAME
            for start in range(0, whole, _FRAME):
                self._frames.add(narrow(ready[start : start + _FRAME]).tobytes())
            self._waiting = [ready[whole:]]
            self._waiting_length = len(ready) - whole

    def finish(self) -> None:
        """Write the last frame, the offsets and the length."""
        if self._waiting_length:
            self._frames.add(narrow(np.concatenate(self._waiting)).tobytes())
        self._frames.write(self._file, self._name + "_")
        self._file.add(self._name + "_length", np.array([self._length], np.uint64))


def compressed_length(file: ArrayFile, name: str) -> int:
    """How many values an array has that `open_compressed` opens."""
    length = file.memory(name + "_length").tolist()
    return length[0] if length else file.length(name)


def open_compressed(file: ArrayFile, name: str) -> Column:
    """The array; empty when the file has none of that name."""
    length = file.memory(name + "_length").tolist()
    if not length:
        return file.array(name)
    frames = max(file.length(name + "_offsets") - 1, 0)
    if len(length) > 1 or frames != -(-length[0] // _FRAME):
        raise IndexDamaged(file.path, f"array {name}: {frames} frames for {length} values")
    return CompressedArray(file, name, *length)


class CompressedArray:
    """Read access to a compressed array; keeps some frames decompressed."""

    def __init__(self, file: ArrayFile, name: str, length: int) -> None:
        self._file = file
        self._name = name
        self._length = length
        self._reader: FrameReader | None = None
        self._frames: dict[int, AnyArray] = {}

    def __len__(self) -> int:
        return self._length

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of values picked one by one; a slice's may be narrower."""
        return np.dtype(np.uint32)

    def _frame(self, number: int) -> AnyArray:
        frame = self._frames.get(number)
        if frame is None:
            frame = self._decompress(number)
            if len(self._frames) >= _KEPT_FRAMES:
                self._frames = {}  # replaced, not cleared: another thread may be reading it
            self._frames[number] = frame
        return frame

    def _decompress(self, number: int) -> AnyArray:
        if self._reader is None:
            from dateline.indexer.format.storage.frames import FrameReader

            self._reader = FrameReader(self._file, self._name + "_")
        plain = self._reader[number]
        values = min(_FRAME, self._length - number * _FRAME)
        width, rest = divmod(len(plain), values)
        if rest or width not in (1, 2, 4, 8):
            raise IndexDamaged(
                self._file.path, f"array {self._name}, frame {number}: {len(plain)} bytes for {values} values"
            )
        return np.frombuffer(plain, f"<u{width}")

    @overload
    def __getitem__(self, item: int) -> Any: ...
    @overload
    def __getitem__(self, item: slice | AnyArray) -> AnyArray: ...
    def __getitem__(self, item: int | slice | AnyArray) -> Any:
        if isinstance(item, slice):
            start, stop, step = item.indices(self._length)
            return self._slice(start, stop)[::step] if step > 0 else self[np.arange(start, stop, step)]
        if isinstance(item, int | np.integer):
            place = int(item) % self._length
            return self._frame(place // _FRAME)[place % _FRAME]
        if item.dtype == np.bool_:
            item = np.flatnonzero(item)
        numbers = item // _FRAME
        if len(item) and (numbers == numbers[0]).all():  # as those of one term often are
            first = int(numbers[0])
            return self._frame(first)[item - first * _FRAME].astype(self.dtype)
        values = np.empty(len(item), self.dtype)
        for number in np.unique(numbers).tolist():
            members = np.flatnonzero(numbers == number)
            values[members] = self._frame(number)[item[members].astype(np.int64) - number * _FRAME]
        return values

    def _slice(self, start: int, stop: int) -> AnyArray:
        if start >= stop:
            return np.empty(0, self.dtype)
        first, last = start // _FRAME, (stop - 1) // _FRAME
        if first == last:
            return self._frame(first)[start - first * _FRAME : stop - first * _FRAME]
        frames: Sequence[AnyArray] = [self._frame(number) for number in range(first, last + 1)]
        return np.concatenate(frames)[start - first * _FRAME : stop - first * _FRAME]

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> AnyArray:
        return self[:] if dtype is None else self[:].astype(dtype)
