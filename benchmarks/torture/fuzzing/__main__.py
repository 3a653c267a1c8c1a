"""Can bytes that are chosen by what they reach make a kernel in C read outside its arrays?

    make fuzz SECONDS=60                                  the same as the next
    python -m benchmarks.torture.fuzzing --seconds 60
    python -m benchmarks.torture.fuzzing --sabotage       checks are taken out: is each found missing?
    python -m benchmarks.torture.fuzzing --leaks          is all that is taken given back, by what was kept?
    python -m benchmarks.torture.fuzzing --coverage       lines of each kernel that what was kept reaches

libFuzzer makes inputs, under AddressSanitizer and UndefinedBehaviorSanitizer, and keeps those that reach
something new: arrays of two fields, and calls of every kernel with them (target.c). It begins with small
segments (seeds.py). What it keeps is in build/fuzzing/corpus, and a later run goes on from there; an input
that ended the process is in build/fuzzing/findings, and is tried again by `build/fuzzing/target FILE`.

Without clang, its fuzzer or a Python that can be linked nothing is done but said why.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.torture.fuzzing.building import COVERED, HOUSE, KERNELS, BuildFailed, Unavailable, build, tool
from benchmarks.torture.fuzzing.running import figures, found, fuzz
from benchmarks.torture.fuzzing.sabotage import SABOTAGES, sabotaged
from benchmarks.torture.fuzzing.seeds import write_seeds

__all__ = ["main"]

_BUILD: Final = HOUSE / "build/fuzzing"


def _all_found(seconds: float, seed: int) -> bool:
    """Take one check out after the other; whether each was found missing."""
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        build(whole)
        for number, sabotage in enumerate(SABOTAGES):
            start = time.monotonic()
            told = sabotaged(sabotage, whole, Path(folder) / f"{number}", seconds, seed)
            print(
                f"{sabotage.name}: after {time.monotonic() - start:.1f} s: {told or 'NOT FOUND'}", flush=True
            )
            missed += not told
    return not missed


def _coverage(corpora: Sequence[Path]) -> None:
    """Print how many lines of each kernel are reached."""
    with tempfile.TemporaryDirectory() as folder:
        target = build(Path(folder), COVERED)
        raw, data = Path(folder) / "raw", Path(folder) / "data"
        command = [str(target), "-runs=0", *map(str, corpora)]
        environment = {**os.environ, "LLVM_PROFILE_FILE": str(raw)}
        subprocess.run(command, env=environment, capture_output=True, check=True)
        subprocess.run([tool("llvm-profdata"), "merge", "-o", data, raw], check=True)
        report = [tool("llvm-cov"), "report", str(target), f"-instr-profile={data}"]
        report += [str(path) for path in sorted(KERNELS.glob("*.[ch]"))]
        done = subprocess.run(report, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        columns = line.split()
        if len(columns) == 13 and (columns[0].endswith((".c", ".h")) or columns[0] == "TOTAL"):
            lines, missed, share = columns[7:10]
            print(f"{Path(columns[0]).name:<14} {lines:>5} lines, {missed:>3} not reached, {share:>7}")


def _run(options: argparse.Namespace) -> int:
    corpus, seeds, findings = _BUILD / "corpus", _BUILD / "seeds", _BUILD / "findings"
    for folder in (corpus, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    write_seeds(seeds)
    if options.coverage:
        _coverage([corpus, seeds])
        return 0
    target = build(_BUILD)
    seconds = 0 if options.leaks else options.seconds
    done = fuzz(target, [corpus, seeds], findings, seconds, leaks=options.leaks, seed=options.seed)
    told = found(done)
    print(f"{figures(done)}: {told or 'nothing found'}")
    if told:
        print(done.stderr[-6000:], file=sys.stderr)
    return 1 if told else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, and say what came of it; 1 when anything is found, or a sabotage is not; 2: not built."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.torture.fuzzing", description=str(__doc__).partition("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--seed", type=int, default=0, help="of what is chosen by chance; 0: another each time"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--sabotage", action="store_true", help="at most so many seconds for each")
    what.add_argument("--leaks", action="store_true")
    what.add_argument("--coverage", action="store_true")
    options = parser.parse_args(arguments)
    try:
        if options.sabotage:
            return 0 if _all_found(options.seconds, options.seed) else 1
        return _run(options)
    except Unavailable as error:
        print(f"skipped: {error}", file=sys.stderr)
        return 0
    except BuildFailed as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
