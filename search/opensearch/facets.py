"""How many articles of a server that match have which value of a field?

As the other engines count: values that a filter takes as one are counted as one, in the most frequent
spelling, and an article that has two of them once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dateline.indexer.format.fields import facet_of
from dateline.indexer.opensearch.documents import NAME
from dateline.indexer.opensearch.schema import words_field
from dateline.indexer.opensearch.slots import safe
from dateline.search.opensearch.sources import match
from dateline.search.query.comparison import fold_value, usual_spelling, value_under
from dateline.search.tallies import FacetCount

if TYPE_CHECKING:
    from dateline.search.opensearch.matching import Matching

__all__ = ["date_counts", "facet_counts"]

_DATES = {4: "year", 7: "month"}


def facet_counts(matching: Matching, name: str) -> tuple[FacetCount, ...]:
    """The articles by value of the facet of that name, as `engine.Engine.facets` orders them."""
    told = facet_of(name)
    assert told is not None  # who asks has looked
    field, chars, under = told
    if chars is not None:
        counts = Counter[str | None]()
        for value, count in matching.values(_DATES[chars], missing=True):
            counts[value] += count
        missing = counts.pop(None, 0)
        found = [FacetCount(value, counts[value]) for value in sorted(filter(None, counts))]
        return (*found, FacetCount(None, missing)) if missing else tuple(found)
    folded = None if under is None else fold_value(under)
    counts_of: Counter[str] = Counter()  # of values as they are kept
    # These values, by what they say, and that by how it is compared.
    saying: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for value, count in matching.values(field.name):
        said = value if folded is None else value_under(folded, value or "")
        if value is not None and said:
            counts_of[value] += count
            saying[fold_value(said)][said].add(value)

    def having(values: set[str]) -> int:
        if len(values) == 1:
            return counts_of[next(iter(values))]
        return _having(matching, field.name, values)

    counted = {}
    for spellings in saying.values():
        usual = usual_spelling({said: having(values) for said, values in spellings.items()})
        counted[usual] = having({value for values in spellings.values() for value in values})
    order = sorted(sorted(counted.items()), key=lambda item: -item[1])
    facets = [FacetCount(value, count) for value, count in order]
    missing = _missing(matching, field.name, folded)
    return (*facets, FacetCount(None, missing)) if missing else tuple(facets)


def _having(matching: Matching, field: str, values: Iterable[str]) -> int:
    """The articles with any of several spellings of a value."""
    aggregation: dict[str, Any] = {"having": {"filter": {"terms": {field: sorted(values)}}}}
    return sum(found["having"]["doc_count"] for found in matching.aggregate(aggregation))


def _missing(matching: Matching, field: str, under: str | None) -> int:
    """The articles without a value, or without one under a name."""
    if under is None:
        having: dict[str, Any] = {"exists": {"field": field}}
    else:
        having = {"intervals": {words_field(field): match(f"{NAME}{safe(under)}")}}
    aggregation = {"having": {"filter": having}}
    found = list(matching.aggregate(aggregation))
    return sum(one["total"] - one["having"]["doc_count"] for one in found)


def date_counts(matching: Matching) -> dict[str | None, int]:
    """The articles by date, ISO text as written; None for none."""
    counts: Counter[str | None] = Counter()
    for value, count in matching.values("date", missing=True):
        counts[value] += count
    return dict(counts)
