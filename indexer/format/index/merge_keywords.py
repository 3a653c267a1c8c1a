"""How are the fields of whole values of several segments merged, a range of values at a time?

A value's code says where it stands among all, so all have to be sorted anew. Each article has an `id` of its
own, and there may be a million: only a range of values is decoded at a time, as of terms (merge_postings.py).
What is held of all is four bytes a value for its new code, four for its length, and one that says whether any
live article has it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.merge_columns import (
    Live,
    add_pieces,
    add_starts,
    live_lengths,
    live_runs,
    live_values,
)
from dateline.indexer.format.segment.keyword_field import KeywordField, Keywords, PluralField
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter, narrow_dtype

__all__ = ["merge_keywords", "merge_mentions"]

RANGE_VALUES: Final = 1 << 15  # of all segments together: some 8 MB while they are merged


def merge_keywords(
    file: ArrayFileWriter, prefix: str, fields: Sequence[KeywordField], live: Sequence[Live]
) -> None:
    """Write the field of the live articles of several segments, in this order."""
    columns = [partial(live_values, field.codes, alive) for field, alive in zip(fields, live, strict=True)]
    tables, values = _merge_values(file, prefix, fields, _used(fields, columns))
    sink = file.stream(prefix + "codes", narrow_dtype(values))
    for column, table in zip(columns, tables, strict=True):
        for codes in column():
            sink.append(table[codes])


def merge_mentions(
    file: ArrayFileWriter, prefix: str, fields: Sequence[PluralField], live: Sequence[Live]
) -> None:
    """Write the field of many values of the live articles of several segments, in this order."""
    pairs = list(zip(fields, live, strict=True))

    def lengths() -> Iterator[AnyArray]:
        return chain.from_iterable(live_lengths(field.first_mentions, alive) for field, alive in pairs)

    def column(name: str) -> Iterator[AnyArray]:
        return chain.from_iterable(
            live_runs(getattr(field, name), field.first_mentions, alive) for field, alive in pairs
        )

    runs = [partial(live_runs, field.codes, field.first_mentions, alive) for field, alive in pairs]
    tables, values = _merge_values(file, prefix, fields, _used(fields, runs))
    if not values:  # there is nothing to say of any article
        return
    add_starts(file, prefix + "mentions", lengths)
    sink = file.stream(prefix + "codes", narrow_dtype(values))
    for run, table in zip(runs, tables, strict=True):
        for codes in run():
            sink.append(table[codes])
    add_pieces(file, prefix + "starts", partial(column, "starts"))
    add_pieces(file, prefix + "ends", partial(column, "ends"))


def _used(
    fields: Sequence[Keywords], columns: Sequence[Callable[[], Iterable[AnyArray]]]
) -> list[NDArray[np.bool_]]:
    """Which codes of each field its column names; code 0, of no value, none ever does."""
    found = []
    for field, column in zip(fields, columns, strict=True):
        used = np.zeros(len(field.values) + 1, bool)
        for codes in column():
            used[codes] = True
        used[0] = False
        found.append(used)
    return found


def _merge_values(
    file: ArrayFileWriter, prefix: str, fields: Sequence[Keywords], used: Sequence[NDArray[np.bool_]]
) -> tuple[list[AnyArray], int]:
    """Write the values that are used; of each field the new codes by the old ones, and how many values."""
    dtype = narrow_dtype(sum(int(np.count_nonzero(one)) for one in used))
    tables: list[AnyArray] = [np.zeros(len(one), dtype) for one in used]
    blob = file.stream(prefix + "blob", np.dtype(np.uint8))
    lengths = array("I")
    last: bytes | None = None
    for places in _ranges(fields):
        found = []
        for field, one, (first, end) in zip(fields, used, places, strict=True):
            here = one[first + 1 : end + 1]
            found.append(list(compress(field.encoded(first, end), here.data)) if here.any() else [])
        merged = sorted(set().union(*found))
        if not merged:
            continue
        if last is not None and merged[0] <= last:
            raise IndexDamaged(file.path, f"the values of {prefix[:-1]} to be merged are not in their order")
        last = merged[-1]
        codes = dict(zip(merged, range(len(lengths) + 1, len(lengths) + len(merged) + 1), strict=True))
        for table, one, values, (first, end) in zip(tables, used, found, places, strict=True):
            if values:
                new = np.fromiter(map(codes.__getitem__, values), dtype, len(values))
                table[first + 1 : end + 1][one[first + 1 : end + 1]] = new
        blob.append_raw(b"".join(merged))
        lengths.extend(map(len, merged))
    add_starts(file, prefix + "offsets", lambda: live_values(np.frombuffer(lengths, np.uint32), None))
    return tables, len(lengths)


def _ranges(fields: Sequence[Keywords]) -> Iterator[list[tuple[int, int]]]:
    """Places `[first, end)` in each field, range after range: together they are all values of all fields."""
    boundaries: list[bytes] = []
    if sum(len(field.values) for field in fields) > RANGE_VALUES:
        step = max(RANGE_VALUES // len(fields), 1)
        marks = {
            field.encoded(place, place + 1)[0]
            for field in fields
            for place in range(step, len(field.values), step)
        }
        boundaries = sorted(marks)
    firsts = [0] * len(fields)
    for boundary in boundaries:
        ends = [field.place(boundary, first) for field, first in zip(fields, firsts, strict=True)]
        yield list(zip(firsts, ends, strict=True))
        firsts = ends
    yield list(zip(firsts, [len(field.values) for field in fields], strict=True))
