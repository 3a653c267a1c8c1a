"""Timelines as a picture of pixels, drawn by matplotlib (`pip install "dateline[plot]"`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Final

from dateline.search.charts import COLORS
from dateline.search.output.timeline import said_query
from dateline.search.periods import Timeline

__all__ = ["write_timeline_png"]

_LABELS: Final = 12  # below the bars, about
_LONGEST: Final = 70  # code points of a name in the legend


def write_timeline_png(timelines: Sequence[Timeline], out: IO[bytes]) -> None:
    """Write timelines over the same periods, the bars of each side by side.

    Raises ImportError without matplotlib.
    """
    from matplotlib.figure import Figure  # not pyplot, which wants a screen
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(10, 3.6), dpi=150, layout="constrained")
    axes = figure.subplots()
    labels = [period.label for period in timelines[0].periods]
    size = 0.85 / len(timelines)
    for number, timeline in enumerate(timelines):
        places = [place - 0.425 + (number + 0.5) * size for place in range(len(labels))]
        name = said_query(timeline.query)
        name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        counts = [period.articles for period in timeline.periods]
        axes.bar(places, counts, size, color=COLORS[number % len(COLORS)], label=name.replace("$", r"\$"))
    step = max(round(len(labels) / _LABELS), 1)
    axes.set_xticks(range(0, len(labels), step), labels[::step])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("articles")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=min(len(timelines), 3))
    figure.savefig(out, format="png")
