"""How do named arrays lie in one file, so that any of them is read without reading the rest?

The file is a header, the arrays one after another (each at a multiple of eight bytes), the checksums of their
blocks, and a directory. Opening checks header, directory and checksums, and that every array lies within the
file (directory.py); an array's bytes are compared with their checksums before they are first used
(checksums.py): of a small array all at once, of a large one block by block, where its reader asks for that.
`ArrayFile.verify` compares every byte.

All numbers are little-endian; `narrow` gives an array the smallest unsigned type that holds its maximum.
"""

from __future__ import annotations

import errno
import mmap
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn, TypeAlias

from dateline.indexer.format import kernels
from dateline.indexer.format.errors import IndexDamaged, IndexTooLarge
from dateline.indexer.format.later import np
from dateline.indexer.format.storage import directory
from dateline.indexer.format.storage.checksums import (
    BlockSums,
    CheckedArray,
    Memory,
    as_array,
    what_is_wrong,
)
from dateline.indexer.format.storage.directory import ALIGNMENT, FORMAT_VERSION, HEADER_SIZE
from dateline.indexer.format.storage.entries import Entry
from dateline.indexer.format.storage.opening import open_regular

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.kernels import Blocks

__all__ = [
    "FORMAT_VERSION",
    "AnyArray",
    "ArrayFile",
    "ArrayFileWriter",
    "ArraySink",
    "narrow",
    "narrow_dtype",
    "run_starts",
]

AnyArray: TypeAlias = "NDArray[Any]"

# Smaller files are read, not mapped: a map keeps a descriptor, of which there are few, and a file that is
# cut short while it is mapped ends the process.
_READ: Final = 1 << 18
# Smaller arrays are checked whole even for who reads parts of them: it takes 70 µs, and looking up is cheap.
_WHOLE: Final = 1 << 18
# The same for who looks up single numbers, which kernels compare at no cost.
_WHOLE_MEMORY: Final = 0 if kernels.compiled() else _WHOLE

_AT_ONCE: Final = 1 << 11  # blocks compared between two releases of the map: 32 MiB


def narrow_dtype(maximum: int) -> np.dtype[Any]:
    """The smallest unsigned type that holds 0..`maximum`."""
    for code, bits in (("|u1", 8), ("<u2", 16), ("<u4", 32), ("<u8", 64)):
        if maximum < 1 << bits:
            return np.dtype(code)
    raise IndexTooLarge(f"{maximum} does not fit 64 bits")


def run_starts(counts: AnyArray) -> NDArray[np.int64]:
    """Where each run of so many items begins when they follow each other (runs + 1): the last is the end."""
    sums = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums


def narrow(values: AnyArray) -> AnyArray:
    """`values` (none negative) in the smallest unsigned type that holds them all."""
    return values.astype(narrow_dtype(int(values.max()) if len(values) else 0), copy=False)


class ArraySink:
    """An array being written piece by piece, in order; its type is known, its length perhaps not (None)."""

    def __init__(
        self, file: BinaryIO, name: str, dtype: np.dtype[Any], length: int | None, offset: int
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.length = length
        self.offset = offset
        self.written = 0
        self.sums = BlockSums()
        self._file = file

    def append(self, values: AnyArray) -> None:
        """Write the next values. IndexTooLarge when one doesn't fit the type: values never wrap around."""
        if not len(values):
            return
        if values.dtype != self.dtype:
            if int(values.max()) > np.iinfo(self.dtype).max or int(values.min()) < 0:
                raise IndexTooLarge(f"array {self.name}: {values.max()} does not fit {self.dtype}")
            values = values.astype(self.dtype)
        self.append_raw(np.ascontiguousarray(values).data.cast("B"))

    def append_raw(self, raw: bytes | bytearray | memoryview) -> None:
        """Write the next values, as the bytes they are stored as."""
        values = len(raw) // self.dtype.itemsize
        if self.length is not None and self.written + values > self.length:
            raise ValueError(f"array {self.name}: more than the {self.length} values announced")
        offset = self.offset + self.written * self.dtype.itemsize
        if self._file.tell() != offset:  # seeking empties the file's buffer
            self._file.seek(offset)
        self._file.write(raw)
        self.sums.add(raw)
        self.written += values


class ArrayFileWriter:
    """Writes one file of arrays; nothing of it is valid before `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sinks: dict[str, ArraySink] = {}
        self._end = HEADER_SIZE
        self._open: ArraySink | None = None  # the one stream
        self._maps: list[mmap.mmap] = []  # of what is read back
        self._file: BinaryIO = path.open("wb", buffering=1 << 18)

    def add(self, name: str, values: AnyArray | bytes | bytearray) -> None:
        """Write a whole array in its own type, or bytes."""
        array = np.frombuffer(values, np.uint8) if isinstance(values, bytes | bytearray) else values
        self.reserve(name, array.dtype, len(array)).append(array)

    def stream(self, name: str, dtype: np.dtype[Any]) -> ArraySink:
        """An array of a length not yet known, to be appended to before any other array is begun."""
        sink = self._sink(name, dtype, None)
        self._open = sink
        return sink

    def reserve(self, name: str, dtype: np.dtype[Any], length: int) -> ArraySink:
        """Room for an array of `length` values, to be appended in pieces while others are too."""
        sink = self._sink(name, dtype, length)
        self._end += length * sink.dtype.itemsize
        return sink

    def _sink(self, name: str, dtype: np.dtype[Any], length: int | None) -> ArraySink:
        if name in self._sinks:
            raise ValueError(f"array {name} is there already")
        self._end_stream()
        self._end += -self._end % ALIGNMENT
        sink = ArraySink(self._file, name, np.dtype(dtype).newbyteorder("<"), length, self._end)
        self._sinks[name] = sink
        return sink

    def _end_stream(self) -> None:
        if self._open is not None:
            self._open.length = self._open.written
            self._end += self._open.written * self._open.dtype.itemsize
            self._open = None

    def read_back(self, name: str) -> AnyArray:
        """An array that was written whole; empty (uint8) where none of that name was."""
        self._end_stream()
        sink = self._sinks.get(name)
        if sink is None or not sink.written:
            return np.empty(0, np.uint8)
        self._file.flush()
        values: AnyArray = np.memmap(self.path, sink.dtype, "r", sink.offset, (sink.written,))
        pages: object = values.base  # whatever numpy says the base of an array is
        if isinstance(pages, mmap.mmap):
            self._maps.append(pages)
        return values

    def release(self) -> None:
        """Give the pages of what was read back to the system; they are read again when needed."""
        for one in self._maps:
            _release(one)

    def finish(self, facts: Mapping[str, object]) -> None:
        """Write directory (with `facts`, any JSON) and header, and bring the file to the disk."""
        self._end_stream()
        for sink in self._sinks.values():
            if sink.written != sink.length:
                raise ValueError(f"array {sink.name}: {sink.written} of {sink.length} values written")
        arrays = {s.name: (s.dtype.str, s.length, s.offset) for s in self._sinks.values()}
        sums = b"".join([sink.sums.finish().astype("<u4").tobytes() for sink in self._sinks.values()])
        start = self._end + -self._end % ALIGNMENT
        header, entries = directory.encode(facts, arrays, (start, zlib.crc32(sums)), start + len(sums))
        self._file.seek(start)
        self._file.write(sums + entries)
        self._file.seek(0)
        self._file.write(header)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close the file and remove it."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()


def _release(pages: mmap.mmap) -> None:
    if hasattr(mmap, "MADV_DONTNEED"):
        pages.madvise(mmap.MADV_DONTNEED)


class ArrayFile:
    """A file of arrays, memory-mapped; an array is a read-only view made when it is asked for.

    What is asked for has been compared with its checksums, or is when it is indexed. Raises IndexDamaged,
    IndexVersion, FileNotFoundError. The map stays valid when the file is unlinked, and as long as a view of
    it is referenced: closing only forgets it. `by_block`: a small array too is checked where it is read, for
    who reads what is whole of a damaged file.
    """

    def __init__(self, path: Path, *, by_block: bool = False) -> None:
        self.path = path
        self._whole, self._whole_memory = (0, 0) if by_block else (_WHOLE, _WHOLE_MEMORY)
        self._map, self._file = _contents(path)
        self._bytes = memoryview(self._map)
        self.size = len(self._bytes)
        self._directory = directory.read(path, self._bytes)
        self.directory_checksum = self._directory.checksum
        self.facts = self._directory.facts
        self._arrays = self._directory.arrays
        start = self._directory.sums_start
        self._sums = self._bytes[start : start + 4 * self._directory.sums].cast("I")
        self._damage = partial(_tell_damage, path, self._arrays, self._sums)  # no reference to the file
        self._none = kernels.Blocks(self._damage, "", self._bytes[:0], self._sums[:0])  # of any name not here
        self._blocks: dict[str, Blocks] = {}
        self._memories: dict[str, Memory] = {}
        self._views: dict[str, AnyArray] = {}

    def _array(self, name: str, below: int | None) -> Blocks:
        """The array with its checksums; of none of that name an empty one (uint8)."""
        blocks = self._blocks.get(name)
        if blocks is None or (below is not None and blocks.below != below):
            entry = self._arrays.get(name)
            if entry is None:
                return self._none
            blocks = self._blocks[name] = self._made(name, below, entry)
        return blocks

    def _made(self, name: str, below: int | None, entry: Entry) -> Blocks:
        return kernels.Blocks(self._damage, name, self._bytes, self._sums, below, entry, None, self._file)

    def array(self, name: str, *, below: int | None = None) -> AnyArray:
        """The array, a view on the map, checked whole; empty (uint8) when the file has none of that name.

        With `below`, one with a number that isn't is damaged.
        """
        blocks = self._array(name, below)
        blocks.compare_all()
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = as_array(blocks.values)
        return view

    def memory(self, name: str, *, below: int | None = None) -> memoryview:
        """The array as a memoryview, whose items are plain numbers: faster than numpy for single look-ups."""
        blocks = self._array(name, below)
        blocks.compare_all()
        return blocks.values

    def array_by_block(self, name: str, *, below: int | None = None) -> AnyArray | CheckedArray:
        """The array for who reads parts of it: a large one is checked where it is indexed."""
        blocks = self._array(name, below)
        return self.array(name) if blocks.nbytes <= self._whole else CheckedArray(blocks)

    def memory_by_block(self, name: str, *, below: int | None = None) -> Memory:
        """The array for who looks up numbers and slices: a large one is checked where that is."""
        memory = self._memories.get(name)
        if memory is None or below is not None:
            memory = blocks = self._array(name, below)
            if blocks.nbytes <= self._whole_memory:
                blocks.compare_all()
                memory = blocks.values
            self._memories[name] = memory
        return memory

    def checked(self, name: str) -> Blocks | None:
        """The array for a kernel, which compares what it reads; None when the file has none of that name."""
        blocks = self._array(name, None)
        return blocks if len(blocks) else None

    def several_checked(self, names: Iterable[str]) -> tuple[Blocks | None, ...]:
        """What `checked` gives of each of several."""
        known, entries, told = self._blocks, self._arrays, []
        for name in names:
            blocks = known.get(name)
            if blocks is None and (entry := entries.get(name)) is not None and entry.length:
                blocks = known[name] = self._made(name, None, entry)
            told.append(blocks if blocks else None)
        return tuple(told)

    def length(self, name: str) -> int:
        """How many values the array has; 0 when the file has none of that name."""
        entry = self._arrays.get(name)
        return 0 if entry is None else entry.length

    def whole_checksum(self) -> int:
        """The CRC-32 of all bytes of the file."""
        return zlib.crc32(self._bytes)

    def names(self) -> list[str]:
        """The names of the arrays, in the order of the file."""
        return list(self._arrays)

    def verify(self) -> None:
        """Compare every byte with its checksum, the padding with zeros. IndexDamaged names the array."""
        for reason in self.damage():
            raise IndexDamaged(self.path, reason)

    def damage(self) -> Iterator[str]:
        """What `verify` finds, all of it: for each damaged array what is wrong."""
        end = directory.HEADER_USED
        for name, entry in self._arrays.items():
            yield from self._padding(end, entry.start)
            end = entry.end
            try:
                self._compare_anew(self._array(name, None))
            except IndexDamaged as error:
                yield error.reason
        yield from self._padding(end, self._directory.sums_start)
        yield from self._padding(self._directory.sums_start + 4 * self._directory.sums, self._directory.start)

    def _compare_anew(self, blocks: Blocks) -> None:
        """Compare a whole array, some at a time: of a large file little is in memory at once."""
        total = len(blocks.compared)
        blocks.compared[:] = bytes(total)
        for first in range(0, total, _AT_ONCE):
            blocks.compare(first, min(first + _AT_ONCE, total))
            if total > _AT_ONCE:
                self.release()

    def _padding(self, start: int, end: int) -> Iterator[str]:
        if bytes(self._bytes[start:end]).strip(b"\0"):
            yield f"padding at byte {start} is not zero"

    def release(self) -> None:
        """Give mapped pages back to the system, where it has a way to; they are read again when needed."""
        if isinstance(self._map, mmap.mmap):
            _release(self._map)

    def close(self) -> None:
        """Forget the map. Views handed out stay valid; the map goes with the last of them."""
        self._blocks.clear()
        self._memories.clear()
        self._views.clear()


def _tell_damage(
    path: Path, entries: Mapping[str, Entry], sums: memoryview, blocks: Blocks, block: int
) -> NoReturn:
    """IndexDamaged: why a block of an array is not what it should be."""
    entry = entries[blocks.name]
    own = sums[entry.first_block : entry.first_block + entry.blocks]
    raise IndexDamaged(path, what_is_wrong(blocks, own, block))


def _contents(path: Path) -> tuple[mmap.mmap | bytes, object]:
    """What is in the file, mapped when it is large, else read; and what of a mapped one kernels read."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > _READ:
            try:
                return _mapped(file), kernels.file(file.fileno())
            except OSError as error:
                if error.errno != errno.EMFILE:  # the map would keep a descriptor, and there is none left
                    raise
        return file.read(size), None


if sys.version_info >= (3, 13):

    def _mapped(file: BinaryIO) -> mmap.mmap:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ, trackfd=False)

else:

    def _mapped(file: BinaryIO) -> mmap.mmap:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
