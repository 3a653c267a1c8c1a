"""A query in the shape that kernels answer, segment by segment, by article or by passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.boolean import Tree
    from dateline.search.arrays.score.compiled_conditions import Conditions
    from dateline.search.arrays.score.compiled_leaves import CompiledLeaf

__all__ = ["CompiledShape"]


class CompiledShape:
    """Leaves with their weights in the query; groups of them (a bit each), one of which has to occur."""

    def __init__(
        self, asked: list[tuple[CompiledLeaf, float]], groups: list[int], conditions: Conditions, tree: Tree
    ) -> None:
        self.asked = asked
        self.groups = groups
        self._conditions = conditions
        self._tree = tree
        self._allowed: dict[int, NDArray[np.bool_] | None] = {}

    def matched(self, view: SegmentView) -> tuple[Any, list[int], NDArray[np.bool_] | None]:
        """What decides which documents of a segment match: leaves, groups, mask."""
        return self.walks(view), self.groups, self.mask(view)

    def walks(self, view: SegmentView) -> list[tuple[Any, float, float]]:
        """Each leaf as it occurs in a segment, its idf, and its weight in the query."""
        number = view.number
        return [(leaf.parts[number], leaf.weight, weight) for leaf, weight in self.asked]

    def count(self, views: Iterable[SegmentView], *, by_passage: bool) -> int:
        """How many documents match."""
        total = 0
        for view in views:
            total += view.told(view.compiled_segment().count_matching, *self.matched(view), by_passage)
        return total

    def mask(self, view: SegmentView) -> NDArray[np.bool_] | None:
        """Which documents of a segment are live and pass the filters and exclusions; None: all."""
        if view.number not in self._allowed:
            self._allowed[view.number] = self._tree.allowed(
                self._conditions.filters, self._conditions.excluded, view
            )
        return self._allowed[view.number]
