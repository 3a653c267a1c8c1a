"""How do a whole article and its best passage make one score, and which passages of it are shown?

The score of an article is (1 - share) * whole article + share * best passage. Conditions have been met by the
article, so its passages are ranked by any part of the query they have: And is read as Or, exclusions and
filters are left out. The best passage is looked up for the articles that lead by their whole only, as many as
it takes until no other can get in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh import query as whoosh_query

from search.boolean import LEAVES
from search.nodes import AtLeast
from search.postings import SegmentView, expand
from search.topk import best, disjunction, lookup

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.boolean import Tree
    from search.evaluate import Evaluator

__all__ = ["ArticleRanker", "relaxed"]

Found = list[tuple[float, int, int]]  # score, segment, article


def relaxed(query: Any, *, titles: bool = False) -> list[tuple[Any, float]]:
    """The leaves any of which makes a passage worth showing, with their weights; the title's if asked."""
    leaves: dict[Any, float] = {}
    _relax(query, 1.0, leaves)
    return [(leaf, weight) for leaf, weight in leaves.items() if titles or leaf.fieldname != "title"]


def _relax(node: Any, boost: float, leaves: dict[Any, float]) -> None:
    kind = type(node)
    if kind is whoosh_query.Not:
        return
    if kind in LEAVES:
        part = node.part if kind is AtLeast else node
        leaves[part] = leaves.get(part, 0.0) + boost * float(node.boost)
    elif kind in (whoosh_query.AndNot, whoosh_query.Require):
        _relax(node.a, boost, leaves)
    else:
        for child in node.children():
            _relax(child, boost * float(getattr(node, "boost", 1.0)), leaves)


class ArticleRanker:
    """Ranks articles; of an evaluator's index."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._passages = evaluator.passage_level
        self._articles = evaluator.article_level
        self._views = evaluator.views
        self._share = evaluator.ranking.best_passage

    # -- articles --------------------------------------------------------------------------------------

    def best(self, query: Any, tree: Tree, limit: int) -> Found:
        """The best articles: score, segment number and article, best first."""
        leaves = relaxed(query)
        found: Found = []
        for view in self._views:
            found += self._best_of(query, tree, view, leaves, limit)
        found.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
        return found[:limit]

    def _best_of(
        self, query: Any, tree: Tree, view: SegmentView, leaves: list[tuple[Any, float]], limit: int
    ) -> Found:
        from search.evaluate import flat_disjunction

        share = self._share
        most = share * sum(self._passages.leaf(leaf).maximum * weight for leaf, weight in leaves)
        plan = flat_disjunction(query)
        matches = None
        if plan is None or plan.filters or plan.excluded:
            matches = tree.matches(query, view, scored=True)
        wanted = max(4 * limit, 64)
        while True:
            if matches is None:
                assert plan is not None
                lists = [
                    (self._articles.leaf(leaf).segments[view.number], weight) for leaf, weight in plan.leaves
                ]
                numbers, whole = disjunction(lists, wanted, view, view.articles)
            else:
                numbers, whole = best(matches.documents, matches.scored, wanted)
            articles = np.array(numbers, view.article_type)
            scores = (1.0 - share) * np.array(whole) + share * self._best_passages(view, articles, leaves)
            documents, mixed = best(articles, scores, limit)
            beyond = len(whole) < wanted
            if beyond or (len(mixed) == limit and (1.0 - share) * whole[-1] + most < mixed[-1]):
                return [(score, view.number, number) for score, number in zip(mixed, documents, strict=True)]
            wanted *= 8

    def rescored(self, query: Any, found: Found) -> Found:
        """The same articles in the same order, the best passage mixed into their scores."""
        leaves = relaxed(query)
        mixed = list(found)
        for view in self._views:
            rows = [row for row, entry in enumerate(found) if entry[1] == view.number]
            if rows:
                articles = np.array([found[row][2] for row in rows], view.article_type)
                scores = self._best_passages(view, articles, leaves)
                for row, score in zip(rows, scores.tolist(), strict=True):
                    whole, number, article = found[row]
                    mixed[row] = (1.0 - self._share) * whole + self._share * score, number, article
        return mixed

    def _best_passages(
        self, view: SegmentView, articles: NDArray[Any], leaves: list[tuple[Any, float]]
    ) -> NDArray[np.float64]:
        """The score of each article's best passage, 0 without passages; articles in any order."""
        result = np.zeros(len(articles))
        if not leaves or not len(articles):
            return result
        order = articles.argsort()
        passages, sizes = self._passages_of(view, articles[order])
        filled = np.flatnonzero(sizes)
        if len(filled):
            scores = self._scores(view, passages, leaves)
            starts = sizes.cumsum()[filled] - sizes[filled]
            result[order[filled]] = np.maximum.reduceat(scores, starts)
        return result

    # -- passages --------------------------------------------------------------------------------------

    def _passages_of(
        self, view: SegmentView, articles: NDArray[Any]
    ) -> tuple[NDArray[Any], NDArray[np.int64]]:
        numbers = articles.astype(np.int64)
        firsts = view.first_passage[numbers].astype(np.int64)
        sizes = view.first_passage[numbers + 1] - firsts
        return expand(firsts, sizes).astype(view.passage_type), sizes

    def _scores(
        self, view: SegmentView, passages: NDArray[Any], leaves: list[tuple[Any, float]]
    ) -> NDArray[np.float64]:
        """What the leaves give these passages together."""
        scores = np.zeros(len(passages))
        for leaf, weight in leaves:
            scored = self._passages.leaf(leaf).segments[view.number]
            scores += lookup(scored, passages, view, view.passages) * weight
        return scores

    def passages(self, query: Any, found: Found, limit: int) -> list[list[tuple[int, float]]]:
        """For each article found its best passages with a part of the query, best first.

        Of a query that asks for no words at all, the first passages, with score 0.
        """
        leaves = relaxed(query)
        shown: list[list[tuple[int, float]]] = [[] for _ in found]
        for view in self._views:
            rows = [row for row, entry in enumerate(found) if entry[1] == view.number]
            if not rows or limit <= 0:
                continue
            rows.sort(key=lambda row: found[row][2])
            articles = np.array([found[row][2] for row in rows], view.article_type)
            passages, sizes = self._passages_of(view, articles)
            scores = self._scores(view, passages, leaves).tolist()
            numbers = passages.tolist()
            start = 0
            for row, size in zip(rows, sizes.tolist(), strict=True):
                end = start + size
                pairs = list(zip(numbers[start:end], scores[start:end], strict=True))
                if leaves:
                    pairs = sorted(
                        (pair for pair in pairs if pair[1] > 0.0), key=lambda pair: (-pair[1], pair[0])
                    )
                elif relaxed(query, titles=True):
                    pairs = []
                shown[row] = pairs[:limit]
                start = end
        return shown

    def matching_passages(self, query: Any, view: SegmentView, articles: NDArray[Any]) -> NDArray[Any]:
        """The passages of these articles with a part of the query; all, if it asks for no words."""
        passages, _ = self._passages_of(view, articles)
        leaves = relaxed(query)
        if not leaves:
            return passages[:0] if relaxed(query, titles=True) else passages
        return passages[self._scores(view, passages, leaves) > 0.0]
