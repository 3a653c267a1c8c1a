"""The documents something occurs in, and how often.

Documents are ascending and of their segment's narrow type, because a search in an array of another type would
copy that array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from dateline.indexer.format.later import np
from dateline.search.arrays.match.sorted_arrays import distinct

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DocumentType", "Postings", "count_up", "merge"]

# Document numbers of a segment have the narrowest type of the file that holds them.
DocumentType: TypeAlias = "type[np.uint16 | np.uint32]"


class Postings(NamedTuple):
    """The documents something occurs in, ascending, and its frequency in each."""

    documents: NDArray[Any]
    frequencies: NDArray[Any]


def merge(parts: list[Postings], documents: int, dtype: DocumentType) -> Postings:
    """The documents of any part, frequencies added up. `documents` is the number the segment has."""
    parts = [part for part in parts if len(part.documents)]
    if not parts:
        return Postings(np.empty(0, dtype), np.empty(0, np.int64))
    if len(parts) == 1:
        return parts[0]
    numbers = np.concatenate([part.documents for part in parts])
    counts = np.concatenate([part.frequencies for part in parts])
    return count_up(numbers, counts, documents, dtype)


def count_up(numbers: NDArray[Any], counts: NDArray[Any], documents: int, dtype: DocumentType) -> Postings:
    """Postings of unsorted document numbers with repetitions."""
    if len(numbers) > documents >> 3:
        dense = np.bincount(numbers, weights=counts, minlength=documents)
        found = np.flatnonzero(dense)
        return Postings(found.astype(dtype), dense[found].astype(np.int64))
    order = numbers.argsort(kind="stable")
    numbers = numbers[order]
    if not len(numbers):
        return Postings(numbers.astype(dtype), np.empty(0, np.int64))
    starts = distinct(numbers)
    return Postings(
        numbers[starts].astype(dtype, copy=False), np.add.reduceat(counts[order], starts, dtype=np.int64)
    )
