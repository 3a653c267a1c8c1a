"""How is a query tree made of others?

>>> all_of([And((Every(),)), Not(Every())])
And((Every(), Not(Every())))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from dateline.indexer.format.records import replace
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AndMaybe,
    AtLeast,
    Every,
    Leaf,
    Near,
    Not,
    Operand,
    Or,
    Part,
    Query,
    Sequence,
    Together,
)

__all__ = ["all_of", "rebuilt", "with_boost"]

SomeLeaf = TypeVar("SomeLeaf", bound=Leaf)


def all_of(queries: Iterable[Query]) -> Query:
    """And of the queries, flat. Not normalised: a word asked twice counts twice."""
    flat: list[Query] = []
    for query in queries:
        flat += query.parts if isinstance(query, And) else [query]
    if all(isinstance(query, Not) for query in flat):
        flat = [Every(), *flat]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def rebuilt(node: Query, change: Callable[[Query], Query]) -> Query:
    """The node with each of the nodes below it as `change` makes it; a leaf as it is.

    `change` gives a node of the same kind for a part of a phrase, of nearness or of a count.
    """
    if isinstance(node, And | Or):
        return replace(node, parts=tuple([change(part) for part in node.parts]))
    if isinstance(node, Not):
        return Not(change(node.part))
    if isinstance(node, AndMaybe):
        return AndMaybe(change(node.required), change(node.optional))
    if isinstance(node, Sequence | Alternatives):
        return replace(node, parts=tuple([cast("Part", change(part)) for part in node.parts]))
    if isinstance(node, Near | Together):
        left, right = cast("Operand", change(node.left)), cast("Operand", change(node.right))
        return replace(node, left=left, right=right)
    if isinstance(node, AtLeast):
        return replace(node, part=cast("Operand", change(node.part)))
    return node


def with_boost(leaf: SomeLeaf, boost: float) -> SomeLeaf:
    """A copy of a leaf with this boost."""
    return replace(leaf, boost=boost)
