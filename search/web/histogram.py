"""When were the articles of the answer published? Bars, each a link to its period.

The query that a bar leads to asks for its days and no others. Bars are days, months or years, as many as can
be told apart on a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from dateline.search.output.timeline_svg import not_drawn, timeline_svg
from dateline.search.web.asked import LINKED_CHARS

if TYPE_CHECKING:
    from dateline.search.periods import Period, Timeline
    from dateline.search.query.editing import Editing
    from dateline.search.web.asked import PageState
    from dateline.search.web.replies import Visit

__all__ = ["ANY_RANGE", "HistogramView", "histogram"]

_MOST_BARS: Final = 64  # of months; two months of days, and years as they are
# What stands in an address in the place of the days somebody chooses by dragging (static/page.js).
ANY_RANGE: Final = "0000..0000"


@dataclass(frozen=True, slots=True)
class HistogramView:
    """The bars as SVG, what is said below, the address of a range with `ANY_RANGE` in it, and of any time."""

    svg: Markup
    by: str
    notes: tuple[str, ...]
    range_address: str
    any_time_address: str


def histogram(visit: Visit, state: PageState, editing: Editing) -> HistogramView | None:
    """The bars of an answer; None where there is no period to tell apart."""
    timeline = visit.archive.timeline(state.q, by=None, **state.counting)
    if timeline.by == "month" and len(timeline.periods) > _MOST_BARS:
        timeline = visit.archive.timeline(state.q, by="year", **state.counting)
    if not timeline.periods or (len(timeline.periods) == 1 and timeline.by == "day"):
        return None
    can_link = len(state.q) <= LINKED_CHARS

    def address(dates: str) -> str:
        query = editing.with_dates(dates) if can_link else ""
        return visit.links.search(state.changed(q=query, after="", before="")) if query or not dates else ""

    sample = address(ANY_RANGE)
    typed = sample.partition(ANY_RANGE)

    def link(_: Timeline, period: Period) -> str | None:
        if not period.articles or not sample:
            return None
        return f"{typed[0]}{period.label}{typed[2]}"

    return HistogramView(
        svg=Markup(timeline_svg([timeline], link=link, legend=False, height=150)),
        by=timeline.by,
        notes=not_drawn(timeline),
        range_address=sample,
        any_time_address=address("") if editing.dates or state.after or state.before else "",
    )
