"""Which state of the index answers a request?

One archive is kept for the state that was published last; a new commit is looked for with each request. A
request keeps the archive it began with, so that all of its page is of one state. An index that is missing,
damaged or of another format fails the request, and is opened again with the next.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from dateline.search.archive import Archive

__all__ = ["Opened"]


class Opened:
    """The newest state of an index, or of several as one. Threads may share it."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = tuple(folders)
        self._lock = threading.Lock()
        self._archive: Archive | None = None

    def newest(self) -> Archive:
        """An archive of the state that is published now. Raises IndexMissing, IndexDamaged, IndexVersion."""
        with self._lock:
            archive, self._archive = self._archive, None
            opened = Archive.open(self._folders) if archive is None else archive.newer() or archive
            self._archive = opened  # only where nothing failed: else it is opened anew
            return opened

    def forget(self, archive: Archive) -> None:
        """Open the index anew with the next request: this archive of it turned out to be damaged."""
        with self._lock:
            if self._archive is archive:
                self._archive = None
