"""How do the chunks of a field's documents become its postings, where no kernel in C does it?

By array steps over the whole buffer: chunks are expanded to what they are rows of by gathers, sorted by term
with a stable sort, and cut into postings where term or document changes. `invert` of kernels/postings.c gives
the same in less memory and a fifth of the time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexTooLarge
from dateline.indexer.format.storage.array_file import AnyArray, narrow, run_starts

__all__ = ["Postings", "Rows", "gather_postings", "stable_order"]


class Rows(NamedTuple):
    """What each chunk becomes, as chunks.py says it; all of numbers of four bytes.

    `rows` has the row of each chunk's number, `lengths` the code points of each row's chunk; entries and
    positions are runs of rows.
    """

    rows: AnyArray
    lengths: AnyArray
    entries_start: AnyArray
    entry_forms: AnyArray
    entry_positions: AnyArray
    positions_start: AnyArray
    position_offsets: AnyArray


class Postings(NamedTuple):
    """The postings of all terms in their order, as narrow as they can be; see docs/index-format.md."""

    token_start: AnyArray
    token_offsets: AnyArray  # code point at which each position of each document begins
    postings_start: AnyArray
    documents: AnyArray
    frequencies: AnyArray
    positions: AnyArray
    occurrence_forms: AnyArray


def gather_postings(
    chunks: AnyArray, counts: AnyArray, known: Rows, form_term: AnyArray, form_number: AnyArray, terms: int
) -> Postings:
    """The postings of documents that have so many (`counts`) of `chunks` each.

    By its number each form has its term, of `terms`, and its number among the forms of that. IndexTooLarge.
    """
    # Half the memory where it is enough: no chunk has 64 positions on average over a whole buffer.
    type_ = np.int32 if len(chunks) < 1 << 25 else np.int64
    chunk_starts = run_starts(counts)
    chunk_document = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    offsets = _chunk_offsets(known.lengths[known.rows], chunks, chunk_starts, chunk_document)

    places, members, begins = _expand(known.positions_start, known.rows, chunks, type_)
    token_start = begins[chunk_starts]
    token_offsets = offsets[places]
    token_offsets += known.position_offsets.astype(np.int32)[members]
    del offsets, places, members
    base = begins[:-1]
    base -= token_start[chunk_document]

    places, members, _ = _expand(known.entries_start, known.rows, chunks, type_)
    form = known.entry_forms[members]
    position = base[places]
    position += known.entry_positions.astype(type_)[members]
    document = narrow(chunk_document[places])
    del places, members, base, begins, chunk_document

    term = form_term[form]
    forms = narrow(form_number)[form]
    del form
    position = narrow(position)
    order = stable_order(term, terms)
    term, document, position, forms = term[order], document[order], position[order], forms[order]
    del order
    new = np.ones(len(term), bool)
    new[1:] = (term[1:] != term[:-1]) | (document[1:] != document[:-1])
    first = np.flatnonzero(new)
    return Postings(
        token_start=narrow(token_start),
        token_offsets=token_offsets,
        postings_start=narrow(run_starts(np.bincount(term[first], minlength=terms))),
        documents=document[first],
        frequencies=narrow(np.diff(first, append=len(term))),
        positions=position,
        occurrence_forms=forms,
    )


def _expand(
    start: AnyArray, rows: AnyArray, chunks: AnyArray, type_: type[np.signedinteger]
) -> tuple[AnyArray, AnyArray, AnyArray]:
    """The members of the chunks' rows of a CSR: the place in `chunks`, the index; where each chunk's begin.

    `rows` has the row of each chunk's number.
    """
    first = start.astype(type_)
    counts = np.diff(first)[rows][chunks]
    begins = np.zeros(len(chunks) + 1, type_)
    np.cumsum(counts, out=begins[1:])
    places = np.repeat(np.arange(len(chunks), dtype=type_), counts)
    members = (first[rows][chunks] - begins[:-1])[places]
    members += np.arange(len(members), dtype=type_)
    return places, members, begins


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
