"""How is a worker started, heard and ended, and why did it end?

The parent's side of one process. Nothing of the parent is handed on but three pipes' ends: no lock, no other
file, no module of the current folder.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final

from dateline.indexer.workers import limits, start
from dateline.indexer.workers.messages import Message, receive, send
from dateline.indexer.workers.note import Notebook, Noted

__all__ = ["MODULES", "Process", "is_crash", "is_over_time", "why_ended"]

# Files of Python that a worker loads besides before it reads: the tests have readers of their own there.
MODULES: Final[list[str]] = []

# Half of numpy's start is the threads of its linear algebra, which nothing here uses.
_SINGLE: Final = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Process:
    """A worker that writes segments, or `documents`, into `folder`, and buffers `memory` bytes.

    OSError when it can't be started.
    """

    def __init__(self, folder: Path, memory: int, *, documents: bool = False) -> None:
        self._notebook = Notebook(folder)
        try:
            self._popen = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_SINGLE},
            )
        except OSError:
            self._notebook.close()
            raise
        assert self._popen.stdin is not None and self._popen.stdout is not None
        self._requests, self._replies = self._popen.stdin, self._popen.stdout
        order = {
            "parent": os.getpid(),
            "dateline": sys.modules["dateline"].__file__,
            "path": _path(),
            "modules": MODULES,
            "folder": str(folder),
            "memory": memory,
            "documents": documents,
            "limits": asdict(limits.LIMITS),
            "note": self._notebook.path,
        }
        try:
            self._requests.write(json.dumps(order).encode("ascii") + b"\n")
            self._requests.flush()
        except OSError:
            self.end()
            raise

    def send(self, message: Message) -> None:
        """Say something to it; a process that is gone is noticed when it is listened to."""
        try:
            send(self._requests, message)
        except OSError:
            self.kill()

    def receive(self) -> Message | None:
        """What it says next; None when it has ended."""
        try:
            return receive(self._replies)
        except (OSError, ValueError):  # cut off amid a word
            return None

    def begun(self) -> None:
        """Note that it is ready."""
        self._notebook.begun()

    def noted(self) -> Noted:
        """What it was at, as it wrote it down."""
        return self._notebook.read()

    def kill(self) -> None:
        """Kill it; it ends by itself."""
        self._popen.kill()

    def end(self) -> int:
        """Kill it if it still runs, and wait until it is gone: what it ended by."""
        self._popen.kill()
        code = self._popen.wait()
        with suppress(OSError):  # what was not sent can't be
            self._requests.close()
        self._replies.close()
        self._notebook.close()
        return code


def why_ended(code: int, cpu_seconds: float) -> str:
    """Why a process ended that had to go on reading: `code` is what it ended by, None its limit."""
    if code >= 0:
        return f"the process that read it ended (exit code {code})"
    if is_over_time(code):
        return f"took more than {cpu_seconds:,.0f} CPU seconds"
    if hasattr(signal, "SIGKILL") and -code == signal.SIGKILL:
        return "the process that read it was killed (signal 9), perhaps out of memory"
    what = "crashed" if is_crash(code) else "was killed"
    return f"the process that read it {what} (signal {-code})"


def is_over_time(code: int) -> bool:
    """Whether a process was ended by its limit of CPU seconds."""
    return hasattr(signal, "SIGPROF") and -code == signal.SIGPROF


def is_crash(code: int) -> bool:
    """Whether a process did something that none may."""
    crashes = {getattr(signal, name, None) for name in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")}
    return -code in crashes


def _command() -> list[str]:
    """The interpreter, told as little of this one as it needs to understand file names alike."""
    flags = ["-I", "-S", "-X", f"utf8={sys.flags.utf8_mode}"]
    if sys.dont_write_bytecode:
        flags.append("-B")
    return [sys.executable, *flags, os.path.abspath(start.__file__)]


def _path() -> list[str]:
    """Where this process imports from, without the current folder.

    What lies there is somebody's, and hides nothing; but for a copy of Dateline with all it needs in it.
    """
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:  # it was removed
        here = os.sep
    file = sys.modules["dateline"].__file__
    assert file is not None
    home = os.path.realpath(os.path.dirname(os.path.dirname(file)))
    return [
        os.path.abspath(folder)
        for folder in sys.path
        if (real := os.path.realpath(folder or here)) != here or real == home
    ]
