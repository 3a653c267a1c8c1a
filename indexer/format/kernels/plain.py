"""The kernels in numpy: what each of them gives, and what is computed where no compiler was."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np

__all__ = ["BLOCK", "ascends", "compare_blocks", "rises"]

BLOCK: Final = 1 << 14  # bytes that one checksum is of


def compare_blocks(
    values: memoryview, sums: memoryview, compared: bytearray, first: int, last: int, below: int
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
        if zlib.crc32(part) != sums[block] or 0 <= below <= int(np.asarray(part).max()):
            return block
        compared[block] = 1
        block = compared.find(0, block + 1, last)
    return -1


def ascends(values: memoryview) -> bool:
    """Whether no number is below the one before it."""
    numbers = np.asarray(values)
    return bool((numbers[1:] >= numbers[:-1]).all())


def rises(values: memoryview, places: memoryview | None = None) -> int:
    """How many numbers are above the one before; of those at `places` where given, in their order.

    ValueError for a place where there is none.
    """
    numbers = np.asarray(values)
    if places is not None:
        at = np.asarray(places)
        if len(at) and int(at.max()) >= len(numbers):
            raise ValueError("a place beyond the end")
        numbers = numbers[at]
    return int(np.count_nonzero(numbers[1:] > numbers[:-1]))
