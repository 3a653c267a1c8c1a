"""How are the arrays of several segments that have a value or a run of values a document joined?

Some documents at a time, so that what is held does not grow with the index. Where the type of the joined
array depends on its values they are gone through twice: that takes a tenth of writing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter, narrow_dtype

__all__ = ["PIECE", "Live", "add_pieces", "add_starts", "live_lengths", "live_runs", "live_values"]

PIECE = 1 << 16  # documents at once

Live = NDArray[np.bool_] | None  # which documents of a segment are; None: all


def live_values(column: AnyArray, live: Live) -> Iterator[AnyArray]:
    """The values of the live documents, of `column`, which has one a document."""
    for first in range(0, len(column), PIECE):
        piece = column[first : first + PIECE]
        yield piece if live is None else piece[live[first : first + PIECE]]


def live_lengths(starts: AnyArray, live: Live) -> Iterator[NDArray[np.int64]]:
    """How many values each live document has; `starts` is where the run of each begins (documents + 1)."""
    for first in range(0, len(starts) - 1, PIECE):
        here = starts[first : first + PIECE + 1].astype(np.int64)
        lengths = here[1:] - here[:-1]
        yield lengths if live is None else lengths[live[first : first + PIECE]]


def live_runs(values: AnyArray, starts: AnyArray, live: Live) -> Iterator[AnyArray]:
    """The values of the live documents, of `values`, which has a run a document."""
    for first in range(0, len(starts) - 1, PIECE):
        here = starts[first : first + PIECE + 1].astype(np.int64)
        piece = values[here[0] : here[-1]]
        yield piece if live is None else piece[np.repeat(live[first : first + PIECE], here[1:] - here[:-1])]


def add_pieces(file: ArrayFileWriter, name: str, pieces: Callable[[], Iterable[AnyArray]]) -> None:
    """Write an array that comes in pieces, twice, in the smallest type that holds it."""
    most = max((int(piece.max()) for piece in pieces() if len(piece)), default=0)
    sink = file.stream(name, narrow_dtype(most))
    for piece in pieces():
        sink.append(piece)


def add_starts(
    file: ArrayFileWriter, name: str, lengths: Callable[[], Iterable[AnyArray]]
) -> tuple[int, int]:
    """Write where runs begin whose lengths come in pieces, twice; how many runs and values there are."""
    total = sum([int(piece.sum(dtype=np.int64)) for piece in lengths()])
    sink = file.stream(name, narrow_dtype(total))
    sink.append(np.zeros(1, sink.dtype))
    end = 0
    for piece in lengths():
        ends = np.cumsum(piece, dtype=np.int64)
        ends += end
        sink.append(ends)
        end = int(ends[-1]) if len(ends) else end
    return sink.written - 1, total
