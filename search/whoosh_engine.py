"""How does Whoosh's own Searcher answer what the evaluator has no arrays for, with the same scores?

`PassageBM25` is a weighting model of Whoosh with exactly the numbers of ranking.py: exact lengths,
Lucene's idf, impacts in single precision. Keyword fields score 1, as they do in Whoosh.

`WhooshMatcher` runs the matchers of a query on one segment, to be combined with what the arrays say.

    whoosh_index("index").searcher(weighting=PassageBM25()).search(Term("text", "border"))
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.scoring import BaseScorer, WeightingModel, WeightScorer
from whoosh.searching import Searcher

from dateline.indexer.whoosh.index import reader_of
from dateline.indexer.whoosh.schema import make_schema
from dateline.search.arrays.score.ranking import DEFAULT, Saturation, idf, impacts, norms

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import IndexReader

__all__ = ["PassageBM25", "WhooshMatcher"]


class PassageBM25(WeightingModel):  # type: ignore[misc]  # whoosh is not annotated
    """BM25 over passages."""

    def __init__(self, saturation: Saturation = DEFAULT.passage) -> None:
        self.saturation = saturation

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        """The scorer of one term on one segment, by the statistics of the whole index."""
        if not searcher.schema[fieldname].scorable:
            return WeightScorer(1.0)
        whole = searcher.get_parent()
        documents = whole.doc_count_all()
        weight = idf(documents, whole.doc_frequency(fieldname, text))
        average = whole.field_length(fieldname) / documents if documents else 0.0
        return _Scorer(searcher, fieldname, text, weight, average, self.saturation)


class _Scorer(BaseScorer):  # type: ignore[misc]
    def __init__(
        self,
        searcher: Any,
        fieldname: str,
        text: bytes,
        weight: float,
        average: float,
        saturation: Saturation,
    ) -> None:
        self._weight = weight
        self._average = average
        self._saturation = saturation
        self._length: Callable[[int], int] = partial(
            searcher.doc_field_length, fieldname=fieldname, default=0
        )
        statistics = searcher.term_info(fieldname, text)
        # No passage is shorter, and none has the term more often.
        self._most = self._impact(statistics.max_weight(), statistics.min_length())

    def _impact(self, frequency: float, length: int) -> float:
        lengths = norms(np.array([length]), self._average, self._saturation)
        return float(impacts(self._weight, np.array([frequency]), lengths, self._saturation)[0])

    def supports_block_quality(self) -> bool:
        """Yes: `max_quality` is a true bound."""
        return True

    def score(self, matcher: Any) -> float:
        """The impact on the passage the matcher stands on."""
        return self._impact(matcher.weight(), self._length(matcher.id()))

    def max_quality(self) -> float:
        """No impact on this segment is larger."""
        return self._most

    def block_quality(self, matcher: Any) -> float:
        """The same: a list is one block."""
        return self._most


class WhooshMatcher:
    """Whoosh's own Searcher over an open index, segment by segment."""

    def __init__(self, index: IndexReader, saturation: Saturation) -> None:
        reader = reader_of(index, make_schema())
        self._searcher = Searcher(reader, weighting=PassageBM25(saturation))
        self._leaves = [searcher for searcher, _ in self._searcher.leaf_searchers()]

    def reader(self, segment: int) -> Any:
        """Whoosh's reader of one segment."""
        return self._leaves[segment].reader()

    def matches(self, query: Any, segment: int) -> tuple[list[int], list[float]]:
        """The live passages of a segment that match, ascending, and their scores."""
        matcher = query.matcher(self._leaves[segment], self._searcher.context())
        documents: list[int] = []
        scores: list[float] = []
        while matcher.is_active():
            documents.append(matcher.id())
            scores.append(matcher.score())
            matcher.next()
        return documents, scores
