"""The ranking of passages as a weighting model of Whoosh: exact lengths, and the idf of Lucene.

whoosh_index("index").searcher(weighting=PassageBM25()).search(Term("text", "border"))
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from dateline.indexer.whoosh.library import BaseScorer, WeightingModel, WeightScorer
from dateline.search.ranking.model import DEFAULT, Saturation, idf, impacts, norms

__all__ = ["PassageBM25"]


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
