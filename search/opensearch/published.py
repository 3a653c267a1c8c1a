"""Which state of an index on a server does an archive show?

The server keeps no old states: an archive shows what was published last, under the numbers of the state it
was opened on, until it moves on (`Archive.refresh`). An index that was built anew meanwhile is gone, and the
new one answers in its place (patient.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.indexer.format.derived import derived
from dateline.indexer.format.index.source_table import Roots, outermost_file
from dateline.indexer.opensearch.address import Address, parse_address
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.failures import of_status
from dateline.indexer.opensearch.reader import RemoteReader
from dateline.indexer.opensearch.remote_ledger import read_row
from dateline.indexer.opensearch.state import RemoteState, read_state, read_state_after

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.indexer.format.index.ledger import FileRecord
    from dateline.search.opensearch.collection import RemoteCollection

__all__ = ["RemoteIndex"]


class RemoteIndex:
    """One state of an index on a server; what an archive asks of it beside its engine."""

    def __init__(self, address: Address, connection: Connection, state: RemoteState) -> None:
        self.address = address
        self.state = state
        self._connection: Connection | None = connection

    @classmethod
    def open(cls, address: str) -> RemoteIndex:
        """The state that is published now. IndexMissing, IndexVersion, IndexUnreachable, AddressError."""
        parsed = parse_address(address)
        connection = Connection(parsed)
        try:
            return cls(parsed, connection, read_state(connection, parsed.name))
        except BaseException:
            connection.close()
            raise

    def newer(self) -> RemoteIndex | None:
        """The state that is published now; None where it is this one."""
        state = read_state_after(self.connection, self.address.name, self.state)
        if (state.physical, state.generation) == (self.state.physical, self.state.generation):
            return None
        return type(self)(self.address, Connection(self.address), state)

    @property
    def connection(self) -> Connection:
        """The connection; a new one where an answer is asked for more after the archive was closed."""
        connection = self._connection
        return Connection(self.address) if connection is None else connection

    def reader(self) -> RemoteReader:
        """Reads its articles."""
        return RemoteReader(self.connection, self.physical)

    @property
    def physical(self) -> str:
        """The index behind the name."""
        return self.state.physical

    @property
    def where(self) -> str:
        """The address, for people."""
        return str(self.address)

    @property
    def folders(self) -> tuple[str, ...]:
        """The address."""
        return (self.where,)

    @property
    def generations(self) -> tuple[int, ...]:
        """The number of the state."""
        return (self.generation,)

    @property
    def generation(self) -> int:
        """The number of the state."""
        return self.state.generation

    @property
    def time(self) -> int:
        """When the state was published, in milliseconds since 1970."""
        return self.state.time

    @property
    def labels(self) -> tuple[str, ...]:
        """What sources put after the ids that another one has, each once, in their order."""
        return tuple(dict.fromkeys(source.label for source in self.state.sources if source.label))

    @derived
    def roots(self) -> Roots:
        """The roots of its sources."""
        return Roots(self.state.sources, Path())

    @derived
    def root_paths(self) -> Mapping[int, str]:
        """The root of each source, by its number."""
        return {source.number: self.roots.root(source.number) for source in self.state.sources}

    def resolved(self, article: Article) -> Article:
        """The article with the path as it is shown."""
        return article if article.path is None else replace(article, path=self.roots.resolve(article.path))

    def languages(self, collection: RemoteCollection) -> Mapping[str, int]:
        """The languages with their numbers of articles; "" stands for none known."""
        known = dict(collection.languages)
        if unknown := collection.articles - sum(known.values()):
            known[""] = unknown
        return known

    @derived
    def articles(self) -> int:
        """How many articles there are."""
        return self.reader().articles

    def file_record(self, path: str) -> FileRecord | None:
        """What is known of the file that an article's path leads to."""
        file, _ = outermost_file(path)
        rows = (read_row(self.connection, self.physical, kept) for kept in self.roots.kept(file))
        return next((row for row in rows if row is not None), None)

    def size(self) -> tuple[int, int]:
        """What it takes on one copy of the disks, in bytes, and in how many segments of Lucene's."""
        found = self.connection.get(f"/{self.physical}/_stats/store,segments")
        taken = found.get("indices", {}).get(self.physical, {}).get("primaries", {})
        if "store" not in taken:  # a node has begun, and none of its shards yet
            raise of_status(self.connection.address, 503, {}, given=False)
        return taken["store"]["size_in_bytes"], taken["segments"]["count"]

    def close(self) -> None:
        """Let go of the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
