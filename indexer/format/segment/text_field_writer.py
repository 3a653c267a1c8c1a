"""A text field, written as text_field.py reads it.

Terms come in the order of their bytes, some at a time, and so do their postings with all occurrences; what is
known only when all have come is written last.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.segment.lengths import LENGTHS, write_lengths_before
from dateline.indexer.format.segment.surface_forms_writer import FoldedFormsWriter
from dateline.indexer.format.segment.text_field import CHECKPOINT, FORMS_GROUP
from dateline.indexer.format.storage import token_starts
from dateline.indexer.format.storage.array_file import (
    AnyArray,
    ArrayFileWriter,
    narrow,
    narrow_dtype,
    run_starts,
)
from dateline.indexer.format.storage.compression import Compressor
from dateline.indexer.format.storage.frames import FrameWriter
from dateline.indexer.format.storage.grouped_frames import GroupWriter
from dateline.indexer.format.storage.small_numbers import CompressedWriter, OverflowingWriter, base_type

if TYPE_CHECKING:
    from dateline.indexer.format.segment.inversion import Inverted

__all__ = ["TextFieldWriter", "pack_forms", "write_text_field"]


class TextFieldWriter:
    """Writes one field's terms and postings, in byte order of the terms, some terms at a time.

    How many postings and occurrences there will be, and below what the numbers are, must be known before.
    """

    def __init__(
        self,
        file: ArrayFileWriter,
        prefix: str,
        *,
        postings: int,
        occurrences: int,
        documents: int,
        frequencies: np.dtype[Any],
        positions: np.dtype[Any],
    ) -> None:
        self._file = file
        self._prefix = prefix
        self._documents = file.reserve(prefix + "documents", narrow_dtype(max(documents - 1, 0)), postings)
        self._frequencies = file.reserve(prefix + "frequencies", frequencies, postings)
        self._positions = OverflowingWriter(file, prefix + "positions", occurrences, positions)
        self._forms = CompressedWriter(file, prefix + "forms")
        self._form_lines = GroupWriter(FrameWriter(compressor=Compressor()), FORMS_GROUP)
        self._folded = FoldedFormsWriter()
        self._terms: list[bytes] = []
        self._term_lengths = array("I")
        self._counts: list[AnyArray] = []
        self._checkpoints: list[NDArray[np.int64]] = []
        self._occurrences = 0

    def append_terms(self, terms: Sequence[bytes], counts: AnyArray, form_lines: Sequence[bytes]) -> None:
        """The next terms, how many postings each has, and its forms (see `pack_forms`)."""
        self._terms.append(b"".join(terms))
        self._term_lengths.extend(map(len, terms))
        self._counts.append(counts.astype(np.uint32))
        self._form_lines.extend(form_lines)

    def append_forms(self, forms: Sequence[bytes], counts: AnyArray) -> None:
        """The forms of the next terms, as patterns find them, and how many each term has."""
        self._folded.append(forms, counts)

    def append_postings(
        self, documents: AnyArray, frequencies: AnyArray, positions: AnyArray, forms: AnyArray
    ) -> None:
        """The next postings, and all their occurrences."""
        first = -self._documents.written % CHECKPOINT
        begins = self._occurrences + int(frequencies[:first].sum(dtype=np.int64))
        between = frequencies[:0].astype(np.int64)
        if first < len(frequencies):
            between = np.add.reduceat(
                frequencies, np.arange(first, len(frequencies), CHECKPOINT), dtype=np.int64
            )
        sums = np.cumsum(between)
        self._checkpoints.append(begins + sums - between)
        self._occurrences = begins + int(between.sum())
        self._documents.append(documents)
        self._frequencies.append(frequencies)
        self._positions.append(positions)
        self._forms.append(forms)

    def finish(self) -> None:
        """Write the dictionary and what else is known only now."""
        file, prefix = self._file, self._prefix
        self._forms.finish()
        self._positions.finish()
        self._form_lines.write(file, prefix + "form_")
        self._folded.write(file, prefix + "folded_")
        file.add(prefix + "checkpoints", narrow(_joined(self._checkpoints)))
        file.add(prefix + "postings_start", narrow(run_starts(_joined(self._counts))))
        file.add(prefix + "term_offsets", narrow(run_starts(np.frombuffer(self._term_lengths, np.uint32))))
        file.add(prefix + "term_blob", b"".join(self._terms))


def _joined(pieces: Sequence[AnyArray]) -> AnyArray:
    return np.concatenate(pieces) if pieces else np.empty(0, np.int64)


def pack_forms(forms: Iterable[tuple[bytes, int]]) -> bytes:
    """The forms of one term as they are stored: form NUL count NUL form NUL count."""
    return b"\0".join([b"%s\0%d" % pair for pair in forms])


def write_text_field(file: ArrayFileWriter, prefix: str, field: Inverted) -> None:
    """Write one field's arrays."""
    postings = field.postings
    writer = TextFieldWriter(
        file,
        prefix,
        postings=len(postings.documents),
        occurrences=len(postings.positions),
        documents=len(postings.token_start) - 1,
        frequencies=postings.frequencies.dtype,
        positions=base_type(postings.positions),
    )
    pairs = [b"%s\0%d" % pair for pair in zip(field.forms, field.form_counts.tolist(), strict=True)]
    lines = [b"\0".join(pairs[first:last]) for first, last in pairwise(field.forms_start.tolist())]
    writer.append_terms(field.terms, np.diff(postings.postings_start), lines)
    writer.append_forms(field.forms, np.diff(field.forms_start))
    writer.append_postings(
        postings.documents, postings.frequencies, postings.positions, postings.occurrence_forms
    )
    writer.finish()
    starts_of, starts = token_starts.encode(postings.token_start, postings.token_offsets)
    file.add(prefix + LENGTHS, narrow(np.diff(postings.token_start)))
    write_lengths_before(file, prefix)
    file.add(prefix + "starts_of", narrow(starts_of))
    file.add(prefix + "starts", starts)
