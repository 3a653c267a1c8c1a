"""Whoosh's documents into an index of ours.

`ArrayWriter` is a `whoosh.writing.IndexWriter` whose changes go through our writer: its lock, its durability,
its merging. A document is a passage, and an index of ours holds articles whole:

- consecutive documents of one `id` form one article, of which each is a passage;
- what deletes a document deletes its article;
- `update_document` begins an article in the place of those of its `id`.

    with whoosh_index("index").writer() as writer:
        writer.add_document(id="a", title="Summit", text="The summit opened.")
        writer.add_document(id="a", text="Border guards met.")
"""

from __future__ import annotations

import datetime
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from whoosh import writing
from whoosh.query import Term

from dateline.indexer.analysis.languages import GENERAL
from dateline.indexer.article import Article, Paragraph, Passage, mentions_of_lines
from dateline.indexer.facts.bylines import read_authors
from dateline.indexer.facts.dates import dated
from dateline.indexer.facts.sentences import sentence_starts
from dateline.indexer.format.errors import IndexLocked
from dateline.indexer.format.fields import TEXT
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.whoosh.codec import reader_of
from dateline.indexer.whoosh.errors import FieldsFixed, FieldUnknown, WriterLocked, WritingRefused

__all__ = ["ArrayWriter"]

MergePolicy = Callable[..., Any]

_SEPARATOR: Final = "\n\n"  # what parts the paragraphs of Article.text


@dataclass(slots=True)
class _Draft:
    """An article whose last document may not have come yet: the fields of its first, the texts of all."""

    fields: dict[str, str]
    texts: list[str]


class ArrayWriter(writing.IndexWriter):  # type: ignore[misc]  # whoosh is not annotated
    """Writes to an index the way Whoosh's writers do. WriterLocked when another writer has it.

    It waits `timeout` seconds for the other, looking every `delay`; `limitmb` bounds the memory of the
    process, roughly. `procs` and `multisegment`, which make Whoosh's own writer faster, change nothing here.
    A writer that is dropped without commit or cancel publishes nothing, and gives the lock back.

    `merge`, `optimize` and `mergetype` can be set for the commit at the end of a `with` block.
    """

    merge = True
    optimize = False
    mergetype: MergePolicy | None = None

    def __init__(
        self,
        folder: Path,
        schema: Any,
        *,
        timeout: float = 0.0,
        delay: float = 0.1,
        limitmb: int = 256,
        procs: int = 1,
        multisegment: bool = False,
    ) -> None:
        self.schema = schema
        self._folder = folder
        self._draft: _Draft | None = None
        self._writer: IndexWriter | None = _locked(folder, timeout, delay, limitmb)
        try:
            self._published = IndexReader.open(folder)
        except BaseException:
            self._writer.cancel()
            raise

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self._folder)!r})"

    @property
    def is_closed(self) -> bool:
        """Whether it was committed or cancelled."""
        return self._writer is None

    def _open(self) -> IndexWriter:
        if self._writer is None:
            raise WritingRefused("this writer has ended. Ask the index for a new one: index.writer()")
        return self._writer

    # -- documents -------------------------------------------------------------------------------------

    def add_document(self, **fields: Any) -> None:
        """Add one passage. `id` is needed, all values are text; a `date` may also be a datetime.date.

        It joins the article of the document before it when that has the same id; then what it says of the
        article must be the same, or left out. FieldUnknown, WritingRefused: nothing was added then.
        """
        writer = self._open()
        given = self._read(fields)
        text = given.pop(TEXT, "")
        draft = self._draft
        if draft is None or draft.fields["id"] != given["id"]:
            self._end_article(writer)
            self._draft = _Draft(given, [text])
            return
        for name, value in given.items():
            if draft.fields.get(name) != value:
                raise WritingRefused(
                    f"documents of one id form an article: {name} {value!r} of {given['id']!r} is not what"
                    " the document before it says. Leave it out, give another id, or use update_document"
                )
        draft.texts.append(text)

    def update_document(self, **fields: Any) -> None:
        """Add one passage in the place of all articles of its id, also of what this writer added.

        Further passages of the article are added by `add_document`.
        """
        writer = self._open()
        given = self._read(fields)
        self._end_article(writer)
        writer.delete_article(given["id"])
        self.add_document(**given)

    def add_reader(self, reader: Any) -> None:
        """Add the stored documents of a Whoosh reader, whose schema must store all its fields."""
        self._open()
        lost = [name for name, field in reader.schema.items() if not field.stored]
        if lost:
            raise WritingRefused(f"the documents can't be added: {lost[0]!r} is not stored in their index")
        for _, stored in reader.iter_docs():
            self.add_document(**stored)

    def _read(self, fields: dict[str, Any]) -> dict[str, str]:
        """What a document says: a text for each field with a value."""
        for name in fields:
            if name.startswith("_"):
                raise WritingRefused(
                    f"{name!r} is not supported: a value is stored as it is indexed, and counts once."
                    " Words can be boosted in a query: word^2"
                )
            if name not in self.schema:
                raise FieldUnknown(name, self.schema.names())
        given = {name: _text(name, value) for name, value in fields.items() if value is not None}
        given = {name: value for name, value in given.items() if value}
        if "id" not in given:
            raise WritingRefused("a document needs an id: documents of one id form an article")
        return given

    def _end_article(self, writer: IndexWriter) -> None:
        """Hand over the article made up of the documents so far."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        language = draft.fields.get("language") or self._language()
        date = dated(draft.fields.get("date"), language)
        paragraphs: list[Paragraph] = []
        passages: list[Passage] = []
        end = 0
        for text in draft.texts:
            start = end
            if text:  # else it is an empty passage, by which the title is found
                start += len(_SEPARATOR) if paragraphs else 0
                paragraphs += [Paragraph(part) for part in text.split(_SEPARATOR)]
            end = start + len(text)
            passages.append(Passage(start, end))
        facts: dict[str, Any] = {**draft.fields, "language": language, "date": date.value}
        writer.add_article(
            Article(
                paragraphs=tuple(paragraphs),
                date_kind=date.kind,
                date_text=date.text,
                authors=read_authors(draft.fields.get("author")),
                author_kind="exact" if "author" in draft.fields else "none",
                metas=mentions_of_lines(draft.fields.get("meta")),
                source_kind="exact" if "source" in draft.fields else "none",
                **facts,
            ),
            passages,
            [sentence_starts(text, language) for text in draft.texts],
        )

    def _language(self) -> str | None:
        """The language of a document that names none: the schema's, by which it will be looked for."""
        language: str = self.schema[TEXT].analyzer.language
        return None if language == GENERAL else language

    # -- deletions -------------------------------------------------------------------------------------

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete the article of a passage, by the passage's number in `reader()`."""
        writer = self._open()
        if not delete:
            raise WritingRefused("what is deleted does not come back; cancel the writer instead")
        segments = self._published.segments
        starts = [0, *accumulate(segment.passages for segment in segments)]
        if not 0 <= docnum < starts[-1]:
            raise WritingRefused(f"there is no document {docnum}: the index has {starts[-1]}")
        place = bisect_right(starts, docnum) - 1
        article = int(segments[place].article_of[docnum - starts[place]])
        writer.delete_numbered(segments[place].name, [article])

    def delete_by_query(self, q: Any, searcher: Any = None) -> int:
        """Delete the articles with a passage that matches; how many passages went.

        Only what is published is looked at, as by Whoosh's writers: not what this writer added. `searcher` is
        not needed: the writer asks its own, whose numbers are those of the state it changes.
        """
        with self.searcher() as own:
            before = own.doc_count()
            for docnum in list(own.docs_for_query(q, for_deletion=True)):
                self.delete_document(docnum)
        with self.reader() as left:
            return int(before - left.doc_count())

    def delete_by_term(self, fieldname: str, text: str, searcher: Any = None) -> int:
        """Delete the articles with that value of a keyword field, or that index term of title or text.

        As `delete_by_query`. FieldUnknown.
        """
        self._open()
        if fieldname not in self.schema:
            raise FieldUnknown(fieldname, self.schema.names())
        return self.delete_by_query(Term(fieldname, text))

    def reader(self, **options: Any) -> Any:
        """Whoosh's reader over what is published, without what this writer has deleted so far."""
        writer = self._open()
        index = IndexReader.open(self._folder)  # nobody else publishes: the writer has the lock
        for segment in index.segments:
            segment.live_articles = writer.live_articles(segment.name)
        return reader_of(index, self.schema)

    # -- fields ----------------------------------------------------------------------------------------

    def add_field(self, fieldname: str, fieldtype: Any, **options: Any) -> None:
        """Not possible: the fields of an archive are fixed."""
        raise FieldsFixed(fieldname, "added")

    def remove_field(self, fieldname: str, **options: Any) -> None:
        """Not possible: the fields of an archive are fixed."""
        raise FieldsFixed(fieldname, "removed")

    # -- ends ------------------------------------------------------------------------------------------

    def commit(
        self,
        mergetype: MergePolicy | None = None,
        optimize: bool | None = None,
        merge: bool | None = None,
    ) -> None:
        """Publish everything, and end the writer. When it fails the index is as it was, and the writer ended.

        `optimize` leaves one segment without what is deleted; `merge=False` merges nothing. Of Whoosh's merge
        functions NO_MERGE, MERGE_SMALL (our policy), OPTIMIZE and CLEAR (all that was published goes) are
        understood, others are refused.
        """
        writer = self._open()
        policy = mergetype or self.mergetype
        if policy not in (None, writing.NO_MERGE, writing.MERGE_SMALL, writing.OPTIMIZE, writing.CLEAR):
            raise WritingRefused(
                f"merge function {getattr(policy, '__name__', policy)!r} can't be used: this index merges"
                " by a policy of its own. Use optimize=True or merge=False"
            )
        optimize = self.optimize if optimize is None else optimize
        merge = self.merge if merge is None else merge
        if policy is not None:
            optimize, merge = policy is writing.OPTIMIZE, policy is not writing.NO_MERGE
        try:
            self._end_article(writer)
            if policy is writing.CLEAR:
                for segment in self._published.segments:
                    writer.delete_numbered(segment.name, range(segment.articles))
            writer.commit(merge=merge, optimize=optimize)
        finally:
            self._end(writer)

    def cancel(self) -> None:
        """Forget everything since the writer was made, and end it."""
        self._end(self._open())

    def _end(self, writer: IndexWriter) -> None:
        self._writer = None
        self._draft = None
        writer.cancel()  # once it has committed, nothing happens

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.is_closed:
            super().__exit__(kind, error, trace)


def _locked(folder: Path, timeout: float, delay: float, limitmb: int) -> IndexWriter:
    """The writer of the index in a folder, once nobody else has it. WriterLocked after `timeout` seconds."""
    end = time.monotonic() + timeout
    while True:
        try:
            return IndexWriter(folder, memory_mb=limitmb, create=False)
        except IndexLocked as error:
            if time.monotonic() >= end:
                raise WriterLocked(error.folder, error.holder) from None
        time.sleep(delay)


def _text(name: str, value: object) -> str:
    """The value of a field. WritingRefused when it is no text."""
    if isinstance(value, str):
        return value
    if name == "date" and isinstance(value, datetime.date):  # a datetime is one
        return value.isoformat()[:10]
    kind = type(value).__name__
    raise WritingRefused(f"the value of field {name!r} must be text; {value!r} is of type {kind}")
