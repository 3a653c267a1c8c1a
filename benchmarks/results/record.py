"""What a run leaves: figures, and of which commits, on which machine. One small JSON file each: README.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

__all__ = ["VERSION", "Commit", "Figure", "Record", "figure", "read_record", "read_records", "save_record"]

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a table: the median over rounds; half of the rounds lie in `[low, high]`.

    `state` tells rows of an engine apart ("first ask", "again"), where it has several.
    """

    table: str
    engine: str
    column: str
    value: float
    low: float
    high: float
    state: str = ""

    @property
    def row(self) -> str:
        """What the row is called."""
        return f"{self.engine}, {self.state}" if self.state else self.engine


@dataclass(frozen=True, slots=True)
class Commit:
    """A version of Dateline that was measured: what it is called as an engine, its hash and its day.

    Hash and day are empty where the run was given no checkout. A hash that ends with a plus had changes that
    were not committed.
    """

    engine: str
    commit: str
    date: str

    @property
    def short(self) -> str:
        """The hash as people write it."""
        return self.commit[:7] + self.commit[40:]


@dataclass(frozen=True, slots=True)
class Record:
    """One run. `about` says for each engine its version and settings, or how it failed."""

    date: str
    commits: tuple[Commit, ...]
    machine: dict[str, Any]
    corpus: dict[str, Any]
    settings: dict[str, Any]
    about: dict[str, str] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    version: int = VERSION

    def with_figures(self, figures: Iterable[Figure]) -> Record:
        """The same with more figures."""
        return replace(self, figures=(*self.figures, *figures))


def figure(table: str, engine: str, column: str, values: Sequence[float], state: str = "") -> Figure:
    """The figure of what the rounds measured, at least one."""
    low, middle, high = values[0], median(values), values[0]
    if len(values) > 1:
        low, _, high = quantiles(values, n=4, method="inclusive")
    return Figure(table, engine, column, _rounded(middle), _rounded(low), _rounded(high), state)


def _rounded(value: float) -> float:
    """Four digits that count: files stay small, and no more was measured."""
    return float(f"{value:.4g}")


def save_record(record: Record, path: Path) -> None:
    """Write a record, a row of a table a line, so that two of them can be compared line by line."""
    kept = asdict(record)
    rows: dict[tuple[str, str, str], dict[str, list[float]]] = {}
    for one in record.figures:
        cells = rows.setdefault((one.table, one.engine, one.state), {})
        cells[one.column] = [one.value, one.low, one.high]
    lines = ",\n  ".join(
        json.dumps({"table": table, "engine": engine, "state": state, "cells": cells}, ensure_ascii=False)
        for (table, engine, state), cells in rows.items()
    )
    del kept["figures"]
    head = json.dumps({"version": kept.pop("version"), **kept}, ensure_ascii=False, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{head[:-2]},\n "figures": [\n  {lines}\n ]\n}}\n', encoding="utf-8")


def read_record(path: Path) -> Record:
    """A record that was kept. Raises ValueError when it is none of this version."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] != VERSION:
            raise ValueError(f"version {kept['version']}, and this program reads {VERSION}")
        commits = tuple(Commit(**one) for one in kept.pop("commits"))
        figures = tuple(
            Figure(row["table"], row["engine"], column, value, low, high, row["state"])
            for row in kept.pop("figures")
            for column, (value, low, high) in row["cells"].items()
        )
        return Record(commits=commits, figures=figures, **kept)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path}: no results of a run that can be read ({error}); run it again") from error


def read_records(folder: Path) -> Iterator[Record]:
    """The records of a folder, the oldest run first."""
    yield from sorted(map(read_record, folder.glob("*.json")), key=lambda record: record.date)
