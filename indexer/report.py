"""What a run of the indexer did, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.indexer.errors import Skipped

__all__ = ["Interrupted", "Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did.

    `seen` counts the files, or records, that were looked at: `new + changed + unchanged + files_skipped`.
    `removed` are files that are gone. `skipped` names what was not read and why: files, lines of files, and
    folders that were left out. `articles` and `passages` are those of the index afterwards. `interrupted`:
    the run was stopped; what is counted is in the index.
    """

    seen: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    files_skipped: int = 0
    skipped: tuple[Skipped, ...] = ()
    articles: int = 0
    passages: int = 0
    interrupted: bool = False


class Interrupted(KeyboardInterrupt):
    """A run was interrupted. What it had published is in the index: `report` counts it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("interrupted; what is in the index stays")
