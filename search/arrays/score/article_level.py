"""What a leaf of the query weighs in a whole article, and in its best passage.

The formulae are in ranking/model.py. Beside the impacts on whole articles a leaf has here what its passages
get, by their article's title and by their own text, and for each article a bound on its score: its own whole,
and the best of its passages as if it were the best for all words at once. An article of one passage has no
more than its bound, so that a few more articles than are asked for hold the best ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.search.arrays.match.positional import SHIFT, counted
from dateline.search.arrays.match.postings import Postings, merge
from dateline.search.arrays.match.sorted_arrays import distinct
from dateline.search.arrays.score.passage_level import CHAMPIONS, Level, Scored, ScoredLeaf, at_least, held_by
from dateline.search.query.nodes import AtLeast, Leaf, Sequence, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dateline.search.arrays.match.postings import DocumentType
    from dateline.search.arrays.match.segment_view import SegmentView

__all__ = ["ArticleLeaf", "ArticleLevel"]

_FEW: Final = 1000  # documents that are sooner looked up one by one than spread over all
_ROUND_UP: Final = 1.0 + 1e-6  # so that a bound stays one in single precision


class ArticleLeaf(ScoredLeaf):
    """A leaf on articles. All but `segments` may hold deleted documents.

    `titles` are by article what the title gives to each of their passages, `passages` by passage what it has
    more by its own text, `bounds` by article the whole and the most that a passage of it has, mixed.
    """

    def __init__(
        self,
        segments: tuple[Scored, ...],
        weight: float,
        documents: int,
        titles: tuple[Scored, ...],
        passages: tuple[Scored, ...],
        bounds: tuple[Scored, ...],
    ) -> None:
        super().__init__(segments, weight, documents)
        self.titles = titles
        self.passages = passages
        self.bounds = bounds

    def nbytes(self) -> int:
        """What it takes in memory, about."""
        lists = (*self.segments, *self.titles, *self.passages, *self.bounds)
        return 512 + len(self.segments) * CHAMPIONS * 64 + held_by(lists)


class Fields(NamedTuple):
    """Where a leaf occurs in one segment: `text` and `opening` by passage, the others by article."""

    title: Postings
    text: Postings
    opening: Postings
    both: Postings


class ArticleLevel(Level):
    """A document is an article: its title and the texts of its passages."""

    of_articles = True

    def size(self, view: SegmentView) -> int:
        """Articles of a segment, deleted ones included."""
        return view.articles

    def type(self, view: SegmentView) -> DocumentType:
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

    def leaf(self, node: Leaf) -> ArticleLeaf:
        """The lists of a leaf; its boost is left to the caller."""
        leaf = super().leaf(node)
        assert isinstance(leaf, ArticleLeaf)
        return leaf

    def having(self, node: Leaf) -> int:
        """In how many articles a leaf occurs, deleted ones included."""
        return self.leaf(node).documents

    # -- occurrences -----------------------------------------------------------------------------------

    def _make(self, node: Leaf) -> ArticleLeaf:
        fields = [self.fields_of(node, view) for view in self.views]
        having = self.having_of(node, sum(len(found.both.documents) for found in fields))
        weight = self._weight(node, having)
        if type(node) is AtLeast:
            fields = [found._replace(both=at_least(found.both, node.count)) for found in fields]
        lists = [self._weigh(found, view, weight) for found, view in zip(fields, self.views, strict=True)]
        if not lists:
            return ArticleLeaf((), weight, having, (), (), ())
        segments, titles, passages, bounds = zip(*lists, strict=True)
        return ArticleLeaf(segments, weight, having, titles, passages, bounds)

    def fields_of(self, node: Leaf, view: SegmentView) -> Fields:
        """Where a leaf occurs in one segment, deleted articles included."""
        title, text, opening = self.parts_of(node, view)
        both = merge([view.articles_of(text), title], view.articles, view.article_type)
        return Fields(title, text, opening, both)

    def parts_of(self, node: Leaf, view: SegmentView) -> tuple[Postings, Postings, Postings]:
        """The same but for title and text as one: title, text, opening."""
        field = node.fieldname
        title = Postings(np.empty(0, view.article_type), np.empty(0, np.int64))
        text = opening = Postings(np.empty(0, view.passage_type), np.empty(0, np.int64))
        if field in (None, "title"):
            title = self.finder(view, "title").counts(node)
        if field != "title":
            text = self.finder(view, field or "text").counts(node)
        if field is None and self.ranking.opening:
            opening = self._opening(node, view)
        return title, text, opening

    def _opening(self, node: Leaf, view: SegmentView) -> Postings:
        """Where a leaf occurs among the first words of an article.

        A phrase of words does where its last word is among them: none is looked for twice.
        """
        if isinstance(node, Sequence) and all(isinstance(part, Word) for part in node.parts):
            found = self.finder(view, "text").occurrences(node, None)
            lasts = found.ends >> SHIFT
            inside = (found.ends & ((1 << SHIFT) - 1)) < view.opening_ends(lasts)
            return counted(found.take(inside), view.passage_type)
        return self.finder(view, "opening").counts(node)

    # -- impacts ---------------------------------------------------------------------------------------

    def _weigh(self, found: Fields, view: SegmentView, weight: float) -> tuple[Scored, ...]:
        """The lists of one segment, in the order of ArticleLeaf."""
        title, text, opening, both = found
        dense = view.borrow(view.articles)
        title_tf = self.ranking.title * title.frequencies / self._title_shares(view, title.documents)
        dense[title.documents] = title_tf
        titles = self._saturated(title_tf, weight)
        more = self._more(text, opening, dense, view, weight)

        articles = view.articles_of(text)
        dense[articles.documents] += articles.frequencies / self.text_shares(view, articles.documents)
        openings = view.articles_of(opening)
        dense[openings.documents] += self.ranking.opening * openings.frequencies
        whole = self._saturated(dense[both.documents], weight)
        dense[title.documents] = 0.0
        dense[articles.documents] = 0.0

        dense[title.documents] = titles
        if len(more):
            starts = distinct(view.article_of[text.documents])
            dense[articles.documents] += np.maximum.reduceat(more, starts)
        tops = dense[both.documents].astype(np.float32)
        dense[title.documents] = 0.0
        dense[articles.documents] = 0.0
        view.give_back(dense)
        share = np.float32(self.ranking.best_passage)
        bounds = ((np.float32(1.0) - share) * whole + share * tops) * np.float32(_ROUND_UP)
        return (
            self._alive(both.documents, whole, view),
            Scored(title.documents, titles),
            Scored(text.documents, more),
            self._alive(both.documents, bounds, view),
        )

    def _more(
        self, text: Postings, opening: Postings, titles: NDArray[np.float64], view: SegmentView, weight: float
    ) -> NDArray[np.float32]:
        """What each passage has by its text beyond what the title gives it; `titles` are frequencies."""
        tf = text.frequencies / self._passage_shares(view, text.documents)
        if len(opening.documents) <= _FEW:
            tf[text.documents.searchsorted(opening.documents)] += self.ranking.opening * opening.frequencies
        else:
            dense = view.borrow(view.passages)
            dense[opening.documents] = self.ranking.opening * opening.frequencies
            tf += dense[text.documents]
            dense[opening.documents] = 0.0
            view.give_back(dense)
        before = titles[view.article_of[text.documents]]
        return self._saturated(before + tf, weight) - self._saturated(before, weight)

    def _saturated(self, frequencies: NDArray[np.float64], weight: float) -> NDArray[np.float32]:
        return (weight * frequencies / (frequencies + self.ranking.article.k1)).astype(np.float32)

    # -- lengths ---------------------------------------------------------------------------------------

    def text_shares(self, view: SegmentView, articles: NDArray[Any]) -> NDArray[np.float64]:
        """1 - b + b length / average length of the text of each of these articles."""
        return _shares(view.article_lengths[articles], self._text_average, self.ranking.article.b)

    def _title_shares(self, view: SegmentView, articles: NDArray[Any]) -> NDArray[np.float64]:
        return _shares(view.title.lengths[articles], self._title_average, self.ranking.title_b)

    def _passage_shares(self, view: SegmentView, passages: NDArray[Any]) -> NDArray[np.float64]:
        return _shares(view.text.lengths[passages], self._passage_average, self.ranking.article.b)

    @property
    def averages(self) -> tuple[float, float, float]:
        """The average lengths of the text of an article, of a title, of a passage.

        An article without a title or a text has no short one: they are over those that have some.
        """
        return self._text_average, self._title_average, self._passage_average

    @derived
    def _text_average(self) -> float:
        if self.collection is not None:
            return self.collection.text_length
        return _average((view.text.length_total, view.reader.filled.articles) for view in self.views)

    @derived
    def _title_average(self) -> float:
        if self.collection is not None:
            return self.collection.title_length
        return _average((view.title.length_total, view.reader.filled.titles) for view in self.views)

    @derived
    def _passage_average(self) -> float:
        if self.collection is not None:
            return self.collection.passage_length
        return _average((view.text.length_total, view.reader.filled.passages) for view in self.views)


def _average(fields: Iterable[tuple[int, int]]) -> float:
    """The average length, from the sum of each segment's lengths and how many have one."""
    total = count = 0
    for of_segment, filled in fields:
        total += of_segment
        count += filled
    return total / count if count else 1.0


def _shares(lengths: NDArray[Any], average: float, b: float) -> NDArray[np.float64]:
    """1 - b + b length / average length, of each document."""
    shares: NDArray[np.float64] = 1.0 - b + (b / max(average, 1.0)) * lengths.astype(np.float64)
    return shares
