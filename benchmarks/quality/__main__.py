"""How well does Dateline rank, and are the floors held? Exit 0 done, 1 a floor not held, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.floors import read_floors, shortfalls
from benchmarks.quality.judged import find_judged, read_judged
from benchmarks.quality.measures import MEASURES
from benchmarks.quality.runs import Run, load_runs, run, save_runs
from benchmarks.quality.significance import compare

FLOORS = Path(__file__).with_name("floors.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the table, compare, check; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        earlier = load_runs(options.against) if options.against else {}
        folders = [folder for path in options.judged for folder in find_judged(path)]
        runs = []
        print(_row("collection", "queries", *(measure.name for measure in MEASURES), "ms/query"))
        print(_row("---", *["---:"] * (len(MEASURES) + 2)))
        for folder in folders:
            if options.only and folder.name not in options.only:
                continue
            made = run(read_judged(folder), expand=options.expand)
            runs.append(made)
            print(_result(made, earlier.get(made.name)), flush=True)
    except (OSError, ValueError, RuntimeError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    _notes(runs, earlier)
    if options.save:
        save_runs(runs, options.save)
    return _check(runs, options) if options.check else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality",
        description="Index judged collections, ask their queries, print how good the answers are.",
    )
    add = parser.add_argument
    add("--judged", type=Path, action="append", required=True, metavar="DIR",
        help="a judged collection (docs.jsonl, queries.tsv, qrels.txt), or a folder of them")  # fmt: skip
    add("--only", action="append", metavar="NAME", help="only this collection of the folder; may be repeated")
    add("--expand", action="store_true", help="with query expansion")
    add("--save", type=Path, metavar="FILE", help="keep the values of each query")
    add("--against", type=Path, metavar="FILE", help="compare with a run kept by --save")
    add("--check", action="store_true", help="exit 1 when a floor is not held")
    add(
        "--floors",
        type=Path,
        default=FLOORS,
        metavar="FILE",
        help="the floors (default: those beside this run)",
    )
    return parser


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _result(run: Run, earlier: Run | None) -> str:
    cells = []
    for measure in MEASURES:
        cell = f"{run.mean(measure.name):.4f}"
        if earlier and earlier.query_ids == run.query_ids:
            compared = compare(run.values[measure.name], earlier.values[measure.name])
            cell += f" ({compared.difference:+.4f}{compared.mark}, p={compared.p:.3f})"
        cells.append(cell)
    each = run.seconds * 1e3 / len(run.query_ids)
    return _row(run.name, f"{len(run.query_ids):,}", *cells, f"{each:.2f}")


def _notes(runs: Sequence[Run], earlier: dict[str, Run]) -> None:
    """What the table does not say."""
    print()
    for made in runs:
        if made.cut:
            print(f"{made.name}: {made.cut} queries longer than the query language's limits were cut")
        if earlier and (made.name not in earlier or earlier[made.name].query_ids != made.query_ids):
            print(f"{made.name}: not compared, the earlier run is of other queries")
    if earlier:
        print("in brackets: difference to the earlier run, p by paired randomisation, * where p < .05")


def _check(runs: Sequence[Run], options: argparse.Namespace) -> int:
    floors = read_floors(options.floors, expand=options.expand)
    missed = shortfalls(runs, floors)
    for shortfall in missed:
        print(shortfall)
    checked = sum(len(floors.get(run.name, {})) for run in runs)
    print(f"{checked - len(missed)} of {checked} floors held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
