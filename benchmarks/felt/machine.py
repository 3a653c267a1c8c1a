"""The machine in general words: what a reader must know to compare, and nothing that names it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

__all__ = ["describe_machine"]


def describe_machine() -> dict[str, Any]:
    """Cores, kind of processor, system and Python; `load` is to be added to as a run goes on."""
    return {
        "cores": os.cpu_count(),
        "cpu": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load": [round(os.getloadavg()[0], 1)],
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()
