"""What can go wrong with an index, one class for each thing a caller can do about it."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["DatelineError", "IndexDamaged", "IndexLocked", "IndexMissing", "IndexTooLarge", "IndexVersion"]


class DatelineError(Exception):
    """Base of every error Dateline raises on purpose: what failed, on what, what to do next."""


class IndexMissing(DatelineError):
    """There is no index in the folder. Build one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        where = f"./{folder}" if Path(folder).name == str(folder) else folder  # a lone name reads like a word
        super().__init__(f"no index at {where}. Run: dateline index{_at(folder)} PATH")


class IndexLocked(DatelineError):
    """Another process writes to the index. Wait for it, or stop it."""

    def __init__(self, folder: Path, holder: str) -> None:
        self.folder = folder
        self.holder = holder
        super().__init__(f"{folder} is being written by {holder}. Try again when it has finished")


class IndexDamaged(DatelineError):
    """A file of the index is cut short, altered or missing. Build it anew with `--full`."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}. Rebuild the index: dateline index --full{_at(path.parent)} PATH")


class IndexVersion(DatelineError):
    """The index was written by another version of the format. Build it anew with `--full`."""

    def __init__(self, path: Path, found: object, expected: int) -> None:
        self.path = path
        self.found = found
        self.expected = expected
        super().__init__(
            f"{path}: format version {found}, this Dateline reads version {expected}. "
            f"Rebuild the index: dateline index --full{_at(path.parent)} PATH"
        )


class IndexTooLarge(DatelineError):
    """A number does not fit the widest type of the format: more documents or text than a segment holds."""


def _at(folder: Path) -> str:
    """What a command needs to find an index that is not where it looks by itself, ./index."""
    if os.path.abspath(folder) == os.path.abspath("index"):
        return ""
    import shlex

    return f" --index {shlex.quote(os.fspath(folder))}"
