"""What a run of the indexer did, as plain numbers."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

from dateline.indexer.errors import ReaderFault, Skipped

__all__ = ["Counts", "Interrupted", "Report"]


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


@dataclass(slots=True)
class Counts:
    """What a run did so far; the names are those of its Report."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    files_skipped: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, skipped: Skipped) -> None:
        """Note what can't be read; a fault of the program is a warning besides."""
        self.skipped.append(skipped)
        if skipped.fault is not None:
            warnings.warn(f"{skipped}\n{skipped.fault}", ReaderFault, stacklevel=2)

    def report(self, articles: int, passages: int, *, interrupted: bool) -> Report:
        """The report, with what the index holds now."""
        return Report(
            seen=self.new + self.changed + self.unchanged + self.files_skipped,
            new=self.new,
            changed=self.changed,
            removed=self.removed,
            unchanged=self.unchanged,
            files_skipped=self.files_skipped,
            skipped=tuple(self.skipped),
            articles=articles,
            passages=passages,
            interrupted=interrupted,
        )


class Interrupted(KeyboardInterrupt):
    """A run was interrupted. What it had published is in the index: `report` counts it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("interrupted; what is in the index stays")
