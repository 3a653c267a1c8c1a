"""How are the written forms of a field sorted and written, of which only a part are objects at any time?

What it is given is sorted in runs, kept as text; these are merged while they are written. The arrays are told
in surface_forms.py, which reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.folding import fold
from dateline.indexer.format import kernels
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.surface_forms import GROUP
from dateline.indexer.format.storage.array_file import (
    AnyArray,
    ArrayFileWriter,
    narrow,
    narrow_dtype,
)
from dateline.indexer.format.storage.small_numbers import CompressedWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FoldedFormsWriter"]

_RUN: Final = 1 << 14  # forms that are sorted at once, at least: hundreds of runs are merged slowly
_REVERSED_RUN: Final = 1 << 17  # 10 MB; most fields have fewer, and need no merging
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
