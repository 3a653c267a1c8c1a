"""Is a byte what was written, and who asks before it is used?

Each array is checked in blocks of 4 KiB, from its first byte on, the last block being what is left; a file
keeps the CRC-32 of each. A block is compared when something of it is first read, so that a search in a large
file pays for what it touches, and a small array is checked whole.

- `BlockSums`: the checksums of an array while it is written.
- `Blocks`: those of an array that is read, and which have been compared.
- `CheckedMemory`, `CheckedArray`: a large array whose blocks are compared as they are touched.

What has been compared is noted in a byte for each block. Threads and forked processes may compare one twice,
which does no harm, and wait for no lock.
"""

from __future__ import annotations

import zlib
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.kernels import compare_blocks, compiled
from dateline.indexer.format.later import np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

__all__ = ["BLOCK", "BlockSums", "Blocks", "CheckedArray", "CheckedMemory", "Memory", "checked_memory"]

# A first question reads some hundred places all over an index, and pays for a block at each: of 4 KiB it
# takes a tenth less time than of 16. Measured: CRC-32 of a block .3 µs by the kernel, 1.4 by zlib; the
# checksums of a gigabyte, which opening it reads, take 1 MiB.
BLOCK: Final = 1 << 12


class BlockSums:
    """The checksums of an array that is written piece by piece."""

    def __init__(self) -> None:
        self._sums = array("I")
        self._last = 0
        self._filled = 0  # bytes of the last block

    def add(self, raw: bytes | bytearray | memoryview) -> None:
        """The next bytes."""
        view = memoryview(raw).cast("B")
        start = 0
        while start < len(view):
            end = min(start + BLOCK - self._filled, len(view))
            self._last = zlib.crc32(view[start:end], self._last)
            self._filled += end - start
            start = end
            if self._filled == BLOCK:
                self._sums.append(self._last)
                self._last = self._filled = 0

    def finish(self) -> NDArray[np.uint32]:
        """Of each block its CRC-32."""
        if self._filled:
            self._sums.append(self._last)
            self._last = self._filled = 0
        return np.frombuffer(self._sums, np.uint32) if len(self._sums) else np.empty(0, np.uint32)


class Blocks:
    """The blocks of one array: `compared[i]` is 1 when block `i` has been found to be what was written.

    With `below`, a number that isn't is damage as well: it is an index into something of that length.
    """

    __slots__ = ("_array", "_path", "_sums", "below", "compared", "name", "values")

    def __init__(
        self, path: Path, name: str, values: memoryview, sums: memoryview, below: int | None = None
    ) -> None:
        self._path = path
        self._sums = sums
        self.name = name
        self.values = values
        self.below = below
        self.compared = bytearray(len(sums))
        self._array: NDArray[Any] | None = None

    @property
    def array(self) -> NDArray[Any]:
        """The values as an array, a view; who looks single numbers up needs none, nor numpy."""
        if self._array is None:
            self._array = np.asarray(self.values).view(f"<u{self.values.itemsize}")
        return self._array

    def compare(self, first: int, last: int) -> None:
        """Compare those of blocks `[first, last)` that have not been. IndexDamaged."""
        if self.compared.find(0, first, last) < 0:
            return
        below = -1 if self.below is None else self.below
        block = compare_blocks(self.values, self._sums, self.compared, first, last, below)
        if block >= 0:
            raise IndexDamaged(self._path, self._what_is_wrong(block))

    def _what_is_wrong(self, block: int) -> str:
        """Why a block is not what it should be."""
        size = BLOCK // self.values.itemsize
        values = self.values[block * size : (block + 1) * size]
        if zlib.crc32(values) != self._sums[block]:
            return f"array {self.name} does not match its checksum"
        return f"array {self.name}: {max(values)}, where all are below {self.below}"

    def compare_all(self) -> None:
        """Compare all that have not been."""
        self.compare(0, len(self.compared))

    def for_kernel(self) -> tuple[memoryview, memoryview, bytearray, int]:
        """Values, checksums, what has been compared, and below what all have to be (-1: any will do)."""
        return self.values, self._sums, self.compared, -1 if self.below is None else self.below

    def forget(self) -> None:
        """Take none as compared."""
        self.compared[:] = bytes(len(self.compared))


class CheckedMemory:
    """Single numbers and slices of an array, as a memoryview gives them, compared when they are asked for."""

    __slots__ = ("_blocks", "_compared", "_length", "_memory", "_shift")

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._compared = blocks.compared
        self._memory = blocks.values
        self._length = len(self._memory)
        self._shift = _shift(blocks.values.itemsize)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, item: int) -> int: ...
    @overload
    def __getitem__(self, item: slice) -> memoryview: ...
    def __getitem__(self, item: Any) -> Any:
        if type(item) is slice:
            start, stop, _ = item.indices(self._length)
            if start < stop:
                first, last = start >> self._shift, (stop - 1 >> self._shift) + 1
                if self._compared.find(0, first, last) >= 0:
                    self._blocks.compare(first, last)
        else:
            block = (item if item >= 0 else item + self._length) >> self._shift
            if not self._compared[block]:
                self._blocks.compare(block, block + 1)
        return self._memory[item]


Memory: TypeAlias = "memoryview | CheckedMemory"  # what looks single numbers up, quicker than an array


def checked_memory(blocks: Blocks) -> Memory:
    """An array for who looks up numbers and slices, each compared when it is asked for."""
    kernels = compiled()
    if kernels is None:
        return CheckedMemory(blocks)
    memory: CheckedMemory = kernels.CheckedMemory(blocks)  # gives the same in a twentieth of the time
    return memory


class CheckedArray:
    """An array, compared where it is indexed: by number, slice, or array of numbers."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._values = blocks.array
        self._compared: NDArray[np.bool_] = np.frombuffer(blocks.compared, np.bool_)
        self._shift = _shift(blocks.values.itemsize)
        self.dtype: np.dtype[Any] = self._values.dtype

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, item: int) -> Any: ...
    @overload
    def __getitem__(self, item: slice | NDArray[Any]) -> NDArray[Any]: ...
    def __getitem__(self, item: int | slice | NDArray[Any]) -> Any:
        if isinstance(item, slice):
            start, stop, step = item.indices(len(self._values))
            if step < 0:
                start, stop = stop + 1, start + 1
            if start < stop:
                self._blocks.compare(start >> self._shift, (stop - 1 >> self._shift) + 1)
        elif isinstance(item, int | np.integer):
            place = range(len(self._values))[int(item)] >> self._shift
            self._blocks.compare(place, place + 1)
        else:
            self._at(item)
        return self._values[item]

    def _at(self, places: NDArray[Any]) -> None:
        """Compare what an array of places, or of one truth a place, picks."""
        if self._blocks.compared.find(0) < 0:
            return
        if places.dtype.kind == "b":
            places = places.nonzero()[0]
        blocks = places >> self._shift
        if self._compared.take(blocks).tobytes().find(0) >= 0:
            touched = np.zeros(len(self._compared), bool)  # `np.unique` loads numpy.ma, which takes 8 ms
            touched[blocks] = True
            for block in touched.nonzero()[0].tolist():
                self._blocks.compare(block, block + 1)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        self._blocks.compare_all()
        return self._values if dtype is None else self._values.astype(dtype)


def _shift(width: int) -> int:
    """By how much the place of a value of so many bytes is shifted to the right to be that of its block."""
    return (BLOCK // width).bit_length() - 1
