"""How does a run read? Markdown tables, and the same as multiples of one runner's figures.

python -m benchmarks.speed.report result.json [--ratio tantivy] [--columns cpu_p50,cpu_p99,p50,p99]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from benchmarks.speed.phases import MODES
from benchmarks.speed.results import Result, RunnerResult, read_results

__all__ = ["COLUMNS", "tables"]

COLUMNS: Final = ("cpu_p50", "cpu_p99")
TITLES: Final = {
    "p50": "p50, wall ms",
    "p99": "p99, wall ms",
    "cpu_p50": "p50, CPU ms",
    "cpu_p99": "p99, CPU ms",
}
MODE_TITLES: Final = {"ids": "ids only", "snippets": "with highlighted snippets"}


def tables(result: Result, *, ratio: str | None = None, columns: Sequence[str] = COLUMNS) -> Iterator[str]:
    """The tables, line by line. With `ratio`, latencies are given as multiples of that runner's too."""
    yield from _head(result)
    yield from _builds(result)
    yield from _colds(result)
    for mode in MODES:
        for column in columns:
            yield from _latencies(result, mode, column, None)
            if ratio in result.runners:
                yield from _latencies(result, mode, column, ratio)
    for name, runner in result.runners.items():
        yield f"- {name}: {runner.about}{' FAILED: ' + runner.failed if runner.failed else ''}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _number(value: float | None) -> str:
    """Three digits that count; a dash where nothing was measured."""
    if value is None:
        return "–"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f}"


def _head(result: Result) -> Iterator[str]:
    corpus, machine, settings = result.corpus, result.machine, result.settings
    yield (
        f"{corpus['passages']:,} passages of {corpus['articles']:,} articles, "
        f"{corpus['text_bytes'] / 1e6:,.1f} MB of text; top ten; build threads {settings['threads']}; "
        f"rounds {settings['rounds']}, passes {settings['passes']}"
    )
    loads = ", ".join(f"{load:.1f}" for load in machine["load"])
    yield (
        f"{machine['cores']} cores, Python {machine['python']}; load before, after the builds and after each "
        f"round: {loads} (of which 1 is this run)"
    )
    yield ""


def _builds(result: Result) -> Iterator[str]:
    megabytes = result.corpus["text_bytes"] / 1e6
    rows = []
    for name, runner in result.runners.items():
        if build := runner.build:
            figures = (build.seconds, build.cpu_s, megabytes / build.cpu_s, build.peak_rss_mb)
            more = (
                build.index_bytes / 1e6 / megabytes,
                runner.add_cpu_ms,
                runner.add_ms,
                runner.query_rss_mb,
            )
            rows.append([name, *map(_number, (*figures, *more))])
    head = (
        "build",
        "wall s",
        "CPU s",
        "MB / CPU s",
        "peak MB",
        "index / text bytes",
        "add one, CPU ms",
        "wall ms",
    )
    yield from _table([*head, "searching, peak MB"], rows)


def _colds(result: Result) -> Iterator[str]:
    rows = [
        [name, *map(_number, (c.total_ms, c.cpu_ms, c.import_ms, c.open_ms, c.first_ms))]
        for name, runner in result.runners.items()
        if (c := runner.cold)
    ]
    head = [
        "cold start (new process, warm page cache)",
        "total ms",
        "CPU ms",
        "import",
        "open",
        "first query",
    ]
    if rows:
        yield from _table(head, rows)


def _latencies(result: Result, mode: str, column: str, ratio: str | None) -> Iterator[str]:
    kinds = dict.fromkeys(one.kind for runner in result.runners.values() for one in runner.latencies)
    base = result.runners[ratio] if ratio else None
    rows = [
        [name, *(_cell(runner, base, kind, mode, column) for kind in kinds)]
        for name, runner in result.runners.items()
        if any(one.mode == mode for one in runner.latencies)
    ]
    title = f"{TITLES[column]}, {MODE_TITLES[mode]}" + (f", as multiples of {ratio}" if ratio else "")
    if rows:
        yield from _table([title, *kinds], rows)


def _cell(runner: RunnerResult, base: RunnerResult | None, kind: str, mode: str, column: str) -> str:
    own = runner.latency(kind, mode)
    if own is None:
        return "–"
    value: float = getattr(own, column)
    if base is None:
        return _number(value)
    other = base.latency(kind, mode)
    return "–" if other is None else f"{_number(value / max(getattr(other, column), 1e-6))} ×"


def main() -> None:
    """Print the tables of a run that was kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.report")
    parser.add_argument("result", type=Path)
    parser.add_argument("--ratio", default="tantivy", help="the runner to compare with (default: tantivy)")
    parser.add_argument("--columns", default=",".join(COLUMNS))
    options = parser.parse_args()
    for line in tables(read_results(options.result), ratio=options.ratio, columns=options.columns.split(",")):
        print(line)


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main()
