"""Facets: how many of the matching articles have each value of a field.

All matches are counted, not those shown. An article with several values, as of two authors, counts for each.
A year or month is the beginning of the date: an article dated "2013" has no month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.indexer.format.fields import FACETS, FacetField
from dateline.search.tallies import FacetCount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.index.segment_reader import SegmentReader

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


def count_facets(matches: Matches, field: FacetField) -> tuple[FacetCount, ...]:
    """Count articles by value: `matches` are segments with the numbers of their matching articles.

    The most frequent value first, ties by value; years and months in the order of time; articles without
    the value last, as None.
    """
    of, chars = FACETS[field]
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
