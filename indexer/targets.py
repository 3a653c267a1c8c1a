"""Where does an index lie, in a folder or on a server, and what writes and reads it there?

Whoever brings articles into an index, or takes them out, asks for a Writer and a Reader, and need not know
which it is.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.refusal import Refusal
from dateline.indexer.format.index.source_table import SourceEntry
from dateline.indexer.opensearch.address import Address, is_address, parse_address

__all__ = [
    "FileRecords",
    "Reader",
    "Target",
    "Writer",
    "open_reader",
    "open_writer",
    "target_of",
]

Target = Path | Address


class FileRecords(Protocol):
    """What an index knows of the files it was made of (format/index/ledger.py)."""

    def __iter__(self) -> Iterator[FileRecord]: ...
    def __len__(self) -> int: ...
    def get(self, path: str, /) -> FileRecord | None:
        """The record of a file; None when there is none."""

    def put(self, record: FileRecord, /) -> None:
        """Record a file."""

    def remove(self, path: str, /) -> None:
        """Forget a file."""

    @property
    def changed(self) -> bool:
        """Whether anything was, since it was written last."""


class Writer(Protocol):
    """One who writes to an index: see IndexWriter, which writes to a folder."""

    sources: tuple[SourceEntry, ...]
    next_source: int
    portable: bool

    @property
    def target(self) -> Target:
        """Where the index lies."""

    @property
    def folder(self) -> Path:
        """What relative roots of sources are relative to."""

    @property
    def ledger(self) -> FileRecords:
        """What the index knows of its files."""

    def begin_file(self, path: str, /) -> None:
        """Note that articles of a file are about to be changed."""

    def add_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> None:
        """Add one article."""

    def add_segment(self, path: str | os.PathLike[str], *, without: Sequence[int] = ()) -> None:
        """Add what a process has written, but for articles `without`."""

    def delete_article(self, article_id: str, /) -> object:
        """Delete the article of an id."""

    def delete_file(self, path: str, /) -> int:
        """Delete the articles of a file; how many."""

    def path_of(self, article_id: str, /) -> str | None:
        """The file of an article, "" for none; None: no such article."""

    def ids_of(self, path: str, /) -> list[str]:
        """The ids of the articles of a file."""

    def ids_below(self, path: str, /) -> list[str]:
        """The ids of what lies below a path in a file."""

    def articles_by_file(self) -> Counter[str]:
        """How many articles there are of each file."""

    def begin_ledger(self, records: Iterable[FileRecord], /) -> None:
        """Begin the ledger anew."""

    def take_refused(self) -> list[Refusal]:
        """The articles that were not taken."""

    def checkpoint(self) -> None:
        """Keep everything so far."""

    def commit(self, merge: bool = True) -> None:
        """Publish everything, and end."""

    def cancel(self) -> None:
        """Forget what was not published, and end."""

    def __enter__(self) -> Writer: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None: ...


class Reader(Protocol):
    """One who reads an index as it was before a writer: see IndexReader."""

    @property
    def articles(self) -> int:
        """How many articles there are."""

    @property
    def passages(self) -> int:
        """How many passages they have."""

    def foresee(self, ids: Sequence[str], /) -> None:
        """Look up ids at once that are about to be asked of."""

    def file_of(self, article_id: str, /) -> str | None:
        """The file of an article, "" for none; None: no such article."""

    def close(self) -> None:
        """End it."""


def target_of(index: str | os.PathLike[str]) -> Target:
    """Where an index lies that is named so. AddressError."""
    if isinstance(index, str) and is_address(index):
        return parse_address(index)
    return Path(index)


def open_writer(target: Target, *, create: bool = True, wait: float = 0.0) -> Writer:
    """A writer for what is there, or for a new index."""
    if isinstance(target, Address):
        from dateline.indexer.opensearch.writer import RemoteWriter

        return RemoteWriter(target, create=create, wait=wait)
    from dateline.indexer.format.index.writer import IndexWriter

    return IndexWriter(target, create=create, wait=wait)


def open_reader(target: Target) -> Reader | None:
    """A reader of what is published; None where nothing is."""
    try:
        if isinstance(target, Address):
            from dateline.indexer.opensearch.reader import RemoteReader

            return RemoteReader.open(target)
        from dateline.indexer.format.index.reader import IndexReader

        return IndexReader.open(target)
    except IndexMissing:
        return None
