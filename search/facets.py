"""How many of the matching articles have each value of a field?

All matches are counted, not those shown. A year or month is the beginning of the date: an article dated
"2013" has no month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from search.results import FacetCount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from indexer.format.reader import SegmentReader

__all__ = ["FACET_FIELDS", "FacetField", "count_facets"]

FacetField = Literal["source", "place", "author", "lang", "year", "month"]
FACET_FIELDS: Final = ("source", "place", "author", "lang", "year", "month")

_KEYWORD: Final = {"lang": "language", "year": "date", "month": "date"}
_DATE_CHARS: Final = {"year": 4, "month": 7}


def count_facets(
    matches: Iterable[tuple[SegmentReader, NDArray[Any]]], field: FacetField
) -> tuple[FacetCount, ...]:
    """Count articles by value: `matches` are segments with the numbers of their matching articles.

    The most frequent value first, ties by value; years and months in the order of time; articles without
    the value last, as None.
    """
    chars = _DATE_CHARS.get(field)
    counts: Counter[str | None] = Counter()
    for segment, articles in matches:
        column = segment.keyword_field(_KEYWORD.get(field, field))
        codes = np.bincount(column.codes[articles], minlength=len(column.values) + 1)
        for code in np.flatnonzero(codes).tolist():
            value = column.values[code - 1] if code else None
            if value is not None and chars is not None:
                value = value[:chars] if len(value) >= chars else None
            counts[value] += int(codes[code])
    missing = counts.pop(None, 0)
    order = sorted(counts.items(), key=lambda item: item[0] or "")
    if chars is None:
        order.sort(key=lambda item: -item[1])
    facets = [FacetCount(value, count) for value, count in order]
    return (*facets, FacetCount(None, missing)) if missing else tuple(facets)
