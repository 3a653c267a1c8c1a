"""How is an answer read that is longer than the screen?

As git does it: through `$DATELINE_PAGER`, else `$PAGER`, else `less -FRX`, where standard output is a
terminal. What fits the screen is printed, and no pager is started for it. What is said beside the answer
goes the same way where it would be read on the same terminal, and stands above the answer. Who leaves the
pager has seen enough: that is no error.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from dateline.search.highlight.printable import width

__all__ = ["in_pages", "pager_command", "rows_taken"]

_FOUND: Final = 0
# What a terminal obeys and does not show: colours, and the ends of links.
_UNSEEN: Final = re.compile("\x1b\\[[0-9;]*m|\x1b\\]8;[^\x1b]*\x1b\\\\")
_LINKS: Final = re.compile("\x1b\\]8;[^\x1b]*\x1b\\\\")
_LINKING_LESS: Final = 566  # the first that passes links on; those before show them as text


def pager_command() -> str | None:
    """The pager of this person as a shell runs it; None for none: it is said so, or there is none."""
    for name in ("DATELINE_PAGER", "PAGER"):
        command = os.environ.get(name)
        if command is not None:
            return None if command.strip() in ("", "cat") else command
    return "less" if shutil.which("less") else None


def rows_taken(line: str, columns: int) -> int:
    """How many rows of a terminal of `columns` a line takes."""
    if len(line) <= columns and line.isascii():
        return 1
    return max(1, -(-width(_UNSEEN.sub("", line)) // max(1, columns)))


def in_pages(answer: Callable[[], int]) -> int:
    """What `answer` returns, while what it writes to the terminal is shown page by page."""
    command = pager_command()
    if command is None or os.environ.get("TERM", "dumb") == "dumb":
        return answer()
    columns, rows = shutil.get_terminal_size()
    pages = _Pages(command, columns, rows - 1)  # the last row is the prompt's
    code = _FOUND
    with _instead(pages):
        try:
            code = answer()
        except BrokenPipeError:  # whoever reads has seen enough
            pages.is_left = True
        finally:
            pages.finish()
    return code


@contextmanager
def _instead(pages: _Pages) -> Iterator[None]:
    """Put the pages in the place of stdout and, where that is the same terminal, of stderr."""
    out, err = sys.stdout, sys.stderr
    sys.stdout = _Stream(pages, out)
    if err.isatty():
        sys.stderr = _Stream(pages, err)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


class _Stream(io.TextIOBase):
    """What stands in for a standard stream."""

    def __init__(self, pages: _Pages, terminal: TextIO) -> None:
        self._pages = pages
        self._terminal = terminal
        self._encoding = terminal.encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return "replace"

    def isatty(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError("a terminal takes text")
        self._pages.write(self._terminal, text)
        return len(text)


class _Pages:
    """Text on its way to a terminal: kept while it fits the screen, then handed to the pager."""

    def __init__(self, command: str, columns: int, rows: int) -> None:
        self._command = command
        self._columns = max(1, columns)
        self._room = rows
        self._kept: list[tuple[TextIO, str]] = []
        self._pager: subprocess.Popen[str] | None = None
        self._keeps_links = False
        self.is_left = False

    def write(self, terminal: TextIO, text: str) -> None:
        """Take text that is meant for a terminal. BrokenPipeError when the pager was left."""
        if self._pager is not None:
            self._hand_over(self._pager, text)
            return
        self._kept.append((terminal, text))
        self._room -= sum(rows_taken(line, self._columns) for line in text.split("\n")[:-1])
        if self._room < 0:
            self._start(terminal)

    def _start(self, terminal: TextIO) -> None:
        """Start the pager with what was kept; print that where there is no such program."""
        environment = {"LESS": "FRX", "LV": "-c", **os.environ}
        program = _program(self._command)
        if program is None:
            self._room = sys.maxsize
            self._print([(terminal, f"note: no pager {self._command!r} is there; see --no-pager\n")])
            return
        self._keeps_links = _keeps_links(program)
        self._pager = subprocess.Popen(
            self._command,
            shell=True,  # the person's own command, with its options, as git takes it
            stdin=subprocess.PIPE,
            env=environment,
            text=True,
            encoding=terminal.encoding,
            errors="replace",
        )
        kept, self._kept = self._kept, []
        self._hand_over(self._pager, "".join(text for _, text in kept))

    def _hand_over(self, pager: subprocess.Popen[str], text: str) -> None:
        assert pager.stdin is not None
        pager.stdin.write(text if self._keeps_links else _LINKS.sub("", text))

    def _print(self, said: Sequence[tuple[TextIO, str]] = ()) -> None:
        for terminal, text in (*said, *self._kept):
            terminal.write(text)
            terminal.flush()
        self._kept = []

    def finish(self) -> None:
        """Print what was kept, or wait until the pager is left; meanwhile Ctrl-C is the pager's."""
        if self._pager is None:
            self._print()
            return
        with _deaf_to_interrupts():
            with suppress(OSError):  # also raised by what is still in the buffer of a pager that was left
                self._pager.stdin.close()  # type: ignore[union-attr]
            self._pager.wait()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    before: Any = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _program(command: str) -> str | None:
    """The program that a command runs, as a path; None where there is none."""
    try:
        words = shlex.split(command)
    except ValueError:  # a quote is not closed: the shell will say so
        return command
    named = [word for word in words if not re.match(r"\w+=", word)]
    return shutil.which(named[0]) if named else None


def _keeps_links(program: str) -> bool:
    """Whether a pager passes links on to the terminal: `less` does, unless it is old."""
    if os.path.basename(program) != "less":
        return False
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"less (\d+)", told)
    return found is not None and int(found[1]) >= _LINKING_LESS
