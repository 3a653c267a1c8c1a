"""Is this a file to read, how much of it, and in which encoding is it?

Every byte Dateline reads of a source comes through here, so that a FIFO, a device, a disk image or what
is no text though it is named so is refused in one place, with a reason.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO, RawIOBase
from typing import TYPE_CHECKING, BinaryIO, Final

from dateline.indexer.article import Stamp
from dateline.indexer.errors import SourceError, reason_of
from dateline.indexer.readers.mojibake import repaired
from dateline.indexer.readers.wide import wide_encoding_of

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = [
    "MOST_BYTES",
    "decode",
    "demand_text",
    "known_time",
    "open_source",
    "read_bounded",
    "read_whole",
    "stamp_of",
    "too_large",
    "utf8_stream",
    "why_irregular",
    "wide_encoding",
]

MOST_BYTES: Final = 64 << 20  # of a file that is read at once, unless its kind says otherwise
_CHUNK: Final = 2**20
_HEAD: Final = 4096  # bytes by which an encoding is told
_TICK_NS: Final = 2 * 10**9  # of the coarsest clock of a file system, FAT
_LARGE: Final = 2**30
_HOLLOW: Final = 100  # bytes for each that is on the disk; text that a file system compresses has ten


_BOMS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MARKS: Final = tuple(bom for bom, _ in _BOMS)
_CONTROLS: Final = bytes({*range(0x20), 0x7F} - {*b"\t\n\r\x0b\x0c\x1a\x1b"})
_HZ: Final = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}")
_FEW_BROKEN: Final = 1000  # one sign in so many may be damaged in the encoding that a file declares
_MARKUP: Final = re.compile(rb"<(?:html|head|body|p|div)[\s>]", re.IGNORECASE)


@contextmanager
def open_source(path: str | os.PathLike[str]) -> Iterator[tuple[BufferedReader, os.stat_result]]:
    """Open a regular file for reading, never waiting on a FIFO; SourceError for anything else."""
    try:
        # Looked at first because opening a device may already do something, and again once open because
        # the name may point elsewhere by then.
        _demand_regular(path, os.stat(path).st_mode)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise SourceError(path, reason_of(error)) from error
    stream: BufferedReader = BufferedReader(FileIO(descriptor, "rb"))
    with stream:
        status = os.fstat(descriptor)
        _demand_regular(path, status.st_mode)
        if (reason := _why_hollow(status)) is not None:
            raise SourceError(path, reason)
        try:
            yield stream, status
        except OSError as error:
            raise SourceError(path, reason_of(error)) from error


def _demand_regular(path: str | os.PathLike[str], mode: int) -> None:
    if (reason := why_irregular(mode)) is not None:
        raise SourceError(path, reason)


def _why_hollow(status: os.stat_result) -> str | None:
    """Why a file is not read that is nearly all holes: zeros that take no room, but hours to read."""
    held: int = 512 * getattr(status, "st_blocks", status.st_size)
    if status.st_size < _LARGE or held * _HOLLOW > status.st_size:
        return None
    size, there = f"{status.st_size / 2**30:,.0f} GB", f"{held / 2**20:,.0f} MB"
    return f"{size}, of which only {there} are on the disk (a sparse file)"


def why_irregular(mode: int) -> str | None:
    """Why what has that mode is no file to open; None for a regular file."""
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a FIFO"), (stat.S_ISSOCK, "a socket"))
    kind = next((name for test, name in kinds if test(mode)), "a device")
    return f"not a regular file but {kind}"


def known_time(modified_ns: int) -> int:
    """The time of a file read now; 0 where it is so young that a later change may have the same one."""
    return modified_ns if abs(time.time_ns() - modified_ns) > _TICK_NS else 0


def stamp_of(
    stream: BinaryIO, status: os.stat_result, looked: Callable[[int], None] = lambda _: None
) -> Stamp:
    """Size, time and SHA-256 of an open file of any length, read to its end in pieces.

    `looked` hears after each piece how many bytes that is so far.
    """
    digest = hashlib.sha256()
    size = 0
    while chunk := _read(stream, _CHUNK):
        digest.update(chunk)
        size += len(chunk)
        looked(size)
    return Stamp(status.st_size, known_time(status.st_mtime_ns), digest.hexdigest())


def read_whole(stream: BinaryIO, status: os.stat_result, limit: int) -> tuple[bytes, Stamp]:
    """The bytes of an open file of up to `limit` bytes, and its state; SourceError when it is larger."""
    if status.st_size > limit:
        raise too_large(status.st_size, limit)
    data = _read(stream, status.st_size + 1)  # the room for all that may be would cost more than to read
    if len(data) > status.st_size:
        data += _read(stream, limit + 1 - len(data))
    if status.st_size == 0 and len(data) <= limit:
        data += _read(stream, 1)  # nothing, where it ended; SourceError where it only paused
    if len(data) > limit:  # it grew, or its size is not known beforehand (/proc)
        raise too_large(len(data), limit)
    digest = hashlib.sha256(data).hexdigest()
    return data, Stamp(len(data), known_time(status.st_mtime_ns), digest)


def _read(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; SourceError when the file has no end and nothing to read now, as some in /proc."""
    data: bytes | None = stream.read(size)
    if data is None:  # it was opened not to wait
        raise SourceError(None, "has no end, only more to wait for (a file of the system, no article)")
    return data


class _Recoded(RawIOBase):
    """A stream in another encoding as UTF-8, some of it at a time."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = getincrementaldecoder(encoding)(errors="replace")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        room = memoryview(buffer).cast("B")
        while not self._left:
            read = self._stream.read(_CHUNK)
            self._left = self._decoder.decode(read, final=not read).encode("utf-8", "replace")
            if not read:
                break
        taken, self._left = self._left[: len(room)], self._left[len(room) :]
        room[: len(taken)] = taken
        return len(taken)


def utf8_stream(stream: BufferedReader) -> BinaryIO:
    """The stream itself, or as UTF-8 where it is in UTF-16 or UTF-32.

    Read some of it at a time, so that lines of any file can be read in bounded memory.
    """
    encoding = wide_encoding(stream.peek(_HEAD)[:_HEAD])
    return stream if encoding is None else BufferedReader(_Recoded(stream, encoding), _CHUNK)


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32, by how a text begins: its byte order mark or where its zero bytes stand; else None.

    A line does not end at a byte 10 there, nor anywhere at a byte alone.
    """
    marked = next((encoding for bom, encoding in _BOMS[1:] if head.startswith(bom)), None)
    return marked or wide_encoding_of(head)


def demand_text(data: bytes) -> None:
    """SourceError when the bytes are no text in any encoding."""
    if data.startswith(_MARKS):
        return
    sample = data[:65536]
    if wide_encoding_of(sample):
        return
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # Text has none; a page saved by a broken program has a few, NULs too; compressed bytes have 11 %.
    nuls = sample.count(0) if controls else 0
    if nuls and _MARKUP.search(sample) is not None:
        nuls -= len(sample) // 500
    if nuls > 0 or controls > len(sample) * 0.02:
        raise SourceError(None, "looks like binary data, not text")


def too_large(size: int, limit: int) -> SourceError:
    """What to raise of a file, or of what was read of it, that is longer than its kind may be."""
    unit, name = (2**20, "MB") if limit >= 2**20 else (1, "bytes")
    return SourceError(None, f"{-(-size // unit):,} {name}, the limit is {limit // unit:,} {name}")


def read_bounded(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a file in a file; SourceError when there are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(len(data), limit)
    return data


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text of `data`: by byte order mark, as UTF-8, as declared, or guessed by what reads best.

    Never fails: bytes that have no meaning become U+FFFD. What was encoded twice is decoded twice.
    """
    return repaired(_decoded(data, declared))


def _decoded(data: bytes, declared: str | None) -> str:
    if data.startswith(_MARKS):
        encoding = next(encoding for bom, encoding in _BOMS if data.startswith(bom))
        return data.decode(encoding, errors="replace")
    if (shifted := _in_seven_bits(data)) is not None:
        return shifted
    if wide := wide_encoding_of(data):  # before UTF-8, in which Cyrillic in it would be signs and zeros
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and (text := _as_declared(data, declared)) is not None:
        return text
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    whole = sum(character > "\x7f" for character in lenient) - broken
    if whole > 10 * broken:  # UTF-8 with a few bytes damaged or cut
        return lenient
    from dateline.indexer.readers.charsets import guessed  # knows languages, and is rarely needed

    return guessed(data)


def _in_seven_bits(data: bytes) -> str | None:
    """Japanese, Korean or Chinese in ISO 2022 or HZ, whose bytes are all those of ASCII; None for others."""
    if (b"\x1b$" not in data and b"~{" not in data) or not data.isascii():
        return None
    if b"\x1b$)C" in data:
        return data.decode("iso2022_kr", errors="replace")
    if b"\x1b$B" in data or b"\x1b$@" in data:
        return data.decode("iso2022_jp_ext", errors="replace")
    if not _HZ.search(data):
        return None
    try:
        return data.decode("hz")
    except UnicodeDecodeError:
        return None


def _as_declared(data: bytes, declared: str) -> str | None:
    from dateline.indexer.readers.charsets import normal_name

    encoding = normal_name(declared)
    if encoding is None or encoding in {"utf-8", "utf8", "utf-16", "utf-32"}:
        return None  # UTF-8 was tried; the wide ones are told by their marks
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        return text if text.count("\ufffd") * _FEW_BROKEN < len(text) else None
    except (LookupError, ValueError):
        return None
