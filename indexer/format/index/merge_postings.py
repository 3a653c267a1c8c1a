"""How are the postings of several segments merged, a range of terms at a time?

A range is chosen so that its postings fit a buffer, and so do its terms, most of which have a single posting
where there are many; a term with more postings than that has a range of its own. Within a range the terms of
all segments are sorted together, every posting gets the place of its term, and one stable sort brings the
postings, segment after segment, into the order of the merged terms. The surface forms of a term are counted
anew, which renumbers them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.segment.gathering import stable_order
from dateline.indexer.format.segment.text_field import TextField
from dateline.indexer.format.segment.text_field_writer import TextFieldWriter, pack_forms
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter, narrow_dtype
from dateline.indexer.format.storage.small_numbers import Column, base_type_of

__all__ = ["merge_postings"]

RANGE_POSTINGS: Final = 1 << 20  # of all segments together: some 60 MB while they are merged
RANGE_TERMS: Final = 1 << 16  # the same for terms: some 30 MB
_RELEASE_EVERY: Final = 4  # ranges between two releases of the mapped memory


class _Source:
    """One segment's field, and what its documents are called in the merged one."""

    def __init__(self, field: TextField, live: NDArray[np.bool_] | None, base: int) -> None:
        self.field = field
        self.live = live
        self.base = base
        documents, frequencies = field.all_postings
        if live is None:
            self.documents_live = field.documents_total
            self.postings, self.occurrences = len(documents), len(field.positions)
        else:
            self._numbers = np.cumsum(live, dtype=narrow_dtype(len(live)))  # one more than the number
            self.documents_live = int(np.count_nonzero(live))
            self.postings = self.occurrences = 0
            for start in range(0, len(documents), RANGE_POSTINGS):
                block = slice(start, start + RANGE_POSTINGS)
                alive = live[documents[block]]
                self.postings += int(np.count_nonzero(alive))
                self.occurrences += int(frequencies[block][alive].sum(dtype=np.int64))

    def renumber(self, documents: AnyArray) -> NDArray[np.int64]:
        """Documents of the segment as documents of the merged one."""
        numbers: NDArray[np.int64] = (
            documents.astype(np.int64) if self.live is None else self._numbers[documents].astype(np.int64) - 1
        )
        return numbers + self.base


@dataclass(frozen=True, slots=True)
class _Slice:
    """The live postings of a range of terms of one source; `counts` of them for each of `terms`."""

    terms: list[bytes]
    form_lines: list[bytes]
    counts: AnyArray
    documents: NDArray[np.int64]
    frequencies: AnyArray
    positions: AnyArray
    forms: AnyArray


def merge_postings(
    file: ArrayFileWriter,
    prefix: str,
    fields: Sequence[TextField],
    live: Sequence[NDArray[np.bool_] | None],
    release: Callable[[], None],
) -> None:
    """Write the merged postings of `fields`, whose live documents follow each other in this order.

    `release` is called now and then: memory mapped so far may be given back.
    """
    sources: list[_Source] = []
    base = 0
    for field, alive in zip(fields, live, strict=True):
        sources.append(_Source(field, alive, base))
        base += sources[-1].documents_live
    writer = TextFieldWriter(
        file,
        prefix,
        postings=sum(source.postings for source in sources),
        occurrences=sum(source.occurrences for source in sources),
        documents=base,
        frequencies=_widest([field.all_postings[1] for field in fields]),
        positions=base_type_of([field.positions for field in fields]),
    )
    boundaries = _boundaries(fields)
    places = [[field.place(term) for term in boundaries] for field in fields]
    for number in range(len(boundaries) + 1):
        slices = []
        for source, ends in zip(sources, places, strict=True):
            first = ends[number - 1] if number else 0
            last = ends[number] if number < len(boundaries) else source.field.size
            if first < last:
                slices.append(_slice(source, first, last))
        if slices:
            _merge_range(writer, slices)
        if number % _RELEASE_EVERY == 0:
            release()
    writer.finish()


def _widest(arrays: Sequence[Column]) -> np.dtype[Any]:
    return max((array.dtype for array in arrays), key=lambda dtype: dtype.itemsize)


def _boundaries(fields: Sequence[TextField]) -> list[bytes]:
    """Terms at which a new range begins, in order."""
    step = max(RANGE_POSTINGS // (2 * len(fields)), 1)
    terms_step = max(RANGE_TERMS // (2 * len(fields)), 1)
    found: set[bytes] = set()
    for field in fields:
        marks = np.arange(step, len(field.all_postings[0]), step)
        cut = np.searchsorted(field.postings_start, marks, side="right") - 1
        places = (cut, cut + 1, np.arange(terms_step, field.size, terms_step))
        for place in np.unique(np.concatenate(places)).tolist():
            if place < field.size:
                found.add(field.term(place))
    return sorted(found)


def _slice(source: _Source, first: int, last: int) -> _Slice:
    """What source has of its terms `[first, last)`."""
    field = source.field
    starts = field.postings_start[first : last + 1].astype(np.int64)
    all_documents, all_frequencies = field.all_postings
    documents = all_documents[starts[0] : starts[-1]]
    frequencies = all_frequencies[starts[0] : starts[-1]]
    begin, end = field.occurrence_start(int(starts[0])), field.occurrence_start(int(starts[-1]))
    positions, forms = field.positions[begin:end], field.forms[begin:end]
    lines = field.form_lines(first, last)
    counts = np.diff(starts)
    if source.live is not None:
        keep = source.live[documents]
        keep_occurrences = np.repeat(keep, frequencies)
        positions, forms = positions[keep_occurrences], forms[keep_occurrences]
        documents, frequencies = documents[keep], frequencies[keep]
        owners = np.repeat(np.arange(last - first), counts)[keep]
        counts = np.bincount(owners, minlength=last - first)
        lines = _count_forms(lines, np.repeat(owners, frequencies), forms)
    return _Slice(
        field.terms(first, last), lines, counts, source.renumber(documents), frequencies, positions, forms
    )


def _count_forms(lines: list[bytes], owners: AnyArray, forms: AnyArray) -> list[bytes]:
    """The forms' lines with what is left of their counts, which may be 0; the numbers stay."""
    sizes = [(line.count(b"\0") + 1) // 2 for line in lines]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    counts = np.bincount(starts[owners] + forms, minlength=int(starts[-1])).tolist()
    counted = []
    for line, start in zip(lines, starts.tolist(), strict=False):
        texts = line.split(b"\0")[::2]
        counted.append(pack_forms(zip(texts, counts[start : start + len(texts)], strict=True)))
    return counted


def _merge_range(writer: TextFieldWriter, slices: Sequence[_Slice]) -> None:
    """Merge the slices of one range of terms, in the order of their segments."""
    terms = [term for part in slices for term in part.terms]
    counts = np.concatenate([part.counts for part in slices])
    lines = [line for part in slices for line in part.form_lines]
    merged, ranks, form_lines, renumbering = _merge_terms(terms, counts.tolist(), lines)
    if not merged:
        return
    frequencies = np.concatenate([part.frequencies for part in slices])
    documents = np.concatenate([part.documents for part in slices])
    positions = np.concatenate([part.positions for part in slices])
    forms = np.concatenate([part.forms for part in slices])
    owners = np.repeat(np.arange(len(terms), dtype=np.int32), counts)
    if renumbering is not None:
        starts, numbers = renumbering
        forms = numbers[np.repeat(starts[owners], frequencies) + forms]
    rank = ranks[owners]
    writer.append_terms(merged, np.bincount(rank, minlength=len(merged)), form_lines)
    written = b"\0".join(form_lines).split(b"\0")[::2]
    writer.append_forms(written, np.array([(line.count(b"\0") + 1) // 2 for line in form_lines]))
    if len(merged) > 1 and len(slices) > 1:
        order = stable_order(rank, len(merged))
        begins = np.cumsum(frequencies, dtype=np.int64) - frequencies
        documents, begins, frequencies = documents[order], begins[order], frequencies[order]
        ends = np.cumsum(frequencies, dtype=np.int64)
        members = np.repeat(begins - (ends - frequencies), frequencies)
        members += np.arange(len(members))
        positions, forms = positions[members], forms[members]
    writer.append_postings(documents, frequencies, positions, forms)


def _merge_terms(
    terms: list[bytes], counts: list[int], lines: list[bytes]
) -> tuple[list[bytes], NDArray[np.int64], list[bytes], tuple[NDArray[np.int64], NDArray[np.uint32]] | None]:
    """Merge equal terms; those without postings are left out.

    Returns the terms in byte order, for each of the old ones the place of its term among them, the forms'
    lines, and (None when no number changes) how forms are renumbered: for each old term where its numbers
    begin in a table of new ones, and the table.
    """
    members_of: dict[bytes, list[int]] = {}
    for place, term in enumerate(terms):
        if counts[place]:
            if (members := members_of.get(term)) is None:
                members_of[term] = [place]
            else:
                members.append(place)
    merged = sorted(members_of)
    most = max([line.count(b"\0") for line in lines])
    table = list(range((most + 1) // 2))  # the numbers that stay begin the table
    starts: dict[int, int] = {}
    form_lines: list[bytes] = []
    places: list[int] = []
    sizes: list[int] = []
    for term in merged:
        members = members_of[term]
        places += members
        sizes.append(len(members))
        line = lines[members[0]]
        if len(members) > 1 or b"\0" + b"0" in line:
            line = _merge_forms([lines[member] for member in members], members, starts, table)
        form_lines.append(line)
    ranks = np.zeros(len(terms), np.int64)
    ranks[places] = np.repeat(np.arange(len(merged)), sizes)
    if not starts:
        return merged, ranks, form_lines, None
    begins = np.zeros(len(terms), np.int64)
    begins[list(starts)] = list(starts.values())
    return merged, ranks, form_lines, (begins, np.array(table, np.uint32))


def _merge_forms(lines: list[bytes], members: list[int], starts: dict[int, int], table: list[int]) -> bytes:
    """The merged forms of one term, a line of each of its `members`.

    How they are renumbered goes to `starts` and `table`.
    """
    split = [line.split(b"\0") for line in lines]
    first = split[0][0]
    if max(map(len, split)) == 2 and len({pieces[0] for pieces in split}) == 1:  # as of most terms
        return b"%s\0%d" % (first, sum([int(pieces[1]) for pieces in split]))
    totals: dict[bytes, int] = {}
    for pieces in split:
        for form, count in zip(pieces[::2], map(int, pieces[1::2]), strict=True):
            totals[form] = totals.get(form, 0) + count
    ordered = sorted(
        ((form, count) for form, count in totals.items() if count), key=lambda pair: (-pair[1], pair[0])
    )
    if len(totals) > 1:
        numbers = {form: number for number, (form, _) in enumerate(ordered)}
        for member, pieces in zip(members, split, strict=True):
            new = [numbers.get(form, 0) for form in pieces[::2]]
            if new != list(range(len(new))):
                starts[member] = len(table)
                table += new
    return pack_forms(ordered)
