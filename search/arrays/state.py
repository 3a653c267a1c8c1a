"""One state of an index, with everything that was derived from it to answer queries.

`State` is what the evaluator, the answers and the marks share: views of the segments, the two levels at which
leaves are scored, and what was kept of earlier queries. Safe to share between threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from dateline.indexer.format import kernels
from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.pattern_cache import PatternCache
from dateline.search.arrays.match.segment_view import SegmentView
from dateline.search.arrays.score.article_level import ArticleLevel
from dateline.search.arrays.score.articles import ArticleRanker
from dateline.search.arrays.score.compiled_leaves import MOST_OPENING, CompiledLeaves
from dateline.search.arrays.score.filters import FilterCodes
from dateline.search.arrays.score.passage_level import PassageLevel
from dateline.search.query.nodes import Filter, Leaf
from dateline.search.ranking.model import DEFAULT, Ranking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.search.arrays.score.collection import Collection
    from dateline.search.arrays.score.passage_level import Level
    from dateline.search.engine import By

__all__ = ["Segments", "State"]

_FILTERS_KEPT: Final = 64


class Segments(Protocol):
    """What is asked: an index, or a sample of one."""

    @property
    def segments(self) -> tuple[SegmentReader, ...]:
        """The segments, in the order in which they were indexed."""
        ...

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages with their numbers of articles."""
        ...


class State:
    """Segments as they were opened, and what was derived from them.

    They are all there is, or a sample of a `collection`, by whose numbers they are scored.
    """

    def __init__(
        self, index: Segments, *, ranking: Ranking = DEFAULT, collection: Collection | None = None
    ) -> None:
        self.ranking = ranking
        self.collection = collection
        languages = index.languages if collection is None else dict(collection.languages)
        spoken = tuple(sorted(languages))  # of all segments: how a word is read is no matter of where it lies
        self.views = tuple(
            SegmentView(segment, number, ranking.opening_words, spoken)
            for number, segment in enumerate(index.segments)
        )
        self._view_of = {id(view.reader): view for view in self.views}
        self.patterns = PatternCache(self.views)
        self.passage_level = PassageLevel(self.views, ranking, self.patterns, collection)
        self.article_level = ArticleLevel(self.views, ranking, self.patterns, collection)
        self.articles = ArticleRanker(self.article_level)
        self.compiled = _compiled_leaves(self.article_level)
        self.compiled_by_passage = _compiled_leaves(self.passage_level)
        self.languages = tuple(sorted(languages.items()))
        self._filters: Cache[Filter, FilterCodes] = Cache(_FILTERS_KEPT)

    def level(self, by: By) -> Level:
        """What a document is, by the unit of a row."""
        return self.passage_level if by == "passage" else self.article_level

    def view(self, segment: SegmentReader) -> SegmentView:
        """What was derived of a segment of this index."""
        return self._view_of[id(segment)]

    def filter(self, node: Filter) -> FilterCodes:
        """The codes a filter node lets through."""
        found = self._filters.get(node)
        if found is None:
            found = FilterCodes(node, self.views)
            self._filters.put(node, found)
        return found

    def having(self, node: Leaf) -> int:
        """In how many articles a leaf occurs, deleted ones included."""
        level = self.article_level if self.compiled is None else self.compiled
        return level.having(node)

    @derived
    def date_ranks(self) -> list[NDArray[np.int64]]:
        """For each segment, the place in time of each of its articles among all dates; 0 for none."""
        fields = [view.reader.keyword_field("date") for view in self.views]
        every = sorted({value for field in fields for value in field.values})
        rank = {value: number for number, value in enumerate(every, 1)}
        return [np.array([0, *(rank[value] for value in field.values)])[field.codes] for field in fields]

    @derived
    def added_ranks(self) -> list[NDArray[np.int64]]:
        """For each segment, the place of each of its articles in the order in which they were indexed.

        Of one archive that is the order of its articles; those of several are told apart by the time.
        """
        times = [view.reader.indexing_times.all() for view in self.views]
        every = np.concatenate([*times, np.empty(0, np.int64)])
        ranks = np.empty(len(every), np.int64)
        ranks[np.argsort(every, kind="stable")] = np.arange(len(every))
        return np.split(ranks, np.cumsum([len(one) for one in times])[:-1]) if times else []


def _compiled_leaves(level: ArticleLevel | PassageLevel) -> CompiledLeaves | None:
    """Leaves for the kernels in C; None where there are none, or they can't count so long an opening."""
    compiled = kernels.compiled()
    if compiled is None or level.ranking.opening_words > MOST_OPENING:
        return None
    return CompiledLeaves(compiled, level)
