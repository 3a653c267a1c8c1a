"""How far is a run, for who shows it?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.indexer.sources import Found

__all__ = ["Later", "Progress", "Status"]


@dataclass(slots=True)
class Status:
    """How far a run is: files and bytes done of those to read, articles found, and what is being done.

    `looked` are the bytes of the file at hand that were looked through before any of it is read: compared
    with what was read before, or searched for the end of a line.
    """

    files: int = 0
    files_done: int = 0
    bytes: int = 0
    bytes_done: int = 0
    articles: int = 0
    doing: str = ""
    looked: int = 0


Progress = Callable[[Status], None]
Later = Callable[[Found], bool]  # whether a file is left for another run
