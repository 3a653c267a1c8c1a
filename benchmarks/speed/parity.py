"""Do the engines find the same things? Overlap of their best ten, and each best ten scored by exact BM25.

python -m benchmarks.speed.parity --work DIR [--runners dateline,tantivy] [--kinds term,multi,long]

Uses the indexes and queries a speed run left in its `--work`, and bm25s's there for the exact scores.
Overlap: the share of the row's ids that are in the column's, mean over queries; equal scores are common, so
that overlap alone understates agreement. Quality: the sum of exact BM25 scores (no length is rounded) of an
engine's best ten over the best such sum there is, mean over queries.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed.processes import PhaseError, run_phase
from benchmarks.speed.queries import read_queries
from benchmarks.speed.runners import NEEDS
from benchmarks.speed.runners.base import Query

__all__ = ["overlap", "quality"]

LIMIT: Final = 10
BAGS_OF_WORDS: Final = ("term", "multi", "long")  # what exact BM25 is the right answer to

Answers = Mapping[str, Sequence[int]]  # ids by query id, as JSON has it


def overlap(queries: Sequence[Query], row: Answers, column: Answers) -> float:
    """The mean share of common ids; of queries neither finds anything for, nothing is said."""
    shares = []
    for query in queries:
        ours, theirs = set(row[str(query["qid"])]), set(column[str(query["qid"])])
        if ours or theirs:
            shares.append(len(ours & theirs) / max(len(ours), len(theirs)))
    return fmean(shares) if shares else 1.0


def quality(queries: Sequence[Query], scores: Mapping[str, NDArray[np.float32]], answers: Answers) -> float:
    """The mean share of the best possible sum of exact scores."""
    shares = []
    for query in queries:
        exact = scores[str(query["qid"])]
        best = float(np.sort(exact)[-LIMIT:].sum())
        if best > 0:
            shares.append(float(exact[list(answers[str(query["qid"])])].sum()) / best)
    return fmean(shares) if shares else 1.0


def main() -> int:
    """Ask all, compare, print a table a kind."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.parity")
    parser.add_argument("--work", type=Path, required=True, help="the folder of a speed run")
    parser.add_argument("--runners", help="default: those with an index there")
    parser.add_argument("--kinds", default=",".join(BAGS_OF_WORDS))
    options = parser.parse_args()
    indexes = options.work.resolve() / "indexes"
    names = options.runners.split(",") if options.runners else [n for n in NEEDS if (indexes / n).is_dir()]
    path = options.work.resolve() / "queries.json"
    try:
        answers = {name: run_phase("hits", name, indexes / name, path, options.kinds)[0] for name in names}
    except PhaseError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    for kind in options.kinds.split(","):
        queries = read_queries(path, [kind])
        if queries:
            here = {n: found for n, found in answers.items() if str(queries[0]["qid"]) in found}
            _print_table(kind, queries, here, _exact(indexes / "bm25s", queries))
    return 0


def _exact(index: Path, queries: Sequence[Query]) -> dict[str, NDArray[np.float32]]:
    """The exact scores of all passages by query; empty for other kinds, or where bm25s has no index."""
    if not index.is_dir() or queries[0]["kind"] not in BAGS_OF_WORDS:
        return {}
    from benchmarks.speed.runners.bm25s_runner import Runner

    runner = Runner()
    runner.open(index)
    return {str(query["qid"]): runner.exact_scores(query["text"]) for query in queries}


def _print_table(
    kind: str,
    queries: Sequence[Query],
    answers: Mapping[str, Answers],
    exact: Mapping[str, NDArray[np.float32]],
) -> None:
    print(
        f"| {kind}, {len(queries)} queries: overlap of the best {LIMIT} | {' | '.join(answers)} | quality |"
    )
    print("|---|" + "---:|" * (len(answers) + 1))
    for name, row in answers.items():
        shares = [f"{overlap(queries, row, column):.2f}" for column in answers.values()]
        good = f"{quality(queries, exact, row):.3f}" if exact else "–"
        print(f"| {name} | {' | '.join(shares)} | {good} |")
    print()


if __name__ == "__main__":
    sys.exit(main())
