"""The page: a line a figure over commits, and the tables of the newest run, in one file that needs no other.

    python -m benchmarks.results.page > results.html

Runs over another corpus than the newest run's are left out of the lines: they can't be compared.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Final

from benchmarks.results.charts import Point, chart
from benchmarks.results.record import Figure, Record, read_records
from benchmarks.results.tables import Table, head, number, tables

__all__ = ["page"]

OURS: Final = "Dateline"
# Tables whose columns are drawn, and whether their charts are there to see at once.
DRAWN: Final = {
    "By article: CPU ms, p50": True,
    "Whole processes: CPU ms, median": True,
    "Building an index, by article": True,
    "By article: CPU ms, p99": False,
    "By passage: CPU ms, p50": False,
    "By passage: CPU ms, p99": False,
}
NOT_DRAWN: Final = ("hits shown", "snippets shown")
STYLE: Final = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1b; --faint: #666; --rule: #ddd;
  --e0: #0068a8; --e1: #c04a00; --e2: #00785a; --e3: #9a4482; --e4: #7a6000; --e5: #555; }
@media (prefers-color-scheme: dark) { :root { --paper: #16181a; --ink: #e6e6e6; --faint: #a0a0a0;
  --rule: #3a3d40; --e0: #62b8f0; --e1: #f08c4a; --e2: #4cc9a2; --e3: #dd92c2; --e4: #d9bb4a; --e5: #aaa; } }
body { background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
  max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; } h2, summary { font-size: 1.15rem; font-weight: 600; }
summary { cursor: pointer; margin: 1.2rem 0 .5rem; }
p, .note { max-width: 44rem; } .note { color: var(--faint); font-size: .875rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-size: .9rem; font-weight: 600; }
svg { display: block; height: auto; width: 100%; font: 11px system-ui, sans-serif; }
.grid { stroke: var(--rule); } .tick { fill: var(--faint); font-size: 10px; }
path { fill: none; stroke-width: 1.5; } path.engine-0 { stroke-width: 2.5; }
.spread { opacity: .5; stroke-width: 1; }
path.engine-0, line.engine-0 { stroke: var(--e0); } circle.engine-0, text.engine-0 { fill: var(--e0); }
path.engine-1, line.engine-1 { stroke: var(--e1); } circle.engine-1, text.engine-1 { fill: var(--e1); }
path.engine-2, line.engine-2 { stroke: var(--e2); } circle.engine-2, text.engine-2 { fill: var(--e2); }
path.engine-3, line.engine-3 { stroke: var(--e3); } circle.engine-3, text.engine-3 { fill: var(--e3); }
path.engine-4, line.engine-4 { stroke: var(--e4); } circle.engine-4, text.engine-4 { fill: var(--e4); }
path.engine-5, line.engine-5 { stroke: var(--e5); } circle.engine-5, text.engine-5 { fill: var(--e5); }
text.engine-0 { font-weight: 600; }
path.engine-1 { stroke-dasharray: 6 3; } path.engine-2 { stroke-dasharray: 2 3; }
path.engine-3 { stroke-dasharray: 8 3 2 3; } path.engine-4 { stroke-dasharray: 12 4; }
.wide { overflow-x: auto; margin-bottom: 1.2rem; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { font-weight: 600; padding: .3rem 0; text-align: left; }
th, td { border-bottom: 1px solid var(--rule); padding: .2rem .6rem .2rem 0; text-align: right; }
th { font-weight: 500; vertical-align: bottom; } tbody th, thead th:first-child { text-align: left; }
tbody th { vertical-align: middle; white-space: nowrap; }
td small { color: var(--faint); display: block; white-space: nowrap; }
@media print { body { font-size: 10pt; max-width: none; padding: 0; } figure, tr { break-inside: avoid; }
  .wide { overflow: visible; } table { font-size: 7pt; } }
"""


def page(records: Sequence[Record]) -> Iterator[str]:
    """The page of some runs, at least one, the oldest first."""
    newest = records[-1]
    like = [record for record in records if record.corpus == newest.corpus]
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Dateline: what is felt, by commit</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield "<h1>Dateline: what is felt, by commit</h1>"
    yield (
        "<p>First asks, whole commands and builds of installed versions, beside other engines in the same "
        "run. Less is better, but for MB a second. An upright bar is where half of the rounds lie; points "
        "of different machines are not joined. Where a peer's line moves too, the machine did.</p>"
    )
    if left_out := len(records) - len(like):
        yield f'<p class="note">Left out of the lines: runs over other corpora, {left_out}.</p>'
    yield from _charts(like)
    yield f"<h2>The newest run, {escape(newest.date[:10])}</h2>"
    yield f'<p class="note">{escape(head(newest))}</p>'
    for table in tables(newest.figures):
        yield from _table(table)
    yield "<h2>Engines</h2>\n<ul>"
    yield from (f"<li>{escape(name)}: {escape(about)}</li>" for name, about in newest.about.items())
    yield "</ul>\n<h2>Runs</h2>\n<ul>"
    for record in reversed(records):
        measured = ", ".join(one.short for one in record.commits if one.commit)
        yield f"<li>{escape(record.date[:10])}: {escape(measured)}, on {escape(_machine(record))}</li>"
    yield "</ul>\n</body>\n</html>"


def _machine(record: Record) -> str:
    machine = record.machine
    return f"{machine['cores']} cores, {machine['cpu']}, Python {machine['python']}"


def _charts(records: Sequence[Record]) -> Iterator[str]:
    commits = _commits(records)
    if not commits:
        return
    numbers: dict[str, int] = {OURS: 0}
    for record in records:
        named = {one.engine for one in record.commits}
        for figure in record.figures:
            if figure.engine not in named:
                numbers.setdefault(figure.engine, min(len(numbers), 5))
    for title, at_once in DRAWN.items():
        states = dict.fromkeys(
            one.state for record in records for one in record.figures if one.table == title
        )
        for state in states:
            drawn = list(_section(records, title, state, commits, numbers))
            if drawn:
                name = f"{title}: {state}" if state else title
                yield f"<details{' open' if at_once else ''}><summary>{escape(name)}</summary>"
                yield '<div class="charts">'
                yield from drawn
                yield "</div></details>"


def _commits(records: Sequence[Record]) -> dict[str, int]:
    """The commits measured, in order of their days, and their places."""
    dated = {one.short: one.date for record in records for one in record.commits if one.commit}
    return {commit: place for place, commit in enumerate(sorted(dated, key=lambda commit: dated[commit]))}


def _section(
    records: Sequence[Record], title: str, state: str, commits: Mapping[str, int], numbers: Mapping[str, int]
) -> Iterator[str]:
    """A chart for each column of a table."""
    figures = [
        (record, one)
        for record in records
        for one in record.figures
        if (one.table, one.state) == (title, state) and one.column not in NOT_DRAWN
    ]
    for column in dict.fromkeys(one.column for _, one in figures):
        lines = _lines([(record, one) for record, one in figures if one.column == column], commits)
        if lines:
            drawn = chart(f"{title}, {column}", list(commits), lines, numbers)
            yield f"<figure><figcaption>{escape(column)}</figcaption>\n{drawn}</figure>"


def _lines(figures: Sequence[tuple[Record, Figure]], commits: Mapping[str, int]) -> dict[str, list[Point]]:
    """A line an engine. Of several runs of a commit the newest counts; a peer was measured beside each commit
    of its run.
    """
    points: dict[str, dict[int, Point]] = {}
    for record, one in figures:
        own = [commit for commit in record.commits if commit.engine == one.engine]
        for commit in own or record.commits:
            if commit.commit:
                place = commits[commit.short]
                point = Point(place, one.value, one.low, one.high, _machine(record))
                points.setdefault(OURS if own else one.engine, {})[place] = point
    return {engine: [by_place[place] for place in sorted(by_place)] for engine, by_place in points.items()}


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="wide"><table><caption>{escape(table.title)}</caption>'
    columns = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    yield f"<thead><tr><th></th>{columns}</tr></thead>\n<tbody>"
    for row, cells in table.rows.items():
        yield f'<tr><th scope="row">{escape(row)}</th>{"".join(map(_cell, cells))}</tr>'
    yield "</tbody></table></div>"


def _cell(one: Figure | None) -> str:
    if one is None:
        return "<td>–</td>"
    value, low, high = number(one.value), number(one.low), number(one.high)
    spread = f"<small>{low}–{high}</small>" if low != high else ""
    return f"<td>{value}{spread}</td>"


def main() -> int:
    """Print the page; 2 when there is nothing to show."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.results.page", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--results", type=Path, default=Path(__file__).parent, help="a folder of results")
    options = parser.parse_args()
    try:
        records = list(read_records(options.results))
    except (OSError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    if not records:
        print(f"Error: {options.results}: no results here; keep some with "
              "python -m benchmarks.felt --store", file=sys.stderr)  # fmt: skip
        return 2
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in page(records):
        print(line)
    return 0


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        sys.exit(main())
