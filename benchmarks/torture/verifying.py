"""What does it cost a cold search that every block is compared with its checksum before it is used?

    python -m benchmarks.torture.verifying INDEX [QUERY...] [--rounds 60]

A search is cold in a process that has not opened the index: each is asked once in a process of its own, which
is forked when all is imported, with the comparison and without, one after the other and in changing order.
Measured is CPU time, from opening the index to the answer; reported is the ratio of the medians, for each
query and together. Then the same of whole commands (`dateline search`), which is what a person waits for:
they start Python and import what they need besides.

Null control: a comparison that is off on both sides. Needs `os.fork`.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.torture.believing import believe_all
from dateline import Archive

__all__ = ["command_cost", "cost", "main"]

_COMMAND = """
from benchmarks.torture.believing import believe_all
from dateline.__main__ import command
"""
_UNCOMPARED = "believe_all()\n"
_QUERIES = ["oil", "wheat exports", '"interest rates"', "trade OR tariff", "organi*", "title:bank"]


def cost(index: Path, query: str, rounds: int, *, null: bool = False) -> tuple[float, float]:
    """Seconds of CPU of a cold search that compares, and of one that does not; medians of so many rounds."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(rounds):
        for compares in (number % 2 == 0, number % 2 == 1):
            taken[compares].append(_asked(index, query, compares=compares and not null))
    return median(taken[True]), median(taken[False])


def _asked(index: Path, query: str, *, compares: bool) -> float:
    """Seconds of CPU it takes a process that was just forked."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            if not compares:
                believe_all()
            began = time.process_time()
            with Archive.open(index) as archive:
                list(archive.search(query).articles)
                took = time.process_time() - began
            os.write(writing, f"{took:.9f}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        took = float(said.read())
    os.waitpid(child, 0)
    return took


def command_cost(index: Path, query: str, rounds: int) -> tuple[float, float]:
    """The same of a whole command."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number in range(rounds):
        for compares in (number % 2 == 0, number % 2 == 1):
            taken[compares].append(_commanded(index, query, compares=compares))
    return median(taken[True]), median(taken[False])


def _commanded(index: Path, query: str, *, compares: bool) -> float:
    code = _COMMAND + ("" if compares else _UNCOMPARED) + "command()"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, "search", query, "--index", str(index)], capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("query", nargs="*")
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args(arguments)
    with Archive.open(options.index) as archive:  # imports what a search imports, warms what a disk caches
        for query in options.query or _QUERIES:
            list(archive.search(query).articles)
    for null in (True, False):
        print("null control: off on both sides" if null else "compared, against not compared")
        together = [0.0, 0.0]
        for query in options.query or _QUERIES:
            pair = cost(options.index, query, options.rounds, null=null)
            together = [sum(both) for both in zip(together, pair, strict=True)]
            print(f"  {query}: {_told(*pair)}", flush=True)
        print(f"  together: {_told(*together)}", flush=True)
    query = (options.query or _QUERIES)[0]
    print(f"whole commands: {query}: {_told(*command_cost(options.index, query, options.rounds))}")
    return 0


def _told(compared: float, not_compared: float) -> str:
    ratio = compared / not_compared
    return f"{1000 * compared:.2f} ms of CPU, {1000 * not_compared:.2f} ms, {100 * (ratio - 1):+.1f} %"


if __name__ == "__main__":
    sys.exit(main())
