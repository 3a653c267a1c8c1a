"""Steps on sorted arrays of numbers that several parts of matching and scoring take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.later import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["distinct", "expand", "is_among", "locate", "places_of_common", "unique"]

_FEW: Final = 4096  # comparisons


def expand(starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[np.int64]:
    """The numbers of all ranges `[start, start + length)`, one range after the other."""
    ends = lengths.cumsum(dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    if total == len(lengths) and (total == 0 or int(lengths.min()) == 1):
        return starts.astype(np.int64)
    shifts = starts - ends
    shifts += lengths
    numbers: NDArray[np.int64] = shifts.repeat(lengths)
    numbers += np.arange(total)
    return numbers


def distinct(documents: NDArray[Any]) -> NDArray[np.int64]:
    """Where each run of equal documents begins in a sorted, non-empty array."""
    return np.concatenate(([0], np.flatnonzero(documents[1:] != documents[:-1]) + 1))


def unique(values: NDArray[Any]) -> NDArray[Any]:
    """The distinct values, ascending.

    numpy 2.3 and later hash in `np.unique`: 1.6 s for three million integers that a merge sort, which they
    nearly suit already, has ready in 0.03 s.
    """
    values = np.sort(values, kind="stable")
    return values[distinct(values)] if len(values) else values


def locate(haystack: NDArray[Any], needles: NDArray[Any]) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which needles are in a sorted haystack of their type, and where (any place for one that is not)."""
    if not len(haystack):
        return np.zeros(len(needles), bool), np.zeros(len(needles), np.int64)
    where = haystack.searchsorted(needles)
    where[where == len(haystack)] = 0
    return haystack[where] == needles, where


def places_of_common(found: NDArray[Any], documents: NDArray[Any]) -> NDArray[np.int64]:
    """Where in `found` the documents are that both have; the shorter list is looked up in the longer."""
    if len(found) < len(documents):
        return np.flatnonzero(locate(documents, found)[0])
    inside, where = locate(found, documents)
    return where[inside]


def is_among(values: NDArray[Any], few: list[int]) -> NDArray[np.bool_]:
    """Which values are among these few; what `np.isin` says, for short arrays in a tenth of its time."""
    if len(values) * len(few) > _FEW:
        return np.isin(values, few)
    found: NDArray[np.bool_] = (values == np.array(few)[:, None]).any(axis=0)
    return found
