"""What is in the folder of an index, and how does one state of it replace another, whatever happens?

`index.toc` is the table of contents: JSON on one line, its CRC-32 on the next. It names the segment files of
the current state, their sizes and directory checksums, and for each the file of its deletions. Files are
never changed once a TOC names them. A new state is written as new files, each brought to the disk, then a
new TOC beside the old one, which it replaces by a rename: before the rename nothing is visible, after it
everything. The files of the state before are kept until the next commit, for readers that had just read
its TOC; whatever no TOC names is swept by the next writer.

One process writes at a time: it holds a lock on `write.lock`, which has its process id in it. Readers take
no lock.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from dateline.indexer.format.errors import (
    DatelineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexVersion,
)
from dateline.indexer.format.index.source_table import SourceEntry
from dateline.indexer.format.storage.array_file import FORMAT_VERSION

if sys.platform != "win32":
    import fcntl

__all__ = [
    "SEGMENT_SUFFIX",
    "TOC_NAME",
    "NamedFile",
    "SegmentEntry",
    "Toc",
    "WriteLock",
    "publish",
    "read_toc",
    "sweep",
    "unused_name",
]

TOC_NAME: Final = "index.toc"
LOCK_NAME: Final = "write.lock"
SEGMENT_SUFFIX: Final = ".segment"
_OURS: Final = (SEGMENT_SUFFIX, ".deletions", ".files", ".new", ".spill")  # what a writer may leave behind


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file beside the segments as the TOC names it."""

    name: str
    size: int  # bytes
    checksum: int  # CRC-32 of its directory


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One segment as the TOC names it: enough to plan merges and find a swapped file without opening it."""

    name: str
    size: int  # bytes of the segment file
    checksum: int  # CRC-32 of its directory
    articles: int
    passages: int
    live_articles: int
    live_passages: int
    deletions: str | None = None  # file name, None when nothing is deleted

    @property
    def file(self) -> str:
        """The name of the segment file."""
        return self.name + SEGMENT_SUFFIX

    def files(self) -> list[str]:
        """The names of its files."""
        return [self.file] if self.deletions is None else [self.file, self.deletions]


@dataclass(frozen=True, slots=True)
class Toc:
    """One published state of an index."""

    generation: int
    segments: tuple[SegmentEntry, ...]
    languages: dict[str, int]  # live articles by language
    next_name: int  # number of the next segment file: names are never used twice
    previous: tuple[str, ...] = ()  # files of the state before
    sources: tuple[SourceEntry, ...] = ()
    next_source: int = 1  # number of the next source: never used twice
    portable: bool = False  # whether the roots of new sources are kept relative to the index
    ledger: tuple[NamedFile, ...] = ()  # the files of the ledger (ledger.py), in their order

    def files(self) -> set[str]:
        """The names of the files this state consists of."""
        beside = {file.name for file in self.ledger}
        return beside.union(name for segment in self.segments for name in segment.files())


def encode_toc(toc: Toc) -> bytes:
    """The bytes of `index.toc`."""
    line = json.dumps({"format": "dateline index", "version": FORMAT_VERSION, **asdict(toc)}).encode()
    return b"%s\n%08x\n" % (line, zlib.crc32(line))


def read_toc(folder: Path) -> Toc:
    """The current state. IndexMissing, IndexDamaged, IndexVersion."""
    path = folder / TOC_NAME
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(folder) from None
    lines = raw.split(b"\n")
    if len(lines) != 3 or lines[1] != b"%08x" % zlib.crc32(lines[0]):
        raise IndexDamaged(path, "does not match its checksum")
    try:
        parsed: dict[str, Any] = json.loads(lines[0])
        if parsed.pop("format") != "dateline index":
            raise ValueError("format")
        version = parsed.pop("version")
        if version != FORMAT_VERSION:
            raise IndexVersion(path, version, FORMAT_VERSION)
        parsed["segments"] = tuple(SegmentEntry(**entry) for entry in parsed["segments"])
        parsed["previous"] = tuple(parsed["previous"])
        parsed["sources"] = tuple(
            SourceEntry(**{**entry, "exclude": tuple(entry["exclude"])}) for entry in parsed["sources"]
        )
        parsed["ledger"] = tuple(NamedFile(**entry) for entry in parsed["ledger"])
        return Toc(**parsed)
    except (ValueError, TypeError, KeyError) as error:
        raise IndexDamaged(path, f"not a table of contents ({error})") from error


def publish(folder: Path, toc: Toc) -> None:
    """Make `toc`, whose files are on the disk already, the current state; then remove what is out of use."""
    new = folder / (TOC_NAME + ".new")
    with new.open("wb") as file:
        file.write(encode_toc(toc))
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)  # the new files' names must be on the disk before the TOC that names them
    new.replace(folder / TOC_NAME)
    sync_folder(folder)


def unused_name(folder: Path) -> int:
    """A number above those of all segment files in the folder, whoever wrote them."""
    numbers = [int(path.stem) for path in folder.glob("*.segment") if path.stem.isdecimal()]
    return max(numbers, default=0) + 1


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system has a way to."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path) -> None:
    """Remove files of ours that neither this state nor the one before has: leftovers, states out of use.

    Where there is a TOC that can't be read nothing is removed. Only for who holds the lock.
    """
    try:
        toc = read_toc(folder)
        kept = toc.files() | set(toc.previous)
    except IndexMissing:
        kept = set()
    except DatelineError:
        return
    for path in folder.iterdir():
        if path.suffix in _OURS and path.name not in kept:
            with suppress(OSError):  # in use on Windows: the next writer tries again
                path.unlink()


class WriteLock:
    """The right to write to a folder, held by one process at a time. IndexLocked when another has it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK_NAME
        self._process = os.getpid()
        self._descriptor = -1
        try:
            self._descriptor = _lock(self._path)
        except (BlockingIOError, FileExistsError):
            raise IndexLocked(folder, self._holder()) from None
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, b"%d\n" % self._process)

    def _holder(self) -> str:
        try:
            return f"process {int(self._path.read_text())}"
        except (OSError, ValueError):
            return "another process"

    def release(self) -> None:
        """Give the right back; more than once does no harm."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        if sys.platform == "win32":
            os.close(descriptor)
            self._path.unlink(missing_ok=True)
        else:  # the file stays: removing it would let two processes lock two files of the same name
            os.ftruncate(descriptor, 0)
            os.close(descriptor)

    def __del__(self) -> None:
        """What nobody can give back any more goes back; not by the copy that a forked process has of it."""
        if self._process == os.getpid():
            self.release()


def lock_by_creating(path: Path) -> int:
    """Create the lock file, or FileExistsError. After a crash it stays, and is the user's to remove."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)


if sys.platform == "win32":
    _lock = lock_by_creating
else:

    def _lock(path: Path) -> int:
        """Open and lock the lock file, or BlockingIOError; the system unlocks it when the process ends."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor
