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

__all__ = ["ArticleLevel", "Leaf", "Level", "Mixture", "PassageLevel", "Scored"]

CACHE_BYTES: Final = 64 << 20
_MIXTURES_KEPT: Final = 128
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
        self._finders: dict[tuple[int, str], FieldOccurrences] = {}
        self._leaves: dict[Any, Leaf] = {}
        self._mixtures: dict[Any, Mixture] = {}
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
        """Where leaves occur in "text", "lead", "opening" or "title" of a segment."""
        finder = self._finders.get((view.number, field))
        if finder is None:
            finder = FieldOccurrences(view, field, self.vocabulary.expand)
            self._finders[view.number, field] = finder
        return finder

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
        found = self.finder(view, field).counts(node)
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
        title = self.finder(view, "title").counts(node) if field in (None, "title") else none
        text = opening = none
        if field != "title":
            text = view.articles_of(self.finder(view, field or "text").counts(node))
        if field is None and self.ranking.opening:
            opening = view.articles_of(self.finder(view, "opening").counts(node))
        both = merge([text, title], view.articles, view.article_type)
        return both, text, title, opening

    def _at_least(self, counts: tuple[Postings, ...], least: int) -> tuple[Postings, ...]:
        both, *parts = counts
        enough = both.frequencies >= least
        return Postings(both.documents[enough], both.frequencies[enough]), *parts

    def _score(
        self, counts: tuple[Postings, ...], field: str | None, view: SegmentView, weight: float
    ) -> Scored:
        both, text, title, opening = counts
        tf = view.borrow(view.articles)
        tf[text.documents] = text.frequencies / self.text_shares[view.number][text.documents]
        tf[title.documents] += self._title_tf(title, view)
        tf[opening.documents] += self.ranking.opening * opening.frequencies
        frequencies = tf[both.documents]
        for part in (text, title):
            tf[part.documents] = 0.0
        view.give_back(tf)
        return self._alive(both.documents, self._saturated(frequencies, weight), view)

    def _saturated(self, frequencies: NDArray[np.float64], weight: float) -> NDArray[np.float32]:
        return (weight * frequencies / (frequencies + self.ranking.article.k1)).astype(np.float32)

    def _title_tf(self, title: Postings, view: SegmentView) -> NDArray[np.float64]:
        """Weighted frequencies in the title."""
        shares = self._title_shares[view.number][title.documents]
        weighted: NDArray[np.float64] = self.ranking.title * title.frequencies / shares
        return weighted

    @cached_property
    def text_shares(self) -> list[NDArray[np.float64]]:
        """By segment, 1 - b + b length / average length of the text of each article."""
        lengths = [view.article_lengths for view in self.views]
        return _shares(lengths, _average(lengths), self.ranking.article.b)

    @cached_property
    def _title_shares(self) -> list[NDArray[np.float64]]:
        lengths = [view.title.lengths for view in self.views]
        average = _average(
            [each[each > 0] for each in lengths]
        )  # an article without a title has no short one
        return _shares(lengths, average, self.ranking.title_b)

    @cached_property
    def _passage_shares(self) -> list[NDArray[np.float64]]:
        lengths = [view.text.lengths for view in self.views]
        return _shares(lengths, _average(lengths), self.ranking.article.b)

    # -- passages as parts of their article ------------------------------------------------------------

    def mixture(self, node: Any) -> Mixture:
        """What a leaf gives to the passages of an article by the article's title, and by their own text."""
        key = (node.fieldname, node.terms, node.exact) if type(node) is Word else node
        mixture = self._mixtures.get(key)
        if mixture is None:
            weight = self.leaf(node).weight
            node = node if node.boost == 1.0 else replace(node, boost=1.0)
            parts = [self._mix(node, view, weight) for view in self.views]
            mixture = Mixture(tuple(title for title, _ in parts), tuple(text for _, text in parts))
            while len(self._mixtures) >= _MIXTURES_KEPT:
                self._mixtures.pop(next(iter(self._mixtures)), None)
            self._mixtures[key] = mixture
        return mixture

    def _mix(self, node: Any, view: SegmentView, weight: float) -> tuple[Scored, Scored]:
        field = node.fieldname
        titled = np.zeros(0, view.article_type)
        title_tf = view.borrow(view.articles)
        title_scores = np.zeros(0, np.float32)
        if field in (None, "title"):
            title = self.finder(view, "title").counts(node)
            titled = title.documents
            title_tf[titled] = self._title_tf(title, view)
            title_scores = self._saturated(title_tf[titled], weight)
        passages = np.zeros(0, view.passage_type)
        more = np.zeros(0, np.float32)
        if field != "title":
            text = self.finder(view, field or "text").counts(node)
            passages = text.documents
            tf = text.frequencies / self._passage_shares[view.number][passages]
            if field is None and self.ranking.opening:
                opening = self.finder(view, "opening").counts(node)
                tf[passages.searchsorted(opening.documents)] += self.ranking.opening * opening.frequencies
            before = title_tf[view.article_of[passages]]
            more = self._saturated(before + tf, weight) - self._saturated(before, weight)
        title_tf[titled] = 0.0
        view.give_back(title_tf)
        return Scored(titled, title_scores), Scored(passages, more)


@dataclass(frozen=True, slots=True)
class Mixture:
    """What a leaf gives to the score of a best passage, by segment.

    `titles` are articles, and what the title gives to each of their passages; `passages` what these have more
    by their own text. Deleted ones are among them.
    """

    titles: tuple[Scored, ...]
    passages: tuple[Scored, ...]


def _average(lengths: list[NDArray[Any]]) -> float:
    count = sum(map(len, lengths))
    return sum(int(each.sum(dtype=np.int64)) for each in lengths) / count if count else 1.0


def _shares(lengths: list[NDArray[Any]], average: float, b: float) -> list[NDArray[np.float64]]:
    """1 - b + b length / average length, of each document."""
    return [1.0 - b + (b / max(average, 1.0)) * each.astype(np.float64) for each in lengths]
