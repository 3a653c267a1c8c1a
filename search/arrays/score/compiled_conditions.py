"""What a query asks for, as kernels take it: of each group of leaves any one, within filters, without others.

Most queries are of that shape: a word, all of some words, words any one of which will do, these in brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dateline.search.query.nodes import (
    FILTERS,
    LEAVES,
    And,
    AndMaybe,
    AtLeast,
    Every,
    Leaf,
    Not,
    Or,
    Word,
    leaf_key,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from dateline.search.query.nodes import Filter, Query

__all__ = ["MOST", "Conditions", "conditions_of", "masks"]

MOST: Final = 64  # leaves, and groups of them: a kernel has a bit for each


class Conditions(NamedTuple):
    """What a query asks for: any leaf of each group, within all filters, none of what is excluded."""

    groups: list[list[Leaf]]
    filters: list[Filter]
    excluded: list[Query]


def conditions_of(query: Query) -> Conditions | None:
    """The conditions of a query; None where it is of another shape. What only ranks is left out."""
    found = Conditions([], [], [])
    return found if _collect(query, found) and 0 < len(found.groups) <= MOST else None


def masks(groups: Iterable[Iterable[Leaf]], keys: Iterable[Hashable]) -> list[int]:
    """Each group as a number with a bit for each of its leaves, in the order of the keys of all."""
    bit = {key: 1 << number for number, key in enumerate(keys)}
    masked = []
    for group in groups:
        mask = 0
        for leaf in group:
            mask |= bit[leaf_key(leaf)]
        masked.append(mask)
    return masked


def _collect(node: Query, into: Conditions) -> bool:
    """Add what a part of a query asks for; False where it is of another shape."""
    if type(node) is Word:
        into.groups.append([node])
        return True
    if isinstance(node, And):
        return all(_collect(part, into) for part in node.parts)
    if isinstance(node, AndMaybe):
        return _collect(node.required, into)
    if isinstance(node, FILTERS):
        into.filters.append(node)
    elif isinstance(node, Not):
        into.excluded.append(node.part)
    elif not isinstance(node, Every):
        group: list[Leaf] = []
        into.groups.append(group)
        return _flatten(node, group)
    return True


def _flatten(node: Query, group: list[Leaf]) -> bool:
    """Add the leaves any of which will do; False if there is anything else among them."""
    if isinstance(node, Or):
        return all(_flatten(part, group) for part in node.parts)
    if not isinstance(node, LEAVES) or isinstance(node, AtLeast):
        return False
    group.append(node)
    return True
