"""At which character does the n-th position of a document begin, in half a byte a position?

The distances between the starts of consecutive positions (the first one's from 0) are written as half
bytes: 15 says "fifteen and go on", anything less ends a distance. So 37 is 15, 15, 7. The low half of a byte
comes first; a document of an odd number of halves is filled up with 15, which ends nothing.

The arrays, under a prefix: `starts` (the bytes of all documents), `starts_of` (documents + 1, into it).
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import AnyArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TokenStarts", "encode"]

_GO_ON: Final = 15

_PIECE: Final = 1 << 18  # positions encoded at a time, which bounds the memory it takes


def encode(token_start: AnyArray, offsets: AnyArray) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """`starts_of` and `starts`, from all documents' `offsets` (ascending within a document)."""
    total = len(token_start) - 1
    pieces: list[NDArray[np.uint8]] = []
    starts_of = [np.zeros(1, np.int64)]
    document = 0
    while document < total:
        first = int(token_start[document])
        end = int(np.searchsorted(token_start, first + _PIECE, side="right")) - 1
        end = min(max(end, document + 1), total)
        local = token_start[document : end + 1].astype(np.int64) - first
        begins, packed = _encode(local, offsets[first : first + int(local[-1])])
        pieces.append(packed)
        starts_of.append(begins[1:] + starts_of[-1][-1])
        document = end
    return np.concatenate(starts_of), np.concatenate(pieces) if pieces else np.empty(0, np.uint8)


def _encode(token_start: AnyArray, offsets: AnyArray) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """The same of a few documents."""
    distances = offsets.astype(np.int64)
    distances[1:] -= offsets[:-1]
    firsts = token_start[:-1][token_start[1:] > token_start[:-1]]
    distances[firsts] = offsets[firsts]
    ends = np.zeros(len(distances) + 1, np.int64)
    np.cumsum(distances // _GO_ON + 1, out=ends[1:])
    halves = np.diff(ends[token_start])
    starts_of = np.zeros(len(token_start), np.int64)
    np.cumsum((halves + 1) >> 1, out=starts_of[1:])
    # each document begins at a whole byte: as many halves later as there was filling before it
    shift = np.repeat(2 * starts_of[:-1] - ends[token_start[:-1]], np.diff(token_start))
    nibbles = np.full(2 * int(starts_of[-1]), _GO_ON, np.uint8)
    nibbles[ends[1:] - 1 + shift] = distances % _GO_ON
    packed: NDArray[np.uint8] = nibbles[::2] | nibbles[1::2] << np.uint8(4)
    return starts_of, packed


@cache
def _pairs() -> NDArray[np.uint16]:
    """For each byte its two halves, a byte for each."""
    return np.array([byte & 15 | byte >> 4 << 8 for byte in range(256)], "<u2")


class TokenStarts:
    """The starts of several documents, decoded together; a document is known by its row, from 0."""

    def __init__(self, packed: bytes, sizes: list[int], counts: list[int]) -> None:
        """From the documents' bytes, one after the other, how many there are of each, and of positions."""
        nibbles = _pairs().take(np.frombuffer(packed, np.uint8)).view(np.uint8)
        sums = np.zeros(len(nibbles) + 1, np.int64)
        nibbles.cumsum(out=sums[1:])
        self._starts = sums[1:].compress(nibbles != _GO_ON)
        # Of each document: how many positions there are before its first, and what they add up to.
        self._before = np.array([0, *accumulate(counts)])
        self._origins = sums[np.array([0, *accumulate(sizes)]) * 2]

    def at(self, rows: NDArray[np.int64], positions: AnyArray) -> NDArray[np.int64]:
        """The code points at which these positions of these rows begin."""
        starts: NDArray[np.int64] = self._starts[self._before[rows] + positions]
        starts -= self._origins[rows]
        return starts
