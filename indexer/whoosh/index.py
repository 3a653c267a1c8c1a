"""How does Whoosh itself read an index of ours?

`whoosh_index` opens an index as a `whoosh.index.Index`: its `reader()` and `searcher()` are Whoosh's own over
the arrays of a segment; its `writer()` is ours. Everything Whoosh can ask of an index is answered: terms,
cursors, matchers with positions, lengths, columns to sort and group by, stored fields. A document is a
passage.

    with whoosh_index("index").searcher() as searcher:
        searcher.search(Term("text", "border"), filter=Term("source", "BBC"))

The parts: `ArrayIndex` → `ArraySegment` → `ArrayCodec` → `ArrayTermsReader` (terms.py) and
`ArrayDocumentReader` (documents.py); what lists of postings look like from Whoosh is in matchers.py.
Nothing of it is ever pickled.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.index import Index
from whoosh.reading import EmptyReader, MultiReader
from whoosh.reading import SegmentReader as WhooshSegmentReader

from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.reader import IndexReader, SegmentReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.whoosh.documents import ArrayDocumentReader
from dateline.indexer.whoosh.schema import make_schema
from dateline.indexer.whoosh.terms import ArrayTermsReader

__all__ = ["ArrayCodec", "ArrayIndex", "ArraySegment", "reader_of", "whoosh_index"]


def whoosh_index(folder: str | PathLike[str]) -> ArrayIndex:
    """The index in a folder, as Whoosh sees it. IndexMissing, IndexDamaged, IndexVersion."""
    return ArrayIndex(folder)


def reader_of(index: IndexReader, schema: Any) -> Any:
    """Whoosh's reader over a state that is open already."""
    readers = [
        WhooshSegmentReader(
            None, schema, ArraySegment(segment), generation=index.generation, codec=ArrayCodec()
        )
        for segment in index.segments
    ]
    if not readers:
        return EmptyReader(schema)
    return readers[0] if len(readers) == 1 else MultiReader(readers, generation=index.generation)


class ArrayIndex(Index):  # type: ignore[misc]  # whoosh is not annotated
    """An index on disk; each `reader()` shows the state published when it was called."""

    def __init__(self, folder: str | PathLike[str]) -> None:
        self.folder = Path(folder)
        self.storage = None
        self.indexname = "dateline"
        index = IndexReader.open(folder)
        most = max(index.languages, key=lambda code: index.languages[code], default="")
        self.schema = make_schema(most or "en")
        self._generation = index.generation
        index.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.folder)!r})"

    def reader(self, reuse: Any = None) -> Any:
        """Whoosh's reader over the current state."""
        return reader_of(IndexReader.open(self.folder), self.schema)

    def writer(self, **options: Any) -> IndexWriter:
        """Our writer, which adds passages the way Whoosh's adds documents."""
        return IndexWriter(self.folder, **options)

    def is_empty(self) -> bool:
        """Whether no live passage is in it."""
        return int(self.doc_count()) == 0

    def latest_generation(self) -> int:
        """The number of the state published last, -1 without an index."""
        try:
            index = IndexReader.open(self.folder)
        except IndexMissing:
            return -1
        index.close()
        return index.generation

    def refresh(self) -> ArrayIndex:
        """The same index, which always opens its current state."""
        return ArrayIndex(self.folder)

    def up_to_date(self) -> bool:
        """Whether nothing was published since this object was made."""
        return self.latest_generation() == self._generation

    def last_modified(self) -> float:
        """When something was last published, in seconds since the epoch."""
        return self.folder.stat().st_mtime

    def optimize(self) -> None:
        """Merge all segments into one."""
        self.writer().commit(optimize=True)


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment file, as Whoosh lists it."""

    def __init__(self, reader: SegmentReader) -> None:
        self.indexname = "dateline"
        self.segid = reader.name
        self.compound = False
        self.reader = reader

    def codec(self) -> ArrayCodec:
        """The codec that reads it."""
        return ArrayCodec()

    def should_assemble(self) -> bool:
        """Never: a segment is one file already."""
        return False

    def doc_count_all(self) -> int:
        """Passages, deleted ones included."""
        return self.reader.passages

    def deleted_count(self) -> int:
        """Deleted passages."""
        live = self.reader.live_passages
        return 0 if live is None else self.reader.passages - int(np.count_nonzero(live))

    def deleted_docs(self) -> list[int]:
        """The numbers of the deleted passages."""
        live = self.reader.live_passages
        return [] if live is None else np.flatnonzero(~live).tolist()

    def is_deleted(self, docnum: int) -> bool:
        """Whether a passage is deleted."""
        live = self.reader.live_passages
        # InverseMatcher also asks about the passage after the last.
        return live is not None and docnum < len(live) and not live[docnum]

    def set_doc_count(self, doccount: int) -> None:
        """Not possible: segments don't change."""
        raise NotImplementedError("a segment does not change once it is written")

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Not possible: articles are deleted through the index's writer."""
        raise NotImplementedError("delete articles through the writer of the index")


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Readers over the arrays of a segment; segments are written by IndexWriter alone."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """Terms and postings."""
        return ArrayTermsReader(segment.reader)

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocumentReader:
        """Lengths, columns and stored fields."""
        return ArrayDocumentReader(segment)

    def _unwritable(self, *_: Any, **__: Any) -> Any:
        raise NotImplementedError("segments are written by dateline.indexer.format.index.writer.IndexWriter")

    per_document_writer = field_writer = postings_writer = postings_reader = new_segment = _unwritable
