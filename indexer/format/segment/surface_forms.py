"""How are the written forms of a field found as patterns are typed?

Sorted as they are folded (lower case, no accents: see folding.py), the same folding of several forms in the
order of their terms and numbers. The arrays, under a prefix: `blob` and `offsets` (grouped_frames.py, of 128
forms), `firsts` (the first form of each group, parted by line breaks), `letters` (the code points that occur,
ascending); and of each form `terms`, the number of its term, and `numbers`, compressed: twice its number
among the forms of its term, and one more when it is the last of them. `reversed` are the places of the forms
in the order of their letters from the last to the first: an ending is a range of them, as a beginning is one
of the forms.

A writer sorts what it is given in runs, kept as text; these are merged while they are written, so that only
a part of the forms are objects at any time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.analysis.folding import fold
from dateline.indexer.format import kernels
from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.sorted_blocks import LAST, BlockLookup
from dateline.indexer.format.storage.array_file import (
    AnyArray,
    ArrayFile,
    ArrayFileWriter,
    narrow,
    narrow_dtype,
)
from dateline.indexer.format.storage.small_numbers import Column, CompressedWriter, open_compressed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.storage.checksums import Memory
    from dateline.indexer.format.storage.frames import (
        FrameReader,  # loads zstandard: imported where it is needed
    )

__all__ = ["FoldedForms", "FoldedFormsWriter"]

# Measured on 75,000 forms, in bytes a form and µs to decompress a group: 64 forms 3.6, 3.6; 128 3.1, 5.1;
# 256 3.0, 7.4.
GROUP: Final = 128
_RUN: Final = 1 << 14  # forms that are sorted at once, at least: hundreds of runs are merged slowly
_REVERSED_RUN: Final = 1 << 17  # 10 MB; most fields have fewer, and need no merging
_MOST_LETTERS: Final = 64  # of a word that kernels find forms near to
_PIECE: Final = GROUP << 2  # forms of a run that are objects at a time while runs are merged


@dataclass(frozen=True, slots=True)
class _Run:
    """Sorted forms, `_PIECE` to a piece of text, parted by line breaks; and the owners of all."""

    pieces: list[str]
    terms: AnyArray
    numbers: AnyArray

    def batches(self) -> Iterator[tuple[Sequence[str], AnyArray, AnyArray]]:
        """The forms of each piece with their owners."""
        for number, piece in enumerate(self.pieces):
            here = slice(number * _PIECE, (number + 1) * _PIECE)
            yield piece.split("\n"), self.terms[here], self.numbers[here]

    def __iter__(self) -> Iterator[tuple[str, int, int]]:
        return chain.from_iterable(
            zip(forms, terms.tolist(), numbers.tolist(), strict=True)
            for forms, terms, numbers in self.batches()
        )


def _merged(runs: Sequence[_Run]) -> Iterator[tuple[Sequence[str], AnyArray, AnyArray]]:
    """The forms of all runs, sorted, with their owners: `_PIECE` at a time, the last time the rest."""
    if len(runs) == 1:
        yield from runs[0].batches()
        return
    entries = merge(*runs)
    while batch := list(islice(entries, _PIECE)):
        forms, terms, numbers = zip(*batch, strict=True)
        yield forms, np.array(terms), np.array(numbers)


class FoldedFormsWriter:
    """Folds and sorts the forms of a field's terms, some terms at a time."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []  # for the next run
        self._counts: list[AnyArray] = []  # of the terms they are of
        self._runs: list[_Run] = []
        self._letters: set[int] = set()
        self._size = 0
        self._terms = 0

    def append(self, forms: Sequence[bytes], counts: AnyArray) -> None:
        """The forms of the next terms, in the order of their numbers, and how many each term has."""
        self._waiting += forms
        self._counts.append(counts)
        if len(self._waiting) >= _RUN:
            self._sort()

    def _sort(self) -> None:
        """Make a run of the forms that wait."""
        if not self._waiting:
            return
        folded, counts = _fold_all(self._waiting), np.concatenate(self._counts)
        self._waiting, self._counts = [], []
        self._letters.update(_letters("".join(folded)))
        ends = np.cumsum(counts, dtype=np.int64)
        numbers = np.arange(len(folded)) - np.repeat(ends - counts, counts)
        numbers *= 2
        numbers[ends - 1] += 1
        terms = np.repeat(np.arange(self._terms, self._terms + len(counts)), counts)
        order = np.frombuffer(kernels.sorted_order(folded), np.uint32)
        in_order = list(map(folded.__getitem__, order.tolist()))
        pieces = ["\n".join(in_order[start : start + _PIECE]) for start in range(0, len(in_order), _PIECE)]
        self._runs.append(_Run(pieces, narrow(terms[order]), narrow(numbers[order])))
        self._terms += len(counts)
        self._size += len(folded)

    def write(self, file: ArrayFileWriter, prefix: str) -> None:
        """Write the arrays."""
        from dateline.indexer.format.storage.compression import Compressor
        from dateline.indexer.format.storage.frames import FrameWriter

        self._sort()
        terms_sink = file.reserve(prefix + "terms", narrow_dtype(max(self._terms - 1, 0)), self._size)
        numbers_writer = CompressedWriter(file, prefix + "numbers")
        frames = FrameWriter(compressor=Compressor())
        firsts: list[str] = []
        reversed_forms = _ReversedWriter()
        for forms, terms, numbers in _merged(self._runs):
            terms_sink.append(terms)
            numbers_writer.append(numbers)
            firsts += forms[::GROUP]
            for start in range(0, len(forms), GROUP):
                frames.add("\n".join(forms[start : start + GROUP]).encode())
            reversed_forms.append(forms)
        numbers_writer.finish()
        frames.write(file, prefix)
        reversed_forms.write(file, prefix + "reversed")
        file.add(prefix + "firsts", "\n".join(firsts).encode())
        file.add(prefix + "letters", narrow(np.array(sorted(self._letters), np.int64)))


class _ReversedWriter:
    """Sorts forms, given in order, by their letters from the last to the first."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._runs: list[_Run] = []
        self._size = 0

    def append(self, forms: Sequence[str]) -> None:
        """The next forms."""
        self._waiting += [form[::-1] for form in forms]
        if len(self._waiting) >= _REVERSED_RUN:
            self._sort()

    def _sort(self) -> None:
        waiting, self._waiting = self._waiting, []
        order = np.frombuffer(kernels.sorted_order(waiting), np.uint32)
        in_order = list(map(waiting.__getitem__, order.tolist()))
        pieces = ["\n".join(in_order[start : start + _PIECE]) for start in range(0, len(in_order), _PIECE)]
        places = order.astype(np.int64) + self._size
        self._runs.append(_Run(pieces, narrow(places), np.zeros(len(order), np.uint8)))
        self._size += len(order)

    def write(self, file: ArrayFileWriter, name: str) -> None:
        """Write the places of the forms in that order."""
        if self._waiting:
            self._sort()
        sink = file.reserve(name, narrow_dtype(max(self._size - 1, 0)), self._size)
        for _, places, _ in _merged(self._runs):
            sink.append(places)


def _fold_all(forms: Sequence[bytes]) -> list[str]:
    """The forms, folded; ASCII, which takes a tenth of the time, apart from the rest."""
    others = [place for place, form in enumerate(forms) if not form.isascii()]
    if not others:
        return fold(b"\n".join(forms).decode()).split("\n")
    plain = list(forms)
    for place in others:
        plain[place] = b""
    folded = fold(b"\n".join(plain).decode()).split("\n")
    apart = fold(b"\n".join([forms[place] for place in others]).decode()).split("\n")
    for place, form in zip(others, apart, strict=True):
        folded[place] = form
    return folded


def _letters(text: str) -> list[int]:
    """The code points of a text."""
    codes: NDArray[np.uint32] = np.frombuffer(text.encode("utf-32-le"), "<u4")
    found: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return found


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
