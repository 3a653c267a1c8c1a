"""How do timelines look in a terminal, in a spreadsheet, to a program?

Each function takes timelines over the same periods, as `Archive.timelines` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from dateline.search.highlight.printable import fit, printable, width
from dateline.search.output.bars import bar, painted
from dateline.search.output.export import csv_table, json_record
from dateline.search.output.page import Screen
from dateline.search.periods import Period, Timeline

__all__ = ["said_query", "timeline_csv", "timeline_lines", "timeline_record"]

UNDATED: Final = "(undated)"
IMPRECISE: Final = "(imprecise)"

_FOLDED: Final = 5  # so many periods without a match are told in one line. Chosen by eye.


def said_query(query: str) -> str:
    """What stands for a query, without blanks around it: a blank one is every article."""
    return query.strip() or "every article"


def timeline_lines(
    timelines: Sequence[Timeline], screen: Screen, columns: int, *, blocks: bool = True
) -> Iterator[str]:
    """A line a period: its label, the count, the share of the archive's articles, a bar up to `columns` wide.

    Of several timelines each has a line, after its number in the legend above. Five periods and more without
    a match are one line. A share of nothing, where the archive has no article, is a dash. Below stand those
    of no period. Without `blocks` the bars are made of ASCII.
    """
    if len(timelines) > 1:
        for number, timeline in enumerate(timelines):
            key = painted(str(number + 1), number, screen)
            yield f"{key}  {_named(timeline, columns - len(str(number + 1)) - 2, blocks)}"
        yield ""
    lines = _Lines(timelines, screen, columns, blocks)
    rows = list(zip(*(timeline.periods for timeline in timelines), strict=True))
    for is_empty, group in groupby(rows, lambda row: not any(period.articles for period in row)):
        run = list(group)
        if is_empty and len(run) >= _FOLDED:
            yield lines.empty([periods[0] for periods in run])
            continue
        for periods in run:
            for number, period in enumerate(periods):
                yield lines.period(number, period)
    for name, counts in lines.beside:
        for number, count in enumerate(counts):
            yield lines.line(name, number, count)


class _Lines:
    """How wide the columns are, and the lines."""

    def __init__(self, timelines: Sequence[Timeline], screen: Screen, columns: int, blocks: bool) -> None:
        self._screen = screen
        self._blocks = blocks
        self._by = timelines[0].by
        self._several = len(timelines) > 1
        beside = [
            (UNDATED, [one.undated for one in timelines]),
            (IMPRECISE, [one.imprecise for one in timelines]),
        ]
        self.beside = [(name, counts) for name, counts in beside if any(counts)]
        labels = [*(period.label for period in timelines[0].periods[:1]), *(name for name, _ in self.beside)]
        self._label_width = max(map(len, labels), default=0)
        self._most = max((period.articles for one in timelines for period in one.periods), default=0)
        figures = [self._most, *(count for _, counts in self.beside for count in counts)]
        self._figure_width = max(len(f"{figure:,}") for figure in figures)
        self._room = max(columns - self._label_width - self._figure_width - 12 - 3 * self._several, 1)

    def period(self, number: int, period: Period) -> str:
        """A period of the timeline `number`, counted from 0."""
        share = f"{period.share:.1%}" if period.total else "–" if self._blocks else "-"
        drawn = bar(period.articles, self._most, self._room, blocks=self._blocks)
        return self.line(period.label, number, period.articles, share, drawn)

    def line(self, label: str, number: int, count: int, share: str = "", drawn: str = "") -> str:
        """The label stands before the first timeline only."""
        key = f"{painted(str(number + 1), number, self._screen)}  " if self._several else ""
        figures = f"{key}{count:>{self._figure_width},}  {share:>6}"
        tail = f"  {painted(drawn, number, self._screen)}" if drawn else ""
        return f"{label if not number else '':<{self._label_width}}  {figures}{tail}".rstrip()

    def empty(self, periods: Sequence[Period]) -> str:
        """Periods without a match."""
        held = sum(period.total for period in periods)
        span = f"{periods[0].label} to {periods[-1].label}: none in {len(periods):,} {self._by}s"
        mark = "⋮" if self._blocks else ":"
        return self._screen.dim(f"{mark} {span}, of {held:,} article{'s' * (held != 1)}")


def _named(timeline: Timeline, columns: int, blocks: bool) -> str:
    """The timeline on a line of so many columns, its query cut where it is long."""
    words, name = printable(str(timeline)), printable(said_query(timeline.query))
    if width(words) <= columns:
        return words
    rest = f"{'…' if blocks else '...'}{words.removeprefix(name)}"
    return fit(name, columns - len(rest)) + rest if columns > len(rest) else fit(words, columns)


def timeline_csv(timelines: Sequence[Timeline]) -> Iterator[str]:
    """One period a row, empty ones too; of several timelines one after the other, the query in a last column.

    Articles of no period have a row each way: `(undated)`, `(imprecise)`.
    """
    several = len(timelines) > 1
    header = ("period", "first", "last", "articles", "total", "share", *(("query",) if several else ()))
    rows: list[tuple[object, ...]] = []
    for timeline in timelines:
        last = (said_query(timeline.query),) if several else ()
        for period in timeline.periods:
            share = round(period.share, 6)
            rows.append(
                (period.label, period.first, period.last, period.articles, period.total, share, *last)
            )
        for name, count in ((UNDATED, timeline.undated), (IMPRECISE, timeline.imprecise)):
            if count:
                rows.append((name, None, None, count, None, None, *last))
    return csv_table(header, rows)


def timeline_record(timelines: Sequence[Timeline]) -> dict[str, Any]:
    """The first timeline as JSON has it; those it is compared with under `compare`."""
    first, *others = map(_record, timelines)
    return {**first, "compare": others} if others else first


def _record(timeline: Timeline) -> dict[str, Any]:
    record: dict[str, Any] = json_record(timeline)
    for told, period in zip(record["periods"], timeline.periods, strict=True):
        told["share"] = round(period.share, 6)
    return record
