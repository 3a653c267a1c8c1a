"""What are the numbers of a whole collection on a server, by which a sample of it is scored?

Each is asked for once and kept: a collection is one state of an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.opensearch.schema import PASSAGES
from dateline.indexer.opensearch.slots import TERM, safe
from dateline.search.opensearch.compiling import Compiled, Compiler
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import LEAVES, Alternatives, AtLeast, Leaf, Query, leaf_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    from dateline.indexer.opensearch.connection import Connection

__all__ = ["RemoteCollection", "leaves_within"]

_MOST_LANGUAGES: Final = 1000
_AT_ONCE: Final = 64  # counts in one request


class RemoteCollection:
    """The numbers of a physical index (search/arrays/score/collection.py)."""

    def __init__(
        self,
        connection: Connection,
        physical: str,
        roots: Mapping[int, str],
        *,
        patterns_apart: bool = False,
    ) -> None:
        self._roots = roots
        self._patterns_apart = patterns_apart
        self._connection = connection
        self._physical = physical
        self._having: dict[tuple[Hashable, bool], int] = {}
        self.look: Callable[[Leaf, bool], int] | None = None
        """Counts the articles, or passages, that have a leaf by looking at all that may have it."""
        self._having_term: dict[str, int] = {}

    @derived
    def languages(self) -> tuple[tuple[str, int], ...]:
        """The languages with their numbers of articles, by code."""
        buckets = self._numbers["languages"]["buckets"]
        return tuple(sorted((bucket["key"], bucket["doc_count"]) for bucket in buckets))

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return int(self._numbers["articles"])

    @property
    def passages(self) -> int:
        """How many passages they have."""
        return int(self._numbers["passages"]["doc_count"])

    @property
    def text_length(self) -> float:
        """The average length of the text of an article that has one."""
        return _average(self._numbers["text"], self._numbers["with_text"]["doc_count"])

    @property
    def title_length(self) -> float:
        """The average length of a title that there is."""
        return _average(self._numbers["title"], self._numbers["with_title"]["doc_count"])

    @property
    def passage_length(self) -> float:
        """The average length of a passage that has words."""
        passages = self._numbers["passages"]
        return _average(passages["text"], passages["with_text"]["doc_count"])

    @property
    def lengths_of_passages(self) -> tuple[float, float]:
        """The average length of all passages, and of the titles over them."""
        if not self.passages:
            return 0.0, 0.0
        passages = self._numbers["passages"]
        return passages["text"]["value"] / self.passages, passages["title"]["value"] / self.passages

    @derived
    def _numbers(self) -> dict[str, Any]:
        def length(field: str) -> dict[str, Any]:
            return {"sum": {"field": field}}

        def present(field: str) -> dict[str, Any]:
            return {"filter": {"range": {field: {"gt": 0}}}}

        text, title = f"{PASSAGES}.text_length", f"{PASSAGES}.title_length"
        inner = {"text": length(text), "title": length(title), "with_text": present(text)}
        inner["clipped"] = {"terms": {"field": f"{PASSAGES}.clipped"}}
        found = self._connection.search(
            self._physical,
            {
                "size": 0,
                "track_total_hits": True,
                "aggs": {
                    "text": length("text_length"),
                    "title": length("title_length"),
                    "with_text": present("text_length"),
                    "with_title": present("title_length"),
                    "languages": {"terms": {"field": "language", "size": _MOST_LANGUAGES}},
                    "passages": {"nested": {"path": PASSAGES}, "aggs": inner},
                },
            },
        )
        numbers: dict[str, Any] = found["aggregations"]
        numbers["articles"] = found["hits"]["total"]["value"]
        return numbers

    @derived
    def compiler(self) -> Compiler:
        """Compiles what is asked of this state."""
        return Compiler(
            dict(self.languages),
            self._roots,
            patterns_apart=self._patterns_apart,
            clipped=[bucket["key"] for bucket in self._numbers["passages"]["clipped"]["buckets"]],
        )

    # -- how many have it ------------------------------------------------------------------------------

    def having(self, leaf: Leaf, *, passages: bool) -> int:
        """In how many articles, or passages, a leaf occurs."""
        key = _key(leaf), passages
        if key not in self._having:
            self.count([leaf], passages=passages)
        return self._having[key]

    def count(self, leaves: Iterable[Leaf], *, passages: bool) -> None:
        """Learn at once in how many articles, or passages, leaves occur."""
        wanted = {_key(leaf): leaf for leaf in leaves if (_key(leaf), passages) not in self._having}
        self._count(wanted, passages=passages)
        for key, leaf in wanted.items():
            # By its number what is any of several things is weighed; of others the words are.
            if self.look and isinstance(leaf, Alternatives) and not self._compiled(leaf, passages).exact:
                self._having[key, passages] = self.look(leaf, passages)

    def _count(self, wanted: Mapping[Hashable, Leaf], *, passages: bool) -> None:
        keys = list(wanted)
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            bodies = [self._counting(_whole(wanted[key]), passages) for key in part]
            for key, found in zip(part, self._connection.msearch(self._physical, bodies), strict=True):
                count = (
                    found["aggregations"]["p"]["having"]["doc_count"]
                    if passages
                    else found["hits"]["total"]["value"]
                )
                self._having[key, passages] = count

    def _counting(self, leaf: Leaf, passages: bool) -> dict[str, Any]:
        query = self._compiled(leaf, passages).query
        if not passages:
            return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [query]}}}
        aggregation = {"nested": {"path": PASSAGES}, "aggs": {"having": {"filter": query}}}
        return {"size": 0, "track_total_hits": False, "aggs": {"p": aggregation}}

    def _compiled(self, leaf: Leaf, passages: bool) -> Compiled:
        return self.compiler.passages(leaf) if passages else self.compiler.articles(leaf)

    def having_term(self, term: str) -> int:
        """In how many articles a term is in title or text."""
        if term not in self._having_term:
            self.count_terms([term])
        return self._having_term[term]

    def count_terms(self, terms: Iterable[str]) -> None:
        """Learn at once in how many articles terms are."""
        wanted = [term for term in dict.fromkeys(terms) if term not in self._having_term]
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            bodies = []
            for term in part:
                options = [{"term": {field: f"{TERM}{safe(term)}"}} for field in ("title", "text")]
                query = {"bool": {"filter": [{"bool": {"should": options}}]}}
                bodies.append({"size": 0, "track_total_hits": True, "query": query})
            for term, found in zip(part, self._connection.msearch(self._physical, bodies), strict=True):
                self._having_term[term] = found["hits"]["total"]["value"]


def leaves_within(node: Query) -> Iterator[Leaf]:
    """All leaves of a tree, also those that others are made of."""
    if isinstance(node, LEAVES):
        yield node
    for child in node.children():
        yield from leaves_within(child)


def _whole(leaf: Leaf) -> Leaf:
    """What is counted of a leaf: of `atleast` all that has it at all."""
    return leaf.part if isinstance(leaf, AtLeast) else leaf


def _key(leaf: Leaf) -> Hashable:
    return leaf_key(with_boost(leaf, 1.0))


def _average(total: dict[str, float], count: int) -> float:
    return total["value"] / count if count else 1.0
