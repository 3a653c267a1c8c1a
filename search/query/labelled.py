"""Which ids does `id:1` mean, where two sources gave the same and one of them got a label after it?

>>> labelled(KeywordFilter("id", ("1",)), ("news", "more")).values
('1', '1@news', '1@more')
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

from dateline.indexer.format.records import replace
from dateline.search.query.building import rebuilt
from dateline.search.query.nodes import KeywordFilter, Query, leaves

__all__ = ["labelled", "names_ids"]

AnyQuery = TypeVar("AnyQuery", bound=Query)


def names_ids(query: Query) -> bool:
    """Whether a query asks for ids."""
    return any(isinstance(leaf, KeywordFilter) and leaf.fieldname == "id" for leaf in leaves(query))


def labelled(query: AnyQuery, labels: Sequence[str]) -> AnyQuery:
    """The query with each id also as any of these labels may follow it."""
    return cast("AnyQuery", _labelled(query, labels))


def _labelled(node: Query, labels: Sequence[str]) -> Query:
    if isinstance(node, KeywordFilter) and node.fieldname == "id":
        with_labels = [f"{value}@{label}" for value in node.values for label in labels]
        return replace(node, values=(*node.values, *with_labels))
    return rebuilt(node, lambda below: _labelled(below, labels))
