"""When are segments merged, and how, without holding them in memory?

When: a search pays for every segment, a commit for every byte it rewrites. So segments stay of very
different sizes, the large ones first: going from the newest back, a segment joins the merge while it is
smaller than `RATIO` times all that follow it together. Each segment left, but the last, is then at least
`RATIO` times as large as the rest behind it, and an index of 500,000 passages has at most five. Rewriting is
paid for by what was added: a passage is merged into an older segment only when that makes its segment five
times as large, and at most five passages are then rewritten for each one that is new to it. Adding articles
one by one up to 500,000 passages rewrites 365 for each, nearly all of them in segments below `_FLOOR`.
Segments more than half deleted are rewritten as well; what is deleted is left out of the new segment.

Only neighbours are merged, and the new segment stands where they stood. So the order of the articles is the
order in which they were indexed, whatever was merged, and so is the order of hits that score the same.

How: per-document arrays are joined, some documents at a time; dictionaries are merged over ranges of terms,
with the postings of a range gathered in one sort, and values over ranges of values, so that memory holds one
range at a time; texts are copied compressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from dateline.indexer.format import kernels
from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS, TEXT, TITLE
from dateline.indexer.format.index.indexing_times import merge_times
from dateline.indexer.format.index.merge_columns import (
    Live,
    add_pieces,
    add_starts,
    live_lengths,
    live_runs,
    live_values,
)
from dateline.indexer.format.index.merge_keywords import merge_keywords, merge_mentions
from dateline.indexer.format.index.merge_postings import merge_postings
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.segment.article_hints import write_hints
from dateline.indexer.format.segment.filled import filled_of
from dateline.indexer.format.segment.frequent_terms import write_frequent_terms
from dateline.indexer.format.segment.lengths import LENGTHS, write_lengths_before
from dateline.indexer.format.segment.stored_heads import BODIES, HEADS, TEXTS
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter
from dateline.indexer.format.storage.frames import FrameWriter
from dateline.indexer.format.storage.grouped_frames import GroupWriter

__all__ = ["RATIO", "choose", "merge"]

RATIO: Final = 4
# Passages below which size makes no difference: rewriting so few takes less than opening them one by one.
_FLOOR: Final = 1000


def choose(sizes: Sequence[tuple[int, int]]) -> list[range]:
    """Which segments to merge, of these (live passages, passages) in their order: runs of their places.

    Each run becomes one segment. The runs are ascending and apart; none when all may stay as they are.
    """
    first = len(sizes)  # from here on all become one
    behind = 0
    for place in reversed(range(len(sizes))):
        live = sizes[place][0]
        if place < len(sizes) - 1 and live < max(RATIO * behind, _FLOOR):
            first = place
        behind += live
    runs = [range(place, place + 1) for place, (live, all_) in enumerate(sizes[:first]) if 2 * live < all_]
    return runs if first == len(sizes) else [*runs, range(first, len(sizes))]


def merge(segments: Sequence[SegmentReader], path: Path) -> None:
    """Write the live articles of `segments`, in this order, as one segment file, brought to the disk.

    All their bytes are compared with their checksums first: IndexDamaged, and damage is never copied under
    checksums that say it is right (half a second for a gigabyte).
    """
    kernels.give_back()  # what a builder left, and at the end what merging took
    for segment in segments:
        segment.verify_bytes()
        segment.release()
    with ArrayFileWriter(path) as file:
        live_articles = [segment.live_articles for segment in segments]
        live_passages = [segment.live_passages for segment in segments]
        firsts = [segment.first_passage for segment in segments]
        articles, passages = add_starts(file, "first_passage", partial(_lengths, firsts, live_articles))
        write_hints(file, file.read_back("first_passage"))
        for name in SINGLE_FIELDS:
            keywords = [segment.keyword_field(name) for segment in segments]
            merge_keywords(file, f"keyword.{name}.", keywords, live_articles)
        for name in PLURAL_FIELDS:
            plurals = [segment.plural_field(name) for segment in segments]
            merge_mentions(file, f"keyword.{name}.", plurals, live_articles)
        if any(segment.has_lines for segment in segments):
            for place, name in enumerate(("line_first", "line_last")):
                numbers = [segment.line_numbers()[place] for segment in segments]
                add_pieces(file, name, partial(_values, numbers, live_passages))
        if any(segment.goes_on.any() for segment in segments):
            goes_on = [segment.goes_on for segment in segments]
            add_pieces(file, "goes_on", partial(_values, goes_on, live_passages))
        _merge_field(file, TITLE, segments, live_articles)
        _merge_field(file, TEXT, segments, live_passages)
        _release(segments)
        write_frequent_terms(file)
        for kind, alive in ((TEXTS, live_passages), (HEADS, live_articles), (BODIES, live_articles)):
            blob = file.stream(kind.prefix + "blob", np.dtype(np.uint8))
            records = GroupWriter(FrameWriter(blob), kind.group, kind.separator)
            for segment, live in zip(segments, alive, strict=True):
                records.add_all(segment.records(kind), live, segment.release)
                segment.release()
            records.write(file, kind.prefix)
        merge_times(file, [(segment.indexing_times, segment.live_articles) for segment in segments])
        languages: Counter[str] = Counter()
        for segment in segments:
            languages.update(segment.count_languages(segment.live_articles))
        counts = {"articles": articles, "passages": passages}
        file.finish({**counts, "languages": languages, "filled": filled_of(file.read_back)})
    kernels.give_back()


def _values(columns: Sequence[AnyArray], live: Sequence[Live]) -> Iterator[AnyArray]:
    """The columns one after the other, without what is deleted, in pieces."""
    return chain.from_iterable(map(live_values, columns, live))


def _lengths(starts: Sequence[AnyArray], live: Sequence[Live]) -> Iterator[AnyArray]:
    """The lengths of the runs of the columns in the same way."""
    return chain.from_iterable(map(live_lengths, starts, live))


def _merge_field(
    file: ArrayFileWriter,
    name: str,
    segments: Sequence[SegmentReader],
    live: Sequence[Live],
) -> None:
    """Merge one text field, whose documents are live as `live` says."""
    prefix = name + "."
    fields = [segment.text_field(name) for segment in segments]
    merge_postings(file, prefix, fields, live, partial(_release, segments))
    lengths = [field.lengths for field in fields]
    sink = file.stream(prefix + LENGTHS, max((a.dtype for a in lengths), key=lambda t: t.itemsize))
    for piece in _values(lengths, live):
        sink.append(piece)
    write_lengths_before(file, prefix)
    for places, *columns in _RUNS[name]:
        starts = [segment.array(prefix + places) for segment in segments]
        add_starts(file, prefix + places, partial(_lengths, starts, live))
        for values in columns:
            arrays = [segment.array(prefix + values) for segment in segments]
            sink = file.stream(prefix + values, max((a.dtype for a in arrays), key=lambda t: t.itemsize))
            for array, begins, alive in zip(arrays, starts, live, strict=True):
                for piece in live_runs(array, begins, alive):
                    sink.append(piece)


def _release(segments: Sequence[SegmentReader]) -> None:
    for segment in segments:
        segment.release()


# The arrays that hold a run of values a document, after the one with the starts of the runs.
_RUNS: Final[dict[str, list[tuple[str, ...]]]] = {
    TITLE: [("starts_of", "starts")],
    TEXT: [
        ("starts_of", "starts"),
        ("sentence_offsets", "sentence_positions", "sentence_starts"),
        ("paragraph_offsets", "paragraph_positions"),
    ],
}
