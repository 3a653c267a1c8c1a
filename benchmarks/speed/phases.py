"""One phase of one runner, in a process of its own: `python -m benchmarks.speed.phases PHASE RUNNER BY ...`.

The process prints JSON. Only what a phase needs is imported: a cold start is one of them.
"""

from __future__ import annotations

import time

STARTED = time.perf_counter()

import json  # noqa: E402  # after the clock was read
import resource  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from itertools import cycle, islice, pairwise  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, Final  # noqa: E402

from benchmarks.speed.garbage import Collections  # noqa: E402
from benchmarks.speed.runners import load  # noqa: E402
from benchmarks.speed.runners.base import Hit, Query, Runner  # noqa: E402

__all__ = ["MODES"]

MODES: Final = ("ids", "snippets")
WARM_SEARCHES: Final = 200


def build(runner: Runner, documents: str, folder: str, threads: str) -> dict[str, float]:
    """Build the index. `peak_rss_mb` is that of the largest process of this one's family."""
    started = time.perf_counter()
    runner.build(Path(documents), Path(folder), int(threads))
    seconds = time.perf_counter() - started
    runner.quit()
    return {"seconds": seconds, "cpu_s": _cpu(), "peak_rss_mb": _peak_rss_mb()}


def build_files(runner: Runner, files: str, folder: str, threads: str) -> dict[str, float]:
    """Bring the index up to date with a folder of files: the first time, and any time after."""
    started = time.perf_counter()
    runner.build_files(Path(files), Path(folder), int(threads))
    return {"seconds": time.perf_counter() - started, "cpu_s": _cpu(), "peak_rss_mb": _peak_rss_mb()}


def add(runner: Runner, folder: str, document: str) -> dict[str, float]:
    """Add one document to a built index."""
    new = json.loads(document)
    started, used = runner.clock()
    runner.add(new, Path(folder))
    added, spent = runner.clock()
    runner.quit()
    return {"ms": (added - started) * 1e3, "cpu_ms": (spent - used) * 1e3}


def cold(runner: Runner, folder: str, query: str) -> dict[str, float]:
    """Open the index and answer one query. `done_at` is the time of day of the answer."""
    imported = time.perf_counter()
    asked: Query = json.loads(query)
    runner.open(Path(folder))
    opened = time.perf_counter()
    hits = runner.search(asked)
    found, done_at = time.perf_counter(), time.time()
    runner.quit()
    return {
        "done_at": done_at,
        "import_ms": (imported - STARTED) * 1e3,
        "open_ms": (opened - imported) * 1e3,
        "first_ms": (found - opened) * 1e3,
        "cpu_ms": _cpu() * 1e3,
        "hits": len(hits),
    }


def asks(runner: Runner, folder: str, queries: str, opens: str) -> dict[str, Any]:
    """The times of each query, asked twice of an index that was opened for it alone.

    The process is warm: some of each kind were asked before, of openings of their own. The answer is what a
    page shows, with the engine's snippets where it has any. `{"times": {kind: {qid: [[milliseconds: wall of
    opening, of the first ask, of the second; CPU of the same], ...]}}, ...}`: a list an opening.

    `collections` are Python's own of the oldest generation (garbage.py): in how many of a hundred openings,
    first asks and second asks there was one, and the CPU milliseconds of one, a mean.
    """
    asked = [query for query in _read(queries) if query["kind"] in runner.kinds]
    kinds = dict.fromkeys(query["kind"] for query in asked)
    for kind in kinds:
        of_kind = [query for query in asked if query["kind"] == kind]
        for query in islice(cycle(of_kind), runner.warm_asks):
            _ask_twice(runner, folder, query)
    times: dict[str, dict[int, list[list[float]]]] = {kind: {} for kind in kinds}
    hits = shown = 0
    fell, answers = [0, 0, 0], max(1, int(opens) * len(asked))
    with Collections() as collections:
        for _ in range(int(opens)):
            for query in asked:
                wall, cpu, found = _ask_twice(runner, folder, query)
                spent = [(end - start) * 1e3 for clock in (wall, cpu) for start, end in pairwise(clock)]
                times[query["kind"]].setdefault(query["qid"], []).append(spent)
                for part, (start, end) in enumerate(pairwise(wall)):
                    fell[part] += any(start <= one.start < end for one in collections[-3:])
                hits += len(found)
                shown += sum(len(hit.snippets) for hit in found)
    runner.quit()
    took = [one.cpu_s * 1e3 for one in collections]
    return {
        "about": runner.about(),
        "times": times,
        "hits": hits / answers,
        "snippets": shown / answers,
        "collections": {
            "percent": [100 * count / answers for count in fell],
            "ms": sum(took) / max(1, len(took)),
        },
        "peak_rss_mb": _peak_rss_mb(),
    }


def _ask_twice(runner: Runner, folder: str, query: Query) -> tuple[list[float], list[float], list[Hit]]:
    """Of an opening, a first ask and a second: four readings of wall time, four of CPU; what was found."""
    clock = [runner.clock()]
    runner.open(Path(folder))
    clock.append(runner.clock())
    for _ in range(2):
        found = runner.search(query, snippets=runner.snippets)
        clock.append(runner.clock())
    runner.close()
    return [wall for wall, _ in clock], [cpu for _, cpu in clock], found


def threads(runner: Runner, folder: str, queries: str, rounds: str) -> dict[str, Any]:
    """Queries a second, by wall clock, of an open index that one thread asks, and then two at once.

    `{"about": ..., "rates": [[one thread, two threads, free cores], ...]}`, a list a round; a first
    pass is not timed.
    """
    # Here, for a cold start does without its modules.
    from benchmarks.speed.threads import ask_all, free_cores, rates

    asked = [query for query in _read(queries) if query["kind"] in runner.kinds]
    runner.open(Path(folder))
    ask_all(runner, asked)
    measured = [[*rates(runner, asked), free_cores()] for _ in range(int(rounds))]
    runner.close()
    return {"about": runner.about(), "rates": measured}


def latency(
    runner: Runner, folder: str, queries: str, passes: str, budget: str, kinds: str
) -> dict[str, Any]:
    """The times of each query, `{kind: {mode: {"times": {qid: [[wall ms, CPU ms], ...]}, "hits": ...}}}`.

    First some searches of all kinds that are not timed. A kind that would take longer than its budget (CPU
    seconds, for each mode) is cut: every n-th query only, so that all bands of frequency are asked.
    """
    runner.open(Path(folder))
    asked = [query for query in _read(queries) if query["kind"] in kinds.split(",")]
    asked = [query for query in asked if query["kind"] in runner.kinds]
    _warm(runner, asked, 2 * float(budget))
    measured: dict[str, Any] = {}
    for kind in dict.fromkeys(query["kind"] for query in asked):
        of_kind = [query for query in asked if query["kind"] == kind]
        measured[kind] = {
            mode: _time(runner, of_kind, mode == "snippets", int(passes), float(budget))
            for mode in MODES
            if mode == "ids" or runner.snippets
        }
    return {"about": runner.about(), "kinds": measured, "peak_rss_mb": _peak_rss_mb()}


def hits(runner: Runner, folder: str, queries: str, kinds: str) -> dict[int, list[int]]:
    """The ids of the best ten for each query."""
    runner.open(Path(folder))
    asked = [query for query in _read(queries) if query["kind"] in kinds.split(",")]
    return {q["qid"]: [hit.id for hit in runner.search(q)] for q in asked if q["kind"] in runner.kinds}


def _read(path: str) -> list[Query]:
    queries: list[Query] = json.loads(Path(path).read_text(encoding="utf-8"))
    return queries


def _warm(runner: Runner, queries: Sequence[Query], budget: float) -> None:
    _, started = runner.clock()
    searches = max(WARM_SEARCHES, len({query["kind"] for query in queries}) * runner.warm_asks)
    for i in range(searches if queries else 0):
        runner.search(queries[i * 37 % len(queries)], snippets=runner.snippets and i % 2 == 1)
        if runner.clock()[1] - started > budget:
            return


def _time(
    runner: Runner, queries: Sequence[Query], snippets: bool, passes: int, budget: float
) -> dict[str, Any]:
    each = _estimate(runner, queries, snippets, budget / 4)
    step = -(-len(queries) // max(int(budget / passes / each), 10))
    asked = queries[::step]
    times: dict[int, list[list[float]]] = {query["qid"]: [] for query in asked}
    found = shown = 0
    for _ in range(passes):
        for query in asked:
            wall_before, cpu_before = runner.clock()
            hits = runner.search(query, snippets=snippets)
            wall_after, cpu_after = runner.clock()
            times[query["qid"]].append([(wall_after - wall_before) * 1e3, (cpu_after - cpu_before) * 1e3])
            found += len(hits)
            shown += sum(len(hit.snippets) for hit in hits)
    answers = passes * len(asked)
    return {"times": times, "of": len(queries), "hits": found / answers, "snippets": shown / answers}


def _estimate(runner: Runner, queries: Sequence[Query], snippets: bool, budget: float) -> float:
    """CPU seconds a query takes, by asking some from all over the set; this also warms the kind."""
    (_, started), step = runner.clock(), max(1, len(queries) // 40)
    spread = [query for first in range(step) for query in queries[first::step]]
    for count, query in enumerate(spread, start=1):
        runner.search(query, snippets=snippets)
        used = runner.clock()[1] - started
        if used > budget or count == len(spread):
            return max(used / count, 1e-6)
    raise ValueError("a kind without queries")


def _cpu() -> float:
    """CPU seconds of this process, all its threads, and the children it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_rss_mb() -> float:
    """Of this process since it began, or of its largest child."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    try:
        # ru_maxrss of a new process begins with that of the one that started it; VmHWM does not.
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # not Linux; macOS counts bytes
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return max(own, children) / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return max(int(status.partition("VmHWM:")[2].split()[0]), children) / 1024


PHASES: Final[dict[str, Callable[..., Any]]] = {
    f.__name__: f for f in (build, build_files, add, cold, asks, threads, latency, hits)
}

if __name__ == "__main__":
    phase, name, by, *arguments = sys.argv[1:]
    json.dump(PHASES[phase](load(name, by), *arguments), sys.stdout)  # type: ignore[arg-type]
