"""What can go wrong while Whoosh writes to an index of ours: errors that are ours and Whoosh's at once.

A program written for Whoosh catches them as it always did, one written for Dateline as `DatelineError`.
"""

from __future__ import annotations

from collections.abc import Iterable

from whoosh.fields import UnknownFieldError
from whoosh.index import LockError
from whoosh.writing import IndexingError

from dateline.indexer.format.errors import DatelineError, IndexLocked

__all__ = ["FieldUnknown", "FieldsFixed", "WriterLocked", "WritingRefused"]


class WriterLocked(IndexLocked, LockError):  # type: ignore[misc]  # whoosh is not annotated
    """Another writer has the index. Wait for it: `index.writer(timeout=10)`."""


class FieldUnknown(DatelineError, UnknownFieldError):  # type: ignore[misc]
    """A document or a deletion names a field that no index of ours has."""

    def __init__(self, field: str, known: Iterable[str]) -> None:
        self.field = field
        super().__init__(f"there is no field {field!r}. The fields are {', '.join(sorted(known))}")


class WritingRefused(DatelineError, IndexingError):  # type: ignore[misc]
    """A document, or a change, that an index of ours can't take; or a writer that has ended."""


class FieldsFixed(WritingRefused):
    """A field can't be added or removed."""

    def __init__(self, field: str, wish: str) -> None:
        self.field = field
        super().__init__(f"field {field!r} can't be {wish}: the fields of an index are fixed")
