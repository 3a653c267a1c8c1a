"""Which articles of a segment are deleted?

A small file beside the segment, one an index state, never changed: an array file (array_file.py) with the
ascending numbers of the deleted `articles`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.storage.array_file import AnyArray, ArrayFile, ArrayFileWriter, narrow

__all__ = ["live_passages", "read_deletions", "write_deletions"]


def write_deletions(path: Path, live_articles: NDArray[np.bool_]) -> None:
    """Write the numbers of the articles that are not live, brought to the disk."""
    with ArrayFileWriter(path) as file:
        file.add("articles", narrow(np.flatnonzero(~live_articles)))
        file.finish({"articles": len(live_articles)})


def read_deletions(path: Path, articles: int) -> NDArray[np.bool_]:
    """Which of the segment's `articles` are live. IndexDamaged, IndexVersion, FileNotFoundError."""
    file = ArrayFile(path)
    file.verify()  # small, and nothing else would notice
    deleted = file.array("articles")
    if file.facts["articles"] != articles or (len(deleted) and int(deleted[-1]) >= articles):
        raise IndexDamaged(path, f"not of a segment of {articles} articles")
    live = np.ones(articles, bool)
    live[deleted] = False
    return live


def live_passages(live_articles: NDArray[np.bool_], first_passage: AnyArray) -> NDArray[np.bool_]:
    """Which passages are live: those of live articles."""
    live: NDArray[np.bool_] = np.repeat(live_articles, np.diff(first_passage))
    return live
