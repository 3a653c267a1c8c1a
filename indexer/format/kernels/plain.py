"""The kernels in numpy: what each of them gives, and what is computed where no compiler was."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from itertools import count, takewhile
from typing import Final

import numpy as np

__all__ = ["BLOCK", "ChunkTable", "ascends", "compare_blocks", "rises", "sorted_order"]

BLOCK: Final = 1 << 12  # bytes that one checksum is of


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


def sorted_order(texts: list[str]) -> bytes:
    """The places of texts in the order they sort in by code points, equal ones as they come, four bytes each.

    In C of texts without lone surrogates.
    """
    return array("I", sorted(range(len(texts)), key=texts.__getitem__)).tobytes()


class ChunkTable:
    """The chunks between blanks that texts have, those of each language by themselves.

    They are numbered from 0 on as they are first met, whatever their language. `key`, of 16 bytes that nobody
    can foresee, is for the hashes of the table in C.
    """

    def __init__(self, key: bytes) -> None:
        self._next = count().__next__
        self._numbers: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(self._next))

    def __len__(self) -> int:
        return sum(map(len, self._numbers.values()))

    def number(self, texts: list[bytes], language: int) -> tuple[bytes, bytes]:
        """The number of each chunk of some texts in UTF-8, and how many each text has, four bytes each.

        Blanks are the space and the line break. Two of them have an empty chunk between them, a text without
        any is one chunk, and an empty text has none. `language` is a number below 65,536.
        """
        numbers, counts = array("I"), array("I")
        for text in texts:
            chunks = text.decode().replace("\n", " ").split(" ") if text else []
            counts.append(len(chunks))
            numbers.extend(map(self._numbers[language].__getitem__, chunks))
        return numbers.tobytes(), counts.tobytes()

    def since(self, first: int) -> tuple[list[str], bytes]:
        """The chunks from number `first` on, in that order; and the language of each, two bytes."""
        met = sorted(
            (number, language, chunk)
            for language, numbers in self._numbers.items()
            for chunk, number in takewhile(lambda one: one[1] >= first, reversed(numbers.items()))
        )
        return [chunk for _, _, chunk in met], array("H", [language for _, language, _ in met]).tobytes()

    def words(self, first: int, language: int, words: ChunkTable) -> tuple[bytes, bytes, list[str]]:
        """Of the chunks of a language from `first` on, those that are a word of ASCII letters and digits.

        Marks may stand before and behind it. Of each: its number, that of the word in `words`, another table,
        how many code points stand before the word, and how many the chunk has, four bytes each. Then the
        numbers and the texts of the rest: here of all, which are analysed as fast as the rest.
        """
        found = takewhile(lambda one: one[1] >= first, reversed(self._numbers[language].items()))
        rest = list(found)[::-1]
        return b"", array("I", [number for _, number in rest]).tobytes(), [chunk for chunk, _ in rest]
