"""How does Whoosh itself read an index of ours?

`whoosh_index` opens an index as a `whoosh.index.Index`: its `reader()` and `searcher()` are Whoosh's own over
the arrays of a segment; its `writer()` is ours. Everything Whoosh can ask of an index is answered: terms,
cursors, matchers with positions, lengths, columns to sort and group by, stored fields. A document is a
passage.

    with whoosh_index("index").searcher() as searcher:
        searcher.search(Term("text", "border"), filter=Term("source", "BBC"))

The parts: `ArrayIndex` → `ArraySegment` → `ArrayCodec` → `ArrayTermsReader` and `ArrayDocumentReader`; what
lists of postings look like from Whoosh is in matching.py. Nothing of it is ever pickled.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.index import Index
from whoosh.reading import EmptyReader, MultiReader, TermInfo, TermNotFound
from whoosh.reading import SegmentReader as WhooshSegmentReader

from indexer.format.errors import IndexMissing
from indexer.format.fieldnames import KEYWORD_FIELDS, TEXT_FIELDS, TITLE
from indexer.format.matching import ArrayMatcher, FieldView, KeywordView, TextView
from indexer.format.reader import IndexReader, SegmentReader
from indexer.format.schema import make_schema
from indexer.format.writer import IndexWriter

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
        raise NotImplementedError("segments are written by indexer.format.writer.IndexWriter")

    per_document_writer = field_writer = postings_writer = postings_reader = new_segment = _unwritable


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of all fields of a segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._views: dict[str, FieldView] = {}

    def view(self, name: str) -> FieldView:
        """One field; KeyError if there is none of that name."""
        view = self._views.get(name)
        if view is None:
            if name in TEXT_FIELDS:
                view = TextView(self._reader, name)
            elif name in KEYWORD_FIELDS:
                view = KeywordView(self._reader, name)
            else:
                raise KeyError(name)
            self._views[name] = view
        return view

    def _place(self, name: str, text: bytes) -> tuple[FieldView, int]:
        view = self.view(name)
        number = view.find(text)
        if number < 0:
            raise KeyError((name, text))  # whoosh.reading turns it into its TermNotFound, or into 0
        return view, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self.indexed_field_names() and self.view(name).find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        """All fields, sorted."""
        return sorted((*TEXT_FIELDS, *KEYWORD_FIELDS))

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """A cursor over the terms of one field."""
        return ArrayCursor(self.view(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, by field and bytes."""
        for name in self.indexed_field_names():
            view = self.view(name)
            yield from ((name, view.term(number)) for number in range(view.size))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from `prefix` on, then those of the fields after it."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                view = self.view(name)
                first = view.place(prefix) if name == fieldname else 0
                yield from ((name, view.term(number)) for number in range(first, view.size))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """`terms_from` with statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of one term over the passages. KeyError for an unknown one."""
        view, number = self._place(fieldname, text)
        documents, frequencies = view.documents(number), view.frequencies(number)
        if not len(documents):  # a keyword value of articles without passages
            return TermInfo(minlength=0, minid=0)
        lengths = view.lengths(documents)
        return TermInfo(
            weight=float(frequencies.sum(dtype=np.int64)),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Occurrences in all passages. KeyError for an unknown one."""
        view, number = self._place(fieldname, text)
        return float(view.frequencies(number).sum(dtype=np.int64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Passages that have the term, 0 for an unknown one."""
        view = self.view(fieldname)
        number = view.find(text)
        return len(view.documents(number)) if number >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """The postings of a term. TermNotFound."""
        try:
            view, number = self._place(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"no term {fieldname}:{text!r}") from error
        return ArrayMatcher(view, number, (fieldname, text), format_, scorer)


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks over the terms of one field."""

    def __init__(self, view: FieldView, fieldobj: Any) -> None:
        self._view = view
        self._field = fieldobj
        self._number = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term not before `string`."""
        sought = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._number = self._view.place(sought)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        """The term here, None beyond the last."""
        if not self.is_valid():
            return None
        text: str = self._field.from_bytes(self._view.term(self._number))
        return text

    def term(self) -> str | None:
        """The same."""
        return self.text()

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._number < self._view.size


class ArrayDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """What is known of each passage."""

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment
        self._reader = segment.reader
        self._lengths: dict[str, Any] = {}

    def doc_count(self) -> int:
        """Live passages."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """Passages, deleted ones included."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any passage is deleted."""
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether a passage is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> list[int]:
        """The numbers of the deleted passages."""
        return self._segment.deleted_docs()

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
        """The shortest."""
        return int(self._lengths_of(fieldname).min(initial=np.iinfo(np.int32).max))

    def max_field_length(self, fieldname: str) -> int:
        """The longest."""
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
        ordinal = int(self._reader.article_of[docnum])
        head = self._reader.heads(ordinal)
        stored: dict[str, Any] = {name: head[name] for name in (TITLE, *KEYWORD_FIELDS) if head.get(name)}
        stored["text"] = self._reader.passage_text(docnum)
        return stored


class ArrayColumn(ColumnReader):  # type: ignore[misc]
    """The values of a keyword field, one a passage, as the bytes whoosh.fields.ID sorts by."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self._field = reader.keyword_field(name)
        self._article_of = reader.article_of

    def __len__(self) -> int:
        return len(self._article_of)

    def __getitem__(self, docnum: int) -> bytes:
        return (self._field.value(int(self._article_of[docnum])) or "").encode()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.load())

    def load(self) -> list[bytes]:
        """All values."""
        values = [b"", *(value.encode() for value in self._field.values)]
        return [values[code] for code in self._field.codes[self._article_of].tolist()]
