"""Which articles of a segment are deleted?

A small file beside the segment, one an index state, never changed: an array file (array_file.py) with the
ascending numbers of the deleted `articles`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, ArrayFileWriter, narrow

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["live_passages", "read_deletions", "write_deletions"]


def write_deletions(path: Path, live_articles: NDArray[np.bool_]) -> None:
    """Write the numbers of the articles that are not live, brought to the disk."""
    with ArrayFileWriter(path) as file:
        file.add("articles", narrow(np.flatnonzero(~live_articles)))
        file.finish({"articles": len(live_articles)})


def read_deletions(path: Path, articles: int, expected: tuple[int, int] | None = None) -> NDArray[np.bool_]:
    """Which of the segment's `articles` are live. IndexDamaged, IndexVersion, FileNotFoundError.

    `expected` are the size and the CRC-32 of the whole file that is meant: another one of the segment,
    of an older state, is whole too.
    """
    file = ArrayFile(path)
    if expected is not None and (file.size, file.whole_checksum()) != expected:
        raise IndexDamaged(path, "not the file the table of contents names")
    file.verify()
    deleted = file.array("articles", below=articles)
    if file.facts.get("articles") != articles:
        raise IndexDamaged(path, f"not of a segment of {articles} articles")
    if bool((deleted[1:] <= deleted[:-1]).any()):
        raise IndexDamaged(path, "array articles does not ascend")
    live = np.ones(articles, bool)
    live[deleted] = False
    return live


def live_passages(live_articles: NDArray[np.bool_], first_passage: AnyArray) -> NDArray[np.bool_]:
    """Which passages are live: those of live articles."""
    live: NDArray[np.bool_] = np.repeat(live_articles, np.diff(first_passage))
    return live
