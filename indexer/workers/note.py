"""What was a worker at when it was lost?

It writes that down before each file and each part of one, into a mapped file that only it and its parent
know: what was written is there whatever ends it, and costs no call of the system, which a million records
would feel.

One word of 64 bits says which part it is, and is written at once: so the note is never half of one part and
half of another. What the part lies in changes seldom, and has two places in turn; the word says which.
"""

from __future__ import annotations

import mmap
import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from dateline.indexer.steps import step_of

__all__ = ["Note", "Notebook", "Noted"]

_SECONDS: Final = struct.Struct("d")
_SECONDS_AT: Final = 8
_FILE: Final = struct.Struct("Q")
_FILE_AT: Final = 16
_WITHIN_AT: Final = (24, 268)
_MOST_BYTES: Final = 512
_NOTHING: Final = 0  # the word where no part is begun
_NOTED, _PLACE, _SOUGHT, _NUMBER = 0, 1, 2, 3  # its bits: whether there is a part, what of it, and its number


class Noted(NamedTuple):
    """The part of its file that a worker was at ("": none yet), and the CPU seconds that it had for it.

    `file` is the number of the file in the batch; that of the last batch, before the worker begins with one.
    """

    step: str
    seconds: float
    file: int


class Note:
    """The file as the worker has it."""

    def __init__(self, path: str) -> None:
        with open(path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), _MOST_BYTES)
        self._word = memoryview(self._map)[:8].cast("Q")
        self._seconds = 0.0
        self._within: str | None = None
        self._place = 0

    def begin(self, file: int, seconds: float) -> None:
        """Write down that a file is begun, and no part of it."""
        self.clear(seconds)
        _FILE.pack_into(self._map, _FILE_AT, file)

    def clear(self, seconds: float) -> None:
        """Write down that no part is begun."""
        self._allow(seconds)
        self._word[0] = _NOTHING

    def write(self, within: str, number: int, sought: bool, seconds: float) -> None:
        """Write down the part that is begun, or sought, in place of what was."""
        if seconds != self._seconds:
            self._allow(seconds)
        if within != self._within:
            self._lie(within)
        self._word[0] = number << _NUMBER | sought << _SOUGHT | self._place << _PLACE | 1 << _NOTED

    def _allow(self, seconds: float) -> None:
        self._seconds = seconds
        _SECONDS.pack_into(self._map, _SECONDS_AT, seconds)

    def _lie(self, within: str) -> None:
        """Write what parts lie in where the last word does not look."""
        self._within = within
        self._place ^= 1
        line = f"{within}\n".encode("ascii")
        start = _WITHIN_AT[self._place]
        self._map[start : start + len(line)] = line


class Notebook:
    """The file as the parent has it. OSError when it can't be made.

    It is called as a segment file that nobody took, which the next writer sweeps: in the moment before it has
    no name any more (`begun`) the parent may be killed.
    """

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / f"batch-{os.urandom(6).hex()}-00000-000.spill")
        with open(self.path, "x+b") as file:
            file.truncate(_MOST_BYTES)
            self._map = mmap.mmap(file.fileno(), _MOST_BYTES)

    def begun(self) -> None:
        """Take its name away, now that the worker has it open; on Windows that has to wait."""
        with suppress(OSError):
            os.unlink(self.path)

    def read(self) -> Noted:
        """What is written there."""
        seconds: float = _SECONDS.unpack_from(self._map, _SECONDS_AT)[0]
        file: int = _FILE.unpack_from(self._map, _FILE_AT)[0]
        word: int = struct.unpack_from("Q", self._map)[0]
        if word == _NOTHING:
            return Noted("", seconds, file)
        start = _WITHIN_AT[word >> _PLACE & 1]
        within = self._map[start:].partition(b"\n")[0].decode("ascii", "replace")
        return Noted(step_of(within, word >> _NUMBER, bool(word >> _SOUGHT & 1)), seconds, file)

    def close(self) -> None:
        """Be done with it."""
        self._map.close()
        self.begun()
