"""How do timelines look in a terminal, in a spreadsheet, to a program?

Each function takes timelines over the same periods, as `Archive.timelines` gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from dateline.search.highlight.printable import fit, printable
from dateline.search.output.bars import bar, painted
from dateline.search.output.export import csv_table, json_record
from dateline.search.output.page import Screen
from dateline.search.tallies import Timeline

__all__ = ["said_query", "timeline_csv", "timeline_lines", "timeline_record"]

UNDATED: Final = "(undated)"
IMPRECISE: Final = "(imprecise)"

_FOLDED: Final = 5  # so many periods without a match are told in one line. Chosen by eye.


def said_query(query: str) -> str:
    """What stands for a query: a blank one is every article."""
    return query if query.strip() else "every article"


def timeline_lines(
    timelines: Sequence[Timeline], screen: Screen, columns: int, *, blocks: bool = True
) -> Iterator[str]:
    """A line a period: its label, the count, the share of the archive's articles, a bar up to `columns` wide.

    Of several timelines each has a line, after its number in the legend above. Five periods and more without
    a match are one line. A share of nothing, where the archive has no article, is a dash. Below stand those
    of no period. Without `blocks` the bars are made of ASCII.
    """
    several = len(timelines) > 1
    dash = "–" if blocks else "-"
    for number, timeline in enumerate(timelines, 1) if several else ():
        key, words = painted(str(number), number - 1, screen), fit(printable(str(timeline)), columns - 3)
        yield f"{key}  {words}"
    if several:
        yield ""
    counts = [period.articles for timeline in timelines for period in timeline.periods]
    most = max(counts, default=0)
    beside = [
        (UNDATED, [one.undated for one in timelines]),
        (IMPRECISE, [one.imprecise for one in timelines]),
    ]
    beside = [(name, numbers) for name, numbers in beside if any(numbers)]
    labels = [period.label for period in timelines[0].periods[:1]] + [name for name, _ in beside]
    label_width = max(map(len, labels), default=0)
    figure_width = max(len(f"{count:,}") for count in (most, *(n for _, numbers in beside for n in numbers)))
    room = max(columns - label_width - figure_width - 12 - 3 * several, 1)

    def row(label: str, number: int, count: int, share: str, bar_text: str) -> str:
        key = f"{painted(str(number + 1), number, screen)}  " if several else ""
        shown = label if not number else ""
        tail = f"  {painted(bar_text, number, screen)}" if bar_text else ""
        return f"{shown:<{label_width}}  {key}{count:>{figure_width},}  {share:>6}{tail}".rstrip()

    rows = list(zip(*(timeline.periods for timeline in timelines), strict=True))
    for is_empty, group in groupby(rows, lambda row: not any(period.articles for period in row)):
        run = list(group)
        if is_empty and len(run) >= _FOLDED:
            held = sum(periods[0].total for periods in run)
            mark = "⋮" if blocks else ":"
            told = f"{mark} {run[0][0].label} to {run[-1][0].label}: none in {len(run):,} {timelines[0].by}s"
            yield screen.dim(f"{told}, of {held:,} article{'s' * (held != 1)}")
            continue
        for periods in run:
            for number, period in enumerate(periods):
                share = f"{period.share:.1%}" if period.total else dash
                drawn = bar(period.articles, most, room, blocks=blocks)
                yield row(period.label, number, period.articles, share, drawn)
    for name, numbers in beside:
        for number, count in enumerate(numbers):
            yield row(name, number, count, "", "")


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
