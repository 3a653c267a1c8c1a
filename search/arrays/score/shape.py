"""What can be told of a query before any index is looked at?

A query of the shape most have, any of some words, within filters, without others, is `Flat`: it can be
answered by its best lists alone (topk.disjunction); any other is evaluated whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from whoosh import query as whoosh_query

from dateline.search.arrays.score.boolean import LEAVES
from dateline.search.arrays.score.filters import FilterNode
from dateline.search.query.nodes import Node

__all__ = ["Flat", "Plan", "flat_disjunction", "widened"]


class Flat(NamedTuple):
    """Any of these leaves, by weight, within these filters, without these."""

    leaves: list[tuple[Any, float]]
    filters: list[Any]
    excluded: list[Any]


class Plan:
    """What there is to know of one query.

    `flat` is the query as `Flat`, if it is of that shape. `ours` says that Whoosh could not run it; if it
    could, the answer is to be the one it would give.
    """

    def __init__(self, query: Any) -> None:
        self.query = query
        self.flat = flat_disjunction(query)
        self.ours = _has_our_nodes(query)

    def marked(self) -> list[Any]:
        """The leaves whose matches are marked, each once: all but those excluded."""
        if self.flat is not None:
            return [leaf for leaf, _ in self.flat.leaves]
        return list(dict.fromkeys(_marked_leaves(self.query)))


def flat_disjunction(query: Any) -> Flat | None:
    """The query as `Flat`, None if it is not of that shape. A leaf that is asked twice counts twice."""
    kind = type(query)
    if kind in LEAVES:
        return Flat([(query, float(query.boost))], [], [])
    if kind is whoosh_query.Or:
        leaves: dict[Any, float] = {}
        if not _flatten(query, 1.0, leaves):
            return None
        return Flat(list(leaves.items()), [], [])
    if kind is not whoosh_query.And or query.boost != 1.0:
        return None
    scored = [part for part in query.subqueries if type(part) in LEAVES or type(part) is whoosh_query.Or]
    filters = [part for part in query.subqueries if isinstance(part, FilterNode)]
    excluded = [part.query for part in query.subqueries if type(part) is whoosh_query.Not]
    if len(scored) != 1 or len(filters) + len(excluded) + 1 != len(query.subqueries):
        return None
    inner = flat_disjunction(scored[0])
    return None if inner is None else Flat(inner.leaves, filters, excluded)


def widened(query: Any, words: Sequence[Any]) -> Any:
    """The query with words beside it: enough by themselves where any word is, else they only rank."""
    if not words:
        return query
    if flat_disjunction(query) is None:
        return whoosh_query.AndMaybe(query, whoosh_query.Or(list(words)))
    if type(query) is not whoosh_query.And:
        return whoosh_query.Or([query, *words])
    return whoosh_query.And(
        [
            whoosh_query.Or([part, *words]) if type(part) in LEAVES or type(part) is whoosh_query.Or else part
            for part in query.subqueries
        ]
    )


def _flatten(query: Any, boost: float, leaves: dict[Any, float]) -> bool:
    """Add the leaves of nested Ors; False if there is anything else in them."""
    if query.minmatch or query.scale:
        return False
    boost *= float(query.boost)
    for part in query.subqueries:
        if type(part) in LEAVES:
            leaves[part] = leaves.get(part, 0.0) + boost * float(part.boost)
        elif type(part) is not whoosh_query.Or or not _flatten(part, boost, leaves):
            return False
    return True


def _marked_leaves(node: Any) -> Iterator[Any]:
    if type(node) in LEAVES:
        yield node
    elif type(node) is whoosh_query.AndNot:
        yield from _marked_leaves(node.a)
    elif type(node) is not whoosh_query.Not:
        for child in node.children():
            yield from _marked_leaves(child)


def _has_our_nodes(node: Any) -> bool:
    return isinstance(node, Node) or any(_has_our_nodes(child) for child in node.children())
