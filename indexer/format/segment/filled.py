"""How much of a segment has any words? Its directory says so: averages of lengths are over what has some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.segment.lengths import LENGTHS
from dateline.indexer.format.storage.array_file import AnyArray, run_starts

__all__ = ["Filled", "filled_of", "read_filled"]


class Filled(NamedTuple):
    """How many titles have any words, how many passages, and how many articles have any in their text."""

    titles: int
    passages: int
    articles: int


def filled_of(array: Callable[[str], AnyArray]) -> Filled:
    """What is filled, of a segment that has these arrays by name."""
    titles, passages = array("title." + LENGTHS), array("text." + LENGTHS)
    of_articles = np.diff(run_starts(passages)[array("first_passage")])
    return Filled(*[int(np.count_nonzero(lengths)) for lengths in (titles, passages, of_articles)])


def read_filled(stored: object, path: Path, articles: int, passages: int) -> Filled:
    """What the directory of the segment at `path` says. IndexDamaged."""
    if isinstance(stored, list) and list(map(type, stored)) == [int, int, int]:
        filled = Filled(*stored)
        if all(
            0 <= count <= most for count, most in zip(filled, (articles, passages, articles), strict=True)
        ):
            return filled
    raise IndexDamaged(path, f"the directory says of what is filled {stored!r}")
