"""How does an index that was damaged become whole, its articles cut into passages as they were?"""

from __future__ import annotations

import os
from pathlib import Path

from dateline.indexer.format.index.repair import Repaired
from dateline.indexer.format.index.repair import repair as repair_folder
from dateline.indexer.passages import passages_and_sentences

__all__ = ["repair"]


def repair(index: str | os.PathLike[str] = "index", *, wait: float = 0.0) -> Repaired:
    """Publish a state of all that is whole; what is damaged is put aside, into `damaged` in the index.

    A whole index is left as it is. Nothing is read from the sources: the next update reads the files again of
    which articles are missing. IndexMissing where there is nothing of an index, IndexLocked, IndexUnwritable.
    """
    return repair_folder(Path(index), passages_and_sentences, wait=wait)
