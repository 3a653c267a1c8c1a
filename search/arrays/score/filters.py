"""Filters: which documents a date range, a source, a place, an author let through.

A filter is a set of codes of a keyword field, told from the sorted values of each segment. A range of codes
is compared with the codes of the documents asked about, a set is a table looked up by code. Of a field with
many values an article, the articles that have one of the codes are marked once, and so are those that were
indexed after a moment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from dateline.indexer.format.fields import PLURAL_FIELDS
from dateline.indexer.format.later import np
from dateline.search.query.nodes import DateRange, Filter, IndexedAfter, KeywordFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.segment.keyword_field import KeywordField, Keywords
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.passage_level import Level

__all__ = ["FilterCodes"]

# Codes [first, last), or a table by code.
Codes: TypeAlias = "tuple[int, int] | NDArray[np.bool_]"


class FilterCodes:
    """One filter of a query, on all segments of an index."""

    def __init__(self, node: Filter, views: tuple[SegmentView, ...]) -> None:
        self._having: list[NDArray[np.bool_]] | None = None
        if isinstance(node, IndexedAfter):
            self._having = [_indexed_after(node.moment, view) for view in views]
            return
        self._field = node.fieldname
        if isinstance(node, KeywordFilter) and node.fieldname in PLURAL_FIELDS:
            fields = [view.reader.keywords(node.fieldname) for view in views]
            self._having = [field.having(_table(node, field)) for field in fields]
            return
        make: Callable[[KeywordField], Codes] = (
            _range_of(node) if isinstance(node, DateRange) else _set_of(node)
        )
        self._codes = [make(view.reader.keyword_field(node.fieldname)) for view in views]

    def mask(self, level: Level, view: SegmentView, documents: NDArray[Any] | None) -> NDArray[np.bool_]:
        """For each of these documents, or of all of the segment, whether it passes."""
        if self._having is not None:
            having = self._having[view.number]
            if level.of_articles:
                return having if documents is None else having[documents]
            of_article: NDArray[np.bool_] = having[
                view.article_of if documents is None else view.article_of[documents]
            ]
            return of_article
        codes = level.codes(view, self._field)
        if documents is not None:
            codes = codes[documents]
        allowed = self._codes[view.number]
        if isinstance(allowed, tuple):
            first, last = allowed
            inside: NDArray[np.bool_] = (codes >= first) & (codes < last)
            return inside
        passed: NDArray[np.bool_] = allowed[codes]
        return passed


def _indexed_after(moment: int, view: SegmentView) -> NDArray[np.bool_]:
    having = np.zeros(view.reader.articles, bool)
    having[view.reader.indexing_times.first_after(moment) :] = True
    return having


def _range_of(node: DateRange) -> Callable[[KeywordField], Codes]:
    def codes(field: KeywordField) -> Codes:
        first, last = field.range(node.low, node.high)
        holding = [code for date in node.holding if (code := field.find(date))]
        if not holding:
            return first, last
        allowed = np.zeros(len(field.values) + 1, bool)
        allowed[first:last] = True
        allowed[holding] = True
        return allowed

    return codes


def _set_of(node: KeywordFilter) -> Callable[[KeywordField], Codes]:
    def codes(field: KeywordField) -> Codes:
        if node.fieldname == "id" and len(node.values) == 1 and (code := field.find(node.values[0])):
            return code, code + 1
        return _table(node, field)

    return codes


def _table(node: KeywordFilter, field: Keywords) -> NDArray[np.bool_]:
    """By code, whether its value is one of those asked for."""
    allowed = np.zeros(len(field.values) + 1, bool)
    allowed[1:] = [node.accepts(value) for value in field.values]
    return allowed
