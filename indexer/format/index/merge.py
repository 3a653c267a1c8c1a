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

How: per-document arrays are joined; dictionaries are merged over ranges of terms, with the postings of a
range gathered in one sort, so that memory holds one range at a time; texts are copied compressed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.fields import PLURAL_FIELDS, SINGLE_FIELDS, TEXT, TITLE
from dateline.indexer.format.index.merge_postings import merge_postings
from dateline.indexer.format.index.reader import SegmentReader
from dateline.indexer.format.segment.keyword_field import merge_keywords, merge_mentions
from dateline.indexer.format.segment.stored_heads import BODIES, HEADS
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter, narrow, run_starts
from dateline.indexer.format.storage.frames import FrameWriter
from dateline.indexer.format.storage.grouped_frames import GroupWriter

__all__ = ["RATIO", "choose", "merge"]

RATIO: Final = 4
_DOCUMENTS: Final = 1 << 16  # whose runs of values are copied at once
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
    for segment in segments:
        segment.verify_bytes()
        segment.release()
    with ArrayFileWriter(path) as file:
        live_articles = [segment.live_articles for segment in segments]
        live_passages = [segment.live_passages for segment in segments]
        lengths = [np.diff(segment.first_passage) for segment in segments]
        first_passage = run_starts(_live(lengths, live_articles))
        file.add("first_passage", narrow(first_passage))
        for name in SINGLE_FIELDS:
            keywords = [segment.keyword_field(name) for segment in segments]
            merge_keywords(file, f"keyword.{name}.", keywords, live_articles)
        for name in PLURAL_FIELDS:
            plurals = [segment.plural_field(name) for segment in segments]
            merge_mentions(file, f"keyword.{name}.", plurals, live_articles)
        if any(segment.has_lines for segment in segments):
            for place, name in enumerate(("line_first", "line_last")):
                file.add(name, narrow(_live([s.line_numbers()[place] for s in segments], live_passages)))
        if any(segment.goes_on.any() for segment in segments):
            file.add("goes_on", _live([segment.goes_on for segment in segments], live_passages))
        _merge_field(file, TITLE, segments, live_articles)
        _merge_field(file, TEXT, segments, live_passages)
        texts = FrameWriter(file.stream("passage.blob", np.dtype(np.uint8)))
        for segment, alive in zip(segments, live_passages, strict=True):
            texts.add_all(segment.passage_frames, alive)
            segment.release()
        texts.write(file, "passage.")
        for kind in (HEADS, BODIES):
            blob = file.stream(kind.prefix + "blob", np.dtype(np.uint8))
            records = GroupWriter(FrameWriter(blob), kind.group)
            for segment, alive in zip(segments, live_articles, strict=True):
                records.add_all(segment.records(kind), alive)
                segment.release()
            records.write(file, kind.prefix)
        languages: Counter[str] = Counter()
        for segment in segments:
            languages.update(segment.count_languages(segment.live_articles))
        articles = len(first_passage) - 1
        file.finish({"articles": articles, "passages": int(first_passage[-1]), "languages": languages})


def _live(columns: Sequence[AnyArray], live: Sequence[NDArray[np.bool_] | None]) -> AnyArray:
    """The columns one after the other, without what is deleted."""
    return np.concatenate([c if alive is None else c[alive] for c, alive in zip(columns, live, strict=True)])


def _merge_field(
    file: ArrayFileWriter,
    name: str,
    segments: Sequence[SegmentReader],
    live: Sequence[NDArray[np.bool_] | None],
) -> None:
    """Merge one text field, whose documents are live as `live` says."""
    prefix = name + "."
    fields = [segment.text_field(name) for segment in segments]
    merge_postings(file, prefix, fields, live, partial(_release, segments))
    lengths = _live([np.diff(field.token_start) for field in fields], live)
    file.add(prefix + "token_start", narrow(run_starts(lengths)))
    for places, *columns in _RUNS[name]:
        counts = [np.diff(segment.array(prefix + places)) for segment in segments]
        file.add(prefix + places, narrow(run_starts(_live(counts, live))))
        for values in columns:
            arrays = [segment.array(prefix + values) for segment in segments]
            widest = max((array.dtype for array in arrays), key=lambda dtype: dtype.itemsize)
            sink = file.stream(prefix + values, widest)
            for array, lengths, alive in zip(arrays, counts, live, strict=True):
                starts = run_starts(lengths)
                for first in range(0, len(lengths), _DOCUMENTS):
                    piece = slice(first, first + _DOCUMENTS)
                    values_of = array[starts[first] : starts[min(piece.stop, len(lengths))]]
                    sink.append(
                        values_of if alive is None else values_of[np.repeat(alive[piece], lengths[piece])]
                    )


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
