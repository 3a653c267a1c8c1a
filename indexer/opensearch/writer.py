"""How do articles get into an index on a server, so that a killed writer costs nothing but its time?

Under the lease, in this order: the state is marked as being written to; the rows of files are marked whose
articles are about to change; articles are sent and acknowledged; then the sources and the rows that say what
was read. At the end the server is told to show it all (a refresh), and the state says so. Whoever finds the
mark of a writer that is no more knows that there may be articles of which no row tells, and takes them out:
their files are read again. Ids are kept, so that what is sent twice is there once.

An index that is built anew is built beside the one there is, which answers until the name is moved. What the
new one was not given, and nobody took out, is carried over.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.errors import DatelineError, IndexVersion, Refused
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.refusal import Refusal
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.opensearch.address import Address
from dateline.indexer.opensearch.bulk import Action, Bulk
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.documents import document_id
from dateline.indexer.opensearch.lease import Lease
from dateline.indexer.opensearch.overlay import Overlay
from dateline.indexer.opensearch.publishing import Publishing
from dateline.indexer.opensearch.reader import RemoteReader
from dateline.indexer.opensearch.remote_ledger import RemoteLedger, read_ledger
from dateline.indexer.opensearch.spills import Prepared, numbered, prepared, read_spill
from dateline.indexer.opensearch.state import RemoteState, files_index, read_state
from dateline.indexer.opensearch.unpublished import Unpublished

__all__ = ["RemoteWriter"]


class RemoteWriter:
    """Writes to an index on a server, one writer at a time; the methods are those of IndexWriter.

    As a context manager it commits at the end, and cancels when left by an exception. `create` makes an index
    where there is none, `anew` builds one beside what is there, also where that is of another version, and
    moves the name to it at the end; `alone`, with nothing of what was there. An article that the server does
    not take is told by `take_refused`, and its file is told as not read. IndexLocked, IndexMissing,
    IndexVersion, IndexUnreachable.
    """

    def __init__(
        self,
        address: Address,
        *,
        create: bool = True,
        anew: bool = False,
        alone: bool = False,
        wait: float = 0.0,
    ) -> None:
        self.address = address
        self._refused: list[Refusal] = []
        self._connection = Connection(address)
        self._ended = False
        self._lease: Lease | None = None
        self._bulk: Bulk | None = None
        self._anew = anew
        self._alone = alone
        try:
            if not create:
                read_state(self._connection, address.name)
            self._lease = lease = Lease(self._connection, address.name, wait=wait)
            self._publishing = Publishing(self._connection, lease, anew=anew)
            self._there = Unpublished(self._connection, self._publishing, self._settle)
            self._bulk = Bulk(self._connection, check=lease.check, refused=self._refuse)
            self._open()
        except BaseException:
            self.cancel()
            raise

    def _open(self) -> None:
        """Read what is published, and mend what a lost writer has left of it."""
        known = self._published()
        if self._alone:  # what is there does not matter
            known = None
        self.sources = () if known is None else known.sources
        self.next_source = 1 if known is None else known.next_source
        self.portable = False if known is None else known.portable
        self._next_order = 0 if known is None else known.next_order
        self._beside = (self.sources, self.portable)
        self.ledger = RemoteLedger()
        if known is not None:
            self._connection.post(f"/{files_index(known.physical)}/_refresh")
            self.ledger = read_ledger(self._connection, known.physical)
            if known.dirty:
                self._recover()
        if known is not None and self._anew:
            self._there.under = Overlay(RemoteReader(self._connection, known.physical))

    def _published(self) -> RemoteState | None:
        try:
            return self._publishing.read()
        except IndexVersion:
            if not self._anew:
                raise
            return None

    def _recover(self) -> None:
        """Take out what a writer that was killed has sent of files without telling of it."""
        self._publishing.mark()
        self._publishing.show(ended=False)
        reader = self._there.reader()
        order, time = reader.latest()
        self._next_order = max(self._next_order, order + 1)
        self._publishing.later_than(time)
        counts = reader.articles_by_file()
        numbers = {entry.number for entry in self.sources}
        for record in list(self.ledger):
            if number_of(record.path) not in numbers:  # its source was taken out
                self.ledger.remove(record.path)
            elif record.articles != counts[record.path]:
                self.ledger.put(record._replace(stamp=None, lines=0))
        for path in counts:
            if path and self.ledger.get(path) is None:
                self._delete_all(reader.ids_of(path))
        self._settle()
        self._publishing.mended()

    @property
    def target(self) -> Address:
        """Where the index lies."""
        return self.address

    @property
    def folder(self) -> Path:
        """What relative roots of sources would be relative to: here there are none."""
        return Path(os.sep)

    # -- what is there ---------------------------------------------------------------------------------

    def path_of(self, article_id: str) -> str | None:
        """The file, as it is kept, of the live article of that id, "" for one of none; None: no article."""
        return self._there.path_of(article_id)

    def ids_of(self, path: str) -> list[str]:
        """The ids of the live articles of a file and what lies in it, by its path as it is kept."""
        return self._there.ids_of(path)

    def ids_below(self, path: str) -> list[str]:
        """The ids of the live articles of a member of a file, or of a folder of members, as it is kept."""
        return self._there.ids_below(path)

    def articles_by_file(self) -> Counter[str]:
        """How many live articles there are of each file, by its path as it is kept; "" for those of none."""
        return self._there.articles_by_file()

    # -- what is changed -------------------------------------------------------------------------------

    def begin_file(self, path: str) -> None:
        """Note that articles of a file are about to be changed: it counts as unread until that is done."""
        if self._there.under is None and not self._there.is_bare:
            self.ledger.mark(path)

    def add_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
        *,
        indexed: int | None = None,
    ) -> None:
        """Add one article, in the place of the one of its id, if there is one.

        `indexed`, in milliseconds since 1970, is when it was in another index, of which this is a copy.
        """
        self._send(prepared(article, passages, sentences), indexed)
        if indexed is not None and indexed > self._publishing.time:
            self._publishing.later_than(indexed)

    def update_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> None:
        """Add one article in the place of the one of its id."""
        self.add_article(article, passages, sentences)

    def add_segment(self, path: str | os.PathLike[str], *, without: Sequence[int] = ()) -> None:
        """Add what a DocumentBuilder has written, but for the articles `without`; the file is removed."""
        out = frozenset(without)
        for number, one in enumerate(read_spill(Path(path))):
            if number not in out:
                self._send(one)
        os.unlink(path)

    def _send(self, one: Prepared, indexed: int | None = None) -> None:
        self._begin()
        order, self._next_order = self._next_order, self._next_order + 1
        self._there.add(one.file)
        body = numbered(one.body, order, self._publishing.time if indexed is None else indexed)
        self._act("index", one.document_id, body + b"\n", one.article, one.file)

    def delete_article(self, article_id: str) -> None:
        """Delete the article of that id, also where this writer has added it."""
        self._delete_all([article_id])

    def delete_file(self, path: str) -> int:
        """Delete the articles of a file and of what lies in it, by its path as it is kept; how many."""
        ids = self.ids_of(path)
        self.begin_file(path)
        self._delete_all(ids)
        self._there.delete_file(path)
        return len(ids)

    def _delete_all(self, ids: Iterable[str]) -> None:
        for article_id in ids:
            self._begin()
            self._there.delete(article_id)
            self._act("delete", document_id(article_id), b"", article_id, None)

    def _act(self, verb: str, action_id: str, body: bytes, article: str, file: str | None) -> None:
        assert self._bulk is not None
        physical = self._publishing.physical
        head = json.dumps({verb: {"_index": physical, "_id": action_id}}).encode()
        for mark in self.ledger.marks(physical):
            self._bulk.add_first(mark)
        self._bulk.add(Action(physical, action_id, head + b"\n" + body, article, file))

    def _begin(self) -> None:
        """Mark the index as being written to, before anything is."""
        if not self._publishing.is_begun:
            self._check_open()
            self._publishing.begin()

    # -- what is published -----------------------------------------------------------------------------

    def checkpoint(self) -> None:
        """Have all of it acknowledged so far, and what is known of the files; no search sees it yet.

        What is built anew is published at the end alone.
        """
        self._check_open()
        try:
            self._settle()
            if not self._anew and self._has_changed():
                self._tell()
        except BaseException:
            self.cancel()
            raise

    def commit(self, merge: bool = True, optimize: bool = False) -> None:
        """Publish everything, and end the writer. A server merges by itself.

        Of an index that is new, and got no article, nothing is left.
        """
        self._check_open()
        try:
            self._settle()
            if self._has_changed():
                self._publish()
        except BaseException:
            self.cancel()
            raise
        self.cancel()

    def _publish(self) -> None:
        self._begin()
        if self._there.under is not None:
            self._carry_over(self._there.under)
        self._tell()
        is_new = self._publishing.is_new
        self._publishing.show(ended=True)
        if self._anew:
            self._publishing.move_name()
        elif is_new and not self._there.reader().articles:
            self._publishing.discard()

    def _carry_over(self, under: Overlay) -> None:
        """Send what the index that was there before has besides, with the numbers and times it has."""
        for one in under.left(self._there.reader().there):
            made = prepared(one.article, one.passages, one.sentences)
            self._act(
                "index",
                made.document_id,
                numbered(made.body, one.order, one.indexed) + b"\n",
                made.article,
                made.file,
            )
        self._settle()

    def _tell(self) -> None:
        """Write the sources, then what is known of the files: all their articles are acknowledged."""
        assert self._bulk is not None
        self._begin()
        self._publishing.keep(self.sources, self.next_source, self.portable, self._next_order)
        for row in self.ledger.rows(self._publishing.physical, anew=self._anew):
            self._bulk.add(row)
        self._settle()
        self._beside = (self.sources, self.portable)

    def _has_changed(self) -> bool:
        beside = (tuple(self.sources), self.portable)
        return self._publishing.is_begun or self.ledger.changed or beside != self._beside or self._anew

    def _settle(self) -> None:
        """Have all that was sent acknowledged."""
        if self._bulk is not None and self._bulk.waits:
            self._bulk.settle()

    def _refuse(self, action: Action, reason: str) -> None:
        """Note what the server does not take."""
        if action.file is None or action.index != self._publishing.physical:
            raise Refused(str(self.address), f"took no note of {action.file or action.article}: {reason}")
        self._refused.append(Refusal(action.article, action.file, reason))
        if action.file:
            self.ledger.unread.add(action.file)

    def take_refused(self) -> list[Refusal]:
        """The articles that the server did not take, since this was asked last."""
        refused, self._refused = self._refused, []
        return refused

    def begin_ledger(self, records: Iterable[FileRecord]) -> None:
        """Begin the ledger anew, with these records: a file without one is read again."""
        self.ledger.begin_anew(records)

    def _check_open(self) -> None:
        if self._ended:
            raise ValueError("the writer has ended already")

    def cancel(self) -> None:
        """End the writer; more than once does no harm. What was sent may be there, and is not told of."""
        if self._ended:
            return
        self._ended = True
        if self._bulk is not None:
            self._bulk.close()
        if self._lease is not None:
            with suppress(DatelineError):
                self._clear()
            self._lease.release()
        self._connection.close()

    def _clear(self) -> None:
        """Remove what was made and never published."""
        publishing = self._publishing
        if self._anew and publishing.is_begun and not publishing.is_moved:
            publishing.discard()

    def __enter__(self) -> RemoteWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.cancel()
        elif not self._ended:
            self.commit()
