"""What can go wrong with what a person feeds the indexer?"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from typing import Literal

from dateline.indexer.format.errors import DatelineError

__all__ = [
    "Cause",
    "ExtraNeeded",
    "NothingThere",
    "ProcessDied",
    "PruneNeeded",
    "ReaderFault",
    "RecordError",
    "Skipped",
    "SourceError",
    "reason_of",
]

# Why a file was not read: something is wrong with it; its kind is not read; it is a link out of the folder;
# it is hidden, or excluded by a person; an extra is not installed that reads it. Or it is a folder that was
# left out, or is closed: what was read of a closed one before stays.
Cause = Literal["trouble", "kind", "link", "hidden", "excluded", "extra", "changing", "folder", "closed"]


class SourceError(DatelineError):
    """A source can't be read. Mend or leave out the file; the others are not concerned.

    `reason` says what is wrong in words that fit a list ("100 MB, the limit is 16 MB"). Who knows nothing of
    the path, as a reader, leaves it out.
    """

    def __init__(self, path: str | os.PathLike[str] | None, reason: str, line: int | None = None) -> None:
        self.path = None if path is None else os.fspath(path)
        self.reason = reason
        self.line = line
        where = "" if self.path is None else self.path if line is None else f"{self.path}:{line}"
        super().__init__(f"{where}: {reason}" if where else reason)


class ExtraNeeded(SourceError):
    """A kind of file is read by an optional part of Dateline that is not installed: `extra`."""

    def __init__(
        self,
        path: str | os.PathLike[str] | None,
        reason: str,
        line: int | None = None,
        *,
        extra: str = "",
    ) -> None:
        self.extra = extra
        super().__init__(path, reason, line)


class RecordError(SourceError):
    """A record (a dict, a line of JSONL) is not an article. `key` is the field that is wrong, if one is."""

    def __init__(
        self,
        reason: str,
        *,
        key: str | None = None,
        path: str | os.PathLike[str] | None = None,
        line: int | None = None,
    ) -> None:
        self.key = key
        super().__init__(path, reason, line)


class ProcessDied(DatelineError):
    """No process that reads files can be started, or none lives until it has begun to read.

    `path` is the first file that waited for it, `reason` what the system said. (A process that dies over a
    file costs that file alone, which is Skipped.)
    """

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        self.path = os.fspath(path)
        self.reason = reason
        super().__init__(
            f"{self.path}: not read, because no process to read it can be started ({reason}). Try again when "
            "the machine has memory and processes to spare"
        )


class PruneNeeded(DatelineError):
    """A refresh would take out much of what a source has given. Nothing was done.

    `root` is the source, `removed` of `articles` would go; `empty` tells that no file of it is there, and
    `left_out` that the files are, and are excluded now.
    """

    def __init__(
        self, root: str, removed: int, articles: int, *, empty: bool = False, left_out: bool = False
    ) -> None:
        self.root = root
        self.removed = removed
        self.articles = articles
        found = "no file of it is there" if empty else "files are gone"
        question = "Is a drive not mounted? "
        if left_out:
            found, question = "files are left out now", ""
        super().__init__(
            f"{root}: {found}, and {removed:,} of its {articles:,} articles would be removed; nothing was "
            f"done. {question}If they are to go, say so: --prune"
        )


class NothingThere(DatelineError):
    """What was to be removed or moved is not in the index."""

    def __init__(self, what: str, reason: str) -> None:
        self.what = what
        super().__init__(f"{what}: {reason}")


class ReaderFault(RuntimeWarning):
    """A reader failed on a file in a way nobody foresaw: a fault of the program, with its traceback.

    The file is named among the skipped and the others go in; `python -W error` stops at it.
    """


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or one line of it, that did not become an article.

    `fault` is the traceback where the reason is a fault of the program and not of the file. `before`: an
    earlier run has said so, and the file is as it was.
    """

    path: str
    reason: str
    line: int | None = None
    cause: Cause = "trouble"
    fault: str | None = field(default=None, repr=False, compare=False)
    before: bool = False

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason}"


def reason_of(error: OSError | ValueError) -> str:
    """What the system says of a path, in the words of a report."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if not isinstance(error, OSError):
        return "not a file name"  # a NUL in it
    if error.errno == errno.ELOOP:
        return "a symlink loop"
    return f"can't be read: {(error.strerror or type(error).__name__).lower()}"
