"""How are records of a few bytes stored so that they compress well and one is still read alone?

A fixed number of them share a frame (frames.py), parted by line breaks, which no record has in it; the last
frame has the rest. Who reads records in their order decompresses each frame once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress
from typing import TYPE_CHECKING

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter
from dateline.indexer.format.storage.frames import FrameReader, FrameWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["GroupReader", "GroupWriter"]


class GroupWriter:
    """Writes records, `size` to a frame."""

    def __init__(self, frames: FrameWriter, size: int) -> None:
        self.frames = frames
        self._size = size
        self._group: list[bytes] = []

    def add(self, record: bytes) -> None:
        """Append one record, without a line break in it."""
        self._group.append(record)
        if len(self._group) == self._size:
            self.frames.add(b"\n".join(self._group))
            self._group = []

    def extend(self, records: Iterable[bytes]) -> None:
        """Append several records."""
        for record in records:
            self.add(record)

    def add_all(self, reader: GroupReader, live: NDArray[np.bool_] | None) -> None:
        """Append the live records of another segment."""
        self.extend(reader if live is None else compress(reader, live.data))

    def write(self, file: ArrayFileWriter, prefix: str) -> None:
        """Write the arrays of the frames."""
        if self._group:
            self.frames.add(b"\n".join(self._group))
            self._group = []
        self.frames.write(file, prefix)


class GroupReader:
    """Reads records by number; keeps the group read last."""

    def __init__(self, file: ArrayFile, prefix: str, size: int) -> None:
        self._path = file.path
        self._prefix = prefix
        self._frames = FrameReader(file, prefix)
        self._size = size
        self._last: tuple[int, list[bytes]] = (-1, [])

    def _group(self, number: int) -> list[bytes]:
        last = self._last  # one reference, so that threads never see a number with another's records
        if last[0] != number:
            last = self._last = (number, self._frames[number].split(b"\n"))
        return last[1]

    def __getitem__(self, record: int) -> bytes:
        number, place = divmod(record, self._size)
        group = self._group(number)
        if place >= len(group):
            raise IndexDamaged(self._path, f"array {self._prefix}blob, frame {number}: no record {place}")
        return group[place]

    def __iter__(self) -> Iterator[bytes]:
        for number in range(len(self._frames)):
            yield from self._group(number)

    def several(self, first: int, last: int) -> list[bytes]:
        """Records `[first, last)`."""
        if first >= last:
            return []
        number = first // self._size
        records: list[bytes] = []
        for other in range(number, (last - 1) // self._size + 1):
            records += self._group(other)
        return records[first - number * self._size : last - number * self._size]
