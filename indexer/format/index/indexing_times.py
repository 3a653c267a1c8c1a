"""When was an article indexed?

When the state was published in which it was first: that is when a reader could see it. Each state has a later
time than the one before, whatever the clock does, so whoever has seen the state of a time has seen all
articles of that time and before, and none of a later one. The table of contents has the time of each segment.
A merged segment has the articles of several: merging keeps their order, so its times are ascending runs.

Times are milliseconds since 1970, UTC.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.segment.time_runs import FIRSTS, TIMES, write_runs

if TYPE_CHECKING:
    from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter

__all__ = ["IndexingTimes", "merge_times", "next_time", "read_times"]

_OF_SEGMENT: Final = 0  # the time that the table of contents has for the segment


def next_time(before: int) -> int:
    """The time of a state that replaces one of the time `before`."""
    return max(time.time_ns() // 1_000_000, before + 1)


class IndexingTimes:
    """The times of the articles of a segment, as runs: from article `firsts[i]` on it is `times[i]`."""

    __slots__ = ("articles", "firsts", "times")

    def __init__(self, firsts: NDArray[np.int64], times: NDArray[np.int64], articles: int) -> None:
        self.firsts = firsts
        self.times = times
        self.articles = articles

    @classmethod
    def of_each(cls, moments: Sequence[int]) -> IndexingTimes:
        """The times of articles in the order in which they were indexed, one each."""
        times = np.maximum.accumulate(np.array(moments, np.int64))
        return cls(np.arange(len(times)), times, len(times))

    def of(self, ordinal: int) -> int:
        """When an article was indexed; 0 when nobody knows."""
        return int(self.times[np.searchsorted(self.firsts, ordinal, "right") - 1]) if len(self.times) else 0

    def all(self) -> NDArray[np.int64]:
        """When each of the articles was indexed."""
        return np.repeat(self.times, np.diff(np.append(self.firsts, self.articles)))

    def first_after(self, moment: int) -> int:
        """The first article indexed after a moment; all that follow were too. Of none: their number."""
        run = int(np.searchsorted(self.times, moment, "right"))
        return int(self.firsts[run]) if run < len(self.firsts) else self.articles


def read_times(file: ArrayFile, path: Path, articles: int, of_segment: int) -> IndexingTimes:
    """The times that a segment and the table of contents tell of. IndexDamaged where they do not ascend."""
    if not file.length(TIMES):
        starts = np.zeros(min(articles, 1), np.int64)
        return IndexingTimes(starts, np.full(len(starts), of_segment, np.int64), articles)
    firsts = file.array(FIRSTS).astype(np.int64)
    times = file.array(TIMES).astype(np.int64)
    times[times == _OF_SEGMENT] = of_segment
    if (
        len(firsts) != len(times)
        or firsts[0] != 0
        or firsts[-1] >= max(articles, 1)
        or bool((np.diff(firsts) <= 0).any())
    ):
        raise IndexDamaged(path, f"arrays indexed_… are not of {articles} articles")
    # A rebuilt table of contents may know a later segment by an earlier time.
    return IndexingTimes(firsts, np.maximum.accumulate(times), articles)


def merge_times(
    file: ArrayFileWriter, segments: Iterable[tuple[IndexingTimes, NDArray[np.bool_] | None]]
) -> None:
    """Write the times of several segments, of their live articles (None: all), in their order.

    Nothing where none was published yet.
    """
    firsts: list[int] = []
    times: list[int] = []
    written = 0
    for runs, live in segments:
        ends = [*runs.firsts[1:].tolist(), runs.articles]
        for first, end, moment in zip(runs.firsts.tolist(), ends, runs.times.tolist(), strict=False):
            count = end - first if live is None else int(np.count_nonzero(live[first:end]))
            if count and (not times or times[-1] != moment):
                firsts.append(written)
                times.append(moment)
            written += count
    write_runs(file, firsts, times)
