"""Two people at once: one open archive asked by two threads, beside one thread.

By wall clock, which only says something when nobody else wants the cores: the load stands over the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Final

from benchmarks.felt.contestants import Contestant, Lineup
from benchmarks.results.record import Figure, figure
from benchmarks.speed.processes import run_phase

__all__ = ["thread_rounds", "threads_figures"]

TITLE: Final = "By article, again: two threads"
TOGETHER: Final = ("dateline", "tantivy")  # of which one open index may be asked by two threads at once
PAIRS: Final = 3  # of one thread and two, in a round

Rates = dict[str, list[tuple[float, float]]]  # by contestant: a round's queries / s, one thread and two


def thread_rounds(lineup: Lineup, queries: Path, rounds: int) -> Rates:
    """What each round measured, a mean of pairs; in a round all have their turn."""
    measured: Rates = {}

    def ask(one: Contestant) -> None:
        if one.runner in TOGETHER:
            place = lineup.index(one, "article")
            answer, _ = run_phase(
                "threads", one.runner, place, queries, PAIRS, by="article", interpreter=one.interpreter
            )
            alone, both = map(mean, zip(*answer["rates"], strict=True))
            measured.setdefault(one.label, []).append((alone, both))

    for _ in range(rounds):
        lineup.each(ask)
    return measured


def threads_figures(lineup: Lineup, measured: Rates) -> Iterator[Figure]:
    """The table: queries a second, and how many times more two threads get."""
    for one in lineup.running:
        if rates := measured.get(one.label):
            yield figure(TITLE, one.label, "one: queries / s", [alone for alone, _ in rates])
            yield figure(TITLE, one.label, "two: queries / s", [both for _, both in rates])
            yield figure(TITLE, one.label, "two / one", [both / alone for alone, both in rates])
