"""Facets: how many of the matching articles have each value of a field.

All matches are counted, not those shown. An article with several values, as of two authors, counts for each.
A year or month is the beginning of the date: an article dated "2013" has no month. Values that a filter takes
as one, which differ in case or accents only, are counted as one: an article with two of them counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from dateline.indexer.format.fields import facet_of
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.keyword_field import PluralField
from dateline.search.query.comparison import fold_value, usual_spelling, value_under
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
    the value last, as None. A value is shown in its most frequent spelling (`usual_spelling`).
    """
    told = facet_of(field)
    assert told is not None  # who asks has looked
    of, chars, under = told
    counts: Counter[str | None] = Counter()
    if chars is not None:
        for value, count in count_values(matches, of.name).items():
            counts[value[:chars] if value is not None and len(value) >= chars else None] += count
    else:
        tally = _Tally()
        for segment, articles in matches:
            column = segment.keywords(of.name)
            if under is not None:
                _count_under(tally, under, column, articles)
            else:
                _count_folded(tally, column, articles)
        counts = tally.counts()
    missing = counts.pop(None, 0)
    order = sorted(counts.items(), key=lambda item: item[0] or "")
    if chars is None:
        order.sort(key=lambda item: -item[1])
    facets = [FacetCount(value, count) for value, count in order]
    return (*facets, FacetCount(None, missing)) if missing else tuple(facets)


class _Tally:
    """Articles by spelling of a value, the folded value of each spelling, and what is counted twice by it."""

    def __init__(self) -> None:
        self.spelt: Counter[str | None] = Counter()
        self.folded: dict[str | None, str] = {}
        self.twice: Counter[str] = Counter()

    def counts(self) -> Counter[str | None]:
        """Articles by value as it is shown."""
        first: dict[str, str | None] = {}
        several: dict[str, list[str | None]] = {}
        for value, folded in self.folded.items():
            other = first.setdefault(folded, value)
            if other is not value:
                several.setdefault(folded, [other]).append(value)
        counts = self.spelt.copy()
        for folded, values in several.items():
            spellings = {value: counts.pop(value) for value in values if value is not None}
            counts[usual_spelling(spellings)] = sum(spellings.values()) - self.twice[folded]
        return counts


class _Folded(NamedTuple):
    """The values of a column as filters compare them, and which articles have one in two spellings.

    `values` by code, "" of code 0. `owners` have the value of the code beside them once more than once.
    """

    values: list[str]
    owners: NDArray[np.int64]
    codes: NDArray[np.int64]


_FOLDED: Final[WeakKeyDictionary[Keywords, _Folded]] = WeakKeyDictionary()


def _folded(column: Keywords) -> _Folded:
    """The folded values of a column, which are worked out once."""
    if (known := _FOLDED.get(column)) is None:
        known = _FOLDED[column] = _fold(column)
    return known


def _fold(column: Keywords) -> _Folded:
    values = ["", *map(fold_value, column.values)]
    nobody = np.empty(0, np.int64)
    first: dict[str, int] = {}
    group = np.array([first.setdefault(value, code) for code, value in enumerate(values)], np.int64)
    several = np.bincount(group, minlength=len(values))[group] > 1
    if not (isinstance(column, PluralField) and several.any()):
        return _Folded(values, nobody, nobody)
    owners, codes = column.pairs
    asked = several[codes]
    keys = np.sort(owners[asked] * len(values) + group[codes[asked]], kind="stable")
    again = keys[1:][keys[1:] == keys[:-1]]
    return _Folded(values, again // len(values), again % len(values))


def _count_folded(tally: _Tally, column: Keywords, articles: NDArray[Any]) -> None:
    counts = column.counts(articles)
    folded = _folded(column)
    for code in np.flatnonzero(counts).tolist():
        value = column.values[code - 1] if code else None
        tally.spelt[value] += int(counts[code])
        if value is not None:
            tally.folded[value] = folded.values[code]
    if len(folded.owners):
        codes = folded.codes[np.isin(folded.owners, articles)].tolist()
        tally.twice.update([folded.values[code] for code in codes])


def _count_under(tally: _Tally, name: str, column: Keywords, articles: NDArray[Any]) -> None:
    """How many of the articles have each value under a name.

    An article that has a value under two names that end so, has it once.
    """
    counts = column.counts(articles)
    codes: dict[str, dict[str, list[int]]] = {}
    wanted = fold_value(name)
    for code in np.flatnonzero(counts).tolist():
        value = value_under(wanted, column.values[code - 1]) if code else None
        if value is not None:
            codes.setdefault(fold_value(value), {}).setdefault(value, []).append(code)

    def having(some: list[int]) -> int:
        if len(some) == 1:
            return int(counts[some[0]])
        mask = np.zeros(len(counts), bool)
        mask[some] = True
        return int(np.count_nonzero(column.having(mask)[articles]))

    for folded, spellings in codes.items():
        for value, own in spellings.items():
            tally.spelt[value] += having(own)
            tally.folded[value] = folded
        if len(spellings) > 1:
            either = having([code for own in spellings.values() for code in own])
            tally.twice[folded] += sum(map(having, spellings.values())) - either
    tally.spelt[None] += len(articles) - having(
        [code for spellings in codes.values() for own in spellings.values() for code in own]
    )
