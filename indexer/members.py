"""How much may come out of one file, however often it is packed?

A file may hold files, which hold files: what is unpacked of all of them is counted together, in bytes and in
members, because a bomb is small wherever one looks at it. What is over a limit ends the reading of the
outermost file; what was read until then stands.
"""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.raw import RawMember

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["MOST_EXPANDED", "MOST_MEMBERS", "MOST_NESTED", "MOST_RATIO", "OverLimit", "Unpacking"]

# A file that expands to more than this and to more than so many times its size is a bomb. Text is packed to a
# tenth, a table of zeros to a thousandth.
MOST_EXPANDED: Final = 200 << 20
MOST_RATIO: Final = 100
MOST_MEMBERS: Final = 100_000
MOST_NESTED: Final = 8  # export.tar.gz is two, a mail in a mailbox in it four
_MOST_BOMBS: Final = 3  # each takes a second or two until it is seen to be one
_CHUNK: Final = 1 << 16
_TELL: Final = 1 << 20  # bytes between two words on how much was unpacked


class OverLimit(SourceError):
    """More comes out of a file than may."""


class Unpacking:
    """What was unpacked of one file of `size` bytes so far; `told` hears of each megabyte more."""

    def __init__(self, size: int, told: Callable[[int], None] = lambda _: None) -> None:
        self._size = size
        self._told = told
        self._bytes = self._untold = self._members = self._bombs = 0

    def stream(self, member: RawMember, depth: int) -> BufferedReader:
        """The bytes of a member, counted; `depth` is how many files it lies in. SourceError, OverLimit."""
        if depth > MOST_NESTED:
            raise SourceError(None, f"lies in more than {MOST_NESTED} files")
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise OverLimit(None, f"holds more than {MOST_MEMBERS:,} files; the others are not read")
        self._demand_bounded()
        return BufferedReader(_Counted(member, self), _CHUNK)

    def count(self, size: int, *, measured: bool) -> None:
        """Note that so many bytes more came out, of a member `measured` by its own size or not. OverLimit."""
        self._bytes += size
        if not measured:
            self._demand_bounded()
        self._untold += size
        if self._untold >= _TELL:
            self._told(self._untold)
            self._untold = 0

    def _demand_bounded(self) -> None:
        if (reason := _why_bomb(self._bytes, self._size)) is not None:
            raise OverLimit(None, reason)

    def refuse(self, size: int) -> None:
        """Note that a member, of which `size` bytes came out, is a bomb: the rest is read. OverLimit."""
        self._bytes -= size
        self._bombs += 1
        if self._bombs > _MOST_BOMBS:
            raise OverLimit(None, f"holds more than {_MOST_BOMBS} bombs; what follows is not read")


class _Counted(RawIOBase):
    """A member's bytes; what goes wrong in unpacking them is a SourceError."""

    def __init__(self, member: RawMember, unpacking: Unpacking) -> None:
        self._stream = member.stream
        self._packed = member.packed
        self._unpacking = unpacking
        self._bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        room = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(room))
        except EOFError:
            raise SourceError(None, "is cut short") from None
        except (zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, ValueError) as error:
            raise SourceError(None, f"is damaged ({error})") from None
        except OSError as error:
            if error.errno is not None:  # the disk
                raise
            raise SourceError(None, f"is damaged ({error})") from None
        room[: len(data)] = data
        self._bytes += len(data)
        if self._packed is not None and (reason := _why_bomb(self._bytes, self._packed)) is not None:
            self._unpacking.refuse(self._bytes - len(data))
            raise SourceError(None, reason)
        self._unpacking.count(len(data), measured=self._packed is not None)
        return len(data)


def _why_bomb(size: int, packed: int) -> str | None:
    if size <= MOST_EXPANDED or size <= MOST_RATIO * packed:
        return None
    return f"unpacks to more than {MOST_EXPANDED >> 20} MB and {MOST_RATIO} times its size (a bomb)"
