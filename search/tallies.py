"""What an archive tells beside its answers: counts, facets, words, matches in context, what it holds.

Plain frozen records, like those of results.py; a search for articles needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Counts",
    "FacetCount",
    "FileArticle",
    "KwicLine",
    "Period",
    "PeriodUnit",
    "Stats",
    "TermCount",
    "Timeline",
]

PeriodUnit = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a query matches in the whole index; `spans` are all the matches a highlighter would mark."""

    articles: int
    passages: int
    spans: int


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many matching articles have a value; None stands for those without one."""

    value: str | None
    articles: int


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


@dataclass(frozen=True, slots=True)
class TermCount:
    """A word of the index as it is most often written, how often it occurs and in how many articles."""

    text: str
    count: int
    articles: int


@dataclass(frozen=True, slots=True)
class KwicLine:
    """One match with what stands to its left and right, on one line: keyword in context."""

    article_id: str
    left: str
    match: str
    right: str
    cite: str
    date: str | None


@dataclass(frozen=True, slots=True)
class FileArticle:
    """One article of a file: its id, its first and last line there, and the folder of the index that has it.

    `lines` is None where the file has no lines. Given to `Archive.get` or `Archive.like` it means that very
    article, where others of several archives have the same id.
    """

    id: str
    path: str
    lines: tuple[int, int] | None
    folder: str


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds. `sources` and `languages` count articles by value, most first.

    `first_date` and `last_date` are ISO text, None when no article is dated; `bytes` is the size on disk,
    `format` the version of the format. `folder` is where it lies, of several archives each after the other.
    """

    articles: int
    passages: int
    first_date: str | None
    last_date: str | None
    sources: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    bytes: int
    format: int
    segments: int
    folder: str
