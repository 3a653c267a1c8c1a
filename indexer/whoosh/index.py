"""An index of ours as Whoosh itself reads and writes it.

`whoosh_index` opens an index as a `whoosh.index.Index`: its `reader()` and `searcher()` are Whoosh's own
over the arrays of a segment, its `writer()` takes Whoosh's documents to our writer. Everything Whoosh can ask
of an index is answered: terms, cursors, matchers with positions, lengths, columns to sort and group by,
stored fields. A document is a passage.

    with whoosh_index("index").searcher() as searcher:
        searcher.search(Term("text", "border"), filter=Term("source", "BBC"))

The parts: `reader_of` (codec.py) reads a state by `ArrayTermsReader` (terms.py) and `ArrayDocumentReader`
(documents.py); what lists of postings look like from Whoosh is in matchers.py. Nothing of it is ever pickled.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

from whoosh.index import Index

from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.names import TOC_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.whoosh.codec import reader_of
from dateline.indexer.whoosh.errors import FieldsFixed
from dateline.indexer.whoosh.schema import make_schema
from dateline.indexer.whoosh.writer import ArrayWriter

__all__ = ["ArrayIndex", "reader_of", "whoosh_index"]


def whoosh_index(
    folder: str | PathLike[str], *, create: bool = False, language: str | None = None
) -> ArrayIndex:
    """The index in a folder, as Whoosh sees it. IndexMissing, IndexDamaged, IndexVersion.

    `create` makes an empty one where there is none, and leaves what is there. `language` is that by whose
    rules Whoosh's parser and highlighter read words, and the writer the documents that name none; by default
    the one most articles are in, English for an empty index.
    """
    if create:
        try:
            read_toc(Path(folder))
        except IndexMissing:
            IndexWriter(folder).commit()
    return ArrayIndex(folder, language)


class ArrayIndex(Index):  # type: ignore[misc]  # whoosh is not annotated
    """An index on disk; each `reader()` shows the state published when it was called."""

    def __init__(self, folder: str | PathLike[str], language: str | None = None) -> None:
        self.folder = Path(folder)
        self.storage = None
        self.indexname = "dateline"
        toc = read_toc(self.folder)
        self._language = language
        self._generation = toc.generation
        most = max(toc.languages, key=lambda code: toc.languages[code], default="en")
        self.schema = make_schema(most if language is None else language)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.folder)!r})"

    def reader(self, reuse: Any = None) -> Any:
        """Whoosh's reader over the current state."""
        return reader_of(IndexReader.open(self.folder), self.schema)

    def writer(self, **options: Any) -> ArrayWriter:
        """The one writer of the index; WriterLocked when another has it. The options are ArrayWriter's."""
        return ArrayWriter(self.folder, self.schema, **options)

    # Whoosh's own versions of these keep the writer when it refuses.

    def delete_by_term(self, fieldname: str, text: str, searcher: Any = None) -> int:
        """Delete as the writer does, and commit; how many documents went. FieldUnknown, WriterLocked."""
        with self.writer() as writer:
            return int(writer.delete_by_term(fieldname, text))

    def delete_by_query(self, q: Any, searcher: Any = None) -> int:
        """Delete as the writer does, and commit; how many documents went. WriterLocked."""
        with self.writer() as writer:
            return int(writer.delete_by_query(q))

    def add_field(self, fieldname: str, fieldspec: Any) -> None:
        """Not possible: the fields of an archive are fixed."""
        raise FieldsFixed(fieldname, "added")

    def remove_field(self, fieldname: str) -> None:
        """Not possible: the fields of an archive are fixed."""
        raise FieldsFixed(fieldname, "removed")

    # -- its state -------------------------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Whether no live passage is in it."""
        return int(self.doc_count()) == 0

    def latest_generation(self) -> int:
        """The number of the state published last, -1 without an index."""
        try:
            return read_toc(self.folder).generation
        except IndexMissing:
            return -1

    def refresh(self) -> ArrayIndex:
        """This index while nothing newer was published, else a new one; either reads the current state."""
        return self if self.up_to_date() else ArrayIndex(self.folder, self._language)

    def up_to_date(self) -> bool:
        """Whether nothing was published since this object was made."""
        return self.latest_generation() == self._generation

    def last_modified(self) -> float:
        """When something was last published, in seconds since the epoch."""
        return (self.folder / TOC_NAME).stat().st_mtime

    def optimize(self) -> None:
        """Merge all segments into one, without what is deleted."""
        self.writer().commit(optimize=True)
