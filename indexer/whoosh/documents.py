"""What is known of each passage, as Whoosh asks for it.

`ArrayDocumentReader` has lengths, stored fields and what is deleted, `ArrayColumn` the values to sort and
group by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader

from dateline.indexer.format.derived import derived
from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS, TITLE
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.segment.keyword_field import PluralField

__all__ = ["ArrayColumn", "ArrayDocumentReader"]


class ArrayDocumentReader(base.PerDocumentReader):  # type: ignore[misc]  # whoosh is not annotated
    """What is known of each passage of a segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._lengths: dict[str, Any] = {}

    # -- deletions -------------------------------------------------------------------------------------

    def doc_count(self) -> int:
        """Live passages."""
        return self._reader.passages - len(self._deleted)

    def doc_count_all(self) -> int:
        """Passages, deleted ones included."""
        return self._reader.passages

    def has_deletions(self) -> bool:
        """Whether any passage is deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a passage is deleted. Whoosh's InverseMatcher also asks about the one after the last."""
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        """The numbers of the deleted passages."""
        return self._deleted

    @derived
    def _deleted(self) -> frozenset[int]:  # Whoosh makes one of it for every list of postings
        live = self._reader.live_passages
        return frozenset() if live is None else frozenset(np.flatnonzero(~live).tolist())

    # -- lengths ---------------------------------------------------------------------------------------

    def _lengths_of(self, name: str) -> Any:
        lengths = self._lengths.get(name)
        if lengths is None:
            if name not in TEXT_FIELDS:
                lengths = np.zeros(0, np.int64)
            else:
                lengths = self._reader.text_field(name).lengths
                if name == TITLE:
                    lengths = lengths[self._reader.article_of]
            self._lengths[name] = lengths
        return lengths

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Positions in a field of a passage, exactly."""
        lengths = self._lengths_of(fieldname)
        return int(lengths[docnum]) if len(lengths) else default

    def field_length(self, fieldname: str) -> int:
        """Positions in a field of all passages."""
        return int(self._lengths_of(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The shortest; 0 without any."""
        lengths = self._lengths_of(fieldname)
        return int(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """The longest; 0 without any."""
        return int(self._lengths_of(fieldname).max(initial=0))

    # -- columns and stored fields ---------------------------------------------------------------------

    def supports_columns(self) -> bool:
        """Yes."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the field can be sorted and grouped by: every keyword field."""
        return fieldname in KEYWORD_FIELDS

    def list_columns(self) -> tuple[str, ...]:
        """The fields with columns."""
        return KEYWORD_FIELDS

    def column_reader(self, fieldname: str, column: Any) -> ArrayColumn:
        """A keyword field by passage."""
        return ArrayColumn(self._reader, fieldname)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The text of a passage and the fields of its article; a field without a value is left out."""
        head = self._reader.heads([int(self._reader.article_of[docnum])])[0]
        stored: dict[str, Any] = {name: head[name] for name in (TITLE, *KEYWORD_FIELDS) if head.get(name)}
        stored["text"] = self._reader.passage_text(docnum)
        return stored


class ArrayColumn(ColumnReader):  # type: ignore[misc]
    """The values of a keyword field by passage, as bytes to sort by; of many the first."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        field = reader.keywords(name)
        if isinstance(field, PluralField):
            first = (next(iter(field.values_of(n)), "") for n in range(reader.articles))
            self._values = [value.encode() for value in first]
        else:
            values = [b"", *(value.encode() for value in field.values)]
            self._values = [values[code] for code in reader.keyword_field(name).codes.tolist()]
        self._article_of = reader.article_of

    def __len__(self) -> int:
        return len(self._article_of)

    def __getitem__(self, docnum: int) -> bytes:
        return self._values[int(self._article_of[docnum])]

    def __iter__(self) -> Iterator[bytes]:
        return (self[docnum] for docnum in range(len(self)))
