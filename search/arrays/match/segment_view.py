"""A segment as the evaluator sees it.

`SegmentView` is a segment with what evaluating needs beside its arrays, each made when first asked for and
kept.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format import kernels
from dateline.indexer.format.derived import derived
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.text_field import AMID_SENTENCE
from dateline.indexer.format.storage.array_file import narrow
from dateline.search.arrays.match.cut_passages import CutPassages
from dateline.search.arrays.match.postings import DocumentType, Postings
from dateline.search.arrays.match.sorted_arrays import distinct, expand
from dateline.search.errors import IndexDamaged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.index.segment_reader import SegmentReader
    from dateline.indexer.format.segment.text_field import TextField

__all__ = ["SegmentView"]

# A pattern asks for the openings of each of its terms: soon it is quicker to know those of all passages.
_FEW_ASKED: Final = 6


class SegmentView:
    """One segment, and what was derived from it."""

    def __init__(
        self,
        reader: SegmentReader,
        number: int,
        opening_words: int = 40,
        spoken: tuple[str, ...] = (),
    ) -> None:
        self.reader = reader
        self._spoken = spoken  # in the whole collection
        self.opening_words = opening_words
        self.number = number
        self.passages = reader.passages
        self.articles = reader.articles
        self.live_passages = reader.live_passages
        self.live_articles = reader.live_articles
        self.text: TextField = reader.text_field("text")
        self.title: TextField = reader.text_field("title")
        self._buffers: dict[int, list[NDArray[np.float64]]] = {}
        self._passage_codes: dict[str, NDArray[Any]] = {}
        self._openings_asked = 0
        self._kernels = kernels.compiled()
        self._compiled: dict[str, Any] = {}  # set once: leaves of queries know the one they are of

    def field(self, name: str) -> TextField:
        """The title, or the text (`lead` is a part of it)."""
        return self.title if name == "title" else self.text

    @derived
    def first_passage(self) -> NDArray[Any]:
        """Where the passages of each article begin, and the end of the last (articles + 1)."""
        return self.reader.first_passage

    @derived
    def passage_type(self) -> DocumentType:
        """The type of numbers of passages."""
        return _narrow(self.passages)

    @derived
    def article_type(self) -> DocumentType:
        """The type of numbers of articles."""
        return _narrow(self.articles)

    # -- kernels ---------------------------------------------------------------------------------------

    def make_ready(self) -> None:
        """What kernels need for any question, while it is opened: then the first is answered as others are.

        Damage is left to who asks for what is damaged.
        """
        if self._kernels is not None:
            with suppress(IndexDamaged):
                self.compiled_segment()

    @property
    def is_compiled(self) -> bool:
        """Whether kernels in C can be asked."""
        return self._kernels is not None

    def compiled_field(self, name: str) -> Any:
        """The title, or the text, as kernels in C take it; one and the same for all threads."""
        return self.field(name).compiled

    def compiled_segment(self) -> Any:
        """The segment as kernels in C take it; one and the same for all threads."""
        found = self._compiled.get("")
        if found is None:
            assert self._kernels is not None
            text, title = self.compiled_field("text"), self.compiled_field("title")
            bounds, hints = self.reader.passage_bounds, self.reader.hints_for_kernel()
            made = self.told(self._kernels.Segment, text, title, bounds, *hints)
            found = self._compiled.setdefault("", made)
        return found

    def told(self, kernel: Callable[..., Any], *given: Any) -> Any:
        """What a kernel tells; IndexDamaged in the place of its error, with the array where that is known."""
        try:
            return kernel(*given)
        except ValueError as error:
            self.reader.compare_hints()
            for field in (self.text, self.title):
                field.compare_all()
            raise IndexDamaged(self.reader.path, str(error)) from error

    @property
    def article_of(self) -> NDArray[Any]:
        """The article of each passage."""
        articles: NDArray[Any] = self.reader.article_of
        return articles

    @derived
    def language_codes(self) -> tuple[str, ...]:
        """The languages by their code in the column, "" for none; then the others of the collection."""
        own = ("", *self.reader.keyword_field("language").values)
        return *own, *(code for code in self._spoken if code not in own)

    # -- dense scratch space ---------------------------------------------------------------------------

    def borrow(self, size: int) -> NDArray[np.float64]:
        """An array of zeros, to be given back with zeros in it. Safe between threads."""
        free = self._buffers.setdefault(size, [])
        try:
            return free.pop()
        except IndexError:
            return np.zeros(size, np.float64)

    def give_back(self, buffer: NDArray[np.float64]) -> None:
        """Return a borrowed array, all zeros again."""
        self._buffers[len(buffer)].append(buffer)

    # -- passages and articles -------------------------------------------------------------------------

    def articles_of(self, postings: Postings) -> Postings:
        """Postings of passages as postings of their articles."""
        if not len(postings.documents):
            return Postings(np.empty(0, self.article_type), np.empty(0, np.int64))
        articles = self.reader.articles_having(postings.documents).astype(self.article_type, copy=False)
        starts = distinct(articles)
        counts = np.add.reduceat(postings.frequencies, starts, dtype=np.int64)
        return Postings(articles[starts], counts)

    def passages_of(self, articles: NDArray[Any]) -> NDArray[Any]:
        """All passages of these articles (ascending), ascending."""
        numbers = articles.astype(np.int64)
        firsts = self.first_passage[numbers].astype(np.int64)
        return expand(firsts, self.first_passage[numbers + 1] - firsts).astype(self.passage_type)

    @derived
    def all_passages(self) -> NDArray[Any]:
        """The numbers of the live passages."""
        return _numbers(self.passages, self.live_passages, self.passage_type)

    @derived
    def all_articles(self) -> NDArray[Any]:
        """The numbers of the live articles."""
        return _numbers(self.articles, self.live_articles, self.article_type)

    @derived
    def article_lengths(self) -> NDArray[Any]:
        """Positions in the text of each article."""
        return np.diff(self._article_starts)

    def passage_codes(self, field: str) -> NDArray[Any]:
        """The code of a keyword field for each passage, 0 for none."""
        codes = self._passage_codes.get(field)
        if codes is None:
            codes = self.reader.keyword_field(field).codes[self.article_of]
            self._passage_codes[field] = codes
        return codes

    # -- places inside a passage -----------------------------------------------------------------------

    def lead_ends(self, passages: NDArray[Any]) -> NDArray[np.int64]:
        """For each of these passages the position at which its article's lead ends; 0 after it.

        The lead is the first paragraph, or what it shares a passage with; it may have been cut.
        """
        numbers = passages.astype(np.intp)
        offsets = self.text.paragraph_offsets
        second = offsets[numbers].astype(np.int64) + 1
        several = second < offsets[numbers + 1]
        ends: NDArray[np.int64] = self.text.lengths[passages].astype(np.int64)
        ends[several] = self.text.paragraph_positions[second[several]]
        firsts = self.first_passage[self.reader.articles_having(numbers)].astype(np.intp)
        outside = firsts != numbers
        if self.cuts is not None:
            # Of a run from the article's beginning those before which no second paragraph began.
            paragraphs = offsets[numbers].astype(np.int64) - offsets[firsts]
            outside &= (self.cuts.first_of(numbers) != firsts) | (paragraphs != numbers - firsts)
        ends[outside] = 0
        return ends

    def article_offsets(self, passages: NDArray[Any]) -> NDArray[np.int64]:
        """For each of these passages the positions of its article before it."""
        firsts = self.first_passage[self.reader.articles_having(passages)]
        offsets: NDArray[np.int64] = self.text.token_start[passages].astype(np.int64)
        offsets -= self.text.token_start[firsts]
        return offsets

    @derived
    def _article_starts(self) -> NDArray[Any]:
        """The positions of the segment before each article's first, and after the last."""
        starts: NDArray[Any] = self.text.token_start[self.first_passage]
        return starts

    def opening_ends(self, passages: NDArray[Any]) -> NDArray[np.int64]:
        """For each of these passages where its article's first `opening_words` end in it, 0 when before."""
        if self._openings_asked < _FEW_ASKED:
            self._openings_asked += 1
            return self._opening_ends(passages)
        ends: NDArray[np.int64] = self._all_opening_ends[passages].astype(np.int64)
        return ends

    def _opening_ends(self, passages: NDArray[Any]) -> NDArray[np.int64]:
        ends: NDArray[np.int64] = np.clip(
            self.opening_words - self.article_offsets(passages), 0, self.text.lengths[passages]
        )
        return ends

    @derived
    def _all_opening_ends(self) -> NDArray[Any]:
        return narrow(self._opening_ends(np.arange(self.passages)))

    @derived
    def cuts(self) -> CutPassages | None:
        """The passages that go on in each other; None where no paragraph was cut."""
        going = (self.reader.goes_on != 0).nonzero()[0]  # of truths, in a tenth of the time
        return CutPassages(going, self.text.token_start) if len(going) else None

    @derived
    def sentence_keys(self) -> NDArray[np.int64]:
        """`passage << 32 | position` of the beginning of every sentence, ascending; in runs, if any."""
        keys = _unit_keys(self.text.sentence_offsets, self.text.sentence_positions)
        return self._joined_units(keys, AMID_SENTENCE)

    @derived
    def paragraph_keys(self) -> NDArray[np.int64]:
        """`passage << 32 | position` of the beginning of every paragraph, ascending; in runs, if any."""
        keys = _unit_keys(self.text.paragraph_offsets, self.text.paragraph_positions)
        return self._joined_units(keys, 1)

    def _joined_units(self, keys: NDArray[np.int64], least: int) -> NDArray[np.int64]:
        """The units in runs: none begins with a passage that goes on in one."""
        if self.cuts is None:
            return keys
        goes_on = self.reader.goes_on
        return self.cuts.without(keys, goes_on[goes_on > 0] >= least)


def _narrow(count: int) -> DocumentType:
    """A type for document numbers below `count`: where it is the file's own, postings are not copied."""
    return np.uint16 if count <= 1 << 16 else np.uint32


def _numbers(count: int, live: NDArray[np.bool_] | None, dtype: DocumentType) -> NDArray[Any]:
    return np.arange(count, dtype=dtype) if live is None else np.flatnonzero(live).astype(dtype)


def _unit_keys(offsets: NDArray[Any], positions: NDArray[Any]) -> NDArray[np.int64]:
    sizes = offsets[1:].astype(np.int64) - offsets[:-1]
    documents = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    return (documents << 32) | positions.astype(np.int64)
