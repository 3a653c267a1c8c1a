"""Is a byte what was written, and who asks before it is used?

Each array is checked in blocks of 4 KiB, from its first byte on, the last block being what is left; a file
keeps the CRC-32 of each. A block is compared when something of it is first read, so that a search in a large
file pays for what it touches, and a small array is checked whole.

- `BlockSums`: the checksums of an array while it is written.
- `Blocks` of the kernels: an array that is read, whose blocks are compared as they are touched.
- `CheckedArray`: the same for who works with arrays.

What has been compared is noted in a byte for each block. Threads and forked processes may compare one twice,
which does no harm, and wait for no lock.
"""

from __future__ import annotations

import zlib
from array import array
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from dateline.indexer.format.later import np
from dateline.indexer.format.storage.entries import BLOCK

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from dateline.indexer.format.kernels import Blocks

__all__ = ["BlockSums", "CheckedArray", "Memory", "as_array", "what_is_wrong"]


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


Memory: TypeAlias = "memoryview | Blocks"  # what looks single numbers up, quicker than an array


def as_array(values: memoryview) -> NDArray[Any]:
    """The values of a Blocks as an array, a view; who looks single numbers up needs none, nor numpy."""
    return np.asarray(values).view(f"<u{values.itemsize}")


def what_is_wrong(blocks: Blocks, sums: memoryview, block: int) -> str:
    """Why a block is not what it should be; `sums` are those of the array's blocks."""
    size = BLOCK // blocks.values.itemsize
    values = blocks.values[block * size : (block + 1) * size]
    if zlib.crc32(values) != sums[block]:
        return f"array {blocks.name} does not match its checksum"
    return f"array {blocks.name}: {max(values)}, where all are below {blocks.below}"


class CheckedArray:
    """An array, compared where it is indexed: by number, slice, or array of numbers."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._values = as_array(blocks.values)
        self._compared: NDArray[np.uint8] = np.frombuffer(blocks.compared, np.uint8)
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
        if not _is_any_left(self._blocks.compared):
            return
        if places.dtype.kind == "b":
            places = places.nonzero()[0]
        blocks = places >> self._shift
        if _is_any_left(self._compared.take(blocks).tobytes()):
            touched = np.zeros(len(self._compared), bool)  # `np.unique` loads numpy.ma, which takes 8 ms
            touched[blocks] = True
            for block in touched.nonzero()[0].tolist():
                self._blocks.compare(block, block + 1)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        self._blocks.compare_all()
        return self._values if dtype is None else self._values.astype(dtype)


def _is_any_left(noted: bytes | bytearray) -> bool:
    """Whether any block is to be compared yet: a kernel may have it (2) as it read it from the file."""
    return noted.find(0) >= 0 or noted.find(2) >= 0


def _shift(width: int) -> int:
    """By how much the place of a value of so many bytes is shifted to the right to be that of its block."""
    return (BLOCK // width).bit_length() - 1
