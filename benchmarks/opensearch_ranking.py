"""Does a server put the same articles first as a folder does, with the same scores, marks and records?

    dateline copy FOLDER opensearch://127.0.0.1:9200/NAME
    python -m benchmarks.opensearch_ranking --index FOLDER --server opensearch://127.0.0.1:9200/NAME
    … --queries 100 --seed 1 --by passage --sort newest --expand --rounds 3

The folder is one without deletions, for its statistics count what was deleted until it is merged away; a copy
made by `dateline copy` has none. Half of the seeded queries are a few words that stand together somewhere, as
people type them, half are of every kind the language has. The *overlap* of a query is the share of the
folder's first rows that are among the server's, which ranks as many candidates as it is made to
(search/opensearch/engine.py); a *record* is all that is shown of a row that both have: score, marks,
passages, lines, citations, fields. Times are of whole answers, with their totals.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from benchmarks.opensearch_parity import Queries
from dateline.indexer.format.index.reader import IndexReader
from dateline.search.archive import Archive
from dateline.search.errors import QueryError
from dateline.search.results import ArticleHit, Found

__all__ = ["Ranking", "compare", "main", "typed"]

_ROWS: Final = 10
_SHOWN: Final = 20  # differences that are written out
FLOOR: Final = 0.99
"""Overlap that is promised at 50 candidates."""

Ask = Callable[[Archive, str], Found]


def typed(index: IndexReader, seed: int) -> Iterator[str]:
    """Queries without end, in turn as people type them and of every kind."""
    queries, seeded = Queries(index, seed), random.Random(seed)
    while True:
        yield " ".join(queries.words(seeded.choice((1, 2, 2, 3, 3, 4))))
        yield queries.text()


@dataclass(slots=True)
class Ranking:
    """What came of the queries; times in seconds, the first and the later ones of each query."""

    overlaps: list[float] = field(default_factory=list)
    rows: int = 0
    scores: int = 0
    records: int = 0
    totals: int = 0
    different: list[str] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)  # CPU of this process in `again`

    @property
    def asked(self) -> int:
        """How many queries were compared."""
        return len(self.overlaps)

    @property
    def overlap(self) -> float:
        """The mean over the queries."""
        return statistics.fmean(self.overlaps) if self.overlaps else 1.0

    @property
    def holds(self) -> bool:
        """Whether what is promised was found."""
        return (
            self.overlap >= FLOOR and self.rows == self.scores == self.records and self.totals == self.asked
        )

    def add(self, text: str, ours: Found, theirs: Found) -> None:
        """Compare the answers to one query."""
        mine, other = _by_row(ours), _by_row(theirs)
        shared = mine.keys() & other.keys()
        self.overlaps.append(len(shared) / len(mine) if mine else float(not other))
        self.rows += len(shared)
        for row in sorted(shared):
            self.scores += mine[row].score == other[row].score
            self.records += mine[row] == other[row]
            if mine[row] != other[row]:
                self.different.append(f"{text}: {row[0]}: {_difference(mine[row], other[row])}")
        if self.overlaps[-1] < 1:
            self.different.append(f"{text}: overlap {self.overlaps[-1]:.2f} of {len(mine)}")
        if (ours.total, ours.passage_total) == (theirs.total, theirs.passage_total):
            self.totals += 1
        else:
            totals = [(found.total, found.passage_total) for found in (ours, theirs)]
            self.different.append(f"{text}: articles and passages {totals[0]}, on the server {totals[1]}")

    def __str__(self) -> str:
        whole = sum(one == 1 for one in self.overlaps)
        return (
            f"{self.asked} queries: overlap {self.overlap:.4f} ({whole} of them whole); of {self.rows} rows "
            f"in both {self.scores} with the same score, {self.records} with the same record; "
            f"{self.totals} totals equal"
        )

    def times(self) -> str:
        """The times, for people."""
        lines = []
        for name, values in (("first", self.first), ("again", self.again)):
            if values:
                ordered = sorted(values)
                p50, p95 = (ordered[int(len(ordered) * part)] * 1e3 for part in (0.5, 0.95))
                lines.append(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
        if self.again:
            lines.append(
                f"CPU of this process a later answer: p50 {statistics.median(self.used) * 1e3:.0f} ms"
            )
        return "; ".join(lines)


def _by_row(found: Found) -> dict[tuple[str, str], ArticleHit]:
    """The rows by what tells them apart: by passage an article comes once for each of its passages."""
    rows: dict[tuple[str, str], ArticleHit] = {}
    for hit in found:
        passage = hit.passages[0].text if hit.passages and hit.id in {row for row, _ in rows} else ""
        rows[hit.id, passage] = hit
    return rows


def _difference(ours: ArticleHit, theirs: ArticleHit) -> str:
    named = [one.name for one in fields(ArticleHit) if getattr(ours, one.name) != getattr(theirs, one.name)]
    return ", ".join(f"{name} {getattr(ours, name)!r}, {getattr(theirs, name)!r}" for name in named)[:400]


def compare(
    folder: Archive, server: Archive, queries: Iterator[str], count: int, ask: Ask, *, rounds: int = 0
) -> Ranking:
    """Ask so many queries of both, and the server so many rounds more of the same ones."""
    told = Ranking()
    asked: list[str] = []
    while len(asked) < count:
        text = next(queries)
        try:
            ours = ask(folder, text)
        except QueryError:  # a query that is refused is refused by both: tests/search/test_engines.py
            continue
        begun = time.perf_counter()
        theirs = _whole(ask(server, text))
        told.first.append(time.perf_counter() - begun)
        told.add(text, ours, theirs)
        asked.append(text)
    for _ in range(rounds):
        for text in asked:
            begun, used = time.perf_counter(), time.process_time()
            _whole(ask(server, text))
            told.again.append(time.perf_counter() - begun)
            told.used.append(time.process_time() - used)
    return told


def _whole(found: Found) -> Found:
    found.total, found.passage_total  # noqa: B018  # they are counted when they are asked for
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 when less was found than is promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opensearch_ranking", description=__doc__)
    parser.add_argument("--index", required=True)
    parser.add_argument("--server", required=True, metavar="ADDRESS")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--by", choices=("article", "passage"), default="article")
    parser.add_argument("--sort", choices=("relevance", "newest", "oldest", "added"), default="relevance")
    parser.add_argument("--expand", action="store_true")
    parser.add_argument("--rounds", type=int, default=0, help="so many times more, for the times")
    options = parser.parse_args(arguments)
    asked: dict[str, Any] = {"by": options.by, "sort": options.sort, "expand": options.expand}

    def ask(archive: Archive, text: str) -> Found:
        return archive.search(text, limit=_ROWS, **asked)

    with IndexReader.open(options.index) as index:
        queries = typed(index, options.seed)
        with Archive.open(options.index) as folder, Archive.open(options.server) as server:
            told = compare(folder, server, queries, options.queries, ask, rounds=options.rounds)
    for line in told.different[:_SHOWN]:
        print(line)
    print(f"{' '.join(f'{name} {value}' for name, value in asked.items())}, seed {options.seed}: {told}")
    print(told.times())
    return 0 if told.holds else 1


if __name__ == "__main__":
    sys.exit(main())
