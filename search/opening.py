"""How is an archive opened, moved to a newer state, and closed?

An archive shows one published state of an index, or of several; whoever asks while it moves on is answered
from the state they began with.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dateline.indexer.opensearch.address import is_address
from dateline.search.asking import OpenedState
from dateline.search.query.given import given_choice

if TYPE_CHECKING:
    from types import TracebackType

    from dateline.indexer.format.index.reader import IndexReader
    from dateline.search.engine import Engine, PublishedIndex

__all__ = ["ENGINES", "Folders", "OpenArchive"]

ENGINES: Final = ("arrays", "whoosh")
Folders = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
Opened = TypeVar("Opened", bound="OpenArchive")


class OpenArchive:
    """One index opened for reading, or several as one; what can be asked of it: archive.py."""

    def __init__(
        self,
        engine: Engine,
        index: PublishedIndex | None = None,
        make: Callable[[Any], Engine] | None = None,
    ) -> None:
        self._state: OpenedState | None = OpenedState(engine, index)
        self._make = make  # an engine for a newer state

    def __repr__(self) -> str:
        name = type(self).__name__
        if self._state is None:
            return f"<{name}, closed>"
        index = self._state.index
        if index is None:
            return f"<{name}>"
        return f"<{name} {index.where}: {index.articles:,} articles>"

    @property
    def _opened(self) -> OpenedState:
        state = self._state
        if state is None:
            raise ValueError("the archive is closed. Ask inside the `with`, or open it again")
        return state

    @property
    def _engine(self) -> Engine:
        return self._opened.engine

    @classmethod
    def open(cls: type[Opened], folder: Folders = "index", *, engine: str = "arrays") -> Opened:
        """Open the index in `folder`, or all the indexes of a list of folders as one; or one on OpenSearch.

        Of several archives the answers are those of one index with all their articles: one set of statistics
        ranks them, and a tie goes to the first archive. Articles of the same id in two archives are both kept
        and found; `get` gives that of the first.

        An index on OpenSearch is opened by its address, "opensearch://host:9200/name", alone.

        Raises IndexMissing, IndexDamaged or IndexVersion, which name the folder; of an address AddressError
        or IndexUnreachable. `engine` is who answers a folder:
        "arrays" is the fast one; "whoosh" is Whoosh's own Searcher over the same index, slow and literal,
        which every answer can be compared with.
        """
        given_choice("engine", engine, ENGINES)
        folder = folder if isinstance(folder, str | os.PathLike) else list(folder)
        if address := _address(folder):
            return cls._open_address(address)
        from dateline.indexer.format.index.reader import IndexReader
        from dateline.search.forking import ready_to_fork
        from dateline.search.guarded import GuardedEngine, guarded

        def make(index: IndexReader) -> Engine:
            if engine == "whoosh":
                from dateline.search.whoosh_engine import WhooshEngine

                return guarded(index, WhooshEngine, index)
            from dateline.search.arrays.engine import ArrayEngine

            return GuardedEngine(guarded(index, ArrayEngine, index), index)

        ready_to_fork()
        index = IndexReader.open(folder)
        return cls(make(index), index, make)

    @classmethod
    def _open_address(cls: type[Opened], address: str) -> Opened:
        from dateline.search.opensearch.patient import PatientEngine
        from dateline.search.opensearch.published import RemoteIndex

        index = RemoteIndex.open(address)
        return cls(PatientEngine(index), index, PatientEngine)

    def refresh(self) -> bool:
        """Move to the state that is published now; whether that is another one.

        Results already returned stay whole, and questions that are being answered are answered from the
        state they began on. Where the newest state can't be opened (IndexMissing, IndexDamaged, IndexVersion)
        the archive stays where it is.
        """
        moved = False
        while True:  # another thread may move it too: until it is where the folder is
            newer = self.newer()
            if newer is None or self._state is None:  # closed meanwhile
                return moved
            self._state = newer._state
            moved = True

    def newer(self: Opened) -> Opened | None:
        """An archive of the state that is published now, None where it is this one, which stays as it is.

        For whoever asks several questions of one state. What both states share is shared. Raises as
        `refresh`.
        """
        opened = self._opened
        newer = None if opened.index is None else opened.index.newer()
        if newer is None or self._make is None:
            return None
        return type(self)(self._make(newer), newer, self._make)

    @property
    def generation(self) -> int | tuple[int, ...]:
        """The number of the state, higher with each commit; of several archives a tuple, in their order."""
        index = self._opened.index
        if index is None:
            raise TypeError("this archive's engine has no index: it has no generation")
        return index.generation if len(index.generations) == 1 else index.generations

    @property
    def as_of(self) -> str:
        """When the state was published, ISO 8601 in UTC: all that is indexed later has a later time.

        Of several archives the earliest of theirs. `search(…, indexed_after=as_of)` finds what came in since.
        """
        from dateline.search.query.moments import moment_text

        index = self._opened.index
        if index is None:
            raise TypeError("this archive's engine has no index: it has no time")
        return moment_text(index.time)

    def close(self) -> None:
        """Let go of the index; more than once does no harm. Results already returned stay whole."""
        state, self._state = self._state, None
        if state is not None:
            state.engine.close()

    def __enter__(self: Opened) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _address(folder: Folders) -> str | None:
    """The address that is given, if one is; ValueError for one among others."""
    given = [folder] if isinstance(folder, str | os.PathLike) else list(folder)
    addresses = [one for one in given if is_address(one)]
    if addresses and len(given) > 1:
        raise ValueError(f"{addresses[0]} can't be searched as one with other archives. Open it alone")
    return str(addresses[0]) if addresses else None
