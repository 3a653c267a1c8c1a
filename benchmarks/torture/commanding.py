"""What does the command line print when it is run in this process, on a terminal or into a pipe?

>>> said = run(["no-such-command"])
>>> said.code, said.err
(2, "Error: No such command 'no-such-command'. See: dateline -h\\n")
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from dateline.cli import main

__all__ = ["Said", "in_folder", "on_terminal", "run"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and its exit code; a traceback where it ended with one."""

    arguments: tuple[str, ...]
    out: str
    err: str
    code: object
    traceback: str = ""
    terminal: bool = False


class _Stream(io.TextIOWrapper):
    """A stream that keeps what is written, and says whether it is a terminal."""

    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def written(self) -> str:
        """All of it, undecodable bytes as halves of pairs, so that a judge sees them."""
        self.flush()
        held = self.buffer
        assert isinstance(held, io.BytesIO)
        return held.getvalue().decode("utf-8", "surrogateescape")


def run(arguments: Sequence[str], *, columns: int | None = None) -> Said:
    """Run a command. With `columns` both of its streams are terminals of that width."""
    streams = sys.stdin, sys.stdout, sys.stderr
    out, err = _Stream(columns is not None), _Stream(columns is not None)
    told, code, trace = os.environ.get("COLUMNS"), None, ""
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO()), out, err
    os.environ["COLUMNS"] = str(columns or 80)
    try:
        main(arguments)
    except SystemExit as left:
        code = left.code
    except Exception:
        trace = traceback.format_exc()
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        if told is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = told
    messages = err.written()
    if columns is not None:  # the line that tells how far a run is returns to its beginning
        messages = messages.replace("\r", "\n")
    return Said(tuple(arguments), out.written(), messages, code, trace, columns is not None)


@contextmanager
def in_folder(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Stand in a folder."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def on_terminal(
    command: Sequence[str], arguments: Sequence[str], environment: Mapping[str, str], columns: int
) -> Said:
    """Run a program on a pseudo-terminal of so many columns; all it printed, as lines, is its output."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    without = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}
    without["TERM"] = "xterm"
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=without)
    os.close(theirs)
    pieces = []
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 1 << 16):
            pieces.append(piece)
    os.close(ours)
    text = b"".join(pieces).decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    trace = text if "Traceback (most" in text else ""
    return Said(tuple(arguments), text, "", process.wait(), trace, True)
