"""Which articles of a server match, all of them, whatever the server can say of that itself?

Where it can say it exactly, its filter is the answer. Where it lets through more, what it lets through is
fetched in portions and looked at by our own evaluator, and the answer is a list of documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.opensearch.documents import document_id, stored
from dateline.indexer.opensearch.schema import PASSAGES
from dateline.search.opensearch.clauses import EVERYTHING, Compiled

if TYPE_CHECKING:
    from dateline.indexer.opensearch.connection import Connection
    from dateline.indexer.opensearch.documents import Stored
    from dateline.search.arrays.ranked import Ranked
    from dateline.search.engine import By
    from dateline.search.opensearch.collection import RemoteCollection
    from dateline.search.opensearch.sample import Sample, Samples
    from dateline.search.query.nodes import Query

__all__ = ["Matching"]

_PORTION: Final = 500  # articles that are looked at together
_IDS_AT_ONCE: Final = 20_000


class Matching:
    """The articles, or the articles with a passage, that a query matches."""

    def __init__(
        self,
        query: Query,
        by: By,
        connection: Connection,
        physical: str,
        collection: RemoteCollection,
        samples: Samples,
    ) -> None:
        self.query = query
        self.by = by
        self._connection = connection
        self._physical = physical
        self._samples = samples
        self._compiler = compiler = collection.compiler
        self.passages: Compiled | None = compiler.passages(query) if by == "passage" else None
        self.compiled = compiler.articles(query) if self.passages is None else self.passages

    @property
    def exact(self) -> bool:
        """Whether the server says just what is meant."""
        return self.compiled.exact

    @property
    def filter(self) -> dict[str, Any]:
        """The articles that the server lets through, with a passage that matches where it is by passage."""
        if self.passages is None:
            return self.compiled.query
        return {"nested": {"path": PASSAGES, "query": self.passages.query, "score_mode": "none"}}

    def portions(self, *also: dict[str, Any]) -> Iterator[tuple[Sample, Ranked]]:
        """All that the server lets through, some at a time, and what of it matches; each is closed after.

        With more filters what they too let through.
        """
        page: dict[str, Any] = {
            "size": _PORTION,
            "query": {"bool": {"filter": [self.filter, *also]}},
            "sort": [{"order": "asc"}],
        }
        while hits := self._connection.search(self._physical, page)["hits"]["hits"]:
            sample = self._samples.of([stored(hit["_source"]) for hit in hits])
            try:
                yield sample, sample.evaluator.search(self.query, by=self.by, limit=0)
            finally:
                sample.close()
            if len(hits) < _PORTION:
                return
            page["search_after"] = hits[-1]["sort"]

    @derived
    def _looked_at(self) -> tuple[list[str], int]:
        """The documents that match, of an inexact query, and how many passages."""
        ids: list[str] = []
        passages = 0
        for sample, ranked in self.portions():
            passages += ranked.passage_total
            for articles in ranked.matching_articles():
                ids += [document_id(sample.stored[ordinal].article.id) for ordinal in articles.tolist()]
        return ids, passages

    @derived
    def total(self) -> int:
        """How many articles match."""
        if not self.exact:
            return len(self._looked_at[0])
        body = {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [self.filter]}}}
        return int(self._connection.search(self._physical, body)["hits"]["total"]["value"])

    def passage_total(self, having: Query | None) -> int:
        """How many passages match; of articles those of them that match `having`, None for all."""
        if not self.exact:
            return self._looked_at[1]
        if self.passages is not None or having is None:
            return self._count_passages(self.passages or Compiled(EVERYTHING))
        asked = self._compiler.passages(having)
        if asked.exact:
            return self._count_passages(asked)
        told = self._compiler.told_passages(having)
        if not told.exact:
            return self._looked_at[1]
        # Those articles are looked at in which a paragraph is longer than what is told with a passage.
        clipped = {"nested": {"path": PASSAGES, "query": {"exists": {"field": f"{PASSAGES}.clipped"}}}}
        looked_at = sum(ranked.passage_total for _, ranked in self.portions(clipped))
        return looked_at + self._count_passages(told, without=clipped)

    def _count_passages(self, having: Compiled, *, without: dict[str, Any] | None = None) -> int:
        """How many passages that match `having` the articles have that the server lets through."""
        query: dict[str, Any] = {"filter": [self.filter]}
        if without is not None:
            query["must_not"] = [without]
        inner = {"having": {"filter": having.query}}
        body = {
            "size": 0,
            "query": {"bool": query},
            "aggs": {"p": {"nested": {"path": PASSAGES}, "aggs": inner}},
        }
        answer = self._connection.search(self._physical, body)
        return int(answer["aggregations"]["p"]["having"]["doc_count"])

    def filters(self) -> Iterator[dict[str, Any]]:
        """Filters for the articles that match, which share none."""
        if self.exact:
            yield self.filter
            return
        ids = self._looked_at[0]
        for start in range(0, len(ids), _IDS_AT_ONCE):
            yield {"ids": {"values": ids[start : start + _IDS_AT_ONCE]}}

    def best(self, scored: dict[str, Any], sort: list[Any] | None, size: int) -> tuple[list[Stored], int]:
        """The most promising articles by a scoring query, or in a sorted order, and how many match."""
        body: dict[str, Any] = {"size": size, "track_total_hits": True, "query": scored}
        body["sort"] = sort if sort is not None else ["_score", {"order": "asc"}]
        found = self._connection.search(self._physical, body)["hits"]
        return [stored(hit["_source"]) for hit in found["hits"]], found["total"]["value"]

    def leading(self, scored: dict[str, Any], size: int) -> list[tuple[float, int]]:
        """The scores and orders of the most promising articles by a scoring query."""
        body = {"size": size, "_source": False, "query": scored, "sort": ["_score", {"order": "asc"}]}
        hits = self._connection.search(self._physical, body)["hits"]["hits"]
        return [(hit["sort"][0], hit["sort"][1]) for hit in hits]

    def aggregate(self, aggregations: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Aggregations over the articles that match, one answer for each of `filters`."""
        for one in self.filters():
            body = {
                "size": 0,
                "track_total_hits": True,
                "query": {"bool": {"filter": [one]}},
                "aggs": dict(aggregations),
            }
            answer = self._connection.search(self._physical, body)
            yield {**answer["aggregations"], "total": answer["hits"]["total"]["value"]}

    def values(self, field: str, *, missing: bool = False) -> Iterator[tuple[str | None, int]]:
        """All values of a keyword field in the articles that match, each with how many have it.

        With `missing` also None, for those without one. A value may come more than once.
        """
        for one in self.filters():
            source = {"terms": {"field": field, "missing_bucket": missing}}
            composite: dict[str, Any] = {"size": 2000, "sources": [{"value": source}]}
            while True:
                body = {
                    "size": 0,
                    "query": {"bool": {"filter": [one]}},
                    "aggs": {"values": {"composite": composite}},
                }
                answer = self._connection.search(self._physical, body)["aggregations"]["values"]
                for bucket in answer["buckets"]:
                    yield bucket["key"]["value"], bucket["doc_count"]
                if "after_key" not in answer:
                    break
                composite["after"] = answer["after_key"]
