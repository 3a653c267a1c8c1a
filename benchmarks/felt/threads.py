"""Two people at once: one open archive asked by two threads, beside one thread.

By wall clock, which only says something when nobody else wants the cores: beside it stands how many times as
much two threads got done in the same moments that share no lock.
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

Rates = dict[str, list[tuple[float, ...]]]  # by contestant: a round's queries / s, of one, of two; free cores


def thread_rounds(lineup: Lineup, queries: Path, rounds: int) -> Rates:
    """What each round measured, a mean of pairs; in a round all have their turn."""
    measured: Rates = {}

    def ask(one: Contestant) -> None:
        if one.runner in TOGETHER:
            place = lineup.index(one, "article")
            answer, _ = run_phase(
                "threads", one.runner, place, queries, PAIRS, by="article", interpreter=one.interpreter
            )
            means = tuple(map(mean, zip(*answer["rates"], strict=True)))
            measured.setdefault(one.label, []).append(means)

    for _ in range(rounds):
        lineup.each(ask)
    return measured


def threads_figures(lineup: Lineup, measured: Rates) -> Iterator[Figure]:
    """The table: queries a second, and how many times more two threads get."""
    for one in lineup.running:
        if rates := measured.get(one.label):
            yield figure(TITLE, one.label, "one: queries / s", [alone for alone, _, _ in rates])
            yield figure(TITLE, one.label, "two: queries / s", [both for _, both, _ in rates])
            yield figure(TITLE, one.label, "two / one", [both / alone for alone, both, _ in rates])
            yield figure(TITLE, one.label, "cores free", [free for _, _, free in rates])
