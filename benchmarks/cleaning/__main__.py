"""How well are pages cleaned, and are the floors held? Exit 0 done, 1 a floor not held, 2 wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cleaning.extractors import EXTRACTORS, Extractor
from benchmarks.cleaning.floors import read_floors, shortfalls
from benchmarks.cleaning.gold import find_sets, read_set
from benchmarks.cleaning.scores import BODIES, FIELDS, Score, measure

FLOORS = Path(__file__).with_name("floors.json")


def main(arguments: Sequence[str] | None = None) -> int:
    """Extract with every program, print both tables, check; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        folders = [folder for path in (*options.pages, *options.bodies) for folder in find_sets(path)]
        sets = [read_set(folder) for folder in folders if not options.only or folder.name in options.only]
        floors = read_floors(options.floors) if options.check else {}
    except (OSError, ValueError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    extractors = _installed(options.extractor or [*EXTRACTORS])
    scores = []
    for pages in sets:
        for name, extract in extractors.items():
            scores.append(measure(pages, name, extract))
            print(f"{pages.name}: {name} done", file=sys.stderr, flush=True)
    _print_table("Bodies", BODIES, scores)
    _print_table("Fields", FIELDS, scores)
    if not options.check:
        return 0
    missed = shortfalls(scores, floors)
    for shortfall in missed:
        print(shortfall)
    checked = sum(len(floors.get(score.page_set, {})) for score in scores if score.extractor == "dateline")
    print(f"{checked - len(missed)} of {checked} floors held")
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.cleaning",
        description="Clean pages whose bodies and fields are known, beside other programs; print how well.",
    )
    add = parser.add_argument
    add("--pages", type=Path, action="append", default=[], metavar="DIR",
        help="a set of pages (NAME.html.gz, gold.json), or a folder of sets; may be repeated")  # fmt: skip
    add("--bodies", type=Path, action="append", default=[], metavar="DIR", help="the same")
    add("--only", action="append", metavar="NAME", help="only this set; may be repeated")
    add("--extractor", action="append", choices=[*EXTRACTORS], help="only this program; may be repeated")
    add("--check", action="store_true", help="exit 1 when a floor is not held")
    add(
        "--floors",
        type=Path,
        default=FLOORS,
        metavar="FILE",
        help="the floors (default: those beside this run)",
    )
    return parser


def _installed(wanted: Sequence[str]) -> dict[str, Extractor]:
    """What makes extracts, by name; a peer that is not installed is named and left out."""
    made = {name: _made(name) for name in wanted}
    return {name: extractor for name, extractor in made.items() if extractor is not None}


def _made(name: str) -> Extractor | None:
    try:
        return EXTRACTORS[name]()
    except ImportError:
        print(f"{name} is not installed: pip install -e '.[bench]'", file=sys.stderr)
        return None


def _print_table(caption: str, columns: Sequence[str], scores: Sequence[Score]) -> None:
    shown = [score for score in scores if any(name in score.values for name in columns[:-1])]
    print(f"\n{caption}\n")
    print(_row("set", "pages", "program", *columns))
    print(_row("---", "---:", "---", *["---:"] * len(columns)))
    for score in shown:
        cells = [_cell(name, score.values.get(name)) for name in columns]
        print(_row(score.page_set, str(score.pages), score.extractor, *cells))


def _cell(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if name == "pages lacking 3" else f"{value:.1f}" if "/" in name else f"{value:.3f}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
