"""How is the fuzzer run, and what does it say?"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.torture.fuzzing.building import Unavailable, tool

__all__ = ["figures", "found", "fuzz"]

_OPTIONS: Final = ("-max_len=8192", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1")
_ASAN: Final = (
    "malloc_context_size=6:quarantine_size_mb=32"  # what is kept of each claim costs a fifth of a run
)
_FOUND: Final = re.compile(
    r"^(?:.*runtime error: .*|==\d+==\s*ERROR: .*|fuzzing: .*|SUMMARY: .*)$", re.MULTILINE
)


def fuzz(
    target: Path,
    corpora: Sequence[Path],
    findings: Path,
    seconds: float,
    *,
    leaks: bool = False,
    seed: int = 0,
) -> subprocess.CompletedProcess[str]:
    """Fuzz for so long, from what is in the corpora; the first is added to. 0 s: ask once what is there."""
    findings.mkdir(parents=True, exist_ok=True)
    limit = f"-max_total_time={max(1, round(seconds))}" if seconds else "-runs=0"
    command = [str(target), *_OPTIONS, limit, f"-artifact_prefix={findings}/", f"-seed={seed}"]
    command += [f"-detect_leaks={leaks:d}", *map(str, corpora)]
    environment = {
        **os.environ,
        "ASAN_OPTIONS": _ASAN,
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "ASAN_SYMBOLIZER_PATH": _symbolizer(),
    }
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )


def _symbolizer() -> str:
    try:
        return tool("llvm-symbolizer")
    except Unavailable:  # then places are numbers
        return ""


def found(done: subprocess.CompletedProcess[str]) -> str:
    """What a run found, in a line; empty where it found nothing."""
    if not done.returncode:
        return ""
    said = _FOUND.search(done.stderr)
    return re.sub(r"^==\d+==\s*", "", said[0]) if said else f"exit {done.returncode}"


def figures(done: subprocess.CompletedProcess[str]) -> str:
    """How much was done: inputs, edges reached, inputs kept."""
    units = re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)
    reached = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", done.stderr)
    edges, _, kept = reached[-1] if reached else ("0", "0", "0")
    return (
        f"{int(units[-1] if units else 0):,} inputs, {int(edges):,} edges reached, {int(kept):,} inputs kept"
    )
