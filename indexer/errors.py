"""What can go wrong with what a person feeds the indexer?"""

from __future__ import annotations

import os

from dateline.indexer.format.errors import DatelineError

__all__ = ["RecordError", "SourceError"]


class SourceError(DatelineError):
    """A source can't be read. Mend or leave out the file; the others are not concerned.

    `reason` says what is wrong in words that fit a list ("100 MB, the limit is 64 MB").
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
