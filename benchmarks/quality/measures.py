"""How good is one ranking, by which measure?

Names are those of ir_measures (MacAvaney, Macdonald, Ounis 2022). A ranking is a list of document ids, best
first; `relevance` maps the judged documents of the query to their relevance, and has one above 0. Every
measure is in [0, 1]; an empty ranking has 0. A document that comes twice counts where it comes first.

>>> ranking, relevance = ["a", "b", "c"], {"b": 1, "d": 1}
>>> [round(measure.of(ranking, relevance), 3) for measure in MEASURES]
[0.387, 0.25, 0.5, 0.5]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

__all__ = ["MEASURES", "Measure", "average_precision", "ndcg", "recall", "reciprocal_rank"]

Ranking = Sequence[str]
Relevance = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, and how far down the ranking it looks."""

    name: str
    depth: int
    function: Callable[[Ranking, Relevance], float]

    def of(self, ranking: Ranking, relevance: Relevance) -> float:
        """The value for one query."""
        if not any(grade > 0 for grade in relevance.values()):
            raise ValueError(f"{self.name} is undefined for a query without a relevant document")
        return self.function(list(dict.fromkeys(ranking))[: self.depth], relevance)


def ndcg(ranking: Ranking, relevance: Relevance, depth: int = 10) -> float:
    """Normalised discounted cumulated gain (Järvelin & Kekäläinen 2002, section 2.2).

    The gain is the relevance itself, not 2^relevance - 1 (with binary judgements they are the same); the
    discount is log2(rank + 1) (Burges et al. 2005), as trec_eval's `ndcg_cut`. `ranking` is cut at `depth`.
    """
    gains = [max(relevance.get(doc_id, 0), 0) for doc_id in ranking[:depth]]
    ideal = sorted((grade for grade in relevance.values() if grade > 0), reverse=True)[:depth]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def average_precision(ranking: Ranking, relevance: Relevance) -> float:
    """The mean, over all relevant documents, of the precision where each is found; 0 where one is not.

    Buckley & Voorhees 2000; trec_eval's `map` of a run cut at the ranking's length.
    """
    found, total = 0, 0.0
    for rank, doc_id in enumerate(ranking, start=1):
        if relevance.get(doc_id, 0) > 0:
            found += 1
            total += found / rank
    return total / _relevant(relevance)


def reciprocal_rank(ranking: Ranking, relevance: Relevance) -> float:
    """One divided by the rank of the first relevant document (Kantor & Voorhees 2000)."""
    for rank, doc_id in enumerate(ranking, start=1):
        if relevance.get(doc_id, 0) > 0:
            return 1 / rank
    return 0.0


def recall(ranking: Ranking, relevance: Relevance) -> float:
    """The share of all relevant documents that the ranking has."""
    return sum(relevance.get(doc_id, 0) > 0 for doc_id in ranking) / _relevant(relevance)


def _relevant(relevance: Relevance) -> int:
    return sum(grade > 0 for grade in relevance.values())


# MAP looks at the hundred that are asked for: where a query has more relevant documents it can't reach 1.
MEASURES: Final = (
    Measure("nDCG@10", 10, ndcg),
    Measure("MAP", 100, average_precision),
    Measure("MRR@10", 10, reciprocal_rank),
    Measure("R@100", 100, recall),
)
