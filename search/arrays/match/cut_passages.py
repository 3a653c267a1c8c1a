"""How is a paragraph one text where it was cut into passages?

A paragraph of many words is cut (indexer/passages.py), and a phrase or "in one paragraph" must not end where
a passage does. So phrases and nearness are looked for in joined places: a run of passages that go on in each
other is one document, numbered as its first passage, with positions counted through. What is found there is
taken apart again: it belongs to the passage in which it begins.

Places are those of positional.py, `document << 32 | position`. Between both kinds order is kept. Few passages
go on in another, so all that is done here is done to the stretches of an array that are theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.later import np
from dateline.search.arrays.match.positional import SHIFT, Keys, Occurrences
from dateline.search.arrays.match.sorted_arrays import expand, locate, unique

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CutPassages"]

_PLACE: Final = (1 << SHIFT) - 1


class CutPassages:
    """The runs of the passages of a segment: of those that go on (ascending), and where positions start."""

    def __init__(self, going: NDArray[np.int64], token_start: NDArray[Any]) -> None:
        self._going = going
        begins = np.concatenate((going[:1] >= 0, np.diff(going) > 1))  # the first of a run that goes on
        self._firsts = going[begins] - 1  # of each run
        self._run_of = begins.cumsum() - 1  # of each that goes on
        self._sizes = np.bincount(self._run_of) + 1
        self._token_start = token_start
        before = self._starts_at(going) - self._starts_at(self._firsts[self._run_of])
        # What is added to a place in a passage that goes on: fewer documents, more positions.
        self._added: Keys = ((self._firsts[self._run_of] - going) << SHIFT) + before
        self._lengths = self._starts_at(self._firsts + 1) - self._starts_at(self._firsts)

    def _starts_at(self, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        starts: NDArray[np.int64] = self._token_start[passages].astype(np.int64)
        return starts

    def first_of(self, passages: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each of these passages the first of its run."""
        places = self._going.searchsorted(passages)
        places[places == len(self._going)] = 0
        goes_on = self._going[places] == passages
        return np.where(goes_on, self._firsts[self._run_of[places]], passages)

    def firsts(self, passages: NDArray[Any]) -> NDArray[Any]:
        """The first passages of the runs of these (ascending), each once, of their type."""
        inside, where = locate(passages, self._going.astype(passages.dtype))
        if not inside.any():
            return passages
        changed = passages.copy()
        changed[where[inside]] = self._firsts[self._run_of[inside]]
        changed.sort()
        return unique(changed)

    def whole(self, passages: NDArray[Any]) -> NDArray[Any]:
        """All passages of the runs of these (ascending), ascending, of their type."""
        firsts = self.firsts(passages)
        inside, where = locate(firsts, self._firsts.astype(firsts.dtype))
        if not inside.any():
            return firsts
        sizes = np.ones(len(firsts), np.int64)
        sizes[where[inside]] = self._sizes[inside]
        return expand(firsts.astype(np.int64), sizes).astype(passages.dtype)

    def joined(self, places: Keys) -> Keys:
        """The places (ascending) as those of runs."""
        low = places.searchsorted(self._going << SHIFT)
        counts = places.searchsorted((self._going + 1) << SHIFT) - low
        if not counts.any():
            return places
        joined: Keys = places.copy()
        joined[expand(low, counts)] += self._added.repeat(counts)
        return joined

    def without(self, units: Keys, going: NDArray[np.bool_]) -> Keys:
        """Units, by the places at which they begin, as those of runs: none begins with these that go on."""
        begins = self._going[going] << SHIFT
        inside, where = locate(units, begins)
        return self.joined(np.delete(units, where[inside]))

    def apart(self, found: Occurrences) -> Occurrences:
        """What was found in runs, its places as those of passages; it may end in a later one."""
        starts = self._apart(found.starts)
        ends = starts if found.ends is found.starts else self._apart_unsorted(found.ends)
        sides = tuple((self.apart(side), numbers) for side, numbers in found.sides)
        return Occurrences(starts, ends, sides, found.rows)

    def _apart(self, places: Keys) -> Keys:
        low = places.searchsorted((self._firsts << SHIFT) + self._lengths)
        counts = places.searchsorted((self._firsts + 1) << SHIFT) - low
        if not counts.any():
            return places
        apart: Keys = places.copy()
        chosen = expand(low, counts)
        apart[chosen] = self._passage_places(places[chosen])
        return apart

    def _apart_unsorted(self, places: Keys) -> Keys:
        firsts = places >> SHIFT
        inside, where = locate(self._firsts, firsts)
        later = inside & ((places & _PLACE) >= self._lengths[where])
        if not later.any():
            return places
        apart: Keys = places.copy()
        apart[later] = self._passage_places(places[later])
        return apart

    def _passage_places(self, places: Keys) -> Keys:
        """Joined places, all in passages that go on, as places of those."""
        through = self._starts_at(places >> SHIFT) + (places & _PLACE)
        starts = self._starts_at(self._going)
        numbers = starts.searchsorted(through, side="right") - 1
        return (self._going[numbers] << SHIFT) | (through - starts[numbers])

    def within(self, firsts: Keys, lasts: Keys, passages: NDArray[Any]) -> tuple[Keys, Keys]:
        """What of these stretches lies in these passages (ascending): one that crosses is cut at their ends.

        In order, each once.
        """
        begins, ends = firsts >> SHIFT, lasts >> SHIFT
        if lasts is not firsts and (begins != ends).any():
            counts = ends - begins + 1
            at = expand(begins, counts)
            first = np.where(at == begins.repeat(counts), (firsts & _PLACE).repeat(counts), 0)
            length = self._starts_at(at + 1) - self._starts_at(at)
            last = np.where(at == ends.repeat(counts), (lasts & _PLACE).repeat(counts), length - 1)
            firsts, lasts = ((at << SHIFT) | first)[first <= last], ((at << SHIFT) | last)[first <= last]
            order = np.lexsort((lasts, firsts))
            firsts, lasts = firsts[order], lasts[order]
        kept = locate(passages, (firsts >> SHIFT).astype(passages.dtype))[0]
        if kept.all():
            return firsts, lasts
        only = firsts[kept]
        return only, only if lasts is firsts else lasts[kept]
