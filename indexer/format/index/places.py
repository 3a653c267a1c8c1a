"""Which articles of an index were read from a file, and from which lines of it?

Looked up exactly, by the sorted values of the field `path`, and by the arrays that have the lines of each
passage: a file of a million articles is answered as quickly as one of a single article.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader, live_having
from dateline.indexer.format.later import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.article import Lines

__all__ = ["FilePlace", "first_line", "places_in_file", "segment_places"]


class FilePlace(NamedTuple):
    """An article of a file: the folder of its index, its segment, its number in it, its lines in the file.

    `lines` are the first and last, both inclusive; None where the file has none.
    """

    folder: Path
    segment: SegmentReader
    ordinal: int
    lines: Lines | None


def places_in_file(index: IndexReader, path: str, line: int | None = None) -> Iterator[FilePlace]:
    """The live articles whose path is exactly this one, or those of them that `line` belongs to.

    A line between the title of an article and the end of its text belongs to it.
    """
    for state in index.states:
        for segment in state.segments:
            yield from segment_places(state.folder, segment, path, line)


def segment_places(
    folder: Path, segment: SegmentReader, path: str, line: int | None = None
) -> Iterator[FilePlace]:
    """The same, of one segment."""
    ordinals = live_having(segment, "path", path)
    if not len(ordinals):
        return
    first, last = _bounds(segment, ordinals)
    if line is not None:
        ordinals, first, last = _around(segment, ordinals, first, last, line)
    for ordinal, begin, end in zip(ordinals.tolist(), first.tolist(), last.tolist(), strict=True):
        lines = (begin, end) if begin else _title_lines(segment, ordinal)
        yield FilePlace(folder, segment, ordinal, lines)


def first_line(segment: SegmentReader, ordinal: int) -> int | None:
    """The line of its file where the text of an article begins, or else its title; None where it has none."""
    first = segment.passage_bounds[ordinal]
    if first < segment.passage_bounds[ordinal + 1]:
        lines = segment.passage_lines(first)
    else:
        lines = _title_lines(segment, ordinal)
    return None if lines is None else lines[0]


def _bounds(
    segment: SegmentReader, ordinals: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last line of the text of each article; 0 for one without text or lines."""
    begin, end = segment.line_numbers()
    passages = segment.first_passage.astype(np.int64)
    first = np.zeros(len(ordinals), np.int64)
    last = np.zeros(len(ordinals), np.int64)
    has_text = passages[ordinals] < passages[ordinals + 1]
    first[has_text] = begin[passages[ordinals[has_text]]]
    last[has_text] = end[passages[ordinals[has_text] + 1] - 1]
    return first, last


def _around(
    segment: SegmentReader,
    ordinals: NDArray[np.int64],
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    line: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Those of the articles that a line belongs to, with their first and last lines."""
    inside = (first <= line) & (line <= last)
    after = np.flatnonzero(first > line)
    asked = [after[np.argmin(first[after])]] if len(after) else []  # the line may be of the next one's title
    for place in [*asked, *np.flatnonzero(first == 0)]:
        title = _title_lines(segment, int(ordinals[place]))
        if title is not None:
            inside[place] = title[0] <= line <= max(title[1], int(last[place]))
    return ordinals[inside], first[inside], last[inside]


def _title_lines(segment: SegmentReader, ordinal: int) -> Lines | None:
    return segment.article(ordinal).title_lines
