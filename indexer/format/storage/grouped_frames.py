"""How are texts and records stored so that they compress well and one is still read alone?

A fixed number of them share a frame (frames.py), parted by a byte that none of them has: what follows each
other is much alike. Who reads them in their order decompresses each frame once.

Merging copies the frames of a large segment as they are. So they are counted in runs, within each of which
every frame but the last is full; the records of small segments, and what deletions left, are grouped anew.
The arrays, where there is more than one run: `run_records` and `run_frames`, the first record and the first
frame of each; and those of the frames.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.kernels import compiled
from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter, narrow
from dateline.indexer.format.storage.frames import UNREADABLE, FrameReader, FrameWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GroupReader", "GroupWriter"]

_COPIED: Final = 1 << 12  # records of a segment whose frames are copied: there are no more runs than that


class GroupWriter:
    """Writes records, `size` to a frame."""

    def __init__(self, frames: FrameWriter, size: int, separator: bytes = b"\n") -> None:
        self.frames = frames
        self._size = size
        self._separator = separator
        self._group: list[bytes] = []
        self._records = 0  # in frames
        self._runs: list[tuple[int, int]] = []  # first record, first frame

    @property
    def held(self) -> int:
        """Bytes of memory taken, roughly."""
        return self.frames.held + sum(map(len, self._group))

    def add(self, record: bytes) -> None:
        """Append one record, without the separator in it."""
        self._group.append(record)
        if len(self._group) == self._size:
            self._end_group()

    def extend(self, records: Iterable[bytes]) -> None:
        """Append several records."""
        waiting = self._group
        waiting += records
        if len(waiting) < self._size:
            return
        whole = len(waiting) // self._size * self._size
        self._begin_run(self._records, self.frames.count)  # the next ones of these are full, as this one is
        join = self._separator.join
        self.frames.extend(
            [join(waiting[first : first + self._size]) for first in range(0, whole, self._size)]
        )
        self._records += whole
        del waiting[:whole]

    def _end_group(self) -> None:
        if not self._group:
            return
        self._begin_run(self._records, self.frames.count)
        self.frames.add(self._separator.join(self._group))
        self._records += len(self._group)
        self._group = []

    def _begin_run(self, record: int, frame: int) -> None:
        """Note that a frame begins with a record, where that is not what the run before says."""
        if self._runs:
            first_record, first_frame = self._runs[-1]
            if record - first_record == (frame - first_frame) * self._size:
                return
        self._runs.append((record, frame))

    def add_all(
        self, reader: GroupReader, live: NDArray[np.bool_] | None, release: Callable[[], None] = lambda: None
    ) -> None:
        """Append the live records of another segment. `release` is called now and then (FrameWriter)."""
        if live is not None or len(reader) < _COPIED:
            self.extend(reader if live is None else compress(reader, live.data))
            release()
            return
        self._end_group()
        for first_record, first_frame in reader.runs():
            self._begin_run(self._records + first_record, self.frames.count + first_frame)
        self.frames.add_all(reader.frames, release)
        self._records += len(reader)

    def write(self, file: ArrayFileWriter, prefix: str) -> None:
        """Write the arrays of frames and runs."""
        self._end_group()
        self.frames.write(file, prefix)
        if len(self._runs) > 1:
            runs = np.array(self._runs, np.uint64)
            file.add(prefix + "run_records", narrow(runs[:, 0]))
            file.add(prefix + "run_frames", narrow(runs[:, 1]))


class GroupReader:
    """Reads records by number, of `total`; keeps the group read last."""

    def __init__(self, file: ArrayFile, prefix: str, size: int, total: int, separator: bytes = b"\n") -> None:
        self._path = file.path
        self._prefix = prefix
        self.frames = FrameReader(file, prefix)
        self._size = size
        self._total = total
        self._separator = separator
        self._run_records = file.memory(prefix + "run_records")
        self._run_frames = file.memory(prefix + "run_frames")
        self._last: tuple[int, list[bytes]] = (-1, [])
        self._compiled = self._by_kernel(file)

    def _by_kernel(self, file: ArrayFile) -> Any:
        """The same in C, None where that is not; what it can't read is read here, which says why."""
        kernels = compiled()
        arrays = file.checked(self._prefix + "blob"), file.checked(self._prefix + "offsets")
        if kernels is None or None in arrays:
            return None
        runs = self._run_records, self._run_frames
        return kernels.Records(
            *arrays, *runs, self._size, self._total, self._separator[0], *self.frames.for_kernel()
        )

    def __len__(self) -> int:
        return self._total

    def runs(self) -> list[tuple[int, int]]:
        """Where runs of full frames begin: record, frame."""
        return list(zip(self._run_records, self._run_frames, strict=True)) or [(0, 0)]

    def _group(self, number: int) -> list[bytes]:
        last = self._last  # one reference, so that threads never see a number with another's records
        if last[0] != number:
            group = self.frames[number].split(self._separator)
            if len(group) != (expected := self._expected(number)):
                what = f"frame {number}: {len(group)} records, not {expected}"
                raise IndexDamaged(self._path, f"array {self._prefix}blob, {what}")
            last = self._last = (number, group)
        return last[1]

    def _expected(self, number: int) -> int:
        """How many records a frame has."""
        if not len(self._run_frames):
            return min(self._size, self._total - number * self._size)
        run = bisect_right(self._run_frames, number) - 1
        first = self._run_records[run] + (number - self._run_frames[run]) * self._size
        last_run = run + 1 == len(self._run_records)
        return min(self._size, (self._total if last_run else self._run_records[run + 1]) - first)

    def _place(self, record: int) -> tuple[int, int]:
        """The frame of a record, and its place in it."""
        if not len(self._run_records):
            return divmod(record, self._size)
        run = bisect_right(self._run_records, record) - 1
        number, place = divmod(record - self._run_records[run], self._size)
        return self._run_frames[run] + number, place

    def __getitem__(self, record: int) -> bytes:
        if self._compiled is not None:
            try:
                found: bytes = self._compiled.read(record)
                return found
            except UNREADABLE:
                pass
        return self._record(record)

    def _record(self, record: int) -> bytes:
        number, place = self._place(record)
        return self._group(number)[place]

    def texts(self, records: list[int]) -> list[str]:
        """Several records as texts, in that order. UnicodeDecodeError where one is none."""
        if self._compiled is not None:
            try:
                texts: list[str] = self._compiled.texts(records)
                return texts
            except UNREADABLE:
                pass
        return [self._record(record).decode() for record in records]

    def __iter__(self) -> Iterator[bytes]:
        for number in range(len(self.frames)):
            yield from self._group(number)

    def several(self, first: int, last: int) -> list[bytes]:
        """Records `[first, last)`."""
        records: list[bytes] = []
        while first < last:
            number, place = self._place(first)
            group = self._group(number)
            records += group[place : place + last - first]
            first += len(group) - place
        return records
