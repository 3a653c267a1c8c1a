"""Which documents a query tree matches, and what they score.

A tree is evaluated bottom up, one segment at a time, into `Matches`: ascending document numbers and, where
asked for, scores. And adds the scores of its parts, Or of those that match; what is a filter or an exclusion
adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence as Several
from typing import TYPE_CHECKING, Any, NamedTuple

from dateline.indexer.format.later import np
from dateline.search.arrays.match.sorted_arrays import distinct, locate, unique
from dateline.search.arrays.score.topk import lookup
from dateline.search.query.nodes import (
    FILTERS,
    LEAVES,
    And,
    AndMaybe,
    Every,
    Filter,
    Leaf,
    Not,
    Or,
    Query,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.filters import FilterCodes
    from dateline.search.arrays.score.passage_level import Level
    from dateline.search.arrays.score.topk import Mask
    from dateline.search.ranking.shape import Flat

__all__ = ["Matches", "Tree"]


class Matches(NamedTuple):
    """Documents, ascending, and their scores; None where nobody asked."""

    documents: NDArray[Any]
    scores: NDArray[np.float64] | None

    @property
    def scored(self) -> NDArray[np.float64]:
        """The scores, of matches that were asked for with them."""
        if self.scores is None:
            raise ValueError("these matches have no scores")
        return self.scores


class Tree:
    """Evaluates query trees at one level; `filters` makes and keeps what filter nodes let through."""

    def __init__(self, level: Level, filters: Callable[[Filter], FilterCodes]) -> None:
        self._level = level
        self._filter = filters

    def matches(self, node: Query, view: SegmentView, *, scored: bool) -> Matches:
        """What the tree matches on one segment."""
        if isinstance(node, LEAVES):
            return self._leaf(node, view, scored)
        if isinstance(node, And):
            return self._and(node.parts, view, scored)
        if isinstance(node, Or):
            return self._or(node.parts, view, scored)
        if isinstance(node, FILTERS):
            return _unscored(self._filtered(node, view), scored)
        if isinstance(node, Not):
            every = Matches(self._level.all(view), None)
            return _unscored(self._exclude(every, [node.part], view).documents, scored)
        if isinstance(node, Every):
            return _unscored(self._level.all(view), scored)
        return self._and_maybe(node, view, scored)

    def _and_maybe(self, node: AndMaybe, view: SegmentView, scored: bool) -> Matches:
        found = self.matches(node.required, view, scored=scored)
        if not scored:
            return found
        more = self.matches(node.optional, view, scored=True)
        inside, where = locate(more.documents, found.documents)
        if not len(more.documents):
            return found
        return Matches(found.documents, found.scored + np.where(inside, more.scored[where], 0.0))

    def _none(self, view: SegmentView, scored: bool) -> Matches:
        return _unscored(np.empty(0, self._level.type(view)), scored)

    def _leaf(self, node: Leaf, view: SegmentView, scored: bool) -> Matches:
        found = self._level.leaf(node).segments[view.number]
        if not scored:
            return Matches(found.documents, None)
        scores = found.impacts.astype(np.float64)
        return Matches(found.documents, scores if node.boost == 1.0 else scores * node.boost)

    # -- and -------------------------------------------------------------------------------------------

    def _and(self, parts: Several[Query], view: SegmentView, scored: bool) -> Matches:
        leaves = [part for part in parts if isinstance(part, LEAVES)]
        found = self._conjunction(leaves, view, scored) if leaves else None
        for part in parts:
            if not isinstance(part, (*LEAVES, *FILTERS, Not, Every)):
                other = self.matches(part, view, scored=scored)
                found = other if found is None else self._both(found, other)
        if found is None:
            found = _unscored(self._level.all(view), scored)
        for part in parts:
            if isinstance(part, FILTERS):
                found = _chosen(found, self._mask(part, view, found.documents))
        return self._exclude(found, [part.part for part in parts if isinstance(part, Not)], view)

    def _conjunction(self, nodes: Several[Leaf], view: SegmentView, scored: bool) -> Matches:
        """All of some leaves: the shortest list, looked up in the others."""
        lists = []
        for node in nodes:
            lists.append((self._level.leaf(node).segments[view.number], node.boost))
            if not len(lists[-1][0]):  # nothing has it: the others need not be looked for
                return self._none(view, scored)
        lists.sort(key=lambda entry: len(entry[0]))
        first, boost = lists[0]
        documents = first.documents
        scores = first.impacts * np.float64(boost)
        size = self._level.size(view)
        for other, boost in lists[1:]:
            if not len(documents):
                break
            more = lookup(other, documents, view, size)
            both = more > 0.0
            documents = documents[both]
            scores = scores[both] + more[both] * boost
        return Matches(documents, scores if scored else None)

    def _both(self, left: Matches, right: Matches) -> Matches:
        if len(left.documents) > len(right.documents):
            left, right = right, left
        inside, where = locate(right.documents, left.documents)
        documents = left.documents[inside]
        if left.scores is None or right.scores is None:
            return Matches(documents, None)
        return Matches(documents, left.scores[inside] + right.scores[where[inside]])

    def _exclude(self, found: Matches, excluded: list[Query], view: SegmentView) -> Matches:
        for part in excluded:
            if len(found.documents):
                unwanted = self.matches(part, view, scored=False).documents
                found = _chosen(found, ~locate(unwanted, found.documents)[0])
        return found

    # -- or --------------------------------------------------------------------------------------------

    def _or(self, parts: Several[Query], view: SegmentView, scored: bool) -> Matches:
        found = [self.matches(part, view, scored=scored) for part in parts]
        found = [each for each in found if len(each.documents)]
        if not found:
            return self._none(view, scored)
        if len(found) == 1:
            return found[0]
        documents = np.concatenate([each.documents for each in found])
        size = self._level.size(view)
        if len(documents) > size >> 3:
            return self._dense_union(found, view, size, scored)
        if not scored:
            return Matches(unique(documents), None)
        scores = np.concatenate([each.scores for each in found if each.scores is not None])
        order = documents.argsort(kind="stable")
        documents = documents[order]
        starts = distinct(documents)
        return Matches(documents[starts], np.add.reduceat(scores[order], starts))

    def _dense_union(self, found: list[Matches], view: SegmentView, size: int, scored: bool) -> Matches:
        present = np.zeros(size, bool)
        for each in found:
            present[each.documents] = True
        documents = np.flatnonzero(present).astype(self._level.type(view))
        if not scored:
            return Matches(documents, None)
        dense = view.borrow(size)
        for each in found:
            dense[each.documents] += each.scores
        scores = dense[documents]
        dense[documents] = 0.0
        view.give_back(dense)
        return Matches(documents, scores)

    # -- filters ---------------------------------------------------------------------------------------

    def mask(self, flat: Flat, view: SegmentView) -> Mask | None:
        """What lets a document through a query's filters and exclusions; None if it has none."""
        if not flat.filters and not flat.excluded:
            return None
        unwanted = [self.matches(node, view, scored=False).documents for node in flat.excluded]

        def passes(documents: NDArray[Any]) -> NDArray[np.bool_]:
            passed = np.ones(len(documents), bool)
            for node in flat.filters:
                passed &= self._mask(node, view, documents)
            for excluded in unwanted:
                passed &= ~locate(excluded, documents)[0]
            return passed

        return passes

    def allowed(
        self, filters: Several[Filter], excluded: Several[Query], view: SegmentView
    ) -> NDArray[np.bool_] | None:
        """Which documents of a segment are live, pass filters, and are not excluded; None: all are."""
        passed = self._level.live(view)
        for node in filters:
            mask = self._mask(node, view, None)
            passed = mask if passed is None else passed & mask
        for part in excluded:
            kept = np.ones(self._level.size(view), bool)
            kept[self.matches(part, view, scored=False).documents] = False
            passed = kept if passed is None else passed & kept
        return passed

    def _mask(self, node: Filter, view: SegmentView, documents: NDArray[Any] | None) -> NDArray[np.bool_]:
        return self._filter(node).mask(self._level, view, documents)

    def _filtered(self, node: Filter, view: SegmentView) -> NDArray[Any]:
        passed = self._mask(node, view, None)
        live = self._level.live(view)
        if live is not None:
            passed = passed & live
        return np.flatnonzero(passed).astype(self._level.type(view))


def _unscored(documents: NDArray[Any], scored: bool) -> Matches:
    """Documents that all score 0."""
    return Matches(documents, np.zeros(len(documents)) if scored else None)


def _chosen(found: Matches, kept: NDArray[np.bool_]) -> Matches:
    return Matches(found.documents[kept], None if found.scores is None else found.scores[kept])
