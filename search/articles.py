"""How do a whole article, its best passage and the nearness of its words make one score?

The formulae are in search/ranking.py. Conditions have been met by the article, so its passages are ranked by
any part of the query they have: And is read as Or, exclusions and filters are left out. The best passage is
looked up only for the articles that lead by their whole, as many as it takes until no other can get among the
`candidates`; neighbouring words are looked at in these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh import query as whoosh_query

from search.boolean import LEAVES
from search.function_words import function_words
from search.nodes import AtLeast, Word
from search.plans import Flat, flat_disjunction
from search.postings import SegmentView, expand
from search.proximity import Proximity, neighbours
from search.topk import best, disjunction, lookup

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from search.article_level import ArticleLevel
    from search.boolean import Tree

__all__ = ["ArticleRanker", "damped", "relaxed"]

Weighted = list[tuple[Any, float]]
Found = list[tuple[float, int, int]]  # score, segment, article
# The articles that lead by their bounds, ascending, their wholes, and the lowest bound; so many of them.
Leading = Callable[[int], tuple["NDArray[Any]", "NDArray[np.float64]", float]]
_SPARE: Final = 32


def relaxed(query: Any) -> Weighted:
    """The leaves any of which makes a passage worth showing, with their weights; a title's among them."""
    leaves: dict[Any, float] = {}
    _relax(query, 1.0, leaves)
    return list(leaves.items())


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


def damped(query: Any, languages: Collection[str], weight: float) -> Any:
    """The query with its function words at this weight, if it has other words."""
    known = function_words(languages)
    leaves = relaxed(query)
    light = [leaf for leaf, _ in leaves if _is_function_word(leaf, known)]
    if not light or len(light) == len(leaves):
        return query

    def lighten(node: Any) -> Any:
        if type(node) in (whoosh_query.And, whoosh_query.Or):
            return node.apply(lighten)
        return node.with_boost(node.boost * weight) if _is_function_word(node, known) else node

    return lighten(query)


def _is_function_word(node: Any, known: frozenset[str]) -> bool:
    return type(node) is Word and node.exact is None and node.text.lower() in known


class _Passages(NamedTuple):
    """The passages of some articles, one article after the other, and the score of each."""

    numbers: NDArray[Any]
    sizes: NDArray[np.int64]  # passages of each article
    scores: NDArray[np.float64]
    own: NDArray[np.bool_]  # whether the text has a part of the query, not the title alone


class ArticleRanker:
    """Ranks the articles of an index."""

    def __init__(self, level: ArticleLevel) -> None:
        self._level = level
        self._views = level.views
        self._ranking = level.ranking

    # -- articles --------------------------------------------------------------------------------------

    def best(self, query: Any, tree: Tree, limit: int) -> Found:
        """The best articles: score, segment number and article, best first."""
        leaves = relaxed(query)
        pairs = neighbours(query)
        wanted = max(limit, self._ranking.candidates) if pairs else limit
        found: Found = []
        for view in self._views:
            found += self._best_of(query, tree, view, leaves, wanted)
        found = sorted(found, key=_by_score)[:wanted]
        if pairs:
            found = sorted(self._with_pairs(found, pairs), key=_by_score)
        return found[:limit]

    def _best_of(self, query: Any, tree: Tree, view: SegmentView, leaves: Weighted, limit: int) -> Found:
        """The best of one segment by whole article and best passage."""
        share = self._ranking.best_passage
        plan = flat_disjunction(query)
        ranked = self._by_bounds(plan, tree, view) if plan else self._by_matches(query, tree, view, leaves)
        wanted = limit + _SPARE
        while True:
            articles, whole, last = ranked(wanted)
            scores = (1.0 - share) * whole + share * self._best_passages(view, articles, leaves)
            documents, mixed = best(articles, scores, limit)
            if len(articles) < wanted or mixed[-1] >= last:
                return [(score, view.number, number) for score, number in zip(mixed, documents, strict=True)]
            wanted *= 4

    def _by_bounds(self, plan: Flat, tree: Tree, view: SegmentView) -> Leading:
        """Those leading by the bounds of their words, found without looking at all."""
        parts = [(self._level.leaf(leaf), weight) for leaf, weight in plan.leaves]
        lists = [(leaf.bounds[view.number], weight) for leaf, weight in parts]
        mask = tree.mask(plan, view)

        def leading(wanted: int) -> tuple[NDArray[Any], NDArray[np.float64], float]:
            numbers, bounds = disjunction(lists, wanted, view, view.articles, mask=mask)
            articles = np.array(sorted(numbers), view.article_type)
            whole = np.zeros(len(articles))
            for leaf, weight in parts:
                whole += lookup(leaf.segments[view.number], articles, view, view.articles) * weight
            return articles, whole, bounds[-1] if bounds else 0.0

        return leading

    def _by_matches(self, query: Any, tree: Tree, view: SegmentView, leaves: Weighted) -> Leading:
        """Those leading by their bounds among all that match."""
        matches = tree.matches(query, view, scored=True)
        bounds = (1.0 - self._ranking.best_passage) * matches.scored
        for leaf, weight in leaves:
            tops = self._level.leaf(leaf).tops[view.number]
            share = self._ranking.best_passage * weight
            bounds += lookup(tops, matches.documents, view, view.articles) * share

        def leading(wanted: int) -> tuple[NDArray[Any], NDArray[np.float64], float]:
            numbers, found = best(matches.documents, bounds, wanted)
            articles = np.array(sorted(numbers), view.article_type)
            whole = matches.scored[matches.documents.searchsorted(articles)]
            return articles, whole, found[-1] * (1.0 + 1e-6) if found else 0.0

        return leading

    def _with_pairs(self, found: Found, pairs: list[tuple[Word, Word]]) -> Found:
        """The same articles, their neighbouring words added."""
        added = list(found)
        for view, rows, articles in self._by_segment(found):
            scores = Proximity(self._level, view).scores(pairs, articles)
            for row, more in zip(rows, scores.tolist(), strict=True):
                score, number, article = found[row]
                added[row] = score + more, number, article
        return added

    def rescored(self, query: Any, found: Found) -> Found:
        """The same articles in the same order, with the scores they have among the best."""
        leaves, pairs = relaxed(query), neighbours(query)
        share = self._ranking.best_passage
        mixed = list(found)
        for view, rows, articles in self._by_segment(found):
            scores = self._best_passages(view, articles, leaves)
            for row, score in zip(rows, scores.tolist(), strict=True):
                whole, number, article = found[row]
                mixed[row] = (1.0 - share) * whole + share * score, number, article
        return self._with_pairs(mixed, pairs) if pairs else mixed

    def _by_segment(self, found: Found) -> list[tuple[SegmentView, list[int], NDArray[Any]]]:
        """For each segment, the rows in it and their articles, ascending."""
        parts = []
        for view in self._views:
            rows = [row for row, entry in enumerate(found) if entry[1] == view.number]
            if rows:
                rows.sort(key=lambda row: found[row][2])
                parts.append((view, rows, np.array([found[row][2] for row in rows], view.article_type)))
        return parts

    # -- passages --------------------------------------------------------------------------------------

    def _scored(self, view: SegmentView, articles: NDArray[Any], leaves: Weighted) -> _Passages:
        """The passages of ascending articles."""
        numbers = articles.astype(np.int64)
        firsts = view.first_passage[numbers].astype(np.int64)
        sizes = view.first_passage[numbers + 1] - firsts
        passages = expand(firsts, sizes).astype(view.passage_type)
        titles, scores = np.zeros(len(articles)), np.zeros(len(passages))
        for leaf, weight in leaves:
            lists = self._level.leaf(leaf)
            in_title, in_text = lists.titles[view.number], lists.passages[view.number]
            if len(in_title):
                titles += lookup(in_title, articles, view, view.articles) * weight
            if len(in_text):
                scores += lookup(in_text, passages, view, view.passages) * weight
        return _Passages(passages, sizes, scores + np.repeat(titles, sizes), scores > 0.0)

    def _best_passages(
        self, view: SegmentView, articles: NDArray[Any], leaves: Weighted
    ) -> NDArray[np.float64]:
        """The score of each article's best passage, 0 without passages; articles in any order."""
        result = np.zeros(len(articles))
        if not leaves or not len(articles):
            return result
        order = articles.argsort()
        found = self._scored(view, articles[order], leaves)
        filled = np.flatnonzero(found.sizes)
        if len(filled):
            starts = found.sizes.cumsum()[filled] - found.sizes[filled]
            result[order[filled]] = np.maximum.reduceat(found.scores, starts)
        return result

    def passages(self, query: Any, found: Found, limit: int) -> list[list[tuple[int, float]]]:
        """For each article found its best passages with a part of the query, best first.

        Of a query that asks for no words at all, the first passages, with score 0.
        """
        leaves = relaxed(query)
        shown: list[list[tuple[int, float]]] = [[] for _ in found]
        if limit <= 0:
            return shown
        for view, rows, articles in self._by_segment(found):
            of_rows = self._scored(view, articles, leaves)
            ends = of_rows.sizes.cumsum()
            for row, start, end in zip(rows, (ends - of_rows.sizes).tolist(), ends.tolist(), strict=True):
                if leaves:
                    kept = np.flatnonzero(of_rows.own[start:end]) + start
                    numbers, scores = best(of_rows.numbers[kept], of_rows.scores[kept], limit)
                    shown[row] = list(zip(numbers, scores, strict=True))
                else:
                    shown[row] = [(number, 0.0) for number in of_rows.numbers[start:end][:limit].tolist()]
        return shown

    def matching_passages(self, query: Any, view: SegmentView, articles: NDArray[Any]) -> NDArray[Any]:
        """The passages of these articles with a part of the query; all, if it asks for no words."""
        leaves = relaxed(query)
        found = self._scored(view, articles, leaves)
        return found.numbers[found.own] if leaves else found.numbers


def _by_score(entry: tuple[float, int, int]) -> tuple[float, int, int]:
    return -entry[0], entry[1], entry[2]
