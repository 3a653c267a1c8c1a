"""How long does `dateline search` take, from Enter to the prompt? Whole processes, beside a bare Python.

python -m benchmarks.speed.cold_start --index DIR WORD...
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

from benchmarks.speed.processes import ROOT, PhaseError, measure

__all__ = ["measure_commands"]


def measure_commands(index: Path, query: str, repeats: int) -> dict[str, dict[str, float]]:
    """Medians in ms of whole processes, page cache warm; the commands take turns.

    Raises PhaseError when a command fails; that nothing is found is no failure.
    """
    installed = Path(sys.executable).with_name("dateline")
    dateline = [str(installed)] if installed.exists() else [sys.executable, str(ROOT / "dateline.py")]
    commands = {
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`dateline --help`": [*dateline, "--help"],
        "`dateline search`": [*dateline, "search", "--index", str(index.resolve()), query],
    }
    usages = {
        name: [measure(command, codes=(0, 1)) for command in (command,)] for name, command in commands.items()
    }
    for _ in range(repeats):
        for name, command in commands.items():
            usages[name].append(measure(command, codes=(0, 1)))
    return {
        name: {
            "wall_ms": median(usage.wall_s for usage in measured[1:]) * 1e3,  # the first one warms the cache
            "cpu_ms": median(usage.cpu_s for usage in measured[1:]) * 1e3,
        }
        for name, measured in usages.items()
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.cold_start")
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("query", nargs="+")
    options = parser.parse_args()
    try:
        measured = measure_commands(options.index, " ".join(options.query), options.repeats)
    except PhaseError as error:
        print(f"Error: {str(error).removeprefix('Error: ')}", file=sys.stderr)
        return 2
    for name, figures in measured.items():
        print(f"{name:20} {figures['wall_ms']:7.1f} ms, CPU {figures['cpu_ms']:7.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
