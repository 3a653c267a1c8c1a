"""A whole query by passage, answered by kernels.

As by article (compiled_query.py): of another shape, or with weights whose sums would be rounded, it is left
to the array steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.score.articles import by_score
from dateline.search.arrays.score.compiled_conditions import MOST, conditions_of, masks
from dateline.search.arrays.score.compiled_leaves import CompiledLeaves
from dateline.search.arrays.score.compiled_shape import CompiledShape
from dateline.search.query.nodes import AndMaybe, Word, leaf_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.articles import BestArticles
    from dateline.search.arrays.score.boolean import Tree
    from dateline.search.arrays.score.passage_level import PassageLevel
    from dateline.search.query.nodes import Leaf, Query

__all__ = ["CompiledPassages", "compiled_passages"]


def compiled_passages(
    leaves: CompiledLeaves, level: PassageLevel, query: Query, tree: Tree
) -> CompiledPassages | None:
    """The query as kernels answer it; None for one that they don't."""
    conditions = conditions_of(query)
    if conditions is None:
        return None
    known: dict[Hashable, tuple[Leaf, float]] = {}
    for group in conditions.groups:
        for leaf in group:
            if leaf.fieldname == "title" or not _is_exact(leaf.boost):
                return None
            key = leaf_key(leaf)
            known[key] = leaf, leaf.boost + (known[key][1] if key in known else 0.0)
    if len(known) > MOST or _ranks_more(query):
        return None
    leaves.look_for(query)
    asked = [(leaves.leaf(leaf), weight) for leaf, weight in known.values()]
    return CompiledPassages(level, CompiledShape(asked, masks(conditions.groups, known), conditions, tree))


def _is_exact(weight: float) -> bool:
    """Whether impacts times the weight add up without rounding, in any order: see ranking/model.py."""
    return 0.0 < weight <= 64.0 and (weight * 64.0).is_integer()


class CompiledPassages:
    """One query on an index, by passage."""

    def __init__(
        self,
        level: PassageLevel,
        shape: CompiledShape,
    ) -> None:
        self._level = level
        self._shape = shape
        self._total: int | None = None

    def best(self, limit: int) -> BestArticles:
        """The best passages: score, segment number and passage, best first. Ties: the one indexed first."""
        found: BestArticles = []
        total = 0
        for view in self._level.views:
            best = view.compiled_segment().best_passages
            rows, matching = view.told(best, *self._shape.matched(view), self._saturation, limit)
            found += [(score, view.number, passage) for passage, score in rows]
            total = -1 if matching < 0 or total < 0 else total + matching
        self._total = None if total < 0 else total
        if len(self._level.views) > 1:
            found = sorted(found, key=by_score)[:limit]
        return found

    @property
    def total(self) -> int:
        """How many passages match."""
        if self._total is None:
            self._total = self._shape.count(self._level.views, by_passage=True)
        return self._total

    def documents(self, view: SegmentView) -> NDArray[Any]:
        """All passages of a segment that match, ascending."""
        found = view.told(view.compiled_segment().matching, *self._shape.matched(view), True)
        return np.frombuffer(found, np.uint32).astype(view.passage_type)

    @derived
    def _saturation(self) -> tuple[float, float, float]:
        saturation, average = self._level.ranking.passage, self._level.text_average
        k1, b = saturation.k1, saturation.b
        return k1 + 1.0, k1 * (1.0 - b), k1 * b / average if average > 0 else 0.0


def _ranks_more(query: Query) -> bool:
    """Whether a query has parts that only rank."""
    if type(query) is Word:
        return False
    return type(query) is AndMaybe or any(map(_ranks_more, query.children()))
