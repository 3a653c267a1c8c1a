"""How much of a segment has any words? Its directory says so: averages of lengths are over what has some."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dateline.indexer.format.errors import IndexDamaged

__all__ = ["Filled", "read_filled"]


class Filled(NamedTuple):
    """How many titles have any words, how many passages, and how many articles have any in their text."""

    titles: int
    passages: int
    articles: int


def read_filled(stored: object, path: Path, articles: int, passages: int) -> Filled:
    """What the directory of the segment at `path` says. IndexDamaged."""
    most = (articles, passages, articles)
    counts = (
        stored if isinstance(stored, list) and list(map(type, stored)) == [int, int, int] else [-1, -1, -1]
    )
    if all(0 <= count <= total for count, total in zip(counts, most, strict=True)):
        return Filled(*counts)
    raise IndexDamaged(path, f"the directory says of what is filled {stored!r}")
