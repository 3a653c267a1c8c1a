"""When was an article indexed?

When the state was published in which it was first: that is when a reader could see it. Each state has a later
time than the one before, whatever the clock does, so whoever has seen the state of a time has seen all
articles of that time and before, and none of a later one. The table of contents has the time of each segment.
A merged segment has the articles of several: merging keeps their order, so its times are ascending runs.

Times are milliseconds since 1970, UTC.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.time_runs import FIRSTS, TIMES, write_runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dateline.indexer.format.storage.array_file import ArrayFile, ArrayFileWriter

__all__ = ["IndexingTimes", "merge_times", "next_time", "read_times"]

_OF_SEGMENT: Final = 0  # the time that the table of contents has for the segment


def next_time(before: int) -> int:
    """The time of a state that replaces one of the time `before`."""
    return max(time.time_ns() // 1_000_000, before + 1)


class IndexingTimes:
    """The times of the articles of a segment, as runs: from article `firsts[i]` on it is `times[i]`."""

    __slots__ = ("articles", "firsts", "times")

    def __init__(self, firsts: list[int], times: list[int], articles: int) -> None:
        self.firsts = firsts
        self.times = times
        self.articles = articles

    @classmethod
    def of_each(cls, moments: Sequence[int]) -> IndexingTimes:
        """The times of articles in the order in which they were indexed, one each."""
        return cls(list(range(len(moments))), list(accumulate(moments, max)), len(moments))

    def of(self, ordinal: int) -> int:
        """When an article was indexed; 0 when nobody knows."""
        return self.times[bisect_right(self.firsts, ordinal) - 1] if self.times else 0

    def all(self) -> NDArray[np.int64]:
        """When each of the articles was indexed."""
        return np.repeat(np.array(self.times, np.int64), np.diff([*self.firsts, self.articles]))

    def first_after(self, moment: int) -> int:
        """The first article indexed after a moment; all that follow were too. Of none: their number."""
        run = bisect_right(self.times, moment)
        return self.firsts[run] if run < len(self.firsts) else self.articles


def read_times(file: ArrayFile, path: Path, articles: int, of_segment: int) -> IndexingTimes:
    """The times that a segment and the table of contents tell of. IndexDamaged where they do not ascend."""
    if not file.length(TIMES):
        return IndexingTimes([0][:articles], [of_segment][:articles], articles)
    firsts = file.memory(FIRSTS).tolist()
    times = [of_segment if time == _OF_SEGMENT else time for time in file.memory(TIMES).tolist()]
    if (
        len(firsts) != len(times)
        or firsts[0] != 0
        or firsts[-1] >= max(articles, 1)
        or any(first >= after for first, after in pairwise(firsts))
    ):
        raise IndexDamaged(path, f"arrays indexed_… are not of {articles} articles")
    # A rebuilt table of contents may know a later segment by an earlier time.
    return IndexingTimes(firsts, list(accumulate(times, max)), articles)


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
        ends = [*runs.firsts[1:], runs.articles]
        for first, end, moment in zip(runs.firsts, ends, runs.times, strict=False):
            count = end - first if live is None else int(np.count_nonzero(live[first:end]))
            if count and (not times or times[-1] != moment):
                firsts.append(written)
                times.append(moment)
            written += count
    write_runs(file, firsts, times)
