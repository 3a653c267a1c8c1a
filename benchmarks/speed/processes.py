"""A phase run so that its figures are its own: in a new process, one thread for the libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.documents import By

__all__ = ["Interpreter", "PhaseError", "Usage", "as_installed", "measure", "run_phase"]

ROOT: Final = Path(__file__).parents[2]
ONE_THREAD: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# What would change which modules are loaded, or keep Python from using compiled ones.
NOT_A_USERS: Final = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP")


class PhaseError(Exception):
    """A runner failed or took too long: the last lines it said."""


@dataclass(frozen=True, slots=True)
class Usage:
    """A process from the moment it was asked for (seconds since the epoch) to its end."""

    started: float
    wall_s: float
    cpu_s: float
    output: bytes


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python, and the folder it is started in: the first place it looks for modules.

    Another version of Dateline is measured with the Python it is installed for, from a folder that has these
    benchmarks and nothing else: beside a checkout's `dateline/`, that would be imported instead.
    """

    python: Path = Path(sys.executable)
    folder: Path = ROOT


def as_installed() -> dict[str, str]:
    """The environment without what would make an installed program run otherwise than a user's."""
    return {name: value for name, value in os.environ.items() if name not in NOT_A_USERS}


def run_phase(
    phase: str,
    runner: str,
    *arguments: object,
    by: By = "passage",
    timeout: float | None = None,
    interpreter: Interpreter | None = None,
) -> tuple[Any, Usage]:
    """Run a phase of `phases.py`; what it measured. Raises PhaseError."""
    place = interpreter or Interpreter()
    module = [str(place.python), "-m", "benchmarks.speed.phases"]
    env = {**(as_installed() if interpreter else os.environ), **ONE_THREAD}
    command = [*module, phase, runner, by, *map(str, arguments)]
    usage = measure(command, timeout=timeout, cwd=place.folder, env=env)
    return json.loads(usage.output), usage


def measure(
    command: list[str],
    *,
    timeout: float | None = None,
    codes: tuple[int, ...] = (0,),
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> Usage:
    """Run a command to its end. Raises PhaseError when it exits with none of `codes`, or takes longer."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.time()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=cwd, env=env)
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
