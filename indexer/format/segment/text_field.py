"""A text field: its terms, and where their postings and positions lie.

Terms are sorted by their bytes and numbered; everything about term `i` lies between `postings_start[i]` and
`postings_start[i + 1]` in `documents` and `frequencies`. The occurrences of all postings, in order, are in
`positions` and `forms`; where those of posting `g` begin is the checkpoint of its block of 64 postings plus
the frequencies of the postings before it in the block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.derived import derived
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.kernels import compiled
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.lengths import LENGTHS, LENGTHS_BEFORE, LENGTHS_BLOCK
from dateline.indexer.format.segment.term_dictionary import TermDictionary
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, narrow, run_starts
from dateline.indexer.format.storage.small_numbers import (
    Column,
    compressed_length,
    open_compressed,
    open_overflowing,
)
from dateline.indexer.format.storage.token_starts import TokenStarts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.kernels import Blocks
    from dateline.indexer.format.segment.surface_forms import FoldedForms  # only a pattern needs it
    from dateline.indexer.format.storage.grouped_frames import (
        GroupReader,  # loads zstandard: imported where it is needed
    )

__all__ = ["AMID_SENTENCE", "CHECKPOINT", "FORMS_GROUP", "TextField"]

AMID_SENTENCE: Final = 2  # in goes_on: a passage that goes on amid a sentence of the one before
CHECKPOINT: Final = 64  # postings between two occurrence checkpoints
# Terms whose surface forms share a frame. Measured, in bytes a term and µs to read the forms of one: 16 terms
# 9.1, 2.1; 64 6.7, 5.3; 128 6.2, 7.9. A dictionary does not help: no two terms are alike.
FORMS_GROUP: Final = 64
_OF_KERNELS: Final = (
    *("documents", "frequencies", "checkpoints", "positions", "positions_overflow_at", "positions_overflow"),
    *(
        "postings_start",
        LENGTHS,
        LENGTHS_BEFORE,
        "starts_of",
        "starts",
        "sentence_offsets",
        "sentence_starts",
    ),
    *("term_offsets", "term_blob"),
)
_MOST_FOUND: Final = 1 << 16  # terms whose numbers are kept
_FEW: Final = 512  # postings whose blocks are added up without looking for equal ones


@cache
def _in_block() -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """The places in a block of postings, and for each of these which are before it."""
    places = np.arange(CHECKPOINT)
    return places, (places[:, None] > places).astype(np.uint8)


@cache
def _names_of(prefix: str) -> tuple[str, ...]:
    """The arrays that kernels read, by the names they have in a file."""
    return tuple([prefix + name for name in _OF_KERNELS])


class TextField(TermDictionary):
    """One field of one segment. Documents are passages (`text`) or articles (`title`)."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        super().__init__(file, prefix)
        self._file = file
        self._prefix = prefix
        self._postings_start = file.memory_by_block(prefix + "postings_start")
        self._length_of = file.memory_by_block(prefix + LENGTHS)
        self._starts = file.memory_by_block(prefix + "starts")
        self._starts_of = file.memory_by_block(prefix + "starts_of")
        self.documents_total: int = len(self._length_of)
        self._check_lengths()
        self._folded: FoldedForms | None = None
        self._found: dict[bytes, int] = {}
        self._form_lines: GroupReader | None = None

    def _check_lengths(self) -> None:
        """IndexDamaged when the arrays can't be of one field."""
        postings, frequencies, checkpoints = [
            self._file.length(self._prefix + name) for name in ("documents", "frequencies", "checkpoints")
        ]
        last = int(self._postings_start[self.size]) if len(self._postings_start) > self.size else 0
        if (
            max(len(self._postings_start) - 1, 0) != self.size
            or last != postings
            or frequencies != postings
            or checkpoints != -(-postings // CHECKPOINT)
            or compressed_length(self._file, self._prefix + "forms")
            != self._file.length(self._prefix + "positions")
            or max(len(self._starts_of) - 1, 0) != self.documents_total
            or self._file.length(self._prefix + LENGTHS_BEFORE) != -(-self.documents_total // LENGTHS_BLOCK)
        ):
            raise IndexDamaged(self._file.path, f"the arrays {self._prefix}… differ in length")

    # What is read as an array becomes one when it is first asked for: to find a term, none is.

    @derived
    def token_start(self) -> AnyArray:
        """Where in `positions` … each document begins, and the end of the last (documents + 1)."""
        return narrow(run_starts(self.lengths))

    @derived
    def length_total(self) -> int:
        """How many positions all documents have."""
        if not self.documents_total:
            return 0
        before = self._file.memory_by_block(self._prefix + LENGTHS_BEFORE)
        return before[-1] + sum(self._length_of[(len(before) - 1) * LENGTHS_BLOCK :])

    @derived
    def positions(self) -> Column:
        """The positions of all occurrences."""
        return open_overflowing(self._file, self._prefix + "positions")

    @derived
    def forms(self) -> Column:
        """The numbers of the surface forms of all occurrences."""
        return open_compressed(self._file, self._prefix + "forms")

    @derived
    def _checkpoints(self) -> Column:
        return self._file.array_by_block(self._prefix + "checkpoints")

    @derived
    def _documents(self) -> Column:
        return self._file.array_by_block(self._prefix + "documents", below=max(self.documents_total, 1))

    @derived
    def _frequencies(self) -> Column:
        return self._file.array_by_block(self._prefix + "frequencies")

    def for_kernel(self) -> tuple[Blocks | None, ...]:
        """The arrays that kernels read, in the order in which `Field` of kernels/kernels.h has them."""
        return self._file.several_checked(_names_of(self._prefix))

    def compare_all(self) -> None:
        """Compare all that kernels read. IndexDamaged."""
        for name in _OF_KERNELS:
            self._file.array(self._prefix + name)

    @property
    def postings_start(self) -> AnyArray:
        """Where the postings of each term begin, and the end of the last (terms + 1)."""
        return self._file.array(self._prefix + "postings_start")

    @property
    def lengths(self) -> AnyArray:
        """Positions in each document."""
        return self._file.array(self._prefix + LENGTHS)

    def find(self, term: bytes) -> int:
        """The number of `term`, -1 when no document has it."""
        found = self._found.get(term)
        if found is None:
            found = self._look_up(term)
            if len(self._found) < _MOST_FOUND:
                self._found[term] = found
        return found

    def find_all(self, terms: Sequence[bytes]) -> list[int]:
        """The number of each of many terms, which are not kept."""
        if self.compiled is None:
            return list(map(self._look_up, terms))
        with self.damage_told():
            numbers: list[int] = self.compiled.find_all(list(terms))
            return numbers

    def look_for(self, terms: Iterable[bytes]) -> None:
        """Find those of some terms that nobody looked for yet, at once: `find` is soon asked for them."""
        wanted = [term for term in terms if term not in self._found]
        if wanted and len(self._found) < _MOST_FOUND:
            self._found.update(zip(wanted, self.find_all(wanted), strict=True))

    def _look_up(self, term: bytes) -> int:
        if self.compiled is not None:
            with self.damage_told():
                number: int = self.compiled.find(term)
                return number
        place = self.place(term)
        return place if place < self.size and self.term(place) == term else -1

    @derived
    def compiled(self) -> Any:
        """The field as kernels in C take it; None where there are none."""
        kernels = compiled()
        if kernels is None:
            return None
        with self.damage_told():
            return kernels.Field(self.for_kernel())

    @contextmanager
    def damage_told(self) -> Iterator[None]:
        """IndexDamaged in the place of a kernel's error, with the array that is damaged where it is known."""
        try:
            yield
        except ValueError as error:
            self.compare_all()
            raise IndexDamaged(self._file.path, str(error)) from error

    @property
    def folded(self) -> FoldedForms:
        """The surface forms as patterns find them."""
        if self._folded is None:
            from dateline.indexer.format.segment.surface_forms import FoldedForms

            self._folded = FoldedForms(self._file, self._prefix + "folded_")
        return self._folded

    def document_frequency(self, i: int) -> int:
        """In how many documents term `i` is, deleted ones included."""
        return int(self._postings_start[i + 1] - self._postings_start[i])

    def article_frequency(self, i: int) -> int:
        """How many articles have term `i` in text or title, deleted ones included; -1 where it is not known.

        It is of frequent terms of the text (frequent_terms.py).
        """
        terms = self._file.memory_by_block(self._prefix + "frequent_terms")
        place = bisect_left(terms, i)
        if place == len(terms) or terms[place] != i:
            return -1
        return self._file.memory_by_block(self._prefix + "frequent_articles")[place]

    def postings(self, i: int) -> tuple[int, int]:
        """The postings `[first, last)` of term `i`, numbers of the whole field."""
        return self._postings_start[i], self._postings_start[i + 1]

    @property
    def all_postings(self) -> tuple[Column, Column]:
        """Documents and frequencies of all postings of the field, in order."""
        return self._documents, self._frequencies

    def checkpoints(self, first: int, count: int) -> AnyArray:
        """Where the occurrences of `count` blocks of 64 postings begin, from block `first` on; a view."""
        return self._checkpoints[first : first + count]

    def occurrence_start(self, posting: int) -> int:
        """Where in `positions` and `forms` the occurrences of any posting of the field begin."""
        if posting >= len(self._frequencies):
            return len(self.positions)
        block = posting // CHECKPOINT
        return int(self._checkpoints[block]) + int(self._frequencies[block * CHECKPOINT : posting].sum())

    def documents(self, i: int) -> AnyArray:
        """The documents that have term `i`, ascending; a view."""
        return self._documents[self._postings_start[i] : self._postings_start[i + 1]]

    def frequencies(self, i: int) -> AnyArray:
        """How often each of `documents(i)` has term `i`; a view."""
        return self._frequencies[self._postings_start[i] : self._postings_start[i + 1]]

    def occurrence_offsets(self, i: int, postings: AnyArray | None = None) -> NDArray[np.int64]:
        """Where in `positions` and `forms` the occurrences of the postings of term `i` begin.

        All of them (and the end of the last) when `postings` is None, else those of these postings, counted
        from the term's first: their ends are these plus the frequencies.
        """
        first, last = self._postings_start[i], self._postings_start[i + 1]
        block = first // CHECKPOINT
        if postings is None:
            counts = self._frequencies[block * CHECKPOINT : last]
            offsets = np.empty(len(counts) + 1, np.int64)
            offsets[0] = self._checkpoints[block] if last > first else 0
            np.cumsum(counts, out=offsets[1:])
            offsets[1:] += offsets[0]
            return offsets[first - block * CHECKPOINT :]
        return self.occurrences_of(postings.astype(np.int64) + first)

    def occurrences_of(self, postings: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the occurrences of any postings of the field begin; adds up blocks, each once if many."""
        if not len(postings):
            return np.empty(0, np.int64)
        blocks = postings // CHECKPOINT
        if len(postings) <= _FEW:
            in_block, before = _in_block()
            places = (blocks * CHECKPOINT)[:, None] + in_block
            counts = self._frequencies[np.minimum(places, len(self._frequencies) - 1)]
            counts *= before[postings % CHECKPOINT]
            starts: NDArray[np.int64] = counts.sum(axis=1, dtype=np.int64)
            starts += self._checkpoints[blocks]
            return starts
        distinct, inverse = np.unique(blocks, return_inverse=True)
        table = np.zeros((len(distinct), CHECKPOINT + 1), np.int64)
        members = distinct[:, None] * CHECKPOINT + np.arange(CHECKPOINT)
        counts = self._frequencies[np.minimum(members, len(self._frequencies) - 1)]
        np.cumsum(counts, axis=1, out=table[:, 1:])
        offsets: NDArray[np.int64] = self._checkpoints[blocks] + table[inverse, postings % CHECKPOINT]
        return offsets

    def forms_of(self, i: int) -> list[tuple[str, int]]:
        """The surface forms of term `i` with their counts, the most frequent first; index = form number."""
        line = self._lines()[i].split(b"\0")
        return [(form.decode(), int(count)) for form, count in zip(line[::2], line[1::2], strict=True)]

    def _lines(self) -> GroupReader:
        if self._form_lines is None:
            from dateline.indexer.format.storage.grouped_frames import GroupReader

            self._form_lines = GroupReader(self._file, self._prefix + "form_", FORMS_GROUP, self.size)
        return self._form_lines

    def form_lines(self, first: int, last: int) -> list[bytes]:
        """The forms of terms `[first, last)` as they are stored: see `pack_forms`."""
        return self._lines().several(first, last)

    def token_starts(self, document: int) -> NDArray[np.int64]:
        """The code point of the document's text at which each of its positions begins."""
        positions = np.arange(self._length_of[document])
        return self.token_starts_of([document]).at(np.zeros_like(positions), positions)

    def token_starts_of(self, documents: Sequence[int]) -> TokenStarts:
        """`token_starts` of several documents."""
        starts_of, packed = self._starts_of, self._starts
        pieces = [packed[starts_of[document] : starts_of[document + 1]] for document in documents]
        counts = [self._length_of[document] for document in documents]
        return TokenStarts(b"".join(pieces), list(map(len, pieces)), counts)

    def sentence_starts_of(self, documents: Sequence[int]) -> list[tuple[int, ...]]:
        """The code points of the documents' texts at which their sentences begin; the first is 0."""
        offsets = self._file.memory_by_block(self._prefix + "sentence_offsets")
        starts = self._file.memory_by_block(self._prefix + "sentence_starts")
        return [tuple(starts[offsets[document] : offsets[document + 1]]) for document in documents]

    @property
    def sentence_offsets(self) -> AnyArray:
        """Where in `sentence_positions` each document's sentences begin (documents + 1)."""
        return self._file.array(self._prefix + "sentence_offsets")

    @property
    def sentence_positions(self) -> AnyArray:
        """The positions at which sentences begin, document after document; each document's first is 0.

        A paragraph begins a sentence.
        """
        return self._file.array(self._prefix + "sentence_positions")

    @property
    def all_sentence_starts(self) -> AnyArray:
        """The code points at which sentences begin, as many as `sentence_positions`."""
        return self._file.array(self._prefix + "sentence_starts")

    @property
    def paragraph_offsets(self) -> AnyArray:
        """Where in `paragraph_positions` each document's paragraphs begin (documents + 1)."""
        return self._file.array(self._prefix + "paragraph_offsets")

    @property
    def paragraph_positions(self) -> AnyArray:
        """The positions at which paragraphs begin, document after document; each document's first is 0."""
        return self._file.array(self._prefix + "paragraph_positions")
