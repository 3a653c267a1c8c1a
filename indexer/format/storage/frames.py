"""How is text stored so that a part of it is read in two microseconds and the whole stays small?

Every item (a group of texts or of records) is a Zstandard frame of its own, compressed with a
dictionary trained on the first items written. Merging copies frames as they are, with their dictionaries.

The arrays, under a prefix: `blob` (the frames), `offsets` (frames + 1, into the blob); where there are
dictionaries, `runs` (the first frame of each run of frames with the same one), `run_dictionaries` (the
number of the run's dictionary, 0 for none) and, dictionary 1 first, `dictionaries` and `dictionary_offsets`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, ArrayFileWriter, ArraySink, narrow
from dateline.indexer.format.storage.compression import (
    LARGE,
    Compressor,
    Decompressor,
    ZstdError,
    check_size,
    plain,
    train,
)

if TYPE_CHECKING:
    pass

__all__ = ["UNREADABLE", "FrameReader", "FrameWriter"]

UNREADABLE: Final = ZstdError, IndexError, ValueError, MemoryError  # what a frame that can't be read raises
# A dictionary is trained when so much text is waiting: it pays for itself from about 320 kB on.
_SAMPLED_BYTES: Final = 1 << 19
# A merged segment keeps so many dictionaries, of 64 kB each; frames with others are compressed anew.
_MOST_DICTIONARIES: Final = 16
_COPIED: Final = 1 << 16  # frames copied at once
# Compressed together, while the tables of the dictionary are near the processor. Measured in a build of
# 48,701 passages: one by one .30 s of CPU, 128 kB at a time .28, a megabyte .15.
_TOGETHER_BYTES: Final = 1 << 20
_TOGETHER: Final = 1 << 11  # frames; bounds what they take where many have waited
_BUFFER_BYTES: Final = 1 << 18  # of frames, before they go to the sink


class FrameWriter:
    """Compresses items as they come; the frames wait in memory, or go to a sink.

    Without a `compressor` it waits for text to train a dictionary on.
    """

    def __init__(self, sink: ArraySink | None = None, *, compressor: Compressor | None = None) -> None:
        self.compressor = compressor
        self._sink = sink
        self._waiting: list[bytes] = []  # for the dictionary, or for others to be compressed with
        self._wanted = _SAMPLED_BYTES if compressor is None else _TOGETHER_BYTES
        self._waiting_bytes = 0
        self._blob = bytearray()
        self._blob_start = 0  # what has gone to the sink
        self._offsets = array("Q", [0])
        self._dictionaries: dict[bytes, int] = {b"": 0}
        self._runs: list[tuple[int, int]] = []  # first frame, dictionary
        self._run: bytes | None = None  # the dictionary of the last run

    @property
    def trained(self) -> Compressor | None:
        """The compressor when it has a dictionary: for the next writer of such items."""
        return self.compressor if self.compressor is not None and self.compressor.dictionary else None

    @property
    def count(self) -> int:
        """How many items were added."""
        return len(self._offsets) - 1 + len(self._waiting)

    @property
    def held(self) -> int:
        """Bytes of memory taken, roughly."""
        waiting = self._waiting_bytes + 50 * len(self._waiting)
        return waiting + len(self._blob) + self._offsets.itemsize * len(self._offsets)

    def add(self, item: bytes) -> None:
        """Append one item."""
        self._waiting.append(item)
        self._waiting_bytes += len(item)
        if self._waiting_bytes >= self._wanted:
            self._take_waiting()

    def extend(self, items: Sequence[bytes]) -> None:
        """Append several items."""
        if self.compressor is None:  # the dictionary is trained on what comes first, item by item
            for item in items:
                self.add(item)
            return
        self._waiting += items
        self._waiting_bytes += sum(map(len, items))
        if self._waiting_bytes >= self._wanted:
            self._take_waiting()

    def _take_waiting(self) -> None:
        if self.compressor is None:
            self._begin(train(self._waiting))
        else:
            self._compress(self.compressor)

    def _begin(self, dictionary: bytes) -> None:
        """Compress what has waited, and from now on all, with this dictionary."""
        self.compressor = Compressor(dictionary)
        self._wanted = _TOGETHER_BYTES
        self._compress(self.compressor)

    def _compress(self, compressor: Compressor) -> None:
        """Compress what has waited."""
        if not self._waiting:
            return
        if self._run is not compressor.dictionary:
            self._begin_run(compressor.dictionary)
        for first in range(0, len(self._waiting), _TOGETHER):
            frames = list(map(compressor.compress, self._waiting[first : first + _TOGETHER]))
            ends = accumulate(map(len, frames), initial=self._blob_start + len(self._blob))
            self._offsets.extend(islice(ends, 1, None))
            self._blob += b"".join(frames)
            if self._sink is not None and len(self._blob) >= _BUFFER_BYTES:
                self._empty_buffer(self._sink)
        self._waiting, self._waiting_bytes = [], 0

    def _begin_run(self, dictionary: bytes) -> None:
        number = self._dictionaries.setdefault(dictionary, len(self._dictionaries))
        if not self._runs or self._runs[-1][1] != number:
            self._runs.append((len(self._offsets) - 1, number))
        self._run = dictionary

    def _empty_buffer(self, sink: ArraySink) -> None:
        sink.append_raw(self._blob)
        self._blob_start += len(self._blob)
        self._blob = bytearray()

    def add_all(self, reader: FrameReader, release: Callable[[], None] = lambda: None) -> None:
        """Append all items of another segment.

        Frames with a dictionary are copied; those without are compressed anew, with the one there is now.
        `release` is called now and then: memory mapped so far may be given back.
        """
        for first, last, dictionary in reader.runs():
            if self.compressor is not None:
                self._compress(self.compressor)
            known = dictionary in self._dictionaries or len(self._dictionaries) <= _MOST_DICTIONARIES
            if dictionary and self.compressor is None:
                self._begin(dictionary)
            for start in range(first, last, _COPIED):
                end = min(start + _COPIED, last)
                if dictionary and known:
                    self._copy(reader, start, end, dictionary)
                else:
                    for item in range(start, end):
                        self.add(reader[item])
                release()

    def _copy(self, reader: FrameReader, start: int, end: int, dictionary: bytes) -> None:
        """Append frames `[start, end)` of another segment as they are."""
        if self.compressor is not None:
            self._compress(self.compressor)
        frames, ends = reader.frames(start, end)
        if self._run is not dictionary:
            self._begin_run(dictionary)
        if self._sink is None:
            self._blob += frames
        else:
            self._empty_buffer(self._sink)
            self._sink.append_raw(frames)
            self._blob_start += len(frames)
        self._offsets.frombytes((ends + self._offsets[-1]).tobytes())

    def write(self, file: ArrayFileWriter, prefix: str) -> None:
        """Write the arrays; `blob` is the sink where there is one."""
        if self.compressor is None:
            self._begin(b"")
        else:
            self._compress(self.compressor)
        self._empty_buffer(self._sink or file.stream(prefix + "blob", np.dtype(np.uint8)))
        file.add(prefix + "offsets", narrow(np.frombuffer(self._offsets, np.uint64)))
        dictionaries = list(self._dictionaries)
        if len(dictionaries) > 1:
            runs = np.array(self._runs, np.uint64)
            file.add(prefix + "runs", narrow(runs[:, 0]))
            file.add(prefix + "run_dictionaries", narrow(runs[:, 1]))
            file.add(prefix + "dictionary_offsets", narrow(np.cumsum(list(map(len, dictionaries)))))
            file.add(prefix + "dictionaries", b"".join(dictionaries))


class FrameReader:
    """Reads items by number, in any thread."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._path = file.path
        self._prefix = prefix
        self._blob = file.memory_by_block(prefix + "blob")
        self._offsets = file.memory_by_block(prefix + "offsets")
        self._runs = file.memory(prefix + "runs")
        self._run_dictionaries = file.memory(prefix + "run_dictionaries")
        self._dictionary_offsets = file.memory(prefix + "dictionary_offsets")
        self._dictionaries = file.memory_by_block(prefix + "dictionaries")
        self._decompressors: dict[int, Decompressor] = {0: plain()}
        # Of all frames, where all have the same: then there is nothing to look up.
        self._only: Decompressor | None = None
        if len(self._runs) < 2:
            self._only = self._decompressor(self._run_dictionaries[0] if len(self._runs) else 0)

    def for_kernel(
        self,
    ) -> tuple[Decompressor | None, Callable[[int], Decompressor], Callable[[bytes], None]]:
        """The decompressor of all frames, None where that differs; that of a frame; and `check_size`."""
        return self._only, self._decompressor_of, check_size

    def __len__(self) -> int:
        return max(len(self._offsets) - 1, 0)

    def __getitem__(self, item: int) -> bytes:
        try:
            frame = self._blob[self._offsets[item] : self._offsets[item + 1]]
            if frame[4] >= LARGE:
                check_size(frame)
            return (self._only or self._decompressor_of(item)).decompress(frame)
        except UNREADABLE as error:
            raise IndexDamaged(self._path, f"array {self._prefix}blob, frame {item}: {error}") from error

    def _decompressor_of(self, item: int) -> Decompressor:
        return self._decompressor(self._run_dictionaries[bisect_right(self._runs, item) - 1])

    def _decompressor(self, number: int) -> Decompressor:
        decompressor = self._decompressors.get(number)
        if decompressor is None:
            try:
                decompressor = Decompressor(self._stored_dictionary(number))
            except ZstdError as error:
                raise IndexDamaged(self._path, f"array {self._prefix}dictionaries: {error}") from error
            self._decompressors[number] = decompressor
        return decompressor

    def _dictionary(self, number: int) -> bytes:
        """Dictionary `number`, empty for 0."""
        return bytes(self._stored_dictionary(number))

    def _stored_dictionary(self, number: int) -> bytes | memoryview:
        """The same where it lies."""
        if not number:
            return b""
        start, end = self._dictionary_offsets[number - 1], self._dictionary_offsets[number]
        return self._dictionaries[start:end]

    def runs(self) -> Iterator[tuple[int, int, bytes]]:
        """The runs of frames with the same dictionary: first, last (exclusive), dictionary."""
        firsts = self._runs.tolist() or [0]
        numbers = self._run_dictionaries.tolist() or [0]
        for first, last, number in zip(firsts, [*firsts[1:], len(self)], numbers, strict=True):
            yield first, last, self._dictionary(number)

    def frames(self, start: int, end: int) -> tuple[memoryview, AnyArray]:
        """Frames `[start, end)` as they are stored, and where each of them ends, counted from the first."""
        first = self._offsets[start]
        ends = np.asarray(self._offsets[start + 1 : end + 1]).astype(np.uint64) - np.uint64(first)
        return self._blob[first : self._offsets[end]], ends
