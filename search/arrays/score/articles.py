"""A whole article, its best passage and the nearness of its words, in one score.

The formulae are in ranking/model.py. The tree of a query says which articles match; they are ranked by all
parts of it that they have (weighting.py): And is read as Or, exclusions and filters are left out. The
best passage is looked up only for the articles that lead by their bounds, as many as it takes until no other
can get among the `candidates`; neighbouring words are looked at in these. What they add is never negative, so
the articles behind the candidates stay behind in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dateline.indexer.format.later import np
from dateline.search.arrays.match.segment_view import SegmentView
from dateline.search.arrays.match.sorted_arrays import expand
from dateline.search.arrays.score.proximity import Proximity
from dateline.search.arrays.score.topk import best, disjunction, lookup
from dateline.search.query.nodes import AtLeast, Leaf, Query, Sequence
from dateline.search.ranking.weighting import Weights, relaxed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.search.arrays.score.article_level import ArticleLevel
    from dateline.search.arrays.score.boolean import Tree
    from dateline.search.ranking.shape import QueryShape

__all__ = ["ArticleRanker", "BestArticles", "Reason", "by_score"]

BestArticles = list[tuple[float, int, int]]  # score, segment, article
Reason = tuple[Leaf, str, float]  # a part of the query, the field, what it gives
# The articles that lead by their bounds, so many of them, and the bounds, falling.
Leading = Callable[[int], tuple[list[int], list[float]]]
_SPARE: Final = 32


class _Passages(NamedTuple):
    """The passages of some articles, one article after the other, and the score of each."""

    numbers: NDArray[Any]
    sizes: NDArray[np.int64]  # passages of each article
    scores: NDArray[np.float64]
    titles: NDArray[np.float64]  # what its title gives each article's passages
    own: NDArray[np.bool_]  # whether the text has a part of the query, not the title alone


class ArticleRanker:
    """Ranks the articles of an index."""

    def __init__(self, level: ArticleLevel) -> None:
        self._level = level
        self._views = level.views
        self._ranking = level.ranking

    # -- articles --------------------------------------------------------------------------------------

    def best(self, shape: QueryShape, weights: Weights, tree: Tree, limit: int) -> BestArticles:
        """The best articles: score, segment number and article, best first. Ties: the one indexed first."""
        wanted = max(limit, self._ranking.candidates) if weights.pairs else limit
        found: BestArticles = []
        for view in self._views:
            found += self._best_of(shape, weights, tree, view, wanted)
        found = sorted(found, key=by_score)[:wanted]
        if weights.pairs:
            found = self._with_pairs(found, weights)
        return found[:limit]

    def _best_of(
        self, shape: QueryShape, weights: Weights, tree: Tree, view: SegmentView, limit: int
    ) -> BestArticles:
        """The best of one segment by whole article and best passage."""
        leading = self._leading(shape, weights, tree, view)
        wanted = limit + _SPARE
        while True:
            numbers, bounds = leading(wanted)
            articles = np.array(sorted(numbers), view.article_type)
            documents, scores = best(articles, self.base(weights, view, articles), limit)
            if len(articles) < wanted or scores[-1] >= bounds[-1]:
                return _found(view, documents, scores)
            wanted *= 4

    def _leading(self, shape: QueryShape, weights: Weights, tree: Tree, view: SegmentView) -> Leading:
        """Those that lead by the bounds of their words, found without looking at all where possible."""
        lists = [(self._level.leaf(leaf).bounds[view.number], weight) for leaf, weight in weights.leaves]
        flat = shape.flat
        if (
            lists
            and flat
            and not weights.strict
            and not any(type(leaf) is AtLeast for leaf, _ in flat.leaves)
        ):
            mask = tree.mask(flat, view)
            return lambda wanted: disjunction(lists, wanted, view, view.articles, mask=mask)
        documents = tree.matches(shape.query, view, scored=False).documents
        bounds = np.zeros(len(documents))
        for scored, weight in lists:
            bounds += lookup(scored, documents, view, view.articles) * weight
        return lambda wanted: best(documents, bounds, wanted)

    def base(self, weights: Weights, view: SegmentView, articles: NDArray[Any]) -> NDArray[np.float64]:
        """The scores of these articles (ascending) but for neighbouring words."""
        share = self._ranking.best_passage
        whole = np.zeros(len(articles))
        for leaf, weight in weights.leaves:
            scored = self._level.leaf(leaf).segments[view.number]
            whole += lookup(scored, articles, view, view.articles) * weight
        return (1.0 - share) * whole + share * self._best_passages(view, articles, weights)

    def _with_pairs(self, found: BestArticles, weights: Weights) -> BestArticles:
        """Articles, best first, with the neighbouring words of the first of them added, best first again."""
        leading, behind = found[: self._ranking.candidates], found[self._ranking.candidates :]
        added = list(leading)
        for view, rows, articles in self._by_segment(leading):
            scores = Proximity(self._level, view).scores(weights.pairs, articles)
            for row, more in zip(rows, scores.tolist(), strict=True):
                score, number, article = leading[row]
                added[row] = score + more, number, article
        return sorted(added, key=by_score) + behind

    def scored(
        self, weights: Weights, articles: list[NDArray[Any]] | list[list[int]], *, pairs: bool
    ) -> BestArticles:
        """These articles (for each segment, ascending) with their scores, best first.

        With `pairs` neighbouring words are added to the first of them.
        """
        found: BestArticles = []
        for view, numbers in zip(self._views, articles, strict=True):
            documents = np.asarray(numbers, view.article_type)
            found += _found(view, documents.tolist(), self.base(weights, view, documents).tolist())
        found.sort(key=by_score)
        return self._with_pairs(found, weights) if pairs and weights.pairs else found

    def _by_segment(self, found: BestArticles) -> list[tuple[SegmentView, list[int], NDArray[Any]]]:
        """For each segment, the rows in it and their articles, ascending."""
        parts = []
        for view in self._views:
            rows = [row for row, entry in enumerate(found) if entry[1] == view.number]
            if rows:
                rows.sort(key=lambda row: found[row][2])
                parts.append((view, rows, np.array([found[row][2] for row in rows], view.article_type)))
        return parts

    # -- passages --------------------------------------------------------------------------------------

    def _scored(self, view: SegmentView, articles: NDArray[Any], weights: Weights) -> _Passages:
        """The passages of ascending articles."""
        numbers = articles.astype(np.int64)
        firsts = view.first_passage[numbers].astype(np.int64)
        sizes = view.first_passage[numbers + 1] - firsts
        passages = expand(firsts, sizes).astype(view.passage_type)
        titles, scores = np.zeros(len(articles)), np.zeros(len(passages))
        for leaf, weight in weights.leaves:
            lists = self._level.leaf(leaf)
            in_title, in_text = lists.titles[view.number], lists.passages[view.number]
            if len(in_title):
                titles += lookup(in_title, articles, view, view.articles) * weight
            if len(in_text):
                scores += lookup(in_text, passages, view, view.passages) * weight
        return _Passages(passages, sizes, scores + np.repeat(titles, sizes), titles, scores > 0.0)

    def _best_passages(
        self, view: SegmentView, articles: NDArray[Any], weights: Weights
    ) -> NDArray[np.float64]:
        """The score of each article's best passage, of its title where it has none; articles ascending."""
        found = self._scored(view, articles, weights)
        filled = np.flatnonzero(found.sizes)
        if len(filled):
            starts = found.sizes.cumsum()[filled] - found.sizes[filled]
            found.titles[filled] = np.maximum.reduceat(found.scores, starts)
        return found.titles

    def passages(
        self, query: Query, weights: Weights, found: BestArticles, limit: int
    ) -> list[tuple[list[tuple[int, float]], int]]:
        """For each article found its best passages with a part of the query, best first, and how many have.

        Their scores are those of which the best is mixed into the article's. Of a query that asks for no
        words at all, the first passages, with score 0.
        """
        shown: list[tuple[list[tuple[int, float]], int]] = [([], 0) for _ in found]
        if limit <= 0:
            return shown
        for view, rows, articles in self._by_segment(found):
            of_rows = self._scored(view, articles, weights)
            own = self._having_part(query, weights, view, of_rows)
            ends = of_rows.sizes.cumsum()
            for row, start, end in zip(rows, (ends - of_rows.sizes).tolist(), ends.tolist(), strict=True):
                kept = np.flatnonzero(own[start:end]) + start
                numbers, scores = best(of_rows.numbers[kept], of_rows.scores[kept], limit)
                shown[row] = list(zip(numbers, scores, strict=True)), len(kept)
        return shown

    def matching_passages(
        self, query: Query, weights: Weights, view: SegmentView, articles: NDArray[Any]
    ) -> NDArray[Any]:
        """The passages of these articles with a part of the query; all, if it asks for no words."""
        found = self._scored(view, articles, weights)
        return found.numbers[self._having_part(query, weights, view, found)]

    def _having_part(
        self, query: Query, weights: Weights, view: SegmentView, found: _Passages
    ) -> NDArray[np.bool_]:
        leaves = relaxed(query)
        if not leaves:
            return np.ones(len(found.numbers), bool)
        if not weights.strict:
            return found.own
        having = np.zeros(len(found.numbers), bool)
        for leaf, _ in leaves:
            in_text = self._level.leaf(leaf).passages[view.number]
            having |= lookup(in_text, found.numbers, view, view.passages) > 0.0
        return having

    # -- why -------------------------------------------------------------------------------------------

    def explain_passage(self, weights: Weights, view: SegmentView, passage: int) -> list[Reason]:
        """What each leaf gives to the score of a passage in the row of its article, by field."""
        articles = np.array([view.article_of[passage]], view.article_type)
        passages = np.array([passage], view.passage_type)
        reasons: list[Reason] = []
        for leaf, weight in weights.leaves:
            lists = self._level.leaf(leaf)
            title = lookup(lists.titles[view.number], articles, view, view.articles)[0]
            own = lookup(lists.passages[view.number], passages, view, view.passages)[0]
            reasons += [(leaf, "title", float(title * weight)), (leaf, "text", float(own * weight))]
        return [reason for reason in reasons if reason[2] > 0.0]

    def explain(
        self, weights: Weights, view: SegmentView, article: int
    ) -> list[tuple[Leaf | None, str, float]]:
        """What leaves, the best passage (None) and pairs of neighbouring words give to an article's score."""
        articles = np.array([article], view.article_type)
        share = self._ranking.best_passage
        reasons: list[tuple[Leaf | None, str, float]] = []
        for leaf, weight in weights.leaves:
            whole = lookup(self._level.leaf(leaf).segments[view.number], articles, view, view.articles)[0]
            reasons.append((leaf, "article", float((1.0 - share) * (whole * weight))))
        top = float(self._best_passages(view, articles, weights)[0])
        reasons.append((None, "best passage", share * top))
        near = Proximity(self._level, view)
        reasons += [
            (Sequence(None, pair), "together", float(near.scores([pair], articles)[0]))
            for pair in weights.pairs
        ]
        return [reason for reason in reasons if reason[2] > 0.0]


def _found(view: SegmentView, articles: list[int], scores: list[float]) -> BestArticles:
    return [(score, view.number, article) for score, article in zip(scores, articles, strict=True)]


def by_score(entry: tuple[float, int, int]) -> tuple[float, int, int]:
    """Rows (score, segment, document) by this: best first, then the one indexed first."""
    return -entry[0], entry[1], entry[2]
