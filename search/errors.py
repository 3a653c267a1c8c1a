"""What can be wrong with a question?

The query, or the synonyms beside the archive, can't be read; or it asks for more than can be told.
"""

from __future__ import annotations

from pathlib import Path

from dateline.indexer.format.errors import (
    DatelineError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexVersion,
)

__all__ = [
    "ArticleMissing",
    "DatelineError",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexVersion",
    "QueryError",
    "SavedError",
    "SynonymsError",
    "TooManyPeriods",
]


class QueryError(DatelineError):
    """The query can't be read as it stands.

    `query` is the text as given, `position` the code point the reading stopped at (0-based), `reason` what is
    wrong there and `hint` what to type instead. `suggestion` is the whole query as it could be typed, the
    likeliest of those in the hint; "" where none can be made.
    """

    def __init__(
        self, reason: str, *, query: str, position: int, hint: str = "", suggestion: str = ""
    ) -> None:
        self.reason = reason
        self.query = query
        self.position = position
        self.hint = hint
        self.suggestion = suggestion
        message = f"{reason} at column {position + 1}." if position >= 0 else f"{reason}."
        super().__init__(f"{message} {hint}".rstrip())


class SynonymsError(DatelineError):
    """A file of synonyms can't be read, for `reason`: in `path` at `line` (from 1, 0 for the whole file)."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path = path
        self.line = line
        self.reason = reason
        where = f"{path}:{line}" if line else path
        end = "" if reason.endswith(".") else "."
        super().__init__(
            f"{where}: {reason}{end} Or search without it: --no-synonyms, in a script synonyms=False"
        )


class SavedError(DatelineError):
    """A saved search is not there, can't be kept, or can't be read."""


class ArticleMissing(DatelineError):
    """No index that was asked has an article of that id."""

    def __init__(self, article_id: str, folder: Path | str, *others: Path | str) -> None:
        self.article_id = article_id
        self.folder = folder
        where = ", ".join(map(str, (folder, *others)))
        super().__init__(f"no article {article_id!r} in {where}. Search prints ids with --json")


class TooManyPeriods(DatelineError):
    """A timeline would have more than `most` periods: `count` of `by`, from the day `first` to `last`."""

    def __init__(self, by: str, count: int, most: int, first: str, last: str) -> None:
        self.by = by
        self.count = count
        self.first = first
        self.last = last
        self.most = most
        super().__init__(
            f"{count:,} {by}s from {first} to {last}: more than {most:,} are not counted. "
            "Count by a longer period (year), or ask for less time: after:2013 before:2015"
        )
