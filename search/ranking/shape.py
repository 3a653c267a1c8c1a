"""The shape of a query, told before any index is looked at.

A query of the shape most have, any of some words, within filters, without others, is `Flat`: it can be
answered by its best lists alone (topk.disjunction); any other is evaluated whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.indexer.format.derived import derived
from dateline.search.query.nodes import (
    FILTERS,
    LEAVES,
    And,
    AndMaybe,
    Filter,
    Leaf,
    Not,
    Or,
    Query,
    Word,
)

__all__ = ["Flat", "QueryShape", "flat_disjunction", "marked_leaves", "widened"]


class Flat(NamedTuple):
    """Any of these leaves, by weight, within these filters, without these."""

    leaves: list[tuple[Leaf, float]]
    filters: list[Filter]
    excluded: list[Query]


class QueryShape:
    """What there is to know of one query; `flat` is the query as `Flat`, if it is of that shape."""

    def __init__(self, query: Query) -> None:
        self.query = query

    @derived
    def flat(self) -> Flat | None:
        """Worked out when it is asked for: kernels mostly need no such shape."""
        return flat_disjunction(self.query)


def marked_leaves(query: Query) -> list[Leaf]:
    """The leaves whose matches are marked, each once, in the order typed: all but those excluded."""
    return list(dict.fromkeys(_marked_leaves(query)))


def flat_disjunction(query: Query) -> Flat | None:
    """The query as `Flat`, None if it is not of that shape. A leaf that is asked twice counts twice."""
    if type(query) is Or:
        leaves: dict[Leaf, float] = {}
        return Flat(list(leaves.items()), [], []) if _flatten(query, leaves) else None
    if isinstance(query, LEAVES):
        return Flat([(query, query.boost)], [], [])
    if type(query) is not And:
        return None
    scored = [part for part in query.parts if type(part) in LEAVES or type(part) is Or]
    filters = [part for part in query.parts if isinstance(part, FILTERS)]
    excluded = [part.part for part in query.parts if isinstance(part, Not)]
    if len(scored) != 1 or len(filters) + len(excluded) + 1 != len(query.parts):
        return None
    inner = flat_disjunction(scored[0])
    return None if inner is None else Flat(inner.leaves, filters, excluded)


def widened(query: Query, words: Sequence[Word]) -> Query:
    """The query with words beside it: enough by themselves where any word is, else they only rank."""
    if not words:
        return query
    if flat_disjunction(query) is None:
        return AndMaybe(query, Or(tuple(words)))
    if not isinstance(query, And):
        return Or((query, *words))
    return And(
        tuple(
            [
                part if isinstance(part, Not) or type(part) in FILTERS else Or((part, *words))
                for part in query.parts
            ]
        )
    )


def _flatten(query: Or, leaves: dict[Leaf, float]) -> bool:
    """Add the leaves of nested Ors; False if there is anything else in them."""
    for part in query.parts:
        if isinstance(part, LEAVES):
            leaves[part] = leaves.get(part, 0.0) + part.boost
        elif not isinstance(part, Or) or not _flatten(part, leaves):
            return False
    return True


def _marked_leaves(node: Query) -> Iterator[Leaf]:
    if isinstance(node, LEAVES):
        yield node
    elif not isinstance(node, Not):
        for child in node.children():
            yield from _marked_leaves(child)
