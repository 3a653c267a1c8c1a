"""What is copied from and to: an index in a folder, or one on a server?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dateline.indexer.copying.canonical import CopiedArticle
from dateline.indexer.format.errors import DatelineError, IndexMissing
from dateline.indexer.format.index.beginning import Beginning
from dateline.indexer.format.index.ledger import FileRecord, Ledger
from dateline.indexer.format.index.source_table import SourceEntry
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.whole_articles import open_segments, whole_articles
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.opensearch.address import is_address, parse_address

if TYPE_CHECKING:
    from dateline.indexer.opensearch.writer import RemoteWriter

__all__ = ["CopyError", "CopySource", "Named", "open_source", "open_target"]

Named = str | os.PathLike[str]


class CopyError(DatelineError):
    """An index could not be copied: which, to where, and why. What the target held before, it holds still."""

    def __init__(self, source: Named, target: Named, reason: str) -> None:
        self.source = source
        self.target = target
        self.reason = reason
        super().__init__(reason)


class CopySource(Protocol):
    """One state of an index: what is copied of it. Roots of sources are absolute."""

    count: int
    sources: tuple[SourceEntry, ...]
    next_source: int
    ledger: Sequence[FileRecord]

    def articles(self) -> Iterator[CopiedArticle]:
        """Every article, in the order they were indexed."""

    def demand_unchanged(self) -> None:
        """CopyError where what was read may be of two states."""

    def close(self) -> None:
        """Let go of it."""


class _Folder:
    """The state that a folder publishes now: what is published meanwhile does not change it."""

    def __init__(self, folder: Path) -> None:
        toc = read_toc(folder)
        self._segments = open_segments(folder, toc)
        self.count = sum(entry.live_articles for entry in toc.segments)
        self.sources = tuple([replace(one, root=_absolute(one.root, folder)) for one in toc.sources])
        self.next_source = toc.next_source
        self.ledger: Sequence[FileRecord] = list(Ledger(folder, toc.ledger))

    def articles(self) -> Iterator[CopiedArticle]:
        return whole_articles(self._segments)

    def demand_unchanged(self) -> None:
        return

    def close(self) -> None:
        for segment in self._segments:
            segment.close()


class _Server:
    """What an address holds, while nobody writes to it."""

    def __init__(self, named: str) -> None:
        from dateline.indexer.opensearch.reader import RemoteReader

        self._named = named
        self._reader = RemoteReader.open(parse_address(named))
        try:
            self._state = self._reader.state
            if self._state.dirty:
                raise CopyError(
                    named,
                    "",
                    f"{named} is being written to, or a writer of it was killed. Wait for it, or run: "
                    f"dateline update --index {named}",
                )
            self.count = self._reader.articles
            self.sources = self._state.sources
            self.next_source = self._state.next_source
            self.ledger: Sequence[FileRecord] = list(self._reader.ledger())
        except BaseException:
            self._reader.close()
            raise

    def articles(self) -> Iterator[CopiedArticle]:
        return self._reader.iterate()

    def demand_unchanged(self) -> None:
        if self._reader.state != self._state:
            raise CopyError(self._named, "", f"{self._named} was changed while it was copied. Run it again")

    def close(self) -> None:
        self._reader.close()


def open_source(named: Named) -> CopySource:
    """The index in a folder or at an address, as it is now. IndexMissing and its like, CopyError."""
    name = os.fspath(named)
    return _Server(name) if is_address(name) else _Folder(Path(name))


@contextmanager
def open_target(
    source: Named, named: Named, *, replace: bool, wait: float
) -> Iterator[IndexWriter | RemoteWriter]:
    """Who writes all of another index, published when it is left, and not at all when an error leaves it.

    CopyError where there are articles already, unless they are to be replaced.
    """
    name = os.fspath(named)
    if is_address(name):
        from dateline.indexer.opensearch.writer import RemoteWriter

        address = parse_address(name)
        with RemoteWriter(address, anew=True, alone=True, wait=wait) as remote:
            if not replace and (held := _held(name)):
                raise _taken(source, name, held)
            yield remote
        return
    beginning = Beginning(Path(name))
    try:
        with IndexWriter(name, fresh=replace, wait=wait) as writer:
            if not replace and (held := writer.articles_by_file().total()):
                raise _taken(source, name, held)
            yield writer
    except BaseException:
        beginning.undo()
        raise


def _held(named: str) -> int:
    """How many articles there are at an address."""
    from dateline.indexer.opensearch.reader import RemoteReader

    try:
        with RemoteReader.open(parse_address(named)) as reader:
            return reader.articles
    except IndexMissing:
        return 0


def _taken(source: Named, target: str, held: int) -> CopyError:
    return CopyError(
        source,
        target,
        f"{target} holds {held:,} article{'s' * (held != 1)} already. Name another, or put the copy in its "
        "place: --replace",
    )


def _absolute(root: str, folder: Path) -> str:
    return os.path.normpath(os.path.join(os.path.realpath(folder), root.replace("/", os.sep)))
