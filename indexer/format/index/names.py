"""What are the files of an index called, and which names in its folder are ours?

A name is ours when all of it is of one of these patterns, and nothing else is: what a table of contents may
name, and what may be removed, is decided by them. No pattern has a place for a folder, so that no name leads
out of the index.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = [
    "ASIDE_NAME",
    "LEDGER_SUFFIX",
    "LOCK_NAME",
    "NEW_TOC_NAME",
    "SAVED_SUFFIX",
    "SEGMENT_SUFFIX",
    "SYNONYMS_NAME",
    "TOC_NAME",
    "is_data",
    "is_leftover",
    "segment_names",
    "unused_number",
]

TOC_NAME: Final = "index.toc"
NEW_TOC_NAME: Final = "index.toc.new"
LOCK_NAME: Final = "write.lock"
ASIDE_NAME: Final = "damaged"  # a folder, of what a repair left out: nothing of ours reads or empties it
SAVED_SUFFIX: Final = ".saved"  # of the folder beside an index, of searches that are kept
SYNONYMS_NAME: Final = "synonyms.txt"  # a person's own, which nothing here writes or removes
SEGMENT_SUFFIX: Final = ".segment"

SEGMENT: Final = re.compile(r"[0-9]{6,18}", re.ASCII)  # the name without its ending
_SEGMENT_FILE: Final = lazy_pattern(r"([0-9]{6,18})\.segment", re.ASCII)
LEDGER_SUFFIX: Final = ".files"
LEDGER: Final = re.compile(r"([0-9]{6,18})\.files", re.ASCII)
DELETIONS: Final = lazy_pattern(r"([0-9]{6,18})\.([0-9]{1,18})\.deletions", re.ASCII)
# Not yet part of a state: of the writer itself, with a token of its own; of the processes that help it.
_SPILL: Final = lazy_pattern(
    r"(?:[0-9]{6,18}(?:-[0-9a-f]{8})?|batch-(?:[0-9a-f]{12}-)?[0-9]{5,9}-[0-9]{3,9})\.spill", re.ASCII
)


def is_data(name: str) -> bool:
    """Whether a table of contents may name a file so."""
    return any(pattern.fullmatch(name) for pattern in (_SEGMENT_FILE, DELETIONS, LEDGER))


def is_leftover(name: str) -> bool:
    """Whether a file of that name is nobody's when no table of contents names it."""
    return is_data(name) or _SPILL.fullmatch(name) is not None or name == NEW_TOC_NAME


def segment_names(folder: Path) -> list[str]:
    """The names of the segment files in the folder, ascending, whoever wrote them; none without a folder."""
    try:
        return sorted(path.name for path in folder.iterdir() if _SEGMENT_FILE.fullmatch(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def unused_number(folder: Path) -> int:
    """A number above those of all segment files in the folder."""
    return max((int(name.partition(".")[0]) for name in segment_names(folder)), default=0) + 1
