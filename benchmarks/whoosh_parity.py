"""Whether the two engines find the same, on real text and real queries: arrays, and Whoosh's own Searcher.

    python -m benchmarks.whoosh_parity --index INDEX --queries queries.json

Each query of a speed run (benchmarks/speed/queries.py) is asked of the same index through both engines, by
passage. The best ten, their order and their scores are to be equal.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from math import isclose
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.queries import read_queries
from benchmarks.speed.runners.base import Query
from dateline import Archive, DatelineError

LIMIT: Final = 10

Answer = list[tuple[str, float]]  # where each passage stands, and its score


def ask(archive: Archive, query: Query) -> Answer:
    """The best passages, best first."""
    kind, text = query["kind"], query["text"]
    typed = {"phrase": f'"{text}"', "prefix": f"{text}*", "fuzzy": f"{text}~"}.get(kind, text)
    options: dict[str, Any] = {"match": "all" if kind == "and" else "any"}
    if kind == "daterange":
        options |= {"after": _iso(query["first"]), "before": _iso(query["last"])}
    found = archive.search(typed, by="passage", limit=LIMIT, passages=1, **options)
    return [(f"{row.id} {row.passages[0].cite}", row.passages[0].score) for row in found]


def same(ours: Answer, theirs: Answer) -> bool:
    """The same passages in the same order, with the same scores but for the last digits."""
    return len(ours) == len(theirs) and all(
        place == other and isclose(score, other_score, rel_tol=1e-5)
        for (place, score), (other, other_score) in zip(ours, theirs, strict=True)
    )


def _iso(day: int) -> str:
    digits = str(day)
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all, print how many of each kind agree, and those that don't; 1 when any differs."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.whoosh_parity", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument(
        "--queries", type=Path, required=True, help="as a speed run leaves them in its --work"
    )
    options = parser.parse_args(arguments)
    asked: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    try:
        queries = read_queries(options.queries)
        with Archive.open(options.index) as arrays, Archive.open(options.index, engine="whoosh") as whoosh:
            for query in queries:
                ours, theirs = ask(arrays, query), ask(whoosh, query)
                asked[query["kind"]] += 1
                agreed[query["kind"]] += same(ours, theirs)
                if not same(ours, theirs):
                    print(f"{query['kind']} {query['text']!r}\n  {ours[:3]}\n  {theirs[:3]}", file=sys.stderr)
    except (OSError, DatelineError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    for kind, count in asked.items():
        print(f"{kind:10} {agreed[kind]:4} of {count}")
    return 0 if agreed == asked else 1


if __name__ == "__main__":
    sys.exit(main())
