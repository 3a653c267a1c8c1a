"""What was a worker at when it was lost?

It writes that down before each part of a file, a microsecond each time, into a file that only it and its
parent know: what was written is there whatever ends it. A message would cost more, and so many of them.
"""

from __future__ import annotations

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
        self._file = open(path, "r+b", buffering=0)  # noqa: SIM115 (until the process ends)

    def write(self, step: str, seconds: float) -> None:
        """Write down what is begun, in place of what was."""
        self._file.seek(0)
        self._file.write(f"{seconds:.0f} {step}\n".encode("ascii"))


class Notebook:
    """The file as the parent has it. OSError when it can't be made.

    It is called as a segment file that nobody took, which the next writer sweeps: in the moment before it has
    no name any more (`begun`) the parent may be killed.
    """

    def __init__(self, folder: Path) -> None:
        self.path = str(folder / f"batch-{os.urandom(6).hex()}-00000-000.spill")
        self._file = open(self.path, "x+b", buffering=0)  # noqa: SIM115 (until the worker is gone)

    def begun(self) -> None:
        """Take its name away, now that the worker has it open; on Windows that has to wait."""
        with suppress(OSError):
            os.unlink(self.path)

    def read(self) -> Noted:
        """What is written there."""
        try:
            self._file.seek(0)
            seconds, _, step = self._file.read(_MOST_BYTES).decode("ascii").partition("\n")[0].partition(" ")
            return Noted(step, float(seconds))
        except (OSError, ValueError):  # nothing yet
            return Noted("", 0)

    def close(self) -> None:
        """Be done with it."""
        self._file.close()
        self.begun()
