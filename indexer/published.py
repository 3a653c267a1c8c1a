"""What does an index say of itself, be it in a folder or on a server?

Of its sources and the files it was made of, and of the articles that stand at a place of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dateline.indexer.format.index.ledger import FileRecord, Ledger
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.source_table import Roots, SourceEntry
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.opensearch.address import Address
from dateline.indexer.targets import Target

__all__ = ["Known", "Places", "known_of", "open_places"]


@dataclass(frozen=True, slots=True)
class Known:
    """The sources of an index, in the order they were added, where they lie, and what is known of files."""

    sources: tuple[SourceEntry, ...]
    roots: Roots
    files: Iterable[FileRecord]


def known_of(target: Target) -> Known:
    """What an index knows of where it comes from. IndexMissing and its like, IndexUnreachable."""
    if isinstance(target, Address):
        from dateline.indexer.opensearch.reader import RemoteReader

        with RemoteReader.open(target) as reader:
            sources = reader.state.sources
            return Known(sources, Roots(sources, Path()), reader.ledger())
    toc = read_toc(target)
    return Known(toc.sources, Roots(toc.sources, target), Ledger(target, toc.ledger))


class Places(Protocol):
    """Which articles stand where in files, as an index is published."""

    def ids_at(self, path: str, line: int | None = None, /) -> list[str]:
        """The ids of the articles of a file, or of those that a line of it belongs to."""

    def heading_of(self, article_id: str, /) -> str | None:
        """What an article is called; None where there is none."""


@contextmanager
def open_places(target: Target) -> Iterator[Places]:
    """Look up articles of an index."""
    if isinstance(target, Address):
        from dateline.indexer.opensearch.places import RemotePlaces
        from dateline.indexer.opensearch.reader import RemoteReader

        with RemoteReader.open(target) as remote:
            yield RemotePlaces(remote)
        return
    with IndexReader.open(target) as reader:
        yield _FolderPlaces(reader)


class _FolderPlaces:
    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    def ids_at(self, path: str, line: int | None = None) -> list[str]:
        from dateline.indexer.format.index.places import places_in_file

        return [
            place.segment.keyword_field("id").value(place.ordinal) or ""
            for place in places_in_file(self._reader, path, line)
        ]

    def heading_of(self, article_id: str) -> str | None:
        place = self._reader.find_article(article_id)
        return None if place is None else place[0].article(place[1]).heading
