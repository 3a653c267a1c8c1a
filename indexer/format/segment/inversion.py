"""Texts become postings without a step of Python for each posting.

A text is split at blanks, and each chunk between two blanks looked up in a dictionary that numbers them:
reading a text leaves one number a chunk. No token reaches over a blank, and where a chunk begins follows
from the lengths before it. Everything after that is array work over the whole buffer: each distinct chunk is
analysed (chunks.py), chunks are expanded to (term, form, position) by gathers, sorted by term with a
stable sort, and cut into postings where term or document changes.

- `TextBuffer`: the chunks of one field's documents.
- `invert`: vocabulary and buffer → `Inverted`, the arrays of one field.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexTooLarge
from dateline.indexer.format.segment.chunks import Vocabulary
from dateline.indexer.format.storage.array_file import AnyArray, narrow, run_starts

__all__ = ["Inverted", "TextBuffer", "invert", "stable_order", "starts_as_positions"]


class TextBuffer:
    """The chunks of one field, document after document."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.chunks = array("I")
        self.counts = array("I")  # chunks of each document
        self.sentences = array("I")  # pairs of document, code point: where sentences begin
        self.paragraphs = array("I")  # the same of paragraphs; a document's first is not listed

    def add(self, text: str, language: str) -> None:
        """Append one document."""
        if not text:
            self.counts.append(0)
            return
        numbers = self._vocabulary.number(text, language)
        before = len(self.chunks)
        self.chunks.frombytes(numbers)
        self.counts.append(len(self.chunks) - before)

    def mark(self, text: str, sentences: Sequence[int]) -> None:
        """Note where the sentences and paragraphs of the document added last begin."""
        document = len(self.counts) - 1
        for start in sentences:
            if start:
                self.sentences.extend((document, start))
        start = text.find("\n\n") + 2
        while start > 1:
            self.sentences.extend((document, start))
            self.paragraphs.extend((document, start))
            start = text.find("\n\n", start) + 2


@dataclass(frozen=True, slots=True)
class Inverted:
    """One field's documents as postings, terms in byte order; see docs/index-format.md for each array."""

    terms: list[bytes]
    postings_start: AnyArray
    documents: AnyArray
    frequencies: AnyArray
    positions: AnyArray
    occurrence_forms: AnyArray
    forms: list[bytes]
    forms_start: AnyArray
    form_counts: AnyArray
    token_start: AnyArray
    token_offsets: AnyArray  # code point at which each position of each document begins


def _expand(
    start: array[int], rows: AnyArray, chunks: AnyArray, type_: type[np.signedinteger]
) -> tuple[AnyArray, AnyArray, AnyArray]:
    """The members of the chunks' rows of a CSR: the place in `chunks`, the index; where each chunk's begin.

    `rows` has the row of each chunk's number.
    """
    first = np.frombuffer(start, np.uint32).astype(type_)
    counts = np.diff(first)[rows][chunks]
    begins = np.zeros(len(chunks) + 1, type_)
    np.cumsum(counts, out=begins[1:])
    places = np.repeat(np.arange(len(chunks), dtype=type_), counts)
    members = (first[rows][chunks] - begins[:-1])[places]
    members += np.arange(len(members), dtype=type_)
    return places, members, begins


def invert(vocabulary: Vocabulary, buffer: TextBuffer) -> Inverted:
    """The postings of every document in `buffer`."""
    vocabulary.learn()
    rows = vocabulary.rows()
    chunks = np.frombuffer(buffer.chunks, np.uint32)
    counts = np.frombuffer(buffer.counts, np.uint32)
    # Half the memory where it is enough: no chunk has 64 positions on average over a whole buffer.
    type_ = np.int32 if len(chunks) < 1 << 25 else np.int64
    chunk_starts = run_starts(counts)
    chunk_document = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    lengths = np.frombuffer(vocabulary.lengths, np.uint32)[rows]
    offsets = _chunk_offsets(lengths, chunks, chunk_starts, chunk_document)

    places, members, begins = _expand(vocabulary.positions_start, rows, chunks, type_)
    token_start = begins[chunk_starts]
    token_offsets = offsets[places]
    token_offsets += np.frombuffer(vocabulary.position_offsets, np.uint32).astype(np.int32)[members]
    del offsets, places, members
    base = begins[:-1]
    base -= token_start[chunk_document]

    places, members, _ = _expand(vocabulary.entries_start, rows, chunks, type_)
    form = np.frombuffer(vocabulary.entry_forms, np.uint32)[members]
    position = base[places]
    position += np.frombuffer(vocabulary.entry_positions, np.uint32).astype(type_)[members]
    document = narrow(chunk_document[places])
    del places, members, base, begins, chunk_document

    dictionary = _dictionary(vocabulary, form)
    term = dictionary.form_term[form]
    form_number = narrow(dictionary.form_number)[form]
    del form
    position = narrow(position)
    order = stable_order(term, len(dictionary.terms))
    term, document, position, form_number = term[order], document[order], position[order], form_number[order]
    del order
    new = np.ones(len(term), bool)
    new[1:] = (term[1:] != term[:-1]) | (document[1:] != document[:-1])
    first = np.flatnonzero(new)
    return Inverted(
        terms=dictionary.terms,
        postings_start=narrow(run_starts(np.bincount(term[first], minlength=len(dictionary.terms)))),
        documents=document[first],
        frequencies=narrow(np.diff(first, append=len(term))),
        positions=position,
        occurrence_forms=form_number,
        forms=dictionary.forms,
        forms_start=dictionary.forms_start,
        form_counts=dictionary.form_counts,
        token_start=narrow(token_start),
        token_offsets=token_offsets,
    )


def _chunk_offsets(
    lengths: AnyArray, chunks: AnyArray, chunk_starts: AnyArray, chunk_document: AnyArray
) -> NDArray[np.int32]:
    """The code point of its text at which each chunk begins: one blank lies between two."""
    offsets = np.zeros(len(chunks) + 1, np.int64)
    np.cumsum(lengths[chunks], dtype=np.int64, out=offsets[1:])
    offsets += np.arange(len(offsets))
    before = offsets[chunk_starts]
    if len(counts := np.diff(before)) and int(counts.max()) > np.iinfo(np.int32).max:
        raise IndexTooLarge("a text of more than 2,147,483,647 characters")
    offsets[:-1] -= before[chunk_document]
    return offsets[:-1].astype(np.int32)


def stable_order(keys: AnyArray, bound: int) -> NDArray[np.int64]:
    """The stable sorting order of `keys`, all below `bound`: numpy's radix sort takes 16 bits at a time."""
    order = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    if bound > 1 << 16:
        order = order[np.argsort((keys >> 16)[order].astype(np.uint16), kind="stable")]
    return order


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """The terms and forms of a buffer, numbered anew: only those that occur, in the order of the file."""

    terms: list[bytes]  # in byte order
    forms: list[bytes]  # grouped by term, the most frequent first, then in code point order
    forms_start: AnyArray  # where each term's forms begin
    form_counts: AnyArray
    form_term: AnyArray  # by the vocabulary's number of the form: its term
    form_number: AnyArray  # … and its number within the term


def _dictionary(vocabulary: Vocabulary, used: AnyArray) -> _Dictionary:
    """The dictionary of the forms `used`, by the vocabulary's numbers."""
    counts = np.bincount(used, minlength=len(vocabulary.forms))
    present = np.flatnonzero(counts)
    keys = list(vocabulary.forms)
    names = list(vocabulary.terms)
    texts = [key.partition("\0")[2] for key in map(keys.__getitem__, present.tolist())]
    owners: AnyArray = np.frombuffer(vocabulary.form_terms, np.uint32)[present]
    old_terms = np.unique(owners)
    terms = [names[i] for i in old_terms.tolist()]
    # UTF-8 sorts as code points do, so that terms need not be encoded to be sorted
    rank = np.zeros(len(names), np.uint32)
    term_order = sorted(range(len(terms)), key=terms.__getitem__)
    rank[old_terms[term_order]] = np.arange(len(terms))
    owners = rank[owners]
    alphabetic = np.empty(len(texts), np.int64)
    alphabetic[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    order = np.lexsort((alphabetic, -counts[present], owners))
    forms_start = run_starts(np.bincount(owners, minlength=len(terms)))
    form_term = np.zeros(len(counts), np.uint32)
    form_term[present] = owners
    form_number = np.zeros(len(counts), np.uint32)
    form_number[present[order]] = np.arange(len(order)) - forms_start[:-1][owners[order]]
    return _Dictionary(
        terms=[terms[i].encode() for i in term_order],
        forms=[texts[i].encode() for i in order.tolist()],
        forms_start=forms_start,
        form_counts=counts[present[order]],
        form_term=form_term,
        form_number=form_number,
    )


def starts_as_positions(
    documents: AnyArray, offsets: AnyArray, token_start: AnyArray, token_offsets: AnyArray
) -> tuple[AnyArray, AnyArray, AnyArray]:
    """Turn code point offsets into positions: the start of each document's run, positions, their offsets.

    A start after the last token of its document is dropped, of several before the same token the first is
    kept, and every document begins with 0. The offsets of a document are ascending.
    """
    token_start = token_start.astype(np.int64)
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
    begins = narrow(run_starts(np.bincount(unique // span, minlength=total)))
    return begins, narrow(unique % span), narrow(offsets[first])
