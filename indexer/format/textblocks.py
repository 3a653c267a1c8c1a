"""How is text stored so that one passage is read in microseconds and the whole stays small?

Items (a passage's text, an article's record) are joined into short blocks, each compressed alone (raw
deflate). So that short blocks compress like long ones, a compressor starts from a preset
dictionary: pieces of the first texts written. An item is found by its number: a bisection gives the block,
`starts` where in it the item begins; it ends where the next one of its block begins, the last one with the
block. Merging copies blocks as they are, with the dictionaries they need.

The arrays, under a prefix: `blob` (the compressed blocks), `offsets` (blocks + 1, into the blob), `firsts`
(blocks + 1, the first item of each), `starts` (items, bytes into the block), `dictionary_of` (blocks: 0 for
none, else one more than the number of its dictionary), `dictionaries` and `dictionary_offsets`.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indexer.format.arrays import ArrayFile, ArrayFileWriter, ArraySink, narrow
from indexer.format.errors import IndexDamaged

__all__ = ["BlockReader", "BlockWriter", "Packer"]

# A block is ended when it has so many bytes: most passages are a block of their own, short ones share one.
# Measured on English newswire, as bytes a byte of text and µs to read a block, for blocks of 300, 700, 1536:
# .46, 4.7; .44, 6.1; .42, 9.4. Those of 1536 without a dictionary: .52, 10. Level 5 for 3: .01 less.
BLOCK_BYTES: Final = 400
_LEVEL: Final = 3
_DICTIONARY_BYTES: Final = 24 << 10
_SAMPLED_BYTES: Final = 1 << 19  # the dictionary is made when so much text is waiting …
_PIECE_BYTES: Final = 300  # … of pieces this long, evenly spaced
_MOST_DICTIONARIES: Final = 100  # a merged segment has; more are left behind by compressing anew
_SMALL_BLOCK: Final = 100  # compressed; with little text in it, it is compressed anew with its neighbours


class Packer:
    """Compresses and decompresses blocks, starting from a preset dictionary (empty for none)."""

    def __init__(self, dictionary: bytes = b"") -> None:
        self.dictionary = dictionary
        if dictionary:
            self._compressor = zlib.compressobj(
                _LEVEL, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, dictionary
            )
            self._decompressor = zlib.decompressobj(-15, dictionary)
        else:
            self._compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
            self._decompressor = zlib.decompressobj(-15)

    def pack(self, plain: bytes) -> bytes:
        """One compressed block."""
        compressor = self._compressor.copy()  # cheaper than reading the dictionary again
        return compressor.compress(plain) + compressor.flush()

    def unpack(self, packed: bytes | memoryview) -> bytes:
        """The block again; zlib.error when it is damaged."""
        return self._decompressor.copy().decompress(packed)


def _sample(items: list[bytes]) -> bytes:
    """A dictionary for texts like these; none for little text, which it would not pay for."""
    count = _DICTIONARY_BYTES // _PIECE_BYTES
    if sum(map(len, items)) < _SAMPLED_BYTES:
        return b""
    step = max(len(items) // count, 1)
    return b"".join(item[:_PIECE_BYTES] for item in items[::step])[:_DICTIONARY_BYTES]


class BlockWriter:
    """Compresses items as they come; the blocks wait in memory, or go to a sink at once.

    Without a `packer` it waits for text to make one from; `packer` then has it, for the next writer. A block
    ends when it has `block_bytes`.
    """

    def __init__(
        self, packer: Packer | None = None, sink: ArraySink | None = None, *, block_bytes: int = BLOCK_BYTES
    ) -> None:
        self.packer = packer
        self._block_bytes = block_bytes
        self._sink = sink
        self._waiting: list[bytes] = []  # for the dictionary
        self._waiting_size = 0
        self._pending: list[bytes] = []  # for the block to be full
        self._pending_size = 0
        self._blocks: list[bytes] = []
        self._items = 0
        self._firsts = array("Q", [0])
        self._offsets = array("Q", [0])
        self._starts = array("Q")
        self._dictionaries: dict[bytes, int] = {b"": 0}
        self._dictionary_of = array("B")

    @property
    def held(self) -> int:
        """Bytes of memory taken, roughly."""
        held = self._waiting_size + self._pending_size + (0 if self._sink else self._offsets[-1])
        return held + 8 * self._items + 100 * (len(self._blocks) + len(self._waiting))

    def add(self, item: bytes) -> None:
        """Append one item."""
        if self.packer is not None:
            self._put(item)
            return
        self._waiting.append(item)
        self._waiting_size += len(item)
        if self._waiting_size >= _SAMPLED_BYTES:
            self._choose_packer()

    def _choose_packer(self) -> None:
        self.packer = Packer(_sample(self._waiting))
        for item in self._waiting:
            self._put(item)
        self._waiting = []
        self._waiting_size = 0

    def _put(self, item: bytes) -> None:
        if self._pending_size >= self._block_bytes:
            self._end_block()
        self._starts.append(self._pending_size)
        self._items += 1
        self._pending.append(item)
        self._pending_size += len(item)

    def _end_block(self) -> None:
        if self._pending:
            assert self.packer is not None
            self._emit(self.packer.pack(b"".join(self._pending)), self.packer.dictionary)
            self._pending = []
            self._pending_size = 0

    def _emit(self, block: bytes | memoryview, dictionary: bytes) -> None:
        if self._sink is None:
            self._blocks.append(bytes(block))
        else:
            self._sink.append_raw(block)
        self._dictionary_of.append(self._dictionaries.setdefault(dictionary, len(self._dictionaries)))
        self._offsets.append(self._offsets[-1] + len(block))
        self._firsts.append(self._items)

    def add_all(self, reader: BlockReader, live: NDArray[np.bool_] | None) -> None:
        """Append the live items of another segment: whole blocks as they are where that is possible."""
        if self.packer is None and not self._waiting:
            self.packer = reader.dictionary_packer()
        for number in range(reader.blocks):
            items = reader.items(number)
            packed, dictionary = reader.packed(number)
            fits = dictionary in self._dictionaries or len(self._dictionaries) < _MOST_DICTIONARIES
            full = len(packed) >= _SMALL_BLOCK or reader.starts(items)[-1] >= self._block_bytes // 2
            if fits and full and (live is None or live[items.start : items.stop].all()):
                if self._waiting:
                    self._choose_packer()
                self._end_block()
                self._starts.extend(reader.starts(items))
                self._items += len(items)
                self._emit(packed, dictionary)
            else:
                for item in items:
                    if live is None or live[item]:
                        self.add(reader[item])

    def write(self, file: ArrayFileWriter, prefix: str) -> None:
        """Write the arrays; `blob` is the sink where there is one."""
        if self.packer is None:
            self._choose_packer()
        self._end_block()
        if self._sink is None:
            blob = file.stream(prefix + "blob", np.dtype(np.uint8))
            for first in range(0, len(self._blocks), 4096):
                blob.append_raw(b"".join(self._blocks[first : first + 4096]))
        file.add(prefix + "offsets", narrow(np.frombuffer(self._offsets, np.uint64)))
        file.add(prefix + "firsts", narrow(np.frombuffer(self._firsts, np.uint64)))
        file.add(prefix + "starts", narrow(np.frombuffer(self._starts, np.uint64)))
        file.add(prefix + "dictionary_of", np.frombuffer(self._dictionary_of, np.uint8))
        dictionaries = list(self._dictionaries)
        offsets = np.cumsum([len(dictionary) for dictionary in dictionaries])
        file.add(prefix + "dictionary_offsets", narrow(offsets))
        file.add(prefix + "dictionaries", b"".join(dictionaries))


class BlockReader:
    """Reads items by number; keeps the block read last."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._path = file.path
        self._blob = file.memory(prefix + "blob")
        self._offsets = file.memory(prefix + "offsets")
        self._firsts = file.memory(prefix + "firsts")
        self._starts = file.memory(prefix + "starts")
        self._dictionary_of = file.memory(prefix + "dictionary_of")
        self._dictionary_offsets = file.memory(prefix + "dictionary_offsets")
        self._dictionaries = file.memory(prefix + "dictionaries")
        self._packers: dict[int, Packer] = {}
        self._last: tuple[int, bytes] = (-1, b"")
        self.blocks = len(self._dictionary_of)

    def __len__(self) -> int:
        return len(self._starts)

    def items(self, number: int) -> range:
        """The items of block `number`."""
        return range(self._firsts[number], self._firsts[number + 1])

    def starts(self, items: range) -> memoryview:
        """Where in their blocks these items begin."""
        return self._starts[items.start : items.stop]

    def packed(self, number: int) -> tuple[memoryview, bytes]:
        """Block `number` as it is stored, and its dictionary."""
        packed = self._blob[self._offsets[number] : self._offsets[number + 1]]
        return packed, self._packer(self._dictionary_of[number]).dictionary

    def dictionary_packer(self) -> Packer | None:
        """What compresses with its first dictionary; None when it has none."""
        return self._packer(1) if len(self._dictionary_offsets) > 1 else None

    def _packer(self, code: int) -> Packer:
        packer = self._packers.get(code)
        if packer is None:
            start = self._dictionary_offsets[code - 1] if code else 0
            packer = Packer(bytes(self._dictionaries[start : self._dictionary_offsets[code]]))
            self._packers[code] = packer
        return packer

    def _block(self, number: int) -> bytes:
        last = self._last  # one reference, so that threads never see a number with another's bytes
        if last[0] == number:
            return last[1]
        try:
            packed = self._blob[self._offsets[number] : self._offsets[number + 1]]
            plain = self._packer(self._dictionary_of[number]).unpack(packed)
        except zlib.error as error:
            raise IndexDamaged(self._path, f"stored text, block {number}: {error}") from error
        self._last = (number, plain)
        return plain

    def __getitem__(self, item: int) -> bytes:
        number = bisect_right(self._firsts, item) - 1
        plain = self._block(number)
        start = self._starts[item]
        if item + 1 < self._firsts[number + 1]:
            return plain[start : self._starts[item + 1]]
        return plain[start:] if start else plain
