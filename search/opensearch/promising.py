"""Which articles of a server are looked at by our own evaluator for one answer?

The best by what the server can tell, some more than are wanted. Of a query that the server can't say exactly
all that it lets through is looked at, portion by portion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import Refused
from dateline.search.arrays.ranked import Ranked
from dateline.search.opensearch.candidates import best_articles, best_passages
from dateline.search.opensearch.collection import leaves_within
from dateline.search.ranking.model import DEFAULT
from dateline.search.ranking.weighting import Weights, relaxed, weigh

if TYPE_CHECKING:
    from dateline.indexer.opensearch.documents import Stored
    from dateline.search.engine import Sort
    from dateline.search.opensearch.collection import RemoteCollection
    from dateline.search.opensearch.matching import Matching
    from dateline.search.opensearch.sample import Sample, Samples
    from dateline.search.query.nodes import Leaf

__all__ = ["CANDIDATES", "MOST_HITS", "Promising"]

CANDIDATES: Final = 50
"""So many articles are ranked by our own evaluator, however few are wanted."""

MOST_HITS: Final = 10_000
"""So many a server gives at once, unless it is told otherwise."""

_ORDERS: Final[dict[str, list[Any]]] = {
    "newest": [{"date": {"order": "desc", "missing": "_last"}}, "_score", {"order": "asc"}],
    "oldest": [{"date": {"order": "asc", "missing": "_last"}}, "_score", {"order": "asc"}],
    "added": [{"indexed": "desc"}, {"order": "desc"}],
}


class Promising:
    """The articles that may be the first of an answer; by `weights` where nobody typed them."""

    def __init__(
        self, matching: Matching, weights: Weights | None, collection: RemoteCollection, samples: Samples
    ) -> None:
        self._matching = matching
        self._given = weights
        self._collection = collection
        self._samples = samples

    @derived
    def weights(self) -> Weights:
        """What articles are ranked by."""
        if self._given is not None:
            return self._given
        query = self._matching.query
        self._collection.count(leaves_within(query), passages=False)

        def having(leaf: Leaf) -> int:
            return self._collection.having(leaf, passages=False)

        return weigh(query, DEFAULT, self._collection.languages, having)

    def ranked(self, sample: Sample) -> Ranked:
        """The answer to the query that a sample gives."""
        ranked = Ranked(sample.evaluator.state, self._matching.query, self._matching.by)
        if self._given is not None:
            ranked.weights = self._given
        return ranked

    def find(
        self, sort: Sort, wanted: int, *, offset: int, passages: int, least: int = CANDIDATES
    ) -> tuple[Sample, Ranked, int | None]:
        """A sample with the best rows, these as they are found in it, and how many match where it is known.

        Whoever asks closes the sample. At `least` so many articles are looked at.
        """
        size = max(least, wanted + offset)
        if self._matching.exact and size <= MOST_HITS:
            stored, total = self._by_server(sort, size)
            matching = total
        else:
            stored, total = self._looked_at(sort, size), None
            matching = self._matching.total if sort != "relevance" else len(stored)
        sample = self._samples.of(stored)
        try:
            ranked = self.ranked(sample)
            if sort != "relevance" and matching > DEFAULT.candidates and self._has_pairs:
                ranked.leaders = sample.places(self._leaders())
            ranked.rows = ranked.find(wanted, sort, passages, offset=offset)
        except BaseException:
            sample.close()
            raise
        return sample, ranked, total

    @property
    def _has_pairs(self) -> bool:
        return self._matching.by == "article" and bool(self.weights.pairs)

    # -- by the server ---------------------------------------------------------------------------------

    def _by_server(self, sort: Sort, size: int) -> tuple[list[Stored], int]:
        order = _ORDERS.get(sort)
        if sort == "added":
            return self._matching.best({"bool": {"filter": [self._matching.filter]}}, order, size)
        # Of a day those come first that are best without neighbouring words: the leaders are among them.
        pairs = sort == "relevance"
        try:
            return self._matching.best(self._scored(self._matching.filter, pairs=pairs), order, size)
        except Refused:  # a pattern that stands for more words than are counted
            scored = self._scored(self._matching.filter, pairs=pairs, counting=False)
            return self._matching.best(scored, order, size)

    def _scored(self, matching: dict[str, Any], *, pairs: bool, counting: bool = True) -> dict[str, Any]:
        """The query for what matches, the most promising first."""
        if self._matching.passages is None:
            return best_articles(matching, self.weights, self._collection, pairs=pairs, counting=counting)
        self._collection.count(leaves_within(self._matching.query), passages=True)
        leaves = relaxed(self._matching.query)
        return best_passages(self._matching.passages.query, leaves, self._collection, counting=counting)

    def _leaders(self) -> set[int]:
        """The articles, by their order, that lead by relevance: to these alone neighbouring words add."""
        found: list[tuple[float, int]] = []
        for one in self._matching.filters():
            found += self._leading(one)
        found.sort(key=lambda entry: (-entry[0], entry[1]))
        return {order for _, order in found[: DEFAULT.candidates]}

    def _leading(self, matching: dict[str, Any]) -> list[tuple[float, int]]:
        try:
            return self._matching.leading(self._scored(matching, pairs=False), DEFAULT.candidates)
        except Refused:
            scored = self._scored(matching, pairs=False, counting=False)
            return self._matching.leading(scored, DEFAULT.candidates)

    # -- all of them -----------------------------------------------------------------------------------

    def _looked_at(self, sort: Sort, size: int) -> list[Stored]:
        """The best of all that the server lets through, by our own evaluator, portion by portion."""
        kept: dict[int, Stored] = {}  # by their order: an article may be there for several passages
        for sample, _ in self._matching.portions():
            kept.update(self._best_of(sample, sort, size))
            if len(kept) > 2 * size:
                kept = self._best_of_all(kept, sort, size)
        if len(kept) > size:
            kept = self._best_of_all(kept, sort, size)
        return list(kept.values())

    def _best_of(self, sample: Sample, sort: Sort, size: int) -> dict[int, Stored]:
        best = [sample.stored[row.article] for row in self.ranked(sample).find(size, sort, 0)]
        return {one.order: one for one in best}

    def _best_of_all(self, found: dict[int, Stored], sort: Sort, size: int) -> dict[int, Stored]:
        sample = self._samples.of(list(found.values()))
        try:
            return self._best_of(sample, sort, size)
        finally:
            sample.close()
