"""Facets: how many of the matching articles have each value of a field.

All matches are counted, not those shown. An article with several values, as of two authors, counts for each.
A year or month is the beginning of the date: an article dated "2013" has no month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.indexer.format.fields import facet_of
from dateline.search.query.comparison import fold_value, value_under
from dateline.search.tallies import FacetCount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.indexer.format.segment.keyword_field import Keywords

__all__ = ["count_facets", "count_values", "first_and_last_date", "live_articles"]

# Segments with the numbers of articles in them.
Matches = Iterable[tuple["SegmentReader", "NDArray[Any]"]]


def live_articles(segment: SegmentReader) -> NDArray[np.int64]:
    """The articles of a segment that are not deleted."""
    live = segment.live_articles
    return np.arange(segment.articles) if live is None else np.flatnonzero(live)


def first_and_last_date(matches: Matches) -> tuple[str | None, str | None]:
    """The first and the last date of these articles, as ISO text; None where none is dated."""
    dates = set()
    for segment, articles in matches:
        field = segment.keyword_field("date")
        present = np.flatnonzero(field.counts(articles))
        dates |= {field.values[code - 1] for code in (present[:2].tolist() + present[-1:].tolist()) if code}
    return min(dates, default=None), max(dates, default=None)


def count_values(matches: Matches, field: str) -> Counter[str | None]:
    """Count articles by whole value of a keyword field, those without one under None."""
    counts: Counter[str | None] = Counter()
    for segment, articles in matches:
        column = segment.keywords(field)
        codes = column.counts(articles)
        for code in np.flatnonzero(codes).tolist():
            counts[column.values[code - 1] if code else None] += int(codes[code])
    return counts


def count_facets(matches: Matches, field: str) -> tuple[FacetCount, ...]:
    """Count articles by value: `matches` are segments with the numbers of their matching articles.

    The most frequent value first, ties by value; years and months in the order of time; articles without
    the value last, as None.
    """
    told = facet_of(field)
    assert told is not None  # who asks has looked
    of, chars, under = told
    if under is not None:
        counts: Counter[str | None] = Counter()
        for segment, articles in matches:
            counts.update(_counts_under(under, segment.keywords(of.name), articles))
    else:
        counts = count_values(matches, of.name)
    if chars is not None:
        shortened: Counter[str | None] = Counter()
        for value, count in counts.items():
            shortened[value[:chars] if value is not None and len(value) >= chars else None] += count
        counts = shortened
    missing = counts.pop(None, 0)
    order = sorted(counts.items(), key=lambda item: item[0] or "")
    if chars is None:
        order.sort(key=lambda item: -item[1])
    facets = [FacetCount(value, count) for value, count in order]
    return (*facets, FacetCount(None, missing)) if missing else tuple(facets)


def _counts_under(name: str, column: Keywords, articles: NDArray[Any]) -> Counter[str | None]:
    """How many of the articles have each value under a name; None for those that have none.

    An article that has a value under two names that end so, has it once.
    """
    counts = column.counts(articles)
    codes: dict[str, list[int]] = {}
    for code in np.flatnonzero(counts).tolist():
        value = value_under(fold_value(name), column.values[code - 1]) if code else None
        if value is not None:
            codes.setdefault(value, []).append(code)

    def having(some: Iterable[int]) -> int:
        wanted = np.zeros(len(counts), bool)
        wanted[list(some)] = True
        return int(np.count_nonzero(column.having(wanted)[articles]))

    found: Counter[str | None] = Counter(
        {value: int(counts[own[0]]) if len(own) == 1 else having(own) for value, own in codes.items()}
    )
    found[None] = len(articles) - having(code for own in codes.values() for code in own)
    return found
