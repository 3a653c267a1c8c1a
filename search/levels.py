"""What does a leaf of the query weigh in a passage, and what in a whole article?

A level decides what a document is. At `PassageLevel` it is a passage: a word of no particular field counts
only in the passage's text, a title belongs to all passages of its article. At `ArticleLevel` it is an
article: its title and all its passages together. Either turns a leaf into `Scored` lists, one a segment:
documents and impacts, without deleted ones. They are kept, the least recently used ones are dropped when
they take more than `CACHE_BYTES`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from search.nodes import AtLeast, Near, Sequence, Together, Word
from search.occurrences import FieldOccurrences
from search.postings import Postings, merge
from search.ranking import Ranking, idf, impacts, norms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from search.postings import SegmentView
    from search.vocabulary import Vocabulary

__all__ = ["ArticleLevel", "Leaf", "Level", "PassageLevel", "Scored"]

CACHE_BYTES: Final = 64 << 20
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


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of the query at one level: a list a segment, its weight (idf) and its documents in all."""

    segments: tuple[Scored, ...]
    weight: float
    documents: int

    @property
    def maximum(self) -> float:
        """The largest impact anywhere."""
        return max((scored.maximum for scored in self.segments), default=0.0)


class Level(ABC):
    """What a document is, and how leaves are scored on it."""

    of_articles: bool

    def __init__(
        self,
        views: tuple[SegmentView, ...],
        ranking: Ranking,
        vocabulary: Vocabulary,
    ) -> None:
        self.views = views
        self.ranking = ranking
        self.vocabulary = vocabulary
        self._finders = {
            (view.number, field): FieldOccurrences(view, field, vocabulary.expand)
            for view in views
            for field in ("text", "lead", "title")
        }
        self._leaves: dict[Any, Leaf] = {}
        self._bytes = 0
        self.total = sum(self.size(view) for view in views)

    # -- what a document is ----------------------------------------------------------------------------

    @abstractmethod
    def size(self, view: SegmentView) -> int:
        """Documents of a segment, deleted ones included."""

    @abstractmethod
    def type(self, view: SegmentView) -> Any:
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
    def _counts(self, node: Any, view: SegmentView) -> tuple[Postings, ...]:
        """How often the node occurs: in the fields this level weighs, in its order."""

    @abstractmethod
    def _score(
        self, counts: tuple[Postings, ...], field: str | None, view: SegmentView, weight: float
    ) -> Scored:
        """Documents and impacts of one segment."""

    # -- leaves ----------------------------------------------------------------------------------------

    def finder(self, view: SegmentView, field: str) -> FieldOccurrences:
        """Where leaves occur in "text", "lead" or "title" of a segment."""
        return self._finders[view.number, field]

    def leaf(self, node: Any) -> Leaf:
        """The lists of a leaf; its boost is left to the caller."""
        key = (node.fieldname, node.terms, node.exact) if type(node) is Word else node
        leaf = self._leaves.get(key)
        if leaf is None:
            leaf = self._make(node if node.boost == 1.0 else replace(node, boost=1.0))
            self._keep(key, leaf)
        return leaf

    def lists(self, leaves: list[tuple[Any, float]], view: SegmentView) -> list[tuple[Scored, float]]:
        """The lists of some leaves on one segment, with their weights."""
        return [(self.leaf(leaf).segments[view.number], weight) for leaf, weight in leaves]

    def _keep(self, key: Any, leaf: Leaf) -> None:
        self._leaves[key] = leaf
        self._bytes += _bytes(leaf)
        while self._bytes > CACHE_BYTES and len(self._leaves) > 1:
            oldest = self._leaves.pop(next(iter(self._leaves)), None)
            self._bytes -= _bytes(oldest) if oldest is not None else 0

    def _make(self, node: Any) -> Leaf:
        counts = [self._counts(node, view) for view in self.views]
        having = sum(self._having(each) for each in counts)
        weight = self._weight(node, having)
        if type(node) is AtLeast:
            counts = [self._at_least(each, node.count) for each in counts]
        scored = [
            self._score(each, node.fieldname, view, weight)
            for each, view in zip(counts, self.views, strict=True)
        ]
        return Leaf(tuple(scored), weight, having)

    def _weight(self, node: Any, having: int) -> float:
        """idf; of a phrase or nearness the sum of that of its parts, as in Lucene's PhraseQuery."""
        if isinstance(node, (Sequence, Near, Together)):
            return sum(self.leaf(part).weight for part in node.children())
        if isinstance(node, AtLeast):
            return self.leaf(node.part).weight
        return idf(self.total, having)

    def _having(self, counts: tuple[Postings, ...]) -> int:
        return len(counts[0].documents)

    def _at_least(self, counts: tuple[Postings, ...], least: int) -> tuple[Postings, ...]:
        found = counts[0]
        enough = found.frequencies >= least
        return (Postings(found.documents[enough], found.frequencies[enough]),)

    def _alive(self, documents: NDArray[Any], scores: NDArray[np.float32], view: SegmentView) -> Scored:
        live = self.live(view)
        if live is not None:
            kept = live[documents]
            documents, scores = documents[kept], scores[kept]
        return Scored(documents, scores)


def _bytes(leaf: Leaf) -> int:
    return 512 + sum(scored.impacts.nbytes + scored.documents.nbytes for scored in leaf.segments)


class PassageLevel(Level):
    """A document is a passage."""

    of_articles = False

    def size(self, view: SegmentView) -> int:
        """Passages of a segment, deleted ones included."""
        return view.passages

    def type(self, view: SegmentView) -> Any:
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

    def counts(self, node: Any, view: SegmentView) -> Postings:
        """The passages a node occurs in and how often, deleted ones included."""
        field = node.fieldname or "text"
        found = self._finders[view.number, field].counts(node)
        if field != "title":
            return found
        sizes = (view.first_passage[1:] - view.first_passage[:-1])[found.documents]
        return Postings(view.passages_of(found.documents), np.repeat(found.frequencies, sizes))

    def _counts(self, node: Any, view: SegmentView) -> tuple[Postings, ...]:
        return (self.counts(node, view),)

    def _score(
        self, counts: tuple[Postings, ...], field: str | None, view: SegmentView, weight: float
    ) -> Scored:
        documents, frequencies = counts[0]
        lengths = (self._title_norms if field == "title" else self._text_norms)[view.number]
        return self._alive(
            documents, impacts(weight, frequencies, lengths[documents], self.ranking.passage), view
        )

    @cached_property
    def _text_norms(self) -> list[NDArray[np.float32]]:
        total = sum(view.text.length_total for view in self.views)
        average = total / self.total if self.total else 0.0
        return [norms(view.text.lengths, average, self.ranking.passage) for view in self.views]

    @cached_property
    def _title_norms(self) -> list[NDArray[np.float32]]:
        lengths = [view.title.lengths[view.article_of] for view in self.views]
        total = sum(int(each.sum(dtype=np.int64)) for each in lengths)
        average = total / self.total if self.total else 0.0
        return [norms(each, average, self.ranking.passage) for each in lengths]


class ArticleLevel(Level):
    """A document is an article: its title and the texts of its passages."""

    of_articles = True

    def size(self, view: SegmentView) -> int:
        """Articles of a segment, deleted ones included."""
        return view.articles

    def type(self, view: SegmentView) -> Any:
        """The type of article numbers."""
        return view.article_type

    def all(self, view: SegmentView) -> NDArray[Any]:
        """The live articles of a segment."""
        return view.all_articles

    def live(self, view: SegmentView) -> NDArray[np.bool_] | None:
        """Which articles are live; None: all."""
        return view.live_articles

    def codes(self, view: SegmentView, field: str) -> NDArray[Any]:
        """The code of a keyword field for each article."""
        codes: NDArray[Any] = view.reader.keyword_field(field).codes
        return codes

    def _counts(self, node: Any, view: SegmentView) -> tuple[Postings, ...]:
        field = node.fieldname
        none = Postings(np.empty(0, view.article_type), np.empty(0, np.int64))
        title = self._finders[view.number, "title"].counts(node) if field in (None, "title") else none
        text = none
        if field != "title":
            text = view.articles_of(self._finders[view.number, field or "text"].counts(node))
        both = merge([text, title], view.articles, view.article_type)
        return both, text, title

    def _at_least(self, counts: tuple[Postings, ...], least: int) -> tuple[Postings, ...]:
        both, text, title = counts
        enough = both.frequencies >= least
        return Postings(both.documents[enough], both.frequencies[enough]), text, title

    def _score(
        self, counts: tuple[Postings, ...], field: str | None, view: SegmentView, weight: float
    ) -> Scored:
        both, text, title = counts
        tf = np.zeros(len(both.documents), np.float64)
        for found, share, lengths in (
            (text, 1.0, self._text_shares[view.number]),
            (title, self.ranking.title, self._title_shares[view.number]),
        ):
            if len(found.documents):
                where = both.documents.searchsorted(found.documents)
                where[where == len(tf)] = 0
                kept = both.documents[where] == found.documents if len(tf) else np.zeros(len(where), bool)
                tf[where[kept]] += (share * found.frequencies / lengths[found.documents])[kept]
        k1 = self.ranking.article.k1
        scores = (weight * (k1 + 1.0) * tf / (tf + k1)).astype(np.float32)
        return self._alive(both.documents, scores, view)

    @cached_property
    def _text_shares(self) -> list[NDArray[np.float64]]:
        return self._shares([view.article_lengths for view in self.views])

    @cached_property
    def _title_shares(self) -> list[NDArray[np.float64]]:
        return self._shares([view.title.lengths.astype(np.int64) for view in self.views])

    def _shares(self, lengths: list[NDArray[np.int64]]) -> list[NDArray[np.float64]]:
        """1 - b + b length / average length, of each document; empty ones do not lower the average."""
        filled = sum(int((each > 0).sum()) for each in lengths)
        average = sum(int(each.sum()) for each in lengths) / filled if filled else 1.0
        b = self.ranking.article.b
        return [1.0 - b + b * each.astype(np.float64) / average for each in lengths]
