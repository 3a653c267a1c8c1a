"""The kernels in numpy: what each of them gives, and what is computed where no compiler was."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BLOCK", "compare_blocks"]

BLOCK: Final = 1 << 14  # bytes that one checksum is of


def compare_blocks(
    values: NDArray[Any], sums: memoryview, compared: bytearray, first: int, last: int, below: int
) -> int:
    """Compare those blocks `[first, last)` of an array with their checksums that `compared` does not mark.

    `sums` are the CRC-32 of all of its blocks of `BLOCK` bytes. Blocks that are as they were written and have
    only numbers below `below` (-1: any will do), are marked with 1. Gives the first that is not, behind which
    nothing is compared; -1 when all are.
    """
    size = BLOCK // values.itemsize
    block = compared.find(0, first, last)
    while block >= 0:
        part = values[block * size : (block + 1) * size]
        if zlib.crc32(part.data) != sums[block] or 0 <= below <= int(part.max()):
            return block
        compared[block] = 1
        block = compared.find(0, block + 1, last)
    return -1
