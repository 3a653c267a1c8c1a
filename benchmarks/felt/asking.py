"""The first ask of an index just opened, and the same again: by article as a page shows it; by passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.felt.contestants import Contestant, Lineup
from benchmarks.results.record import Figure, figure
from benchmarks.speed.documents import By
from benchmarks.speed.processes import run_phase
from benchmarks.speed.results import percentile

__all__ = ["STATES", "Rounds", "ask_rounds", "asking_figures"]

# What phases.asks times, and where in its lists: wall, CPU.
STATES: Final = {"first ask": (1, 4), "again": (2, 5)}
OPENING: Final = (0, 3)

Times = Mapping[str, Mapping[str, Sequence[Sequence[float]]]]  # by kind, by query: a list for each opening
Rounds = dict[str, list[dict[str, Any]]]  # by contestant


def ask_rounds(lineup: Lineup, by: By, queries: Path, rounds: int, opens: int) -> Rounds:
    """What each round measured; in a round all have their turn."""
    measured: Rounds = {}

    def ask(one: Contestant) -> None:
        place = lineup.index(one, by)
        answer, _ = run_phase("asks", one.runner, place, queries, opens, by=by, interpreter=one.interpreter)
        measured.setdefault(one.label, []).append(answer)

    for _ in range(rounds):
        lineup.each(ask)
    return measured


def asking_figures(lineup: Lineup, by: By, measured: Rounds) -> Iterator[Figure]:
    """The tables: CPU time first, then wall time, then later versions as multiples of the first."""
    entrants = [one for one in lineup.running if one.label in measured]
    for clock, unit in ((1, "CPU ms"), (0, "wall ms")):
        for percent in (50, 99):
            title = f"By {by}: {unit}, p{percent}"
            for one in entrants:
                yield from _percentiles(title, one, measured[one.label], clock, percent)
    versions = [one for one in entrants if one.candidate]
    for one in versions[1:]:
        base = versions[0].label
        title = f"By {by}: CPU time as a multiple of {base}"
        yield from _ratios(title, one, measured[one.label], measured[base])


def _percentiles(
    title: str, one: Contestant, rounds: Sequence[Mapping[str, Any]], clock: int, percent: int
) -> Iterator[Figure]:
    """Over the queries of a kind, each at its median over the openings of a round."""
    for state, slots in STATES.items():
        for kind in rounds[0]["times"]:
            values = [
                percentile(_of_queries(answer["times"], kind, slots[clock]).values(), percent)
                for answer in rounds
            ]
            yield figure(title, one.label, kind, values, state)
    openings = [percentile(_all_times(answer["times"], OPENING[clock]), percent) for answer in rounds]
    yield figure(title, one.label, "opening", openings, "first ask")
    if clock and percent == 99:
        yield from _collections(title, one, rounds)
    for column in ("hits", "snippets"):
        if clock and percent == 50:
            yield figure(title, one.label, f"{column} shown", [answer[column] for answer in rounds], "again")


def _collections(title: str, one: Contestant, rounds: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    """What Python's collector of garbage has to do with a slow query: garbage.py."""
    for part, state in enumerate(STATES, start=1):
        percents = [answer["collections"]["percent"][part] for answer in rounds]
        yield figure(title, one.label, "% with a full collection", percents, state)
        took = [answer["collections"]["ms"] for answer in rounds]
        yield figure(title, one.label, "CPU ms of one", took, state)


def _ratios(
    title: str, one: Contestant, rounds: Sequence[Mapping[str, Any]], base: Sequence[Mapping[str, Any]]
) -> Iterator[Figure]:
    """A kind's queries summed, round by round; `all` is the geometric mean of the kinds."""
    for state, slots in STATES.items():
        by_kind = {
            kind: [
                _total(ours["times"], kind, slots[1]) / _total(theirs["times"], kind, slots[1])
                for ours, theirs in zip(rounds, base, strict=False)
            ]
            for kind in rounds[0]["times"]
        }
        for kind, values in by_kind.items():
            yield figure(title, one.label, kind, values, state)
        together = zip(*by_kind.values(), strict=True)
        means = [prod(values) ** (1 / len(values)) for values in together]
        yield figure(title, one.label, "all", means, state)
    opening = [
        median(_all_times(ours["times"], OPENING[1])) / median(_all_times(theirs["times"], OPENING[1]))
        for ours, theirs in zip(rounds, base, strict=False)
    ]
    yield figure(title, one.label, "opening", opening, "first ask")


def _of_queries(times: Times, kind: str, slot: int) -> dict[str, float]:
    return {query: median(opened[slot] for opened in asked) for query, asked in times[kind].items()}


def _all_times(times: Times, slot: int) -> list[float]:
    return [opened[slot] for kind in times.values() for asked in kind.values() for opened in asked]


def _total(times: Times, kind: str, slot: int) -> float:
    return max(sum(_of_queries(times, kind, slot).values()), 1e-6)
