"""How is a phase run so that its figures are its own? In a new process, one thread for the libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["PhaseError", "Usage", "measure", "run_phase"]

ROOT: Final = Path(__file__).parents[2]
ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class PhaseError(Exception):
    """A runner failed or took too long: the last lines it said."""


@dataclass(frozen=True, slots=True)
class Usage:
    """A process from the moment it was asked for (seconds since the epoch) to its end."""

    started: float
    wall_s: float
    cpu_s: float
    output: bytes


def run_phase(phase: str, runner: str, *arguments: object, timeout: float | None = None) -> tuple[Any, Usage]:
    """Run a phase of `phases.py`; what it measured. Raises PhaseError."""
    command = [sys.executable, "-m", "benchmarks.speed.phases", phase, runner, *map(str, arguments)]
    usage = measure(command, timeout=timeout)
    return json.loads(usage.output), usage


def measure(command: list[str], *, timeout: float | None = None, codes: tuple[int, ...] = (0,)) -> Usage:
    """Run a command to its end. Raises PhaseError when it exits with none of `codes`, or takes longer."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.time()
        process = subprocess.Popen(
            command, stdout=out, stderr=err, cwd=ROOT, env={**os.environ, **ONE_THREAD}
        )
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG if timeout else 0)
            if ended:
                break
            if timeout and time.time() - started > timeout:
                process.kill()
                process.wait()
                raise PhaseError(f"{' '.join(command[3:5])}: over {timeout:.0f} s")
            time.sleep(0.02)
        wall = time.time() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in codes:
            raise PhaseError(
                err.read().decode(errors="replace").strip()[-800:] or f"exit {process.returncode}"
            )
        return Usage(started, wall, used.ru_utime + used.ru_stime, out.read())
