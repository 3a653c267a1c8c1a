"""How are the written forms of a field found as patterns are typed?

Sorted as they are folded (lower case, no accents: see folding.py), the same folding of several forms in the
order of their terms and numbers. The arrays, under a prefix: `blob` and `offsets` (grouped_frames.py, of 128
forms), `firsts` (the first form of each group, parted by line breaks), `letters` (the code points that occur,
ascending); and of each form `terms`, the number of its term, and `numbers`, compressed: twice its number
among the forms of its term, and one more when it is the last of them. `reversed` are the places of the forms
in the order of their letters from the last to the first: an ending is a range of them, as a beginning is one
of the forms.

What writes them: surface_forms_writer.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format import kernels
from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.segment.sorted_blocks import LAST, BlockLookup
from dateline.indexer.format.storage.array_file import ArrayFile
from dateline.indexer.format.storage.small_numbers import Column, open_compressed

if TYPE_CHECKING:
    from dateline.indexer.format.storage.checksums import Memory
    from dateline.indexer.format.storage.frames import FrameReader  # loads zstandard: where it is needed

__all__ = ["GROUP", "FoldedForms"]

# Measured on 75,000 forms, in bytes a form and µs to decompress a group: 64 forms 3.6, 3.6; 128 3.1, 5.1;
# 256 3.0, 7.4.
GROUP: Final = 128
_MOST_LETTERS: Final = 64  # of a word that kernels find forms near to


class _Frames:
    """The frames of a field's forms, opened when one is read: kernels mostly read them where they lie.

    A kernel holds this, and so not the forms that hold the kernel: such a ring would never be let go of.
    """

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._file = file
        self._prefix = prefix
        self._reader: FrameReader | None = None

    def __call__(self, number: int) -> bytes:
        if self._reader is None:
            from dateline.indexer.format.storage.frames import FrameReader

            self._reader = FrameReader(self._file, self._prefix)
        return self._reader[number]


class FoldedForms:
    """The folded forms of one field of one segment, as blocks (sorted_blocks.py); groups read are kept."""

    block_size = GROUP

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._file = file
        self._prefix = prefix
        self._frame = _Frames(file, prefix)
        self._texts: dict[int, str] = {}
        self._firsts: list[str] | None = None

    @derived
    def _terms(self) -> Memory:
        return self._file.memory_by_block(self._prefix + "terms")

    @derived
    def _numbers(self) -> Column:
        return open_compressed(self._file, self._prefix + "numbers")

    @derived
    def _reversed(self) -> Memory:
        return self._file.memory_by_block(self._prefix + "reversed")

    @derived
    def lookup(self) -> BlockLookup:
        """What tells quickly that a form is not in a group."""
        return BlockLookup(self._text, self._group)

    @derived
    def letters(self) -> str:
        """The letters that occur, ascending."""
        return "".join(map(chr, self._file.memory(self._prefix + "letters").tolist()))

    @derived
    def _compiled(self) -> Any:
        """The forms as kernels in C take them; None where there are none."""
        in_c = kernels.compiled()
        if in_c is None:
            return None
        from dateline.indexer.format.storage.compression import plain

        checked, memory, prefix = self._file.checked, self._file.memory, self._prefix
        plainly = None if self._file.length(prefix + "runs") else plain()  # frames have no dictionaries
        with self._damage_told():
            return in_c.Forms(
                *(self._frame, plainly, checked(prefix + "blob"), checked(prefix + "offsets")),
                *(memory(prefix + "firsts"), memory(prefix + "letters")),
                *(checked(prefix + "terms"), checked(prefix + "reversed")),
            )

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        """IndexDamaged in the place of a kernel's error, with the array that is damaged where it is known."""
        try:
            yield
        except ValueError as error:
            for name in ("terms", "reversed"):
                self._file.array(self._prefix + name)
            raise IndexDamaged(self._file.path, f"array {self._prefix}blob, {error}") from error

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def firsts(self) -> list[str]:
        """The first form of each group."""
        if self._firsts is None:
            firsts = str(self._file.memory(self._prefix + "firsts"), "utf-8")
            self._firsts = firsts.split("\n") if len(self) else []
        return self._firsts

    def _group(self, block: int) -> list[str]:
        """The forms of a group. IndexDamaged."""
        return self._text(block).split("\n")

    def _text(self, block: int) -> str:
        text = self._texts.get(block)
        if text is None:
            text = self._texts[block] = self._read(block)
        return text

    def _read(self, block: int) -> str:
        try:
            group = self._frame(block).decode()
        except UnicodeDecodeError as error:
            raise self._damaged(block, str(error)) from error
        forms = min(GROUP, len(self) - block * GROUP)
        if group.count("\n") != forms - 1:
            raise self._damaged(block, f"not {forms} forms")
        return group

    def _damaged(self, block: int, what: str) -> IndexDamaged:
        return IndexDamaged(self._file.path, f"array {self._prefix}blob, frame {block}: {what}")

    def place(self, form: str) -> int:
        """How many forms sort before `form`."""
        block = bisect_left(self.firsts, form) - 1
        return block * GROUP + bisect_left(self._group(block), form) if block >= 0 else 0

    def prefix(self, prefix: str) -> tuple[int, int]:
        """The places `[low, high)` of the forms that begin with `prefix`."""
        if self._compiled is None:
            return self.place(prefix), self.place(prefix + LAST)
        with self._damage_told():
            low, high = self._compiled.beginning(prefix)
        return low, high

    def near(self, word: str) -> list[tuple[int, int, str]] | None:
        """The forms at most one typo from a word, in order: place, number of the term, form.

        What a typo put in is of the script of the word, Latin or any other. None: it is to be looked for in
        the blocks (match/typos.py), for want of a kernel, or in a word as long as none is.
        """
        if self._compiled is None or len(word) > _MOST_LETTERS:
            return None
        with self._damage_told():
            found: list[tuple[int, int, str]] = self._compiled.near(word)
        return found

    def owned(
        self, low: int, high: int, terms: tuple[int, ...], field: Any, most: int
    ) -> tuple[list[int], dict[int, list[int]], bool] | None:
        """Whose forms `[low, high)` are: the terms that have no others, with `terms`, ascending; of each
        other which of its forms, by their numbers; and whether these are more than `most` terms (-1: any
        number will do): then those in most documents of the compiled `field` are told, ties by number.

        None for want of a kernel.
        """
        if self._compiled is None or field is None:
            return None
        with self._damage_told():
            whole, partly, cut = self._compiled.owners(low, high, self._numbers[low:high], terms, field, most)
        return whole, partly, cut

    def ending(self, ending: str) -> list[int]:
        """The places of the forms that end with `ending`, ascending."""
        wanted = ending[::-1]
        low = bisect_left(range(len(self)), wanted, key=self._reversed_form)
        high = bisect_left(range(len(self)), wanted + LAST, low, key=self._reversed_form)
        return sorted(self._reversed[low:high].tolist())

    def _reversed_form(self, number: int) -> str:
        place = self._reversed[number]
        return self._group(place // GROUP)[place % GROUP][::-1]

    def containing(self, letters: str) -> list[int]:
        """The places of the forms that have these letters in a row, ascending; every form is looked at."""
        return [
            block * GROUP + number
            for block in range(-(-len(self) // GROUP))
            if letters in self._text(block)
            for number, form in enumerate(self._group(block))
            if letters in form
        ]

    def equal(self, form: str) -> tuple[int, int]:
        """The places `[low, high)` of the forms that are folded so; an empty range when there are none."""
        return self.place(form), self.place(form + "\0")

    def forms(self, low: int, high: int) -> list[str]:
        """Forms `[low, high)`."""
        if low >= high:
            return []
        first, last = low // GROUP, (high - 1) // GROUP + 1
        forms = "\n".join(map(self._text, range(first, last))).split("\n")
        return forms[low - first * GROUP : high - first * GROUP]

    def beginning(self, prefix: str) -> list[str]:
        """The forms that begin with `prefix`."""
        return self.forms(*self.prefix(prefix))

    def owners(self, low: int, high: int) -> tuple[list[int], list[int]]:
        """Of forms `[low, high)` the numbers of their terms; and twice their numbers within the term, one
        more for the last of the term."""
        return self._terms[low:high].tolist(), self._numbers[low:high].tolist()
