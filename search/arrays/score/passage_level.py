"""What a leaf of the query weighs in a document.

A level decides what a document is. At `PassageLevel` it is a passage: a word of no particular field counts
only in the passage's text, a title belongs to all passages of its article. At `ArticleLevel`
(article_level.py) it is an article: its title and all its passages together. Either turns a leaf into
`Scored` lists, one a segment: documents and impacts, without deleted ones. They are kept; the oldest are
dropped when they take more than `CACHE_BYTES`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from operator import methodcaller
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.match.cache import Cache
from dateline.search.arrays.match.occurrences import FieldOccurrences
from dateline.search.arrays.match.postings import Postings
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import AtLeast, Leaf, Near, Sequence, Together, Word, leaf_key
from dateline.search.ranking.model import Ranking, idf, impacts, norms

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.pattern_cache import PatternCache
    from dateline.search.arrays.match.postings import DocumentType
    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.collection import Collection

__all__ = ["Level", "PassageLevel", "Scored", "ScoredLeaf", "at_least", "held_by", "weight_of"]

CACHE_BYTES: Final = 24 << 20
CHAMPIONS: Final = 64  # best documents of a list that are remembered in order


class Scored:
    """Documents and their impacts on one segment; ascending, live ones only."""

    __slots__ = ("_champions", "documents", "impacts", "maximum")

    def __init__(self, documents: NDArray[Any], scores: NDArray[np.float32]) -> None:
        self.documents = documents
        self.impacts = scores
        self.maximum = float(scores.max()) if len(scores) else 0.0
        self._champions: tuple[list[int], list[float]] | None = None

    def __len__(self) -> int:
        return len(self.documents)

    def champions(self) -> tuple[list[int], list[float]]:
        """The best `CHAMPIONS` documents and their impacts, best first, ties by document."""
        if self._champions is None:
            scores = self.impacts
            if len(scores) > CHAMPIONS:
                least = np.partition(scores, len(scores) - CHAMPIONS)[len(scores) - CHAMPIONS]
                above = np.flatnonzero(scores > least)
                level = np.flatnonzero(scores == least)[: CHAMPIONS - len(above)]
                chosen = np.concatenate([above, level])
            else:
                chosen = np.arange(len(scores))
            chosen = chosen[np.lexsort((chosen, -scores[chosen]))]
            self._champions = self.documents[chosen].tolist(), scores[chosen].tolist()
        return self._champions


class ScoredLeaf:
    """A leaf of the query at one level: a list a segment, its weight (idf) and its documents in all."""

    def __init__(self, segments: tuple[Scored, ...], weight: float, documents: int) -> None:
        self.segments = segments
        self.weight = weight
        self.documents = documents

    def nbytes(self) -> int:
        """What it takes in memory, about."""
        return 512 + len(self.segments) * CHAMPIONS * 64 + held_by(self.segments)


def held_by(lists: Iterable[Scored]) -> int:
    """Bytes of the arrays of some lists, each once; a view takes none, for it is one of the mapped file."""
    arrays = {id(array): array for one in lists for array in (one.documents, one.impacts)}
    return sum([array.nbytes for array in arrays.values() if array.base is None])


def at_least(found: Postings, least: int) -> Postings:
    """The documents with at least so many occurrences."""
    enough = found.frequencies >= least
    return Postings(found.documents[enough], found.frequencies[enough])


def weight_of(node: Leaf, total: int, having: int, weight_of_part: Callable[[Leaf], float]) -> float:
    """The weight of a leaf that `having` of `total` documents have: see `Level`.

    Where parts of a part occur together is not looked for, only where each does.
    """
    if type(node) is Word:
        return idf(total, having)
    if isinstance(node, Sequence | Near | Together):
        parts = node.parts if isinstance(node, Sequence) else (node.left, node.right)
        return sum(
            weight_of(part, total, 0, weight_of_part)
            if isinstance(part, Sequence | Near | Together)
            else weight_of_part(part)
            for part in parts
        )
    if isinstance(node, AtLeast):
        part = node.part
        if isinstance(part, Sequence | Near | Together):
            return weight_of(part, total, 0, weight_of_part)
        return weight_of_part(part)
    return idf(total, having)


class Level(ABC):
    """What a document is, and how leaves are scored on it."""

    of_articles: bool

    def __init__(
        self,
        views: tuple[SegmentView, ...],
        ranking: Ranking,
        patterns: PatternCache,
        collection: Collection | None = None,
    ) -> None:
        self.views = views
        self.ranking = ranking
        self.patterns = patterns
        self._finders: dict[tuple[int, str], FieldOccurrences] = {}
        self._leaves: Cache[Hashable, ScoredLeaf] = Cache(CACHE_BYTES, methodcaller("nbytes"))
        self.collection = collection  # None: the views are all of it
        self.total = sum(self.size(view) for view in views)
        if collection is not None:
            self.total = collection.articles if self.of_articles else collection.passages

    # -- what a document is ----------------------------------------------------------------------------

    @abstractmethod
    def size(self, view: SegmentView) -> int:
        """Documents of a segment, deleted ones included."""

    @abstractmethod
    def type(self, view: SegmentView) -> DocumentType:
        """The type of document numbers."""

    @abstractmethod
    def all(self, view: SegmentView) -> NDArray[Any]:
        """The live documents of a segment."""

    @abstractmethod
    def live(self, view: SegmentView) -> NDArray[np.bool_] | None:
        """Which documents are live; None: all."""

    @abstractmethod
    def codes(self, view: SegmentView, field: str) -> NDArray[Any]:
        """The code of a keyword field for each document."""

    @abstractmethod
    def _make(self, node: Leaf) -> ScoredLeaf:
        """The lists of a leaf without a boost."""

    # -- leaves ----------------------------------------------------------------------------------------

    def finder(self, view: SegmentView, field: str) -> FieldOccurrences:
        """Where leaves occur in "text", "lead", "opening" or "title" of a segment."""
        finder = self._finders.get((view.number, field))
        if finder is None:
            finder = FieldOccurrences(view, field, self.patterns.expand)
            self._finders[view.number, field] = finder
        return finder

    def leaf(self, node: Leaf) -> ScoredLeaf:
        """The lists of a leaf; its boost is left to the caller."""
        key = leaf_key(node)
        leaf = self._leaves.get(key)
        if leaf is None:
            leaf = self._make(node if node.boost == 1.0 else with_boost(node, 1.0))
            self._leaves.put(key, leaf)
        return leaf

    def lists(self, leaves: list[tuple[Leaf, float]], view: SegmentView) -> list[tuple[Scored, float]]:
        """The lists of some leaves on one segment, with their weights."""
        return [(self.leaf(leaf).segments[view.number], weight) for leaf, weight in leaves]

    def having_of(self, node: Leaf, here: int) -> int:
        """In how many documents of the collection a leaf occurs that so many here have."""
        if self.collection is None:
            return here
        return self.collection.having(node, passages=not self.of_articles)

    def _weight(self, node: Leaf, having: int) -> float:
        """idf; of a phrase or nearness the sum of that of its parts, as in Lucene's PhraseQuery."""
        return weight_of(node, self.total, having, lambda part: self.leaf(part).weight)

    def _alive(self, documents: NDArray[Any], scores: NDArray[np.float32], view: SegmentView) -> Scored:
        live = self.live(view)
        if live is not None:
            kept = live[documents]
            documents, scores = documents[kept], scores[kept]
        return Scored(documents, scores)


class PassageLevel(Level):
    """A document is a passage."""

    of_articles = False

    def size(self, view: SegmentView) -> int:
        """Passages of a segment, deleted ones included."""
        return view.passages

    def type(self, view: SegmentView) -> DocumentType:
        """The type of passage numbers."""
        return view.passage_type

    def all(self, view: SegmentView) -> NDArray[Any]:
        """The live passages of a segment."""
        return view.all_passages

    def live(self, view: SegmentView) -> NDArray[np.bool_] | None:
        """Which passages are live; None: all."""
        return view.live_passages

    def codes(self, view: SegmentView, field: str) -> NDArray[Any]:
        """The code of a keyword field for each passage."""
        return view.passage_codes(field)

    def counts(self, node: Leaf, view: SegmentView) -> Postings:
        """The passages a node occurs in and how often, deleted ones included."""
        field = node.fieldname or "text"
        found = self.finder(view, field).counts(node)
        if field != "title":
            return found
        sizes = (view.first_passage[1:] - view.first_passage[:-1])[found.documents]
        return Postings(view.passages_of(found.documents), np.repeat(found.frequencies, sizes))

    def _make(self, node: Leaf) -> ScoredLeaf:
        counts = [self.counts(node, view) for view in self.views]
        having = self.having_of(node, sum(len(found.documents) for found in counts))
        weight = self._weight(node, having)
        if type(node) is AtLeast:
            counts = [at_least(found, node.count) for found in counts]
        scored = [
            self._score(found, node.fieldname == "title", view, weight)
            for found, view in zip(counts, self.views, strict=True)
        ]
        return ScoredLeaf(tuple(scored), weight, having)

    def _score(self, found: Postings, title: bool, view: SegmentView, weight: float) -> Scored:
        documents, saturation = found.documents, self.ranking.passage
        if title:
            lengths = norms(view.title.lengths[view.article_of[documents]], self._title_average, saturation)
        else:
            lengths = norms(view.text.lengths[documents], self.text_average, saturation)
        return self._alive(documents, impacts(weight, found.frequencies, lengths, saturation), view)

    @derived
    def text_average(self) -> float:
        """The average length of a passage."""
        if self.collection is not None:
            return self.collection.lengths_of_passages[0]
        return sum(view.text.length_total for view in self.views) / self.total if self.total else 0.0

    @derived
    def _title_average(self) -> float:
        if self.collection is not None:
            return self.collection.lengths_of_passages[1]
        total = 0
        for view in self.views:
            passages = np.diff(view.first_passage).astype(np.int64)
            total += int((view.title.lengths * passages).sum(dtype=np.int64))
        return total / self.total if self.total else 0.0
