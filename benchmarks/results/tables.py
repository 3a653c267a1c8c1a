"""Tables of figures, in markdown; and the same as rows and cells, for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.results.record import Figure, Record

__all__ = ["Table", "markdown", "number", "tables"]


@dataclass(frozen=True, slots=True)
class Table:
    """One table; a cell is None where nothing was measured."""

    title: str
    columns: tuple[str, ...]
    rows: dict[str, tuple[Figure | None, ...]]


def tables(figures: Sequence[Figure]) -> Iterator[Table]:
    """The tables in the order of their first figures, and so are rows and columns."""
    for title in dict.fromkeys(one.table for one in figures):
        cells = {(one.row, one.column): one for one in figures if one.table == title}
        columns = tuple(dict.fromkeys(column for _, column in cells))
        rows = dict.fromkeys(row for row, _ in cells)
        yield Table(
            title, columns, {row: tuple(cells.get((row, column)) for column in columns) for row in rows}
        )


def markdown(record: Record) -> Iterator[str]:
    """The record, line by line: what was measured on what, then the tables, then the engines."""
    yield head(record)
    yield ""
    for table in tables(record.figures):
        yield "| " + " | ".join((table.title, *table.columns)) + " |"
        yield "|---|" + "---:|" * len(table.columns)
        for row, cells in table.rows.items():
            yield "| " + " | ".join((row, *map(_cell, cells))) + " |"
        yield ""
    for engine, about in record.about.items():
        yield f"- {engine}: {about}"


def head(record: Record) -> str:
    """One line on the corpus, the machine and its load."""
    corpus, machine = record.corpus, record.machine
    loads = ", ".join(f"{load:.1f}" for load in machine["load"])
    return (
        f"{corpus['name']}: {corpus['articles']:,} articles, {corpus['passages']:,} passages; "
        f"{machine['cores']} cores, {machine['cpu']}, Python {machine['python']}; "
        f"medians of rounds in which all took turns ({record.settings['rounds']} of asking and building, "
        f"{record.settings['processes']} of whole processes), with where half of the rounds lie; "
        f"load as the run went on, of which 1 is its own: {loads}"
    )


def _cell(one: Figure | None) -> str:
    """The value, and the spread of the rounds where it shows."""
    if one is None:
        return "–"
    value, low, high = number(one.value), number(one.low), number(one.high)
    return value if low == high else f"{value} ({low}–{high})"


def number(value: float) -> str:
    """Three digits that count."""
    if not value:
        return "0"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f}"
