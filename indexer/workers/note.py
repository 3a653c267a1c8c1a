"""What was a worker at when it was lost?

It writes that down before each part of a file, into a mapped file that only it and its parent know: what was
written is there whatever ends it, and costs no call of the system, which a million records would feel.
"""

from __future__ import annotations

import mmap
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Note", "Notebook", "Noted"]

_MOST_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Noted:
    """The part of its file that a worker was at ("": none yet), and the CPU seconds that it had for it."""

    step: str
    seconds: float


class Note:
    """The file as the worker has it."""

    def __init__(self, path: str) -> None:
        with open(path, "r+b") as file:
            self._map = mmap.mmap(file.fileno(), _MOST_BYTES)
        self._seconds, self._begin = 0.0, "0 "

    def write(self, step: str, seconds: float) -> None:
        """Write down what is begun, in place of what was."""
        if seconds != self._seconds:
            self._seconds, self._begin = seconds, f"{seconds:.0f} "
        line = f"{self._begin}{step}\n".encode()
        self._map[: len(line)] = line


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
        try:
            seconds, _, step = self._map[:].partition(b"\n")[0].decode("ascii").partition(" ")
            return Noted(step, float(seconds))
        except ValueError:  # nothing yet
            return Noted("", 0)

    def close(self) -> None:
        """Be done with it."""
        self._map.close()
        self.begun()
