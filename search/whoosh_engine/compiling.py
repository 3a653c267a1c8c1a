"""A query tree as a query of Whoosh.

And, Or, Not and the filters become Whoosh's own classes. What stands in a text becomes a `LeafQuery`: a
query of Whoosh's whose matcher lists the passages a leaf is found in, with their scores, because
whoosh.query has no class for words that are compared as written, for nearness of phrases, or for "in one
sentence".

What is no leaf scores 0: it is wrapped in `Unscored`, since a ConstantScoreQuery of 0 scores 1 in Whoosh
2.7.4. Exclusions stand in such a wrapper too, because Whoosh's AndNot keeps a first document that both sides
have (AndNotMatcher._find_first).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

from dateline.indexer.whoosh.library import matching
from dateline.indexer.whoosh.library import query as whoosh
from dateline.search.query.nodes import (
    LEAVES,
    And,
    AndMaybe,
    DateRange,
    Every,
    IndexedAfter,
    KeywordFilter,
    Leaf,
    Not,
    Or,
    Query,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LeafQuery", "Unscored", "compiled"]

Scores = dict[int, float]  # of the documents of the whole index


class LeafQuery(whoosh.Query):  # type: ignore[misc]  # whoosh is not annotated
    """A leaf of our query tree among Whoosh's queries, or a filter it has no class for.

    `scores` tells its documents, of all segments.
    """

    def __init__(self, leaf: Leaf | IndexedAfter, scores: Callable[[Leaf | IndexedAfter], Scores]) -> None:
        self.leaf = leaf
        self.boost = 1.0
        self._scores = scores

    def __repr__(self) -> str:
        return f"LeafQuery({self.leaf!r})"

    def is_leaf(self) -> bool:
        """Yes: to Whoosh it is one."""
        return True

    def estimate_size(self, reader: Any) -> int:
        """As many documents as there are, at most."""
        return int(reader.doc_count_all())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The documents of the searcher's segment, counted from its first."""
        # The only way Whoosh 2.7.4 has to tell where a segment's documents begin in the whole index.
        parent = searcher.get_parent()
        first = 0 if parent is searcher else parent._offset_for_subsearcher(searcher)
        size = searcher.doc_count_all()
        found = sorted((n - first, s) for n, s in self._scores(self.leaf).items() if 0 <= n - first < size)
        if not found:
            return matching.NullMatcher()
        documents, scores = zip(*found, strict=True)
        return matching.ListMatcher(list(documents), list(scores))


class Unscored(whoosh.Query):  # type: ignore[misc]
    """The documents of a query of Whoosh's, each with the score 0."""

    def __init__(self, query: Any) -> None:
        self.query = query
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"Unscored({self.query!r})"

    def estimate_size(self, reader: Any) -> int:
        """As many documents as there are, at most."""
        return int(reader.doc_count_all())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The documents of the searcher's segment."""
        documents = list(self.query.matcher(searcher, context).all_ids())
        return (
            matching.ListMatcher(documents, [0.0] * len(documents)) if documents else matching.NullMatcher()
        )


def compiled(
    query: Query, scores: Callable[[Leaf | IndexedAfter], Scores], values: Callable[[str], Iterable[str]]
) -> Any:
    """The query as one of Whoosh's; `values` gives the values that the index has of a keyword field."""
    if isinstance(query, LEAVES):
        return LeafQuery(query, scores)
    if isinstance(query, And | Or):
        parts = [compiled(part, scores, values) for part in query.parts]
        if len(parts) < 2:  # Whoosh loses the boost of a compound with one part
            return parts[0] if parts else whoosh.NullQuery
        if isinstance(query, And):
            return whoosh.And(parts)
        # Two by two: of three and more, in a small segment, Whoosh loses the documents that score 0
        # (ArrayUnionMatcher takes 0 for "no match").
        return reduce(lambda left, right: whoosh.Or([left, right]), parts)
    if isinstance(query, AndMaybe):
        either = whoosh.Or([compiled(query.optional, scores, values), Unscored(whoosh.Every())])
        return whoosh.And([compiled(query.required, scores, values), either])
    if isinstance(query, Not):
        return Unscored(whoosh.Not(compiled(query.part, scores, values)))
    if isinstance(query, Every):
        return Unscored(whoosh.Every())
    if isinstance(query, DateRange):
        inside = whoosh.TermRange("date", query.low or "0", query.high or "~", endexcl=True)
        holding = [whoosh.Term("date", date) for date in query.holding]
        return Unscored(reduce(lambda left, right: whoosh.Or([left, right]), holding, inside))
    if isinstance(query, IndexedAfter):
        return Unscored(LeafQuery(query, scores))
    return Unscored(_any_value(query, values))


def _any_value(query: KeywordFilter, values: Callable[[str], Iterable[str]]) -> Any:
    name = query.fieldname
    return whoosh.Or([whoosh.Term(name, value) for value in values(name) if query.accepts(value)])
