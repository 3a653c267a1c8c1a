"""What does each part of a query give to the score of a passage, of rows by passage?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.indexer.format.later import np
from dateline.search.arrays.score.topk import lookup
from dateline.search.ranking.weighting import relaxed

if TYPE_CHECKING:
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.articles import Reason
    from dateline.search.arrays.score.passage_level import PassageLevel
    from dateline.search.query.nodes import Query

__all__ = ["explain_passage"]


def explain_passage(query: Query, level: PassageLevel, view: SegmentView, passage: int) -> list[Reason]:
    """Leaf, field, how much, in the order of the query; they sum to the score of the passage."""
    wanted = np.array([passage], level.type(view))
    reasons: list[Reason] = []
    for leaf, weight in relaxed(query):
        scored = level.leaf(leaf).segments[view.number]
        impact = float(lookup(scored, wanted, view, level.size(view))[0])
        if impact > 0.0:
            reasons.append((leaf, leaf.fieldname or "text", impact * weight))
    return reasons
