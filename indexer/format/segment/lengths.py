"""How long is a document, and how many positions are before it?

The length of each is stored, and how many positions there are before every 64th: a ranking reads lengths all
over an index, which are a byte each where all are short.
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter, narrow, run_starts

__all__ = ["LENGTHS", "LENGTHS_BEFORE", "LENGTHS_BLOCK", "lengths_before", "write_lengths_before"]

LENGTHS: Final = "lengths"
LENGTHS_BEFORE: Final = "lengths_before"
LENGTHS_BLOCK: Final = 64


def lengths_before(lengths: AnyArray) -> AnyArray:
    """How many positions there are before each block of 64 documents of these lengths."""
    if not len(lengths):
        return np.zeros(0, np.uint8)
    blocks = np.add.reduceat(lengths, np.arange(0, len(lengths), LENGTHS_BLOCK), dtype=np.int64)
    return narrow(run_starts(blocks)[:-1])


def write_lengths_before(file: ArrayFileWriter, prefix: str) -> None:
    """Write those of a field whose lengths were written."""
    file.add(prefix + LENGTHS_BEFORE, lengths_before(file.read_back(prefix + LENGTHS)))
