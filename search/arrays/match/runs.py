"""How is a paragraph one text where it was cut into passages?

A paragraph of many words is cut (indexer/passages.py), and a phrase or "in one paragraph" must not end where
a passage does. So phrases and nearness are looked for in joined places: a run of passages that go on in each
other is one document, numbered as its first passage, with positions counted through. What is found there is
taken apart again: it belongs to the passage in which it begins.

Places are those of positional.py, `document << 32 | position`. Between both kinds order is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dateline.search.arrays.match.positional import SHIFT, Keys, Occurrences
from dateline.search.arrays.match.sorted_arrays import expand, locate, unique

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Runs"]

_PLACE: Final = (1 << SHIFT) - 1


class Runs:
    """The runs of the passages of a segment, by those that go on (mask), and where positions start."""

    def __init__(self, goes_on: NDArray[np.bool_], token_start: NDArray[Any]) -> None:
        numbers = np.arange(len(goes_on), dtype=np.int64)
        self._starts: NDArray[np.int64] = token_start.astype(np.int64)
        self._heads: NDArray[np.int64] = np.maximum.accumulate(np.where(goes_on, 0, numbers))
        self._sizes: NDArray[np.int64] = np.bincount(self._heads, minlength=len(goes_on))

    def heads(self, passages: NDArray[Any]) -> NDArray[Any]:
        """The first passages of the runs of these (ascending), each once, of their type."""
        return unique(self._heads[passages].astype(passages.dtype))

    def head_of(self, passages: NDArray[Any]) -> NDArray[np.int64]:
        """For each of these passages the first of its run."""
        heads: NDArray[np.int64] = self._heads[passages]
        return heads

    def whole(self, passages: NDArray[Any]) -> NDArray[Any]:
        """All passages of the runs of these (ascending), ascending, of their type."""
        heads = self.heads(passages)
        return expand(heads.astype(np.int64), self._sizes[heads]).astype(passages.dtype)

    def joined(self, places: Keys) -> Keys:
        """The places as those of runs."""
        passages = places >> SHIFT
        heads = self._heads[passages]
        joined: Keys = (heads << SHIFT) + (places & _PLACE) + (self._starts[passages] - self._starts[heads])
        return joined

    def apart(self, found: Occurrences) -> Occurrences:
        """What was found in runs, its places as those of passages; it may end in a later one."""
        starts = self._apart(found.starts)
        ends = starts if found.ends is found.starts else self._apart(found.ends)
        return Occurrences(starts, ends, tuple((self.apart(side), numbers) for side, numbers in found.sides))

    def _apart(self, places: Keys) -> Keys:
        through = self._starts[places >> SHIFT] + (places & _PLACE)
        passages = self._starts.searchsorted(through, side="right") - 1
        apart: Keys = (passages << SHIFT) | (through - self._starts[passages])
        return apart

    def within(self, firsts: Keys, lasts: Keys, passages: NDArray[Any]) -> tuple[Keys, Keys]:
        """What of these stretches lies in these passages (ascending): one that crosses is cut at their ends.

        In order, each once.
        """
        begins, ends = firsts >> SHIFT, lasts >> SHIFT
        if lasts is not firsts and (begins != ends).any():
            counts = ends - begins + 1
            at = expand(begins, counts)
            first = np.where(at == begins.repeat(counts), (firsts & _PLACE).repeat(counts), 0)
            length = self._starts[at + 1] - self._starts[at]
            last = np.where(at == ends.repeat(counts), (lasts & _PLACE).repeat(counts), length - 1)
            firsts, lasts = ((at << SHIFT) | first)[first <= last], ((at << SHIFT) | last)[first <= last]
            order = np.lexsort((lasts, firsts))
            firsts, lasts = firsts[order], lasts[order]
        kept = locate(passages, (firsts >> SHIFT).astype(passages.dtype))[0]
        if kept.all():
            return firsts, lasts
        only = firsts[kept]
        return only, only if lasts is firsts else lasts[kept]
