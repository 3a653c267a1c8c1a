"""The kernels in numpy: what each of them gives, and what is computed where no compiler was."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable
from itertools import count, takewhile
from typing import Any, Final, Literal, NoReturn, overload

import numpy as np

__all__ = ["BLOCK", "Blocks", "ChunkTable", "ascends", "sorted_order"]

BLOCK: Final = 1 << 12  # bytes that one checksum is of
_CODES: Final[dict[str, Literal["B", "H", "I", "Q"]]] = {"|u1": "B", "<u2": "H", "<u4": "I", "<u8": "Q"}


class Blocks:
    """An array of a file: `compared[i]` is 1 when block `i` has been found to be what was written.

    It gives single numbers and slices as a memoryview does, each compared when it is asked for. With `below`,
    a number that isn't is damage as well: it is an index into something of that length.

    The values lie in `raw`, the bytes of a file, where `entry` says (Entry of storage/entries.py), and their
    checksums in `sums`; without `entry` they are all of both. `damage` is called with this and the number of
    a block that is not what it should be, and raises what is to be told. `compared`, of one byte a block, is
    for who knows of some already. `file`, what `kernels.file` gave, is for kernels in C.
    """

    __slots__ = ("_damage", "_length", "_shift", "_sums", "below", "compared", "name", "nbytes", "values")

    def __init__(
        self,
        damage: Callable[[Blocks, int], NoReturn],
        name: str,
        raw: memoryview,
        sums: memoryview,
        below: int | None = None,
        entry: tuple[str, int, int, int, int, int] | None = None,
        compared: bytearray | None = None,
        file: object = None,
    ) -> None:
        if entry is not None:
            code, _, start, end, first, count = entry
            raw, sums = raw[start:end].cast(_CODES[code]), sums[first : first + count]
        self._damage = damage
        self._sums = sums
        self.name = name
        self.values = raw
        self.below = below
        self.nbytes = raw.nbytes
        self.compared = bytearray(len(sums)) if compared is None else compared
        self._length = len(raw)
        self._shift = (BLOCK // raw.itemsize).bit_length() - 1

    def compare(self, first: int, last: int) -> None:
        """Compare those of blocks `[first, last)` that have not been. What `damage` raises."""
        size = BLOCK // self.values.itemsize
        block = self.compared.find(0, first, last)
        while block >= 0:
            part = self.values[block * size : (block + 1) * size]
            wrong = zlib.crc32(part) != self._sums[block]
            if wrong or (self.below is not None and self.below <= int(np.asarray(part).max())):
                self._damage(self, block)
            self.compared[block] = 1
            block = self.compared.find(0, block + 1, last)

    def compare_all(self) -> None:
        """Compare all that have not been."""
        self.compare(0, len(self.compared))

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
                if self.compared.find(0, first, last) >= 0:
                    self.compare(first, last)
        else:
            block = (item if item >= 0 else item + self._length) >> self._shift
            if not self.compared[block]:
                self.compare(block, block + 1)
        return self.values[item]


def ascends(values: memoryview) -> bool:
    """Whether no number is below the one before it."""
    numbers = np.asarray(values)
    return bool((numbers[1:] >= numbers[:-1]).all())


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
