"""What can go wrong with what a person feeds the indexer?"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field

from dateline.indexer.format.errors import DatelineError

__all__ = ["ProcessDied", "ReaderFault", "RecordError", "Skipped", "SourceError", "reason_of"]


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
    """One of the processes that read files was killed, or crashed. Nothing was written.

    `path` is the first file that is not known to be read: it is that one or, with several processes, one of
    those after it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        super().__init__(
            f"{self.path}: a process died while reading this file or one after it, killed or out of memory; "
            "nothing was written. Try one job, which needs the least memory, or leave the file out"
        )


class ReaderFault(RuntimeWarning):
    """A reader failed on a file in a way nobody foresaw: a fault of the program, with its traceback.

    The file is named among the skipped and the others go in; `python -W error` stops at it.
    """


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or one line of it, that did not become an article.

    `fault` is the traceback where the reason is a fault of the program and not of the file.
    """

    path: str
    reason: str
    line: int | None = None
    fault: str | None = field(default=None, repr=False, compare=False)

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
