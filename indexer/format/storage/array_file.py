"""How do named arrays lie in one file, so that any of them is read without reading the rest?

The file is a header, the arrays one after another (each at a multiple of eight bytes), and a directory in
JSON with the name, type, length, offset and CRC-32 of each array. The header carries the version, the sizes
and the directory's CRC-32; opening checks those and that every array lies within the file, which finds a file
cut short. `ArrayFile.verify` reads every byte and finds an altered one.

All numbers are little-endian; `narrow` gives an array the smallest unsigned type that holds its maximum.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged, IndexTooLarge, IndexVersion

__all__ = [
    "FORMAT_VERSION",
    "AnyArray",
    "ArrayFile",
    "ArrayFileWriter",
    "ArraySink",
    "narrow",
    "narrow_dtype",
    "run_starts",
]

AnyArray = NDArray[Any]

FORMAT_VERSION: Final = 4

_MAGIC: Final = b"DATELINE"
# magic, version, directory CRC-32, directory offset, directory length, file length, spare, header CRC-32
_HEADER: Final = struct.Struct("<8sIIQQQQI")
_HEADER_SIZE: Final = 64  # the header, padded with zeros: arrays begin here
_ALIGNMENT: Final = 8
_TYPES: Final = {code: np.dtype(code) for code in ("|u1", "<u2", "<u4", "<u8")}


def narrow_dtype(maximum: int) -> np.dtype[Any]:
    """The smallest unsigned type that holds 0..`maximum`."""
    for code, bits in (("|u1", 8), ("<u2", 16), ("<u4", 32), ("<u8", 64)):
        if maximum < 1 << bits:
            return _TYPES[code]
    raise IndexTooLarge(f"{maximum} does not fit 64 bits")


def run_starts(counts: AnyArray) -> NDArray[np.int64]:
    """Where each run of so many items begins when they follow each other (runs + 1): the last is the end."""
    sums = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums


def narrow(values: AnyArray) -> AnyArray:
    """`values` (none negative) in the smallest unsigned type that holds them all."""
    return values.astype(narrow_dtype(int(values.max()) if len(values) else 0), copy=False)


class ArraySink:
    """An array being written piece by piece, in order; its type is known, its length perhaps not (None)."""

    def __init__(
        self, file: BinaryIO, name: str, dtype: np.dtype[Any], length: int | None, offset: int
    ) -> None:
        self.name = name
        self.dtype = dtype
        self.length = length
        self.offset = offset
        self.written = 0
        self.checksum = 0
        self._file = file

    def append(self, values: AnyArray) -> None:
        """Write the next values. IndexTooLarge when one doesn't fit the type: values never wrap around."""
        if not len(values):
            return
        if values.dtype != self.dtype:
            if int(values.max()) > np.iinfo(self.dtype).max or int(values.min()) < 0:
                raise IndexTooLarge(f"array {self.name}: {values.max()} does not fit {self.dtype}")
            values = values.astype(self.dtype)
        self.append_raw(np.ascontiguousarray(values).data.cast("B"))

    def append_raw(self, raw: bytes | bytearray | memoryview) -> None:
        """Write the next values, as the bytes they are stored as."""
        values = len(raw) // self.dtype.itemsize
        if self.length is not None and self.written + values > self.length:
            raise ValueError(f"array {self.name}: more than the {self.length} values announced")
        offset = self.offset + self.written * self.dtype.itemsize
        if self._file.tell() != offset:  # seeking empties the file's buffer
            self._file.seek(offset)
        self._file.write(raw)
        self.checksum = zlib.crc32(raw, self.checksum)
        self.written += values


class ArrayFileWriter:
    """Writes one file of arrays; nothing of it is valid before `finish`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sinks: dict[str, ArraySink] = {}
        self._end = _HEADER_SIZE
        self._open: ArraySink | None = None  # the one stream
        self._file: BinaryIO = path.open("wb", buffering=1 << 18)

    def add(self, name: str, values: AnyArray | bytes | bytearray) -> None:
        """Write a whole array in its own type, or bytes."""
        array = np.frombuffer(values, np.uint8) if isinstance(values, bytes | bytearray) else values
        self.reserve(name, array.dtype, len(array)).append(array)

    def stream(self, name: str, dtype: np.dtype[Any]) -> ArraySink:
        """An array of a length not yet known, to be appended to before any other array is begun."""
        sink = self._sink(name, dtype, None)
        self._open = sink
        return sink

    def reserve(self, name: str, dtype: np.dtype[Any], length: int) -> ArraySink:
        """Room for an array of `length` values, to be appended in pieces while others are too."""
        sink = self._sink(name, dtype, length)
        self._end += length * sink.dtype.itemsize
        return sink

    def _sink(self, name: str, dtype: np.dtype[Any], length: int | None) -> ArraySink:
        if name in self._sinks:
            raise ValueError(f"array {name} is there already")
        self._end_stream()
        self._end += -self._end % _ALIGNMENT
        sink = ArraySink(self._file, name, np.dtype(dtype).newbyteorder("<"), length, self._end)
        self._sinks[name] = sink
        return sink

    def _end_stream(self) -> None:
        if self._open is not None:
            self._open.length = self._open.written
            self._end += self._open.written * self._open.dtype.itemsize
            self._open = None

    def finish(self, facts: Mapping[str, object]) -> None:
        """Write directory (with `facts`, any JSON) and header, and bring the file to the disk."""
        self._end_stream()
        for sink in self._sinks.values():
            if sink.written != sink.length:
                raise ValueError(f"array {sink.name}: {sink.written} of {sink.length} values written")
        arrays = {s.name: [s.dtype.str, s.length, s.offset, s.checksum] for s in self._sinks.values()}
        directory = json.dumps({"facts": facts, "arrays": arrays}, separators=(",", ":")).encode()
        self._file.seek(self._end)
        self._file.write(directory)
        size = self._end + len(directory)
        head = _HEADER.pack(
            _MAGIC, FORMAT_VERSION, zlib.crc32(directory), self._end, len(directory), size, 0, 0
        )
        head = head[:-4] + struct.pack("<I", zlib.crc32(head[:-4]))
        self._file.seek(0)
        self._file.write(head.ljust(_HEADER_SIZE, b"\0"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close the file and remove it."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> ArrayFileWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()


class ArrayFile:
    """A file of arrays, memory-mapped; an array is a read-only view made when it is asked for.

    Raises IndexDamaged, IndexVersion. The map stays valid when the file is unlinked, and as long as a view
    of it is referenced: closing only forgets it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < _HEADER_SIZE:
                raise IndexDamaged(path, f"{size} bytes, too short for a header")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.size = size
        self._bytes = memoryview(self._map)
        self._views: dict[str, AnyArray] = {}
        self._read_directory()

    def _read_directory(self) -> None:
        head = bytes(self._bytes[: _HEADER.size])
        magic, version, checksum, offset, length, size, _, head_checksum = _HEADER.unpack(head)
        if magic != _MAGIC:
            raise IndexDamaged(self.path, "not a segment (wrong first bytes)")
        if version != FORMAT_VERSION:
            raise IndexVersion(self.path, version, FORMAT_VERSION)
        if zlib.crc32(head[:-4]) != head_checksum:
            raise IndexDamaged(self.path, "the header does not match its checksum")
        if size != self.size:
            raise IndexDamaged(self.path, f"{self.size} bytes, expected {size}")
        directory = bytes(self._bytes[offset : offset + length])
        if len(directory) != length or zlib.crc32(directory) != checksum:
            raise IndexDamaged(self.path, "the directory does not match its checksum")
        self.directory_checksum = int(checksum)
        parsed = json.loads(directory)
        self.facts: dict[str, Any] = parsed["facts"]
        self._arrays: dict[str, tuple[str, int, int, int]] = parsed["arrays"]
        for name, (code, count, start, _) in self._arrays.items():
            if code not in _TYPES or start < _HEADER_SIZE or start + count * _TYPES[code].itemsize > offset:
                raise IndexDamaged(self.path, f"array {name} does not lie within the file")
        self._directory_start = offset

    def array(self, name: str) -> AnyArray:
        """The array, a view on the map; empty (uint8) when the file has none of that name."""
        view = self._views.get(name)
        if view is None:
            entry = self._arrays.get(name)
            if entry is None or not entry[1]:
                view = np.empty(0, _TYPES[entry[0]] if entry else np.uint8)
            else:
                view = np.frombuffer(self._map, _TYPES[entry[0]], entry[1], entry[2])
            self._views[name] = view
        return view

    def memory(self, name: str) -> memoryview:
        """The array as a memoryview, whose items are plain numbers: faster than numpy for single look-ups."""
        return self.array(name).data

    def names(self) -> list[str]:
        """The names of the arrays, in the order of the file."""
        return list(self._arrays)

    def verify(self) -> None:
        """Compare every byte with its checksum, the padding with zeros. IndexDamaged names the array."""
        end = _HEADER.size
        for name, (code, count, start, checksum) in self._arrays.items():
            self._verify_padding(end, start)
            end = start + count * _TYPES[code].itemsize
            if zlib.crc32(self._bytes[start:end]) != checksum:
                raise IndexDamaged(self.path, f"array {name} does not match its checksum")
        self._verify_padding(end, self._directory_start)

    def _verify_padding(self, start: int, end: int) -> None:
        if any(self._bytes[start:end]):
            raise IndexDamaged(self.path, f"padding at byte {start} is not zero")

    def release(self) -> None:
        """Give mapped pages back to the system, where it has a way to; they are read again when needed."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Forget the map. Views handed out stay valid; the map goes with the last of them."""
        self._views.clear()
