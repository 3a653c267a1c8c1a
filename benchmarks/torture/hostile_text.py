"""Does anything that somebody wrote act on whoever reads it here?

Ten thousand articles, file names, queries, and values of options and settings (hostile_words.py) go through
every output and every message of the command line, into pipes and on terminals of several widths; judges
(acting.py) say what of it a terminal, a browser, a spreadsheet, a reader of JSON, RIS, BibTeX or markdown
would obey. The articles are written into an index as they are, past the cleaning that every source goes
through, and some go through that too. Most commands run in this process, a sample in processes of its own,
on pseudo-terminals too.

    python -m benchmarks.torture.hostile_text                      # 10,000 of each
    python -m benchmarks.torture.hostile_text -n 500 --seed 7
    python -m benchmarks.torture.hostile_text --control null       # ordinary words: nothing may be found
    python -m benchmarks.torture.hostile_text --control sabotage   # protections taken out: all must be found

Exit code 0 when all of it held, 1 when not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.torture import hostile_outputs, hostile_runs, unguarded
from benchmarks.torture.hostile_words import Words
from benchmarks.torture.states import fast

__all__ = ["AREAS", "Result", "main", "null", "sabotage", "torture"]

Area = Callable[[Words, int, Path], Iterator[hostile_outputs.Judged]]
AREAS: Final[dict[str, Area]] = {
    "articles": hostile_outputs.articles,
    "records": hostile_outputs.records,
    "queries": hostile_outputs.queries,
    "values": hostile_runs.values,
    "settings": hostile_runs.settings,
    "files": hostile_runs.files,
    "processes": hostile_runs.processes,
}
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Result:
    """What came of an area: how many texts went in, how many code points came out, what in them acts."""

    area: str
    texts: int
    printed: int
    seconds: float
    found: tuple[str, ...]


def torture(
    number: int, seed: int = 1, *, areas: Sequence[str] = tuple(AREAS), plain: bool = False
) -> list[Result]:
    """Each area with `number` texts; `plain` with nothing in them that acts."""
    results = []
    for area in areas:
        begun, texts, printed = time.process_time(), 0, 0
        found: list[str] = []
        with tempfile.TemporaryDirectory(prefix="hostile-", dir=fast()) as folder:
            words = Words(seed, plain=plain)
            for judged in AREAS[area](words, number, Path(folder)):
                texts += judged.texts
                printed += judged.printed
                found += judged.found
        results.append(Result(area, texts, printed, time.process_time() - begun, tuple(found)))
    return results


def null(number: int, seed: int = 1) -> list[Result]:
    """The same with ordinary words: what is found is a fault of the judges."""
    return torture(number, seed, plain=True)


def sabotage(number: int, seed: int = 1) -> dict[str, int]:
    """How much is found without each protection, one after the other."""
    found = {}
    for name, (area, taken_out) in unguarded.PROTECTIONS.items():
        with taken_out():
            found[name] = sum(len(result.found) for result in torture(number, seed, areas=[area]))
    return found


def _tell(result: Result) -> None:
    print(
        f"{result.area:10} {result.texts:7,} texts in {result.printed:12,} code points out "
        f"{result.seconds:6.1f} s CPU  {len(result.found):,} act",
        flush=True,
    )
    kinds = Counter(said.split(" in ")[0].split(":")[0][:60] for said in result.found)
    for kind, count in kinds.most_common(_SHOWN):
        example = next(said for said in result.found if said.startswith(kind))
        print(f"    {count:6,}  {example[:240]}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as said on the command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("-n", dest="number", type=int, default=None, help="texts of each area (10,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--area", action="append", choices=tuple(AREAS))
    parser.add_argument("--control", choices=("null", "sabotage"))
    given = parser.parse_args(arguments)
    if given.control == "sabotage":
        found = sabotage(given.number or 200, given.seed)
        for name, count in found.items():
            print(f"without {name:40} {count:6,} found" + ("" if count else "  NOT SEEN"))
        print(f"sabotage control: {sum(map(bool, found.values()))} of {len(found)} seen")
        return 0 if all(found.values()) else 1
    plain = given.control == "null"
    number = given.number or (500 if plain else 10_000)
    results = []
    for area in given.area or AREAS:
        results += torture(number, given.seed, areas=[area], plain=plain)
        _tell(results[-1])
    acting = sum(len(result.found) for result in results)
    print(
        f"{'null control: ' if plain else ''}{sum(result.texts for result in results):,} texts, "
        f"{sum(result.printed for result in results):,} code points printed: {acting:,} act"
    )
    return 1 if acting else 0


if __name__ == "__main__":
    sys.exit(main())
