"""How do texts become postings, without a Python step for each posting?

Reading a text leaves two numbers a token: which surface token it is (a dictionary keeps what was analysed
once) and how many characters of no token lie before it. Everything after that is array work over the whole
buffer: surface tokens are expanded to (term, form, position) by gathers, sorted by term with a stable sort,
and cut into postings where term or document changes.

- `Vocabulary`: the surface tokens met so far, and what each becomes.
- `TextBuffer`: the tokens of one field's documents.
- `invert`: vocabulary and buffer → `Inverted`, the arrays of one field.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.format.analysis import TOKEN, Analyzer, analyzer
from indexer.format.arrays import AnyArray, narrow

__all__ = ["Inverted", "TextBuffer", "Vocabulary", "invert"]

_SPLIT = re.compile(f"({TOKEN.pattern})", TOKEN.flags).split


class _Surfaces(dict[str, int]):
    """Surface token → its number, of one language; an unknown one is analysed when it is looked up."""

    __slots__ = ("_analyzer", "_vocabulary")

    def __init__(self, vocabulary: Vocabulary, analyzer: Analyzer) -> None:
        self._vocabulary = vocabulary
        self._analyzer = analyzer

    def __missing__(self, surface: str) -> int:
        number = self[surface] = self._vocabulary.learn(surface, self._analyzer)
        return number


class Vocabulary:
    """Surface tokens of all languages, numbered, and the entries each one expands to."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self.forms: dict[tuple[int, str], int] = {}
        self._languages: dict[str, _Surfaces] = {}
        self.lengths = array("I")  # code points of each surface token
        self.entries_start = array("I", [0])
        self.entry_forms = array("I")
        self.entry_positions = array("I")
        self.positions_start = array("I", [0])
        self.position_offsets = array("I")  # where in the surface token each of its positions begins

    def surfaces(self, language: str) -> _Surfaces:
        """The look-up of one language (a normalised code)."""
        found = self._languages.get(language)
        if found is None:
            found = self._languages[language] = _Surfaces(self, analyzer(language))
        return found

    def __len__(self) -> int:
        return len(self.lengths)

    def learn(self, surface: str, analyzer: Analyzer) -> int:
        """Analyse a new surface token; its number."""
        terms, forms = self.terms, self.forms
        entries = analyzer.entries(surface)
        if len(entries) > 1:
            entries = tuple(
                sorted(dict.fromkeys(entries), key=lambda entry: (entry.position, entry.start, -entry.end))
            )
        count = analyzer.positions(surface)
        offsets = [0] * count
        seen: set[tuple[int, int]] = set()
        for entry in reversed(entries):
            offsets[entry.position] = entry.start
        for entry in entries:
            term = terms.setdefault(entry.term, len(terms))
            if (term, entry.position) in seen:
                continue
            seen.add((term, entry.position))
            self.entry_forms.append(forms.setdefault((term, entry.form), len(forms)))
            self.entry_positions.append(entry.position)
        self.position_offsets.extend(offsets)
        self.lengths.append(len(surface))
        self.entries_start.append(len(self.entry_forms))
        self.positions_start.append(len(self.position_offsets))
        return len(self.lengths) - 1


class TextBuffer:
    """The surface tokens of one field, document after document."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.surfaces = array("I")
        self.gaps = array("I")  # code points between the end of the token before and this one
        self.counts = array("I")  # surface tokens of each document
        self.sentences = array("I")  # pairs of document, code point: where sentences begin
        self.paragraphs = array("I")  # the same of paragraphs; a document's first is not listed

    def add(self, text: str, language: str) -> None:
        """Append one document."""
        pieces = _SPLIT(text)
        pieces.pop()
        self.surfaces.extend(map(self._vocabulary.surfaces(language).__getitem__, pieces[1::2]))
        self.gaps.extend(map(len, pieces[::2]))
        self.counts.append(len(pieces) >> 1)

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

    @property
    def bytes(self) -> int:
        """What the buffer takes in memory, roughly."""
        return 4 * (len(self.surfaces) + len(self.gaps) + len(self.counts))


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


def _starts(counts: AnyArray) -> NDArray[np.int64]:
    """Where each of consecutive runs of these lengths begins, and the end of the last."""
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _expand(
    start: AnyArray, runs: AnyArray
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The members of rows `runs` of a CSR: its place in `runs`, its index, and where each run begins."""
    counts = (start[1:] - start[:-1])[runs]
    begins = _starts(counts)
    rows = np.repeat(np.arange(len(runs)), counts)
    return rows, np.arange(begins[-1]) + (start[runs] - begins[:-1])[rows], begins


def invert(vocabulary: Vocabulary, buffer: TextBuffer) -> Inverted:
    """The postings of every document in `buffer`."""
    surfaces = np.frombuffer(buffer.surfaces, np.uint32)
    gaps = np.frombuffer(buffer.gaps, np.uint32)
    counts = np.frombuffer(buffer.counts, np.uint32)
    surface_starts = _starts(counts)
    token_document = np.repeat(np.arange(len(counts), dtype=np.int64), counts)

    # where each surface token begins in its text
    lengths = np.frombuffer(vocabulary.lengths, np.uint32)[surfaces].astype(np.int64)
    begins = np.cumsum(gaps.astype(np.int64) + lengths) - lengths
    if len(begins):
        ends = begins + lengths
        before = np.concatenate(([0], ends))[surface_starts[:-1]]
        begins -= before[token_document]

    positions_start = np.frombuffer(vocabulary.positions_start, np.uint32).astype(np.int64)
    rows, members, first_position = _expand(positions_start, surfaces)
    token_offsets = begins[rows] + np.frombuffer(vocabulary.position_offsets, np.uint32)[members]
    token_start = first_position[surface_starts]
    base = first_position[:-1] - token_start[:-1][token_document]

    entries_start = np.frombuffer(vocabulary.entries_start, np.uint32).astype(np.int64)
    rows, members, _ = _expand(entries_start, surfaces)
    form = np.frombuffer(vocabulary.entry_forms, np.uint32)[members]
    position = base[rows] + np.frombuffer(vocabulary.entry_positions, np.uint32)[members]
    document = token_document[rows]

    terms, forms, forms_start, form_counts, form_term, form_number = _dictionary(vocabulary, form)
    term = form_term[form]
    order = _stable_order(term, len(terms))
    term = term[order]
    document = document[order]
    new = np.ones(len(term), bool)
    new[1:] = (term[1:] != term[:-1]) | (document[1:] != document[:-1])
    first = np.flatnonzero(new)
    return Inverted(
        terms=terms,
        postings_start=narrow(_starts(np.bincount(term[first], minlength=len(terms)))),
        documents=narrow(document[first]),
        frequencies=narrow(np.diff(first, append=len(term))),
        positions=narrow(position[order]),
        occurrence_forms=narrow(form_number[form[order]]),
        forms=forms,
        forms_start=narrow(forms_start),
        form_counts=narrow(form_counts),
        token_start=narrow(token_start),
        token_offsets=token_offsets,
    )


def _stable_order(keys: AnyArray, bound: int) -> NDArray[np.int64]:
    """The stable sorting order of `keys`, all below `bound`: numpy's radix sort takes 16 bits at a time."""
    order = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    if bound > 1 << 16:
        order = order[np.argsort((keys >> 16)[order].astype(np.uint16), kind="stable")]
    return order


def _dictionary(
    vocabulary: Vocabulary, used: AnyArray
) -> tuple[list[bytes], list[bytes], AnyArray, AnyArray, AnyArray, AnyArray]:
    """Number the terms and forms that occur.

    Returns the terms in byte order, the forms grouped by term (the most frequent first, then in byte order),
    where each term's forms begin, how often each occurs, and for each form number of the vocabulary its term
    and its number within the term.
    """
    counts = np.bincount(used, minlength=len(vocabulary.forms))
    present = np.flatnonzero(counts)
    keys = list(vocabulary.forms)
    names = list(vocabulary.terms)
    members = [keys[i] for i in present.tolist()]
    old_terms = sorted({term for term, _ in members}, key=names.__getitem__)
    rank = np.zeros(len(names), np.int64)
    rank[old_terms] = np.arange(len(old_terms))
    member_term = rank[[term for term, _ in members]] if members else np.empty(0, np.int64)
    texts = [form for _, form in members]
    alphabetic = np.empty(len(texts), np.int64)
    alphabetic[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
    order = np.lexsort((alphabetic, -counts[present], member_term))
    forms_start = _starts(np.bincount(member_term, minlength=len(old_terms)))
    form_term = np.zeros(len(counts), np.uint32)
    form_term[present] = member_term
    form_number = np.zeros(len(counts), np.uint32)
    form_number[present[order]] = np.arange(len(order)) - forms_start[:-1][member_term[order]]
    return (
        [names[i].encode() for i in old_terms],
        [texts[i].encode() for i in order.tolist()],
        forms_start,
        counts[present][order],
        form_term,
        form_number,
    )


def starts_as_positions(
    documents: AnyArray, offsets: AnyArray, token_start: AnyArray, token_offsets: AnyArray
) -> tuple[AnyArray, AnyArray]:
    """Turn code point offsets into positions: the CSR (start of each document's run, positions).

    `documents` ascending; a start after the last token of its document is dropped, of several before the
    same token one is kept, and every document begins with 0.
    """
    token_start = token_start.astype(np.int64)
    total = len(token_start) - 1
    lengths = np.diff(token_start)
    span = int(max(token_offsets.max(initial=0), offsets.max(initial=0), lengths.max(initial=0))) + 2
    token_document = np.repeat(np.arange(total), lengths)
    found = np.searchsorted(
        token_document * span + token_offsets, documents.astype(np.int64) * span + offsets.astype(np.int64)
    )
    documents = documents.astype(np.int64)
    inside = found < token_start[documents + 1]
    documents, found = documents[inside], (found - token_start[documents])[inside]
    keep = found > 0
    documents = np.concatenate((np.arange(total), documents[keep]))
    found = np.concatenate((np.zeros(total, np.int64), found[keep]))
    unique = np.unique(documents * span + found)
    return narrow(_starts(np.bincount(unique // span, minlength=total))), narrow(unique % span)
