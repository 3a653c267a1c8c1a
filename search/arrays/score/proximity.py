"""Neighbouring words of the query that stand together in the articles that lead.

Each pair of words that are neighbours in the query is a pseudo-term: it occurs in an article where the second
stands right after the first (`ordered`), within `window` words on either side (`unordered`), or, of two words
of a name, after one between (`passed_over`). Its weight is the mean of the two words', its frequency
saturates like any other (ranking/model.py). Positions run through the whole article; the title is far from
the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.later import np
from dateline.search.arrays.match.positional import SHIFT
from dateline.search.arrays.match.sorted_arrays import distinct
from dateline.search.ranking.weighting import is_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.article_level import ArticleLevel
    from dateline.search.query.nodes import Word

__all__ = ["Proximity"]

_TITLE: Final = 1 << 31  # position of a title's first word
_OVER: Final = 2  # from one word of a name to the next, an initial passed over


class Proximity:
    """Scores neighbouring words on some articles of one segment."""

    def __init__(self, level: ArticleLevel, view: SegmentView) -> None:
        self._level = level
        self._view = view

    def scores(self, pairs: Iterable[tuple[Word, Word]], articles: NDArray[Any]) -> NDArray[np.float64]:
        """What the pairs add to each of these articles, which are ascending."""
        passages = self._view.passages_of(articles)
        places = {word: self._places(word, articles, passages) for pair in pairs for word in pair}
        ranking = self._level.ranking
        total = np.zeros(len(articles))
        for first, second in pairs:
            here, there = places[first], places[second]
            if not len(here) or not len(there):
                continue
            weight = (self._level.leaf(first).weight + self._level.leaf(second).weight) / 2
            follows = there.searchsorted(here + 1)
            adjacent = here[there[np.minimum(follows, len(there) - 1)] == here + 1]
            low = there.searchsorted(here - ranking.window + 1)
            close = here[there.searchsorted(here + ranking.window) > low]
            self._add(total, adjacent, ranking.ordered * weight, articles)
            self._add(total, close, ranking.unordered * weight, articles)
            if is_name(first, second):
                after = there.searchsorted(here + _OVER)
                over = here[there[np.minimum(after, len(there) - 1)] == here + _OVER]
                self._add(total, over, ranking.passed_over * weight, articles)
        return total

    def _places(self, word: Word, articles: NDArray[Any], passages: NDArray[Any]) -> NDArray[np.int64]:
        """`article << 32 | position in the article` of a word, ascending."""
        view = self._view
        text = self._level.finder(view, "text").occurrences(word, passages).starts
        numbers = text >> SHIFT
        in_text = view.reader.articles_having(numbers).astype(np.int64) << SHIFT
        in_text += view.article_offsets(numbers)
        in_text += text & ((1 << SHIFT) - 1)
        in_title = self._level.finder(view, "title").occurrences(word, articles).starts
        return np.sort(np.concatenate([in_text, in_title + _TITLE]))

    def _add(
        self, total: NDArray[np.float64], found: NDArray[np.int64], weight: float, articles: NDArray[Any]
    ) -> None:
        if not len(found) or not weight:
            return
        numbers = found >> SHIFT
        starts = distinct(numbers)
        counts = np.diff(starts, append=len(numbers))
        having = numbers[starts]
        tf = counts / self._level.text_shares(self._view, having)
        rows = articles.searchsorted(having.astype(articles.dtype))
        total[rows] += weight * tf / (self._level.ranking.article.k1 + tf)
