"""What was measured? Records that keep, merge rounds, and are written as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

__all__ = [
    "Build",
    "Cold",
    "Latency",
    "Result",
    "RunnerResult",
    "merge",
    "percentile",
    "read_results",
    "save",
]


@dataclass(frozen=True, slots=True)
class Build:
    """Building an index: CPU time of all its processes, memory of the largest, bytes on disk."""

    seconds: float
    cpu_s: float
    peak_rss_mb: float
    index_bytes: int


@dataclass(frozen=True, slots=True)
class Cold:
    """A new process, page cache warm, medians: from its start to its first answer, and the parts of it."""

    total_ms: float
    cpu_ms: float
    import_ms: float
    open_ms: float
    first_ms: float


@dataclass(frozen=True, slots=True)
class Latency:
    """The best ten of the queries of a kind: percentiles over queries of each query's median, in ms."""

    kind: str
    mode: str  # "ids", "snippets"
    asked: int
    of: int
    hits: float
    snippets: float
    p50: float
    p99: float
    cpu_p50: float
    cpu_p99: float


@dataclass(slots=True)
class RunnerResult:
    """What one runner did."""

    about: str = ""
    failed: str = ""
    build: Build | None = None
    cold: Cold | None = None
    add_ms: float | None = None
    add_cpu_ms: float | None = None
    query_rss_mb: float | None = None
    latencies: list[Latency] = field(default_factory=list)

    def latency(self, kind: str, mode: str) -> Latency | None:
        """The figures of a kind of queries; None when it was not asked."""
        return next((one for one in self.latencies if (one.kind, one.mode) == (kind, mode)), None)


@dataclass(slots=True)
class Result:
    """A run: the corpus, the machine and how busy it was, and what each runner did."""

    corpus: dict[str, int]
    settings: dict[str, Any]
    machine: dict[str, Any]
    runners: dict[str, RunnerResult] = field(default_factory=dict)


def percentile(values: Iterable[float], percent: float) -> float:
    """The value below which `percent` of the values lie: the next one above, the largest at most."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(percent / 100 * len(ordered)))]


def merge(rounds: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[Latency]:
    """The rounds' times as figures: first the median of each query over rounds and passes."""
    merged = []
    for kind, modes in rounds[0].items():
        for mode, first in modes.items():
            times: dict[str, list[Sequence[float]]] = {}
            for one in rounds:
                for query, measured in one[kind][mode]["times"].items():
                    times.setdefault(query, []).extend(measured)
            wall = [median(pair[0] for pair in pairs) for pairs in times.values()]
            cpu = [median(pair[1] for pair in pairs) for pairs in times.values()]
            figures = [percentile(values, p) for values in (wall, cpu) for p in (50, 99)]
            counts = (len(times), first["of"], first["hits"], first["snippets"])
            merged.append(Latency(kind, mode, *counts, *figures))
    return merged


def save(result: Result, path: Path) -> None:
    """Write a run as JSON."""
    path.write_text(json.dumps(asdict(result), indent=1), encoding="utf-8")


def read_results(path: Path) -> Result:
    """A run written by `save`."""
    result = Result(**json.loads(path.read_text(encoding="utf-8")))
    result.runners = {name: _runner(kept) for name, kept in result.runners.items()}  # type: ignore[arg-type]
    return result


def _runner(kept: dict[str, Any]) -> RunnerResult:
    kept["build"] = Build(**kept["build"]) if kept["build"] else None
    kept["cold"] = Cold(**kept["cold"]) if kept["cold"] else None
    kept["latencies"] = [Latency(**latency) for latency in kept["latencies"]]
    return RunnerResult(**kept)
