"""Which file was an article read from, and is it still as it was?

Only files that an index has a record of are told: a path alone, which somebody wrote into an article, leads
nowhere.
"""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from dateline.indexer.format.index.source_table import outermost_file

if TYPE_CHECKING:
    from dateline.indexer.article import Stamp
    from dateline.indexer.format.index.ledger import FileRecord

__all__ = ["FileRefused", "SavedFile", "recorded_file", "unpacked"]

Change = Literal["same", "longer", "other"]
_PACKED: Final = {".gz": b"\x1f\x8b", ".bz2": b"BZh", ".xz": b"\xfd7zXZ\0"}  # how each begins
_MOST_MEMORY: Final = 1 << 27  # of a dictionary of xz
_IRREGULAR: Final = "it is no regular file any more"


class FileRefused(Exception):
    """A saved file can't be given, and why: a clause."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that was read: its absolute path, and of a file in a file where in it the article was.

    `stamp` is the state in which it was read, of a file that grows the part that was; None: it is not known.
    """

    path: str
    member: str = ""
    stamp: Stamp | None = None

    def read(self, most: int) -> bytes:
        """Its bytes as they are now. FileRefused: it is gone, has more than `most`, or is a link by now."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            # An index has paths free of links: one that leads through a link was put there since.
            if os.path.realpath(self.path) != os.path.abspath(self.path):
                raise FileRefused("a link is in its place")
            number = os.open(self.path, flags | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            raise FileRefused("it is not there any more") from None
        except (OSError, ValueError) as error:
            raise FileRefused((getattr(error, "strerror", "") or str(error)).lower()) from error
        with os.fdopen(number, "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise FileRefused(_IRREGULAR)
            if state.st_size > most:
                raise FileRefused(f"it has {state.st_size:,} bytes, more than the {most:,} shown here")
            try:
                return file.read(most)
            except OSError as error:
                raise FileRefused((error.strerror or str(error)).lower()) from error

    def change(self, content: bytes) -> Change:
        """Whether this content is as it was read: "longer" begins so, and goes on; unknown is "other"."""
        if self.stamp is None or len(content) < self.stamp.size:
            return "other"
        if sha256(content[: self.stamp.size]).hexdigest() != self.stamp.sha256:
            return "other"
        return "longer" if len(content) > self.stamp.size else "same"


def unpacked(name: str, content: bytes, most: int) -> tuple[str, bytes]:
    """A file that is compressed by gzip, bzip2 or xz as it was: its name without the suffix, its bytes.

    Any other is given as it is, and so is one that is broken. FileRefused for more than `most` bytes.
    """
    stem, suffix = os.path.splitext(name)
    begins = _PACKED.get(suffix.lower())
    if begins is None or not content.startswith(begins):
        return name, content
    try:
        plain = _decompressed(content, suffix.lower(), most + 1)
    except (OSError, EOFError, ValueError):
        return name, content
    if len(plain) > most:
        raise FileRefused(f"unpacked it has more than the {most:,} bytes shown here")
    return stem, plain


def _decompressed(content: bytes, suffix: str, most: int) -> bytes:
    """At most so many bytes of it, in at most so much memory. OSError, EOFError, ValueError."""
    if suffix == ".gz":
        import gzip
        import zlib

        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
                return file.read(most)
        except zlib.error as error:
            raise OSError(str(error)) from error
    if suffix == ".bz2":
        import bz2

        return bz2.BZ2Decompressor().decompress(content, most)
    import lzma

    try:
        return lzma.LZMADecompressor(memlimit=_MOST_MEMORY).decompress(content, most)
    except lzma.LZMAError as error:
        raise OSError(str(error)) from error


def recorded_file(path: str, record: FileRecord | None) -> SavedFile | None:
    """The file of an article's path, where there is a record of it."""
    if record is None:
        return None
    file, member = outermost_file(path)
    return SavedFile(file, member, record.stamp)
