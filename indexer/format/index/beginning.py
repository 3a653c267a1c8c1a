"""Was there an index before a run, and how is one unmade that never held anything?

Who writes makes the folder of an index before there is anything to put in. Where nothing comes of it, as
nothing could be read, that would be left: an index that holds nothing, which hides that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dateline.indexer.format.errors import DatelineError, IndexMissing
from dateline.indexer.format.index.names import LOCK_NAME, TOC_NAME

__all__ = ["Beginning"]


class Beginning:
    """What there was of an index at `folder` before somebody wrote to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_new = not (folder / TOC_NAME).exists()
        self._missing = [one for one in (folder, *folder.parents) if not one.exists()]  # the innermost first

    def undo(self) -> None:
        """Remove an index that was not there and holds no article, and the folders that were made for it.

        Nothing else is removed, and nothing while somebody writes to it.
        """
        if not self._is_new or not any((self._folder / name).exists() for name in (TOC_NAME, LOCK_NAME)):
            return
        from dateline.indexer.format.index.lock import WriteLock  # here: a run that goes well undoes nothing

        try:
            lock = WriteLock(self._folder)
        except DatelineError:
            return
        try:
            for name in self._names():
                (self._folder / name).unlink(missing_ok=True)
        except (DatelineError, OSError):
            return
        finally:
            lock.release()
        with suppress(OSError):  # what somebody else put there stays, and its folder
            for folder in self._missing:
                folder.rmdir()

    def _names(self) -> Iterator[str]:
        """The files of an index that holds nothing, first what makes it one. IndexDamaged."""
        from dateline.indexer.format.index.toc import read_toc  # loads numpy, and help asks for none

        try:
            toc = read_toc(self._folder, begun=True)
        except IndexMissing:  # a writer that has begun and ended
            yield LOCK_NAME
            return
        if not toc.segments:
            yield from (TOC_NAME, *sorted({*toc.files(), *toc.previous}), LOCK_NAME)
