"""What does an archive tell of a query over time?

Plain frozen records, filled by timelines.py; a search for articles needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Period", "PeriodUnit", "Timeline"]

PeriodUnit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week, month or year, and how many articles are of it.

    `label` is "2013-05-28", "2013-W22" (ISO 8601: from Monday on, in the year of its Thursday), "2013-05" or
    "2013"; `first` and `last` are its days, ISO text, as `after` and `before` take them. `articles` match,
    `total` are all the articles that the archive has of it.
    """

    label: str
    first: str
    last: str
    articles: int
    total: int

    @property
    def share(self) -> float:
        """What part of the articles of the period match, from 0 to 1; 0 where there are none."""
        return self.articles / self.total if self.total else 0.0

    def __str__(self) -> str:
        if not self.total:
            return f"{self.label}: no articles"
        plural = "s" * (self.total != 1)
        return f"{self.label}: {self.articles:,} of {self.total:,} article{plural} ({self.share:.1%})"


@dataclass(frozen=True, slots=True, repr=False)
class Timeline:
    """How many articles match a query over time.

    `periods` are in order and without a gap from the first with a match to the last, so that some may have
    none. `articles` match in all: those of the periods, `undated` ones, and `imprecise` ones, whose date says
    less than a period does ("2013" where periods are months). `total` is how many articles the archive has.
    """

    query: str
    by: PeriodUnit
    periods: tuple[Period, ...]
    articles: int
    undated: int
    imprecise: int
    total: int

    def __str__(self) -> str:
        span = f", {self.periods[0].label} to {self.periods[-1].label}" if self.periods else ""
        plural = "s" * (self.articles != 1)
        return (
            f"{self.query.strip() or 'every article'}: {self.articles:,} article{plural} by {self.by}{span}"
        )

    def __repr__(self) -> str:
        from dateline.indexer.shown.printable import printable

        return f"<Timeline {printable(str(self))}>"

    def _repr_html_(self) -> str:
        from dateline.search import notebook
        from dateline.search.charts import Bar, Series, bar_chart

        bars = [Bar(period.label, period.articles, str(period)) for period in self.periods]
        beside = f" · {self.undated:,} undated" if self.undated else ""
        beside += f" · {self.imprecise:,} dated by less than a {self.by}" if self.imprecise else ""
        chart = bar_chart([Series(self.query, bars)], title=str(self), legend=False)
        return f"{chart}{notebook.note(f'{self}{beside}')}"
