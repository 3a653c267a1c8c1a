"""What does a command take, with the processes it starts?

Looked at from outside, twenty times a second, in /proc: the largest resident size of the process and of each
that it started (the system keeps that, pages of mapped files are in it), how many descriptors are open.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Usage", "dateline", "run"]

_LOOK_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Usage:
    """A command that has ended: how, what it said, and what it took.

    Megabytes are the most that was resident: of the process itself, and of one that it started.
    """

    code: int
    output: str
    seconds: float
    cpu_seconds: float
    megabytes: float
    worker_megabytes: float
    descriptors: int


def dateline(*arguments: object) -> Usage:
    """Run a command of Dateline."""
    return run([sys.executable, "-m", "dateline", *map(str, arguments)])


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Usage:
    """Run a command to its end, and watch it."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    output = bytearray()
    own = worker = descriptors = 0
    ended = 0
    while not ended:
        output += process.stdout.read() or b""
        own = max(own, _resident(process.pid))
        descriptors = max(descriptors, _descriptors(process.pid))
        worker = max([worker, *map(_resident, _children(process.pid))])
        time.sleep(_LOOK_SECONDS)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    output += process.stdout.read() or b""
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Usage(
        process.returncode,
        output.decode("utf-8", "replace"),
        time.monotonic() - begun,
        used.ru_utime + used.ru_stime,
        own / 1024,
        worker / 1024,
        descriptors,
    )


def _resident(process: int) -> int:
    """The largest resident size so far, in kB; 0 of a process that is gone."""
    with suppress(OSError, ValueError, IndexError):
        text = Path(f"/proc/{process}/status").read_text("ascii", "replace")
        return int(text.split("VmHWM:")[1].split()[0])
    return 0


def _descriptors(process: int) -> int:
    with suppress(OSError):
        return len(os.listdir(f"/proc/{process}/fd"))
    return 0


def _children(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text("ascii").split())
    return found
