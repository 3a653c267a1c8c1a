"""How is text stored so that one passage is read in microseconds and the whole stays small?

Items (a passage's text, an article's record) are joined into blocks of a few kilobytes, each compressed
alone (raw deflate). An item is found by its number: a bisection gives the block, `starts` where in it the
item begins; it ends where the next one of its block begins, the last one with the block.

The arrays, under a prefix: `blob` (the compressed blocks), `offsets` (blocks + 1, into the blob), `firsts`
(blocks + 1, the first item of each) and `starts` (items, bytes into the block).
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from typing import Final

import numpy as np

from indexer.format.arrays import ArrayFile, ArrayFileWriter, narrow
from indexer.format.errors import IndexDamaged

__all__ = ["BlockReader", "BlockWriter"]

# Measured on English newswire: a larger block is smaller on disk and slower to read one passage of.
BLOCK_BYTES: Final = 2048
_LEVEL: Final = 6


class BlockWriter:
    """Buffers items, compressing as it goes."""

    def __init__(self, block_bytes: int = BLOCK_BYTES) -> None:
        self._block_bytes = block_bytes
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._blocks: list[bytes] = []
        self._firsts = array("Q", [0])
        self._starts = array("Q")
        self.bytes = 0  # of compressed text so far

    def add(self, item: bytes) -> None:
        """Append one item."""
        if self._pending_size >= self._block_bytes:
            self._flush()
        self._starts.append(self._pending_size)
        self._pending.append(item)
        self._pending_size += len(item)

    def _flush(self) -> None:
        if not self._pending:
            return
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
        block = packer.compress(b"".join(self._pending)) + packer.flush()
        self._blocks.append(block)
        self.bytes += len(block)
        self._firsts.append(len(self._starts))
        self._pending.clear()
        self._pending_size = 0

    def write(self, file: ArrayFileWriter, prefix: str) -> None:
        """Write the arrays."""
        self._flush()
        offsets = np.zeros(len(self._blocks) + 1, np.uint64)
        np.cumsum([len(block) for block in self._blocks], out=offsets[1:])
        file.add(prefix + "offsets", narrow(offsets))
        file.add(prefix + "firsts", narrow(np.frombuffer(self._firsts, np.uint64)))
        file.add(prefix + "starts", narrow(np.frombuffer(self._starts, np.uint64)))
        blob = file.reserve(prefix + "blob", np.dtype(np.uint8), int(offsets[-1]))
        for block in self._blocks:
            blob.append(np.frombuffer(block, np.uint8))


class BlockReader:
    """Reads items by number; keeps the block read last."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._path = file.path
        self._blob = file.memory(prefix + "blob")
        self._offsets = file.memory(prefix + "offsets")
        self._firsts = file.memory(prefix + "firsts")
        self._starts = file.memory(prefix + "starts")
        self._last: tuple[int, bytes] = (-1, b"")

    def __len__(self) -> int:
        return len(self._starts)

    def block(self, number: int) -> bytes:
        """Block `number`, decompressed."""
        last = self._last  # one reference, so that threads never see a number with another's bytes
        if last[0] == number:
            return last[1]
        packed = self._blob[self._offsets[number] : self._offsets[number + 1]]
        try:
            plain = zlib.decompress(packed, -15, BLOCK_BYTES * 2)
        except zlib.error as error:
            raise IndexDamaged(self._path, f"stored text, block {number}: {error}") from error
        self._last = (number, plain)
        return plain

    def __getitem__(self, item: int) -> bytes:
        number = bisect_right(self._firsts, item) - 1
        plain = self.block(number)
        start = self._starts[item]
        if item + 1 < self._firsts[number + 1]:
            return plain[start : self._starts[item + 1]]
        return plain[start:] if start else plain
