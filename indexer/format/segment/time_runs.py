"""How are the times at which the articles of a segment were indexed written down? As ascending runs.

From article `firsts[i]` on it is `times[i]`, in milliseconds since 1970; 0 stands for the time that the table
of contents has for the segment. What is read of it: format/index/indexing_times.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.later import np

if TYPE_CHECKING:
    from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter

__all__ = ["FIRSTS", "TIMES", "write_runs", "write_times"]

FIRSTS: Final = "indexed_from"
TIMES: Final = "indexed_at"


def write_runs(file: ArrayFileWriter, firsts: Sequence[int], times: Sequence[int]) -> None:
    """Write runs; nothing where no time is known."""
    if any(times):
        file.add(FIRSTS, np.array(firsts, np.uint64))
        file.add(TIMES, np.array(times, np.uint64))


def write_times(file: ArrayFileWriter, times: AnyArray) -> None:
    """Write the time of each article, as runs of equal ones."""
    firsts = np.flatnonzero(np.diff(times, prepend=times[:1] + 1))
    write_runs(file, firsts.tolist(), times[firsts].tolist())
