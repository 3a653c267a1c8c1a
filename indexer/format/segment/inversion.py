"""Texts become postings without a step of Python for each posting.

A text is split at blanks, and each chunk between two blanks looked up in a dictionary that numbers them:
reading a text leaves one number a chunk. No token reaches over a blank, and where a chunk begins follows
from the lengths before it. Everything after that is array work over the whole buffer: each distinct chunk is
analysed (chunks.py), and a kernel puts what chunks become where it belongs, or gathers and a sort do
(gathering.py).

- `TextBuffer`: the chunks of one field's documents.
- `invert`: vocabulary and buffer → `Inverted`, the arrays of one field.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import ne
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format import kernels
from dateline.indexer.format.errors import IndexTooLarge
from dateline.indexer.format.ready_passages import ReadyPassages
from dateline.indexer.format.segment.chunks import Vocabulary
from dateline.indexer.format.segment.gathering import Postings, Rows, gather_postings
from dateline.indexer.format.storage.array_file import AnyArray, narrow, run_starts

__all__ = ["Inverted", "TextBuffer", "invert", "starts_as_positions"]

_BYTES_TOGETHER: Final = 1 << 20  # of text that are numbered at once
_TOKENS_TOGETHER: Final = 1 << 18  # whose starts are looked through at once


class TextBuffer:
    """The chunks of one field, document after document.

    Texts wait to be numbered with others: what is looked up for them is near the processor then.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._language = ""  # of those
        self._chunks = array("I")
        self._counts = array("I")
        # Code points at which sentences begin, and how many each document has; a paragraph begins one too.
        self.sentences = array("I")
        self.sentence_counts = array("I")
        self.paragraphs = array("I")  # the same of paragraphs; a document's first is not listed
        self.paragraph_counts = array("I")

    @property
    def chunks(self) -> array[int]:
        """The number of each chunk."""
        self._number()
        return self._chunks

    @property
    def counts(self) -> array[int]:
        """How many chunks each document has."""
        self._number()
        return self._counts

    def add(self, text: bytes, language: str) -> None:
        """Append one document, in UTF-8."""
        self.extend((text,), language)

    def extend(self, texts: Sequence[bytes], language: str) -> None:
        """Append several documents."""
        if language != self._language or self._waiting_bytes >= _BYTES_TOGETHER:
            self._number()
            self._language = language
        self._waiting += texts
        self._waiting_bytes += sum(map(len, texts))

    def _number(self) -> None:
        """Number the chunks of the texts that wait."""
        if self._waiting:
            chunks, counts = self._vocabulary.number(self._waiting, self._language)
            self._chunks.frombytes(chunks)
            self._counts.frombytes(counts)
            self._waiting, self._waiting_bytes = [], 0

    def mark(self, texts: Sequence[bytes], sentences: Sequence[Sequence[int]] | None) -> None:
        """Note at which code points of the next documents sentences and paragraphs begin, ascending."""
        found, counts = self.sentences, self.sentence_counts
        for text, starts in zip(texts, repeat(()) if sentences is None else sentences, strict=False):
            own = starts[1:] if starts and not starts[0] else starts
            paragraphs = _paragraphs(text.decode()) if b"\n\n" in text else ()
            found.extend(own)
            counts.append(len(own) + len(paragraphs))
            self.paragraph_counts.append(len(paragraphs))
            if paragraphs:
                found.extend(paragraphs)
                self.paragraphs.extend(paragraphs)

    def mark_ready(self, passages: ReadyPassages) -> None:
        """The same of documents for which a kernel told it."""
        self.sentences.frombytes(passages.sentences)
        self.sentence_counts.frombytes(passages.sentence_counts)
        self.paragraphs.frombytes(passages.paragraphs)
        self.paragraph_counts.frombytes(passages.paragraph_counts)


def _paragraphs(text: str) -> list[int]:
    """Where the paragraphs of a text begin, but for the first."""
    starts = []
    start = text.find("\n\n") + 2
    while start > 1:
        starts.append(start)
        start = text.find("\n\n", start) + 2
    return starts


@dataclass(frozen=True, slots=True)
class Inverted:
    """One field's documents as postings, terms in byte order; see docs/index-format.md for each array."""

    terms: list[bytes]
    forms: list[bytes]
    forms_start: AnyArray
    form_counts: AnyArray
    postings: Postings


def invert(vocabulary: Vocabulary, buffer: TextBuffer) -> Inverted:
    """The postings of every document in `buffer`. IndexTooLarge."""
    chunks, counts = np.frombuffer(buffer.chunks, np.uint32), np.frombuffer(buffer.counts, np.uint32)
    vocabulary.learn()
    known = vocabulary.rows()
    dictionary = _dictionary(vocabulary, _count_forms(vocabulary, known, chunks))
    asked = chunks, counts, known, dictionary.form_term, dictionary.form_number, len(dictionary.terms)
    return Inverted(
        dictionary.terms,
        dictionary.forms,
        dictionary.forms_start,
        dictionary.form_counts,
        gather_postings(*asked) if kernels.compiled() is None else _invert(*asked),
    )


def _invert(
    chunks: AnyArray, counts: AnyArray, known: Rows, form_term: AnyArray, form_number: AnyArray, terms: int
) -> Postings:
    """What `gather_postings` gives, from the kernel."""
    compiled = kernels.compiled()
    assert compiled is not None
    try:
        found = compiled.invert(chunks, counts, *known, form_term, form_number, terms)
    except OverflowError as error:
        raise IndexTooLarge(str(error)) from error
    return Postings(*(np.frombuffer(values, f"<u{width}") for values, width in found))


def _count_forms(vocabulary: Vocabulary, known: Rows, chunks: AnyArray) -> NDArray[np.int64]:
    """How often each form occurs in the chunks, by the vocabulary's numbers."""
    often = np.empty(len(known.rows), np.int64)
    often[known.rows] = np.bincount(chunks, minlength=len(known.rows))
    of_entries = np.repeat(often, np.diff(known.entries_start))
    # As weights they are floats, whose sums are exact below 2^53.
    counts = np.bincount(known.entry_forms, of_entries, len(vocabulary.forms))
    return counts.astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """The terms and forms of a buffer, numbered anew: only those that occur, in the order of the file."""

    terms: list[bytes]  # in byte order
    forms: list[bytes]  # grouped by term, the most frequent first, then in code point order
    forms_start: AnyArray  # where each term's forms begin
    form_counts: AnyArray
    form_term: AnyArray  # by the vocabulary's number of the form: its term
    form_number: AnyArray  # … and its number within the term


def _dictionary(vocabulary: Vocabulary, counts: NDArray[np.int64]) -> _Dictionary:
    """The dictionary of the forms that occur; `counts` says how often, by the vocabulary's numbers."""
    present = np.flatnonzero(counts)
    keys = list(map(list(vocabulary.forms).__getitem__, present.tolist()))
    # UTF-8 sorts as code points do. No term or form has a NUL: as what parts them it puts a term before those
    # that begin with it.
    sorted_keys = np.frombuffer(kernels.sorted_order(keys), np.uint32)
    names = "\0".join(map(keys.__getitem__, sorted_keys.tolist())).encode().split(b"\0") if keys else []
    terms, forms = names[::2], names[1::2]
    begins = [True, *map(ne, terms[1:], terms)] if terms else []
    owners = np.cumsum(begins, dtype=np.int64) - 1
    order = np.lexsort((-counts[present[sorted_keys]], owners))
    forms_start = run_starts(np.bincount(owners, minlength=sum(begins)))
    places = present[sorted_keys[order]]
    form_term = np.zeros(len(counts), np.uint32)
    form_term[places] = owners
    form_number = np.zeros(len(counts), np.uint32)
    form_number[places] = np.arange(len(order)) - forms_start[:-1][owners]
    return _Dictionary(
        terms=list(compress(terms, begins)),
        forms=list(map(forms.__getitem__, order.tolist())),
        forms_start=forms_start,
        form_counts=counts[places],
        form_term=form_term,
        form_number=form_number,
    )


def starts_as_positions(
    documents: AnyArray, offsets: AnyArray, token_start: AnyArray, token_offsets: AnyArray
) -> tuple[AnyArray, AnyArray, AnyArray]:
    """Turn code point offsets into positions: the start of each document's run, positions, their offsets.

    A start after the last token of its document is dropped, of several before the same token the first is
    kept, and every document begins with 0. `documents` ascend, and so do the offsets of a document.
    """
    none: AnyArray = np.empty(0, np.uint8)
    pieces: list[tuple[AnyArray, ...]] = [(none, none, none)]
    for first, last in _document_pieces(token_start):
        begin, end = np.searchsorted(documents, (first, last)).tolist()
        here = token_start[first : last + 1].astype(np.int64)
        tokens = token_offsets[here[0] : here[-1]]
        found = _as_positions(documents[begin:end] - first, offsets[begin:end], here - here[0], tokens)
        pieces.append(tuple(map(narrow, found)))
    counts, positions, starts = map(np.concatenate, zip(*pieces, strict=True))
    return narrow(run_starts(counts)), narrow(positions), narrow(starts)


def _document_pieces(token_start: AnyArray) -> Iterator[tuple[int, int]]:
    """Documents `[first, last)`, some tokens at a time: what is computed of them is much larger than they."""
    total = len(token_start) - 1
    first = 0
    while first < total:
        bound = int(token_start[first]) + _TOKENS_TOGETHER
        last = min(max(int(np.searchsorted(token_start, bound, side="right")) - 1, first + 1), total)
        yield first, last
        first = last


def _as_positions(
    documents: AnyArray, offsets: AnyArray, token_start: AnyArray, token_offsets: AnyArray
) -> tuple[AnyArray, AnyArray, AnyArray]:
    """Of some documents: how many each has, positions, their offsets."""
    documents = documents.astype(np.int64)
    offsets = offsets.astype(np.int64)
    total = len(token_start) - 1
    lengths = np.diff(token_start)
    span = int(max(token_offsets.max(initial=0), offsets.max(initial=0), lengths.max(initial=0))) + 2
    keys = np.repeat(np.arange(total) * span, lengths)
    keys += token_offsets
    found = np.searchsorted(keys, documents * span + offsets)
    inside = found < token_start[documents + 1]
    documents, offsets, found = documents[inside], offsets[inside], (found - token_start[documents])[inside]
    documents = np.concatenate((np.arange(total), documents))
    offsets = np.concatenate((np.zeros(total, np.int64), offsets))
    found = np.concatenate((np.zeros(total, np.int64), found))
    unique, first = np.unique(documents * span + found, return_index=True)
    return np.bincount(unique // span, minlength=total), unique % span, offsets[first]
