"""At which character does the n-th position of a document begin, in half a byte a position?

The distances between the starts of consecutive positions (the first one's from 0) are written as half
bytes: 15 says "fifteen and go on", anything less ends a distance. So 37 is 15, 15, 7. The low half of a byte
comes first. `nibbles_start` (documents + 1) says at which half byte a document begins.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.format.arrays import AnyArray, narrow

__all__ = ["decode", "encode"]

_GO_ON: Final = 15
_PAIRS: Final = np.array([(byte & 15, byte >> 4) for byte in range(256)], np.uint8)


def encode(token_start: AnyArray, offsets: AnyArray) -> tuple[AnyArray, NDArray[np.uint8]]:
    """`nibbles_start` and the half bytes of all documents' `offsets` (ascending within a document)."""
    distances = offsets.astype(np.int64)
    distances[1:] -= offsets[:-1]
    firsts = token_start[:-1][np.diff(token_start.astype(np.int64)) > 0]
    distances[firsts] = offsets[firsts]
    ends = np.cumsum(distances // _GO_ON + 1)
    nibbles = np.full(int(ends[-1]) if len(ends) else 0, _GO_ON, np.uint8)
    nibbles[ends - 1] = distances % _GO_ON
    nibbles_start = np.concatenate(([0], ends))[token_start]
    if len(nibbles) % 2:
        nibbles = np.append(nibbles, np.uint8(0))
    packed: NDArray[np.uint8] = nibbles[::2] | nibbles[1::2] << np.uint8(4)
    return narrow(nibbles_start), packed


def decode(packed: NDArray[np.uint8], start: int, end: int) -> NDArray[np.int64]:
    """The offsets of the document whose half bytes are `[start, end)`."""
    nibbles = _PAIRS[packed[start >> 1 : (end + 1) >> 1]].reshape(-1)[start & 1 : (start & 1) + end - start]
    offsets: NDArray[np.int64] = np.cumsum(nibbles, dtype=np.int64)[nibbles != _GO_ON]
    return offsets
