"""Timelines as a picture that stands alone, or in a page with a link for each bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.search.charts import Bar, Series, bar_chart
from dateline.search.output.timeline import said_query
from dateline.search.periods import Period, Timeline

__all__ = ["not_drawn", "timeline_svg"]


def timeline_svg(
    timelines: Sequence[Timeline],
    *,
    link: Callable[[Timeline, Period], str | None] | None = None,
    legend: bool = True,
    width: int = 800,
    height: int = 240,
) -> str:
    """One `<svg>` of timelines over the same periods, as `Archive.timelines` gives them.

    Over each bar stands its count and its share of the archive. `link` tells where a bar leads, the period's
    `first` and `last` being what `after` and `before` take; without links, periods with nothing have no bar.
    """
    series = [
        Series(
            said_query(timeline.query),
            [
                Bar(period.label, period.articles, str(period), link(timeline, period) if link else None)
                for period in timeline.periods
            ],
        )
        for timeline in timelines
    ]
    title = "; ".join(map(str, timelines))
    described = " ".join(filter(None, map(_described, timelines)))
    return bar_chart(series, title=title, description=described, legend=legend, width=width, height=height)


def _described(timeline: Timeline) -> str:
    missing = not_drawn(timeline)
    return f"{said_query(timeline.query)}: {' and '.join(missing)} not drawn." if missing else ""


def not_drawn(timeline: Timeline) -> tuple[str, ...]:
    """How many articles match that no bar counts, and why: a clause each; empty where there are none."""
    clauses = []
    if timeline.undated:
        clauses.append(f"{timeline.undated:,} without a date")
    if timeline.imprecise:
        clauses.append(f"{timeline.imprecise:,} dated by less than a {timeline.by}")
    return tuple(clauses)
