"""Whoosh's reader over a published state of an index: a segment of ours is one of its segments.

`reader_of` opens Whoosh's own SegmentReader on each segment; `ArrayCodec` gives it what it reads by. Segments
are written by our writer alone, so the codec has no writing half.
"""

from __future__ import annotations

from typing import Any

from whoosh.codec import base
from whoosh.reading import EmptyReader, MultiReader
from whoosh.reading import SegmentReader as WhooshSegmentReader

from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.whoosh.documents import ArrayDocumentReader
from dateline.indexer.whoosh.terms import ArrayTermsReader

__all__ = ["ArrayCodec", "ArraySegment", "reader_of"]


def reader_of(index: IndexReader, schema: Any) -> Any:
    """Whoosh's reader over a state that is open already: its passages, segment by segment."""
    readers = [
        WhooshSegmentReader(
            None, schema, ArraySegment(segment), generation=index.generation, codec=ArrayCodec()
        )
        for segment in index.segments
    ]
    if not readers:
        return _EmptyReader(schema, index.generation)
    return readers[0] if len(readers) == 1 else MultiReader(readers, generation=index.generation)


class ArraySegment(base.Segment):  # type: ignore[misc]  # whoosh is not annotated
    """A segment file, as Whoosh names it; what is in it is asked of the codec's readers."""

    def __init__(self, reader: SegmentReader) -> None:
        self.indexname = "dateline"
        self.segid = reader.name
        self.compound = False
        self.reader = reader


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Readers over the arrays of a segment."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """Terms and postings."""
        return ArrayTermsReader(segment.reader)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocumentReader:
        """Lengths, columns, stored fields and deletions."""
        return ArrayDocumentReader(segment.reader)


class _EmptyReader(EmptyReader):  # type: ignore[misc]
    """Whoosh's reader of nothing, which knows the state it is of: a searcher on it can be up to date."""

    def __init__(self, schema: Any, generation: int) -> None:
        super().__init__(schema)
        self._generation = generation

    def generation(self) -> int:
        return self._generation
