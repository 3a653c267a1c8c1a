"""Which places in the text satisfy a phrase, NEAR, or "in one sentence"?

The algebra of occurrences, on arrays and without an index. An occurrence is a stretch of positions in a
document, from its first word to its last, both included; a place is one number, `document << 32 | position`,
so that joins over all documents are searches in one sorted array. No occurrence crosses documents.

Nearness is decided between *nearest* partners: two things are near if some pair of them is, and then the
nearest pair is. Each occurrence is paired with its nearest partner on either side, so that every word of
every match is marked and the number of pairs stays linear in the number of occurrences. Pairs over the same
stretch are one occurrence, so that it stays so where what is near something is itself near something.

>>> near(words([3, 20]), words([5, 40]), distance=2, ordered=True).starts.tolist()
[3]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from dateline.indexer.format.later import np
from dateline.search.arrays.match.postings import DocumentType, Postings
from dateline.search.arrays.match.sorted_arrays import distinct, expand, unique

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["SHIFT", "Keys", "Occurrences", "adjacent", "counted", "near", "together", "union", "words"]

SHIFT: Final = 32
Keys: TypeAlias = "NDArray[np.int64]"
# Of each pair the earlier end, the later start, and the earlier start with the later end: does it count?
Accept: TypeAlias = "Callable[[Keys, Keys, tuple[Keys, Keys]], NDArray[np.bool_]]"


class Occurrences:
    """Places, ordered by start, then end. `starts` and `ends` are the same array for single words.

    `sides` is what pairs were made of: occurrences and which of them each pair took; a highlight then marks
    the two sides and not what lies between. `rows` tells of each pair which occurrence it is: several may be
    one.
    """

    __slots__ = ("ends", "rows", "sides", "starts")

    def __init__(
        self,
        starts: Keys,
        ends: Keys,
        sides: tuple[tuple[Occurrences, NDArray[np.int64]], ...] = (),
        rows: NDArray[np.int64] | None = None,
    ) -> None:
        self.starts = starts
        self.ends = ends
        self.sides = sides
        self.rows = rows

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, chosen: NDArray[Any]) -> Occurrences:
        """Some of the occurrences, by mask or by ascending numbers."""
        starts = self.starts[chosen]
        ends = starts if self.ends is self.starts else self.ends[chosen]
        if self.rows is None:
            return Occurrences(starts, ends)
        kept = np.zeros(len(self), bool)
        kept[chosen] = True
        pairs = kept[self.rows]
        rows = (kept.cumsum() - 1)[self.rows[pairs]]
        return Occurrences(starts, ends, tuple((side, numbers[pairs]) for side, numbers in self.sides), rows)

    def marked(self) -> list[tuple[Keys, Keys]]:
        """First and last places of every stretch to be marked; unsorted, with repetitions."""
        if not self.sides:
            return [(self.starts, self.ends)]
        return [stretch for side, numbers in self.sides for stretch in side.take(unique(numbers)).marked()]


def words(keys: ArrayLike) -> Occurrences:
    """Single words at these ascending places."""
    places = np.asarray(keys, np.int64)
    return Occurrences(places, places)


def union(parts: Sequence[Occurrences]) -> Occurrences:
    """The occurrences of any part, each once. Sides are kept only where one part has occurrences."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return words(())
    if len(parts) == 1:
        return parts[0]
    starts = np.concatenate([part.starts for part in parts])
    if all(part.ends is part.starts for part in parts):
        return words(unique(starts))
    ends = np.concatenate([part.ends for part in parts])
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    new = _is_new(starts, ends)
    return Occurrences(starts[new], ends[new])


def adjacent(left: Occurrences, right: Occurrences) -> Occurrences:
    """`right` begins at the position after `left` ends: one stretch over both."""
    wanted = left.ends + 1
    low = right.starts.searchsorted(wanted)
    if right.ends is right.starts:
        low[low == len(right)] = 0
        found = right.starts[low] == wanted if len(right) else np.zeros(len(left), bool)
        return Occurrences(left.starts[found], wanted[found])
    high = right.starts.searchsorted(wanted, side="right")
    counts = high - low
    pairs = expand(low, counts)
    return _distinct(Occurrences(np.repeat(left.starts, counts), right.ends[pairs]))


def near(left: Occurrences, right: Occurrences, *, distance: int, ordered: bool) -> Occurrences:
    """Pairs at most `distance` apart between their nearest ends and sharing no position."""
    return _pairs(left, right, ordered=ordered, accept=lambda first, last, _: last - first <= distance)


def together(left: Occurrences, right: Occurrences, *, units: Keys | None) -> Occurrences:
    """Pairs inside one unit; `units` are the places where units begin, None: a document is one unit.

    An occurrence that crosses from one unit into the next is in neither.
    """

    def unit(places: Keys) -> Keys:
        return places >> SHIFT if units is None else units.searchsorted(places, side="right")

    def accept(_: Keys, __: Keys, outer: tuple[Keys, Keys]) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = unit(outer[0]) == unit(outer[1])
        return inside

    return _pairs(left, right, ordered=False, accept=accept)


def _pairs(left: Occurrences, right: Occurrences, *, ordered: bool, accept: Accept) -> Occurrences:
    if not len(left) or not len(right):
        return words(())
    pairs = [_accepted(left, right, *_following(left, right), accept)]
    if not ordered:
        after, before = _following(right, left)
        pairs.append(_accepted(left, right, before, after, accept))
    numbers = np.concatenate([pair for pair, _ in pairs]), np.concatenate([pair for _, pair in pairs])
    starts = np.minimum(left.starts[numbers[0]], right.starts[numbers[1]])
    ends = np.maximum(left.ends[numbers[0]], right.ends[numbers[1]])
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    new = _is_new(starts, ends)
    sides = (left, numbers[0][order]), (right, numbers[1][order])
    return Occurrences(starts[new], ends[new], sides, new.cumsum() - 1)


def _following(first: Occurrences, second: Occurrences) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of each `first` and the nearest `second` after it, of each `second` and the nearest before."""
    next_second = second.starts.searchsorted(first.ends, side="right")
    has_next = np.flatnonzero(next_second < len(second))
    if first.ends is first.starts:
        by_end, ends = None, first.ends
    else:
        by_end = first.ends.argsort(kind="stable")
        ends = first.ends[by_end]
    last_first = ends.searchsorted(second.starts) - 1
    has_last = np.flatnonzero(last_first >= 0)
    before = last_first[has_last]
    if by_end is not None:
        before = by_end[before]
    firsts = np.concatenate([has_next, before])
    seconds = np.concatenate([next_second[has_next], has_last])
    pairs = unique(firsts * len(second) + seconds)
    return pairs // len(second), pairs % len(second)


def _accepted(
    left: Occurrences,
    right: Occurrences,
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    accept: Accept,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    left_starts, left_ends = left.starts[lefts], left.ends[lefts]
    right_starts, right_ends = right.starts[rights], right.ends[rights]
    first, last = np.minimum(left_ends, right_ends), np.maximum(left_starts, right_starts)
    outer = np.minimum(left_starts, right_starts), np.maximum(left_ends, right_ends)
    good = accept(first, last, outer) & (first >> SHIFT == last >> SHIFT)
    return lefts[good], rights[good]


def _distinct(occurrences: Occurrences) -> Occurrences:
    starts, ends = occurrences.starts, occurrences.ends
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    new = _is_new(starts, ends)
    return Occurrences(starts[new], ends[new])


def _is_new(starts: Keys, ends: Keys) -> NDArray[np.bool_]:
    """Which of these stretches, in order, are not the one before."""
    new = np.ones(len(starts), bool)
    new[1:] = (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])
    return new


def counted(occurrences: Occurrences, dtype: DocumentType) -> Postings:
    """The documents of the occurrences and how many each has; a pair counts once for each left side."""
    starts = occurrences.starts
    if occurrences.sides:
        side, numbers = occurrences.sides[0]
        starts = side.starts[unique(numbers)]
    documents = starts >> SHIFT
    if not len(documents):
        return Postings(documents.astype(dtype), np.empty(0, np.int64))
    begins = distinct(documents)
    counts = np.diff(begins, append=len(documents))
    return Postings(documents[begins].astype(dtype), counts)
