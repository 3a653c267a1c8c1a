"""Where in a file does each array lie, and can that be believed?

The header is the first 64 bytes: magic, version, the directory's CRC-32, its offset and length, the file's
size, eight bytes of zero, and the CRC-32 of all that; the rest is zero. The directory, the end of the file,
is JSON: facts, the arrays, and the checksums of their blocks, which lie before it.

A file may come from anywhere: whatever a header or a directory says is compared with the file before it is
used, and what doesn't fit is IndexDamaged. Nothing takes memory for a number that was only claimed.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from dateline.indexer.format.errors import IndexDamaged, IndexVersion
from dateline.indexer.format.storage.entries import BLOCK, TYPES, Entry

__all__ = [
    "ALIGNMENT",
    "FORMAT_VERSION",
    "HEADER_SIZE",
    "HEADER_USED",
    "Directory",
    "encode",
    "read",
]

FORMAT_VERSION: Final = 6

_MAGIC: Final = b"DATELINE"
# magic, version, directory CRC-32, directory offset, directory length, file length, spare, header CRC-32
_HEADER: Final = struct.Struct("<8sIIQQQQI")
HEADER_USED: Final = _HEADER.size
HEADER_SIZE: Final = 64  # the header, padded with zeros: arrays begin here
ALIGNMENT: Final = 8


class Directory(NamedTuple):
    """What a file holds."""

    facts: dict[str, Any]
    arrays: dict[str, Entry]  # in the order of the file
    sums_start: int  # where the checksums of all blocks begin, in bytes
    sums: int  # how many there are, four bytes each
    start: int  # where the directory begins: what is before it, arrays, checksums and zeros, is the rest
    checksum: int  # of the directory


def encode(
    facts: Mapping[str, object], arrays: Mapping[str, Sequence[object]], sums: tuple[int, int], start: int
) -> tuple[bytes, bytes]:
    """The header (64 bytes) and the directory of a file whose directory starts at that byte.

    An array is its type, length and offset; `sums` are offset and CRC-32 of the checksums.
    """
    directory = json.dumps(
        {"facts": facts, "arrays": arrays, "checksums": sums}, separators=(",", ":")
    ).encode()
    size = start + len(directory)
    head = _HEADER.pack(_MAGIC, FORMAT_VERSION, zlib.crc32(directory), start, len(directory), size, 0, 0)
    head = head[:-4] + struct.pack("<I", zlib.crc32(head[:-4]))
    return head.ljust(HEADER_SIZE, b"\0"), directory


_WIDTHS: Final = {code: int(code[2:]) for code in TYPES}
_entry: Final = tuple.__new__  # what a named tuple is made by, in a third of the time


def read(path: Path, raw: memoryview) -> Directory:
    """What the file at `path` holds, whose bytes these are. IndexDamaged, IndexVersion."""
    if len(raw) < HEADER_SIZE:
        raise IndexDamaged(path, f"{len(raw)} bytes, too short for a header")
    head = bytes(raw[: _HEADER.size])
    magic, version, checksum, start, length, size, _, head_checksum = _HEADER.unpack(head)
    if magic != _MAGIC:
        raise IndexDamaged(path, "not a segment (wrong first bytes)")
    if version != FORMAT_VERSION:
        raise IndexVersion(path, version, FORMAT_VERSION)
    if zlib.crc32(head[:-4]) != head_checksum:
        raise IndexDamaged(path, "the header does not match its checksum")
    if size != len(raw):
        raise IndexDamaged(path, f"{len(raw)} bytes, expected {size}")
    if start + length != size or start < HEADER_SIZE:
        raise IndexDamaged(path, "the directory is not the end of the file")
    encoded = bytes(raw[start:])
    if zlib.crc32(encoded) != checksum:
        raise IndexDamaged(path, "the directory does not match its checksum")
    try:
        parsed = json.loads(encoded)
        facts, arrays, (sums_start, sums_checksum) = parsed["facts"], parsed["arrays"], parsed["checksums"]
        if not isinstance(facts, dict) or not isinstance(arrays, dict):
            raise TypeError("facts and arrays are objects")
        entries, sums = _entries(path, arrays, _number(sums_start))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise IndexDamaged(path, f"the directory can't be read ({error})") from error
    if sums_start + 4 * sums > start:
        raise IndexDamaged(path, "the checksums do not lie within the file")
    if zlib.crc32(raw[sums_start : sums_start + 4 * sums]) != sums_checksum:
        raise IndexDamaged(path, "the checksums do not match theirs")
    return Directory(facts, entries, sums_start, sums, start, checksum)


def _entries(path: Path, arrays: Mapping[str, Any], limit: int) -> tuple[dict[str, Entry], int]:
    """The arrays, one after the other and all before byte `limit`; and how many blocks they have."""
    entries = {}
    end, blocks = HEADER_SIZE, 0
    for name, (code, length, start) in arrays.items():  # some hundred: each opening waits for it
        if code not in _WIDTHS:
            raise TypeError(f"{code!r} is no type")
        if type(length) is not int or type(start) is not int or length < 0:
            raise TypeError(f"{length!r}, {start!r} are no length and offset")
        stop = start + length * _WIDTHS[code]
        if start < end or stop > limit or start % ALIGNMENT:
            raise IndexDamaged(path, f"array {name} does not lie within the file, after the one before it")
        own = (stop - start + BLOCK - 1) // BLOCK
        entries[name] = _entry(Entry, (code, length, start, stop, blocks, own))
        end = stop
        blocks += own
    return entries, blocks


def _number(value: object) -> int:
    """A length or an offset. TypeError for anything else, true and false included."""
    if type(value) is not int or value < 0:
        raise TypeError(f"{value!r} is no offset")
    return value
