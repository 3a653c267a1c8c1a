"""A whole query by article, answered by kernels.

A query of the shape that most have is answered without lists of what its leaves weigh: all of some leaves, or
of groups any one of whose leaves will do, within filters, without others. Of any other shape it is left to
the array steps (articles.py), which give the same rows, scores and totals, to the last bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.score.articles import by_score
from dateline.search.arrays.score.compiled_conditions import MOST, conditions_of, masks
from dateline.search.arrays.score.compiled_leaves import CompiledLeaf, CompiledLeaves
from dateline.search.arrays.score.compiled_pairs import CompiledPairs, compiled_pairs
from dateline.search.arrays.score.compiled_shape import CompiledShape
from dateline.search.arrays.score.proximity import Proximity
from dateline.search.query.nodes import leaf_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.article_level import ArticleLevel
    from dateline.search.arrays.score.articles import BestArticles
    from dateline.search.arrays.score.boolean import Tree
    from dateline.search.ranking.shape import QueryShape
    from dateline.search.ranking.weighting import Weights

__all__ = ["CompiledQuery", "compiled_query"]


def compiled_query(
    leaves: CompiledLeaves, level: ArticleLevel, shape: QueryShape, weights: Weights, tree: Tree
) -> CompiledQuery | None:
    """The query as kernels answer it; None for one that they don't."""
    conditions = conditions_of(shape.query)
    if conditions is None or weights.strict or not (weights.leaves or conditions.groups):
        return None
    asked: dict[Hashable, tuple[CompiledLeaf, float]] = {
        leaf_key(leaf): (leaves.leaf(leaf), weight) for leaf, weight in weights.leaves
    }
    ranked, known = set(asked), set()
    for group in conditions.groups:
        for leaf in group:
            key = leaf_key(leaf)
            if key not in asked:
                asked[key] = leaves.leaf(leaf), 0.0
            if asked[key][0].having:
                known.add(key)
    if len(asked) > MOST or (known != ranked and (shape.flat is not None or not ranked)):
        return None
    groups = masks(conditions.groups, asked)
    answered = CompiledShape(list(asked.values()), groups, conditions, tree)
    return CompiledQuery(leaves, level, answered, weights)


class CompiledQuery:
    """One query on an index, by article."""

    def __init__(
        self,
        leaves: CompiledLeaves,
        level: ArticleLevel,
        shape: CompiledShape,
        weights: Weights,
    ) -> None:
        self._leaves = leaves
        self._level = level
        self._shape = shape
        self._weights = weights
        self._total: int | None = None

    # -- which articles --------------------------------------------------------------------------------

    def best(self, limit: int) -> BestArticles:
        """The best articles: score, segment number and article, best first. Ties: the one indexed first."""
        candidates, views = self._level.ranking.candidates, self._level.views
        wanted = max(limit, candidates) if self._weights.pairs else limit
        # Of several segments those that lead are known when the best of each are.
        near = (*self._pairs.of(views[0]), candidates, limit) if self._pairs and len(views) == 1 else None
        found: BestArticles = []
        total = 0
        for view in views:
            best = view.compiled_segment().best_articles
            rows, matching = view.told(best, *self._shape.matched(view), self._leaves.formula, wanted, near)
            found += [(score, view.number, article) for article, score in rows]
            total = -1 if matching < 0 or total < 0 else total + matching
        self._total = None if total < 0 else total
        if len(views) > 1:
            found = sorted(found, key=by_score)[:wanted]
        if self._weights.pairs and near is None:
            found = self._with_pairs(found, candidates)
        return found[:limit]

    @property
    def total(self) -> int:
        """How many articles match."""
        if self._total is None:
            self._total = self._count()
        return self._total

    def _count(self) -> int:
        views, asked = self._level.views, self._shape.asked
        whole = all(self._shape.mask(view) is None for view in views)
        if len(asked) == len(self._shape.groups) == 1 and whole:
            return sum([int(part.articles) for part in asked[0][0].parts])
        return self._shape.count(views, by_passage=False)

    def scored(self, articles: list[NDArray[Any]] | list[list[int]], *, pairs: bool) -> BestArticles:
        """These articles (for each segment, ascending) with their scores, best first.

        With `pairs` neighbouring words are added to the first of them.
        """
        found: BestArticles = []
        for view, numbers in zip(self._level.views, articles, strict=True):
            ordinals = np.asarray(numbers).tolist()
            score = view.compiled_segment().score_articles
            scores = view.told(score, self._shape.walks(view), ordinals, self._leaves.formula)
            found += zip(scores, [view.number] * len(ordinals), ordinals, strict=True)
        found.sort(key=by_score)
        if pairs and self._weights.pairs:
            return self._with_pairs(found, self._level.ranking.candidates)
        return found

    def documents(self, view: SegmentView) -> NDArray[Any]:
        """All articles of a segment that match, ascending."""
        return np.asarray(self._matching(view)).astype(view.article_type)

    def _matching(self, view: SegmentView) -> memoryview:
        found = view.told(view.compiled_segment().matching, *self._shape.matched(view), False)
        return memoryview(found).cast("I")

    def count_passages(self) -> int:
        """In how many passages of the articles that match there is a part of the query."""
        total = 0
        for view in self._level.views:
            articles = self._matching(view)
            total += view.told(view.compiled_segment().passages_having, self._shape.walks(view), articles)
        return total

    # -- neighbouring words ----------------------------------------------------------------------------

    def _with_pairs(self, found: BestArticles, candidates: int) -> BestArticles:
        """Articles, best first, with the neighbouring words of the first of them added, best first again."""
        leading, behind = found[:candidates], found[candidates:]
        added = list(leading)
        for view in self._level.views:
            rows = sorted(
                [row for row, entry in enumerate(leading) if entry[1] == view.number],
                key=lambda row: leading[row][2],
            )
            scores = self._neighbours(view, [leading[row][2] for row in rows]) if rows else []
            for row, more in zip(rows, scores, strict=True):
                score, number, article = leading[row]
                added[row] = score + more, number, article
        return sorted(added, key=by_score) + behind

    def _neighbours(self, view: SegmentView, articles: list[int]) -> list[float]:
        """What the pairs add to each of these articles, which are ascending."""
        if self._pairs is None:
            numbers = np.array(articles, view.article_type)
            scores: list[float] = Proximity(self._level, view).scores(self._weights.pairs, numbers).tolist()
            return scores
        words, pairs, window = self._pairs.of(view)
        add = view.compiled_segment().neighbours
        told: list[float] = view.told(add, words, pairs, articles, self._leaves.formula, window)
        return told

    @derived
    def _pairs(self) -> CompiledPairs | None:
        """The neighbouring words as kernels take them; None where there are none, or none that they take."""
        return compiled_pairs(self._leaves, self._weights.pairs)

    # -- passages --------------------------------------------------------------------------------------

    def passages(self, found: BestArticles, limit: int) -> list[tuple[list[tuple[int, float]], int]]:
        """For each article found its best passages with a part of the query, best first; how many have."""
        shown: list[tuple[list[tuple[int, float]], int]] = [([], 0) for _ in found]
        if limit <= 0:
            return shown
        for view in self._level.views:
            rows = [row for row, entry in enumerate(found) if entry[1] == view.number]
            if not rows:
                continue
            rows.sort(key=lambda row: found[row][2])
            articles = [found[row][2] for row in rows]
            best = view.compiled_segment().best_passages_of
            told = view.told(best, self._shape.walks(view), articles, self._leaves.formula, limit)
            for row, one in zip(rows, told, strict=True):
                shown[row] = one
        return shown
