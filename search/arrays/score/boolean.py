"""Which documents does a query tree match, and what do they score?

A tree is evaluated bottom up, one segment at a time, into `Matches`: ascending document numbers and, where
asked for, scores. The nodes are whoosh.query's with its meaning, and ours. And adds the scores of its parts,
Or of those that match; what is a filter or an exclusion adds nothing. A node unknown here is answered by
Whoosh's own matchers (whoosh_engine.py).
"""

from __future__ import annotations

from collections.abc import Sequence as Several
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh import query as whoosh_query

from dateline.search.arrays.match.segment_view import distinct, locate, unique
from dateline.search.arrays.score.filters import FilterNode
from dateline.search.arrays.score.topk import lookup
from dateline.search.query.nodes import Alternatives, AtLeast, Near, Pattern, Sequence, Together, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.filters import Filter
    from dateline.search.arrays.score.passage_level import Leaf, Level
    from dateline.search.arrays.score.shape import Flat
    from dateline.search.arrays.score.topk import Mask
    from dateline.search.whoosh_leaves import WhooshLeaves

__all__ = ["LEAVES", "Matches", "Tree"]

LEAVES: Final = (Word, Pattern, Sequence, Alternatives, Near, Together, AtLeast)


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
    """Evaluates query trees at one level.

    `filters` makes and keeps what filter nodes let through; `exclusion` is what a document scores for not
    matching a Not: nothing, but 1 to Whoosh.
    """

    def __init__(
        self, level: Level, filters: Callable[[Any], Filter], leaves: WhooshLeaves, *, exclusion: float = 0.0
    ) -> None:
        self._level = level
        self._filter = filters
        self._leaves = leaves
        self._exclusion = exclusion

    def matches(self, node: Any, view: SegmentView, *, scored: bool) -> Matches:
        """What the tree matches on one segment."""
        kind = type(node)
        if kind in LEAVES:
            return self._leaf(self._level.leaf(node), node.boost, view, scored)
        if kind is whoosh_query.And:
            return self._boosted(self._and(node.subqueries, view, scored), node.boost)
        if kind is whoosh_query.Or and not node.minmatch and not node.scale:
            return self._boosted(self._or(node.subqueries, view, scored), node.boost)
        if isinstance(node, FilterNode):
            documents = self._filtered(node, view, None)
            return Matches(documents, np.zeros(len(documents)) if scored else None)
        if kind is whoosh_query.Not:
            documents = self._without(self._level.all(view), node.query, view)
            return Matches(documents, np.full(len(documents), self._exclusion) if scored else None)
        if kind is whoosh_query.Every and node.fieldname is None:
            documents = self._level.all(view)
            return Matches(documents, np.full(len(documents), float(node.boost)) if scored else None)
        if node is whoosh_query.NullQuery or isinstance(node, type(whoosh_query.NullQuery)):
            return self._none(view, scored)
        return self._rarely(node, view, scored)

    def _rarely(self, node: Any, view: SegmentView, scored: bool) -> Matches:
        kind = type(node)
        if kind is whoosh_query.AndNot:
            return self._exclude(self.matches(node.a, view, scored=scored), [node.b], view)
        if kind is whoosh_query.Require:
            first = self.matches(node.a, view, scored=scored)
            kept = locate(self.matches(node.b, view, scored=False).documents, first.documents)[0]
            return _chosen(first, kept)
        if kind is whoosh_query.AndMaybe:
            first = self.matches(node.a, view, scored=scored)
            return self._add(first, self.matches(node.b, view, scored=True)) if scored else first
        if kind is whoosh_query.ConstantScoreQuery:
            documents = self.matches(node.child, view, scored=False).documents
            return Matches(documents, np.full(len(documents), float(node.score)) if scored else None)
        return self._foreign(node, view, scored)

    def _foreign(self, node: Any, view: SegmentView, scored: bool) -> Matches:
        """A part that is Whoosh's: an article matches if a passage does, and scores as its best one."""
        documents, scores = self._leaves.matches(node, view)
        if self._level.of_articles and len(documents):
            articles = view.article_of[documents]
            starts = distinct(articles)
            documents = articles[starts].astype(view.article_type)
            scores = np.maximum.reduceat(scores, starts)
        elif self._level.of_articles:
            return self._none(view, scored)
        return Matches(documents, scores if scored else None)

    def _none(self, view: SegmentView, scored: bool) -> Matches:
        documents = np.empty(0, self._level.type(view))
        return Matches(documents, np.empty(0) if scored else None)

    def _leaf(self, leaf: Leaf, boost: float, view: SegmentView, scored: bool) -> Matches:
        found = leaf.segments[view.number]
        if not scored:
            return Matches(found.documents, None)
        scores = found.impacts.astype(np.float64)
        return Matches(found.documents, scores if boost == 1.0 else scores * boost)

    @staticmethod
    def _boosted(found: Matches, boost: float) -> Matches:
        if boost == 1.0 or found.scores is None:
            return found
        return Matches(found.documents, found.scores * boost)

    # -- and -------------------------------------------------------------------------------------------

    def _and(self, parts: Several[Any], view: SegmentView, scored: bool) -> Matches:
        filters = [part for part in parts if isinstance(part, FilterNode)]
        excluded = [part.query for part in parts if type(part) is whoosh_query.Not]
        every = [part for part in parts if _is_every(part)]
        wanted = [
            part
            for part in parts
            if not isinstance(part, FilterNode) and type(part) is not whoosh_query.Not and not _is_every(part)
        ]
        leaves = [part for part in wanted if type(part) in LEAVES]
        found = self._conjunction(leaves, view, scored) if leaves else None
        for part in wanted:
            if type(part) not in LEAVES:
                other = self.matches(part, view, scored=scored)
                found = other if found is None else self._both(found, other)
        if found is None:
            documents = self._level.all(view)
            found = Matches(documents, np.zeros(len(documents)) if scored else None)
        bonus = sum(float(part.boost) for part in every) + self._exclusion * len(excluded)
        if bonus and found.scores is not None:
            found = Matches(found.documents, found.scores + bonus)
        for part in filters:
            found = _chosen(found, self._mask(part, view, found.documents))
        return self._exclude(found, excluded, view)

    def _conjunction(self, nodes: list[Any], view: SegmentView, scored: bool) -> Matches:
        """All of some leaves: the shortest list, looked up in the others."""
        lists = [(self._level.leaf(node).segments[view.number], node.boost) for node in nodes]
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

    def _exclude(self, found: Matches, excluded: list[Any], view: SegmentView) -> Matches:
        for part in excluded:
            if len(found.documents):
                unwanted = self.matches(part, view, scored=False).documents
                found = _chosen(found, ~locate(unwanted, found.documents)[0])
        return found

    def _without(self, documents: NDArray[Any], part: Any, view: SegmentView) -> NDArray[Any]:
        return self._exclude(Matches(documents, None), [part], view).documents

    # -- or --------------------------------------------------------------------------------------------

    def _or(self, parts: Several[Any], view: SegmentView, scored: bool) -> Matches:
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

    def _add(self, found: Matches, more: Matches) -> Matches:
        inside, where = locate(more.documents, found.documents)
        if found.scores is None or more.scores is None or not len(more.documents):
            return found
        return Matches(found.documents, found.scores + np.where(inside, more.scores[where], 0.0))

    # -- filters ---------------------------------------------------------------------------------------

    def mask(self, plan: Flat, view: SegmentView) -> Mask | None:
        """What lets a document through a plan's filters and exclusions; None if it has none."""
        if not plan.filters and not plan.excluded:
            return None
        unwanted = [self.matches(node, view, scored=False).documents for node in plan.excluded]

        def passes(documents: NDArray[Any]) -> NDArray[np.bool_]:
            passed = np.ones(len(documents), bool)
            for node in plan.filters:
                passed &= self._mask(node, view, documents)
            for excluded in unwanted:
                passed &= ~locate(excluded, documents)[0]
            return passed

        return passes

    def _mask(self, node: Any, view: SegmentView, documents: NDArray[Any] | None) -> NDArray[np.bool_]:
        wanted: Filter = self._filter(node)
        return wanted.mask(self._level, view, documents)

    def _filtered(self, node: Any, view: SegmentView, documents: NDArray[Any] | None) -> NDArray[Any]:
        passed = self._mask(node, view, documents)
        live = self._level.live(view)
        if live is not None:
            passed = passed & live
        return np.flatnonzero(passed).astype(self._level.type(view))


def _is_every(node: Any) -> bool:
    return type(node) is whoosh_query.Every and node.fieldname is None


def _chosen(found: Matches, kept: NDArray[np.bool_]) -> Matches:
    return Matches(found.documents[kept], None if found.scores is None else found.scores[kept])
