"""Do the positions of a text field lie in the texts that are stored?

A word begins within its text at a sign that is no blank; a sentence begins at its first word, or at a quote
before that. A text that is not the one that was indexed is found out by that, as soon as some of its words
are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.segment.text_field import TextField
from dateline.indexer.format.storage.token_starts import TokenStarts

__all__ = ["words_fit"]

_AT_ONCE: Final = 512  # texts: what is decoded of them stays below a few MB


def words_fit(field: TextField, texts: Iterable[str], *, first: int = 0, sentences: bool) -> bool:
    """Whether each position of the documents of a field, from the `first` on, begins a word of their texts.

    And each of their `sentences`, for a field that has any, no later than its first word.
    """
    remaining = iter(texts)
    while some := list(islice(remaining, _AT_ONCE)):
        documents = range(first, first + len(some))
        starts = field.token_starts_of(documents)
        if not _words(field, documents, starts, some):
            return False
        if sentences and not _sentences(field, documents, starts):
            return False
        first += len(some)
    return True


def _words(field: TextField, documents: range, starts: TokenStarts, texts: list[str]) -> bool:
    counts = field.lengths[documents.start : documents.stop].astype(np.int64)
    rows = np.repeat(np.arange(len(texts)), counts)
    at = starts.at(rows, _within(counts))
    lengths = np.array([len(text) for text in texts], np.int64)
    if bool((at >= lengths[rows]).any()):
        return False
    code_points = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4")
    origins = np.cumsum(lengths) - lengths
    begun = np.unique(code_points[origins[rows] + at])
    return not any(chr(code_point).isspace() for code_point in begun.tolist())


def _sentences(field: TextField, documents: range, starts: TokenStarts) -> bool:
    lengths = field.lengths[documents.start : documents.stop].astype(np.int64)
    offsets = field.sentence_offsets[documents.start : documents.stop + 1].astype(np.int64)
    here = slice(int(offsets[0]), int(offsets[-1]))
    positions = field.sentence_positions[here].astype(np.int64)
    begins = field.all_sentence_starts[here].astype(np.int64)
    rows = np.repeat(np.arange(len(documents)), np.diff(offsets))
    worded = lengths[rows] > 0  # in a document without words there is nothing to compare
    rows, positions, begins = rows[worded], positions[worded], begins[worded]
    before = np.where(positions > 0, starts.at(rows, np.maximum(positions - 1, 0)), -1)
    return bool(((before < begins) & (begins <= starts.at(rows, positions))).all())


def _within(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 … for each count, up to it."""
    ends = np.cumsum(counts)
    return np.arange(int(counts.sum())) - np.repeat(ends - counts, counts)
