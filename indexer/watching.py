"""What changes in the files and folders of a person, and which of it is of what an index reads?

`FileChanges` hears of changes from the system, by watchfiles (`pip install "dateline[watch]"`), also of those
that happen while nobody asks. Files that were named are heard of by the folder they lie in, as an editor puts
a new file in the place of the old one. A folder that goes and comes again is watched again.

`Concern` tells what is worth a look: not what a walk (sources.py) would pass over, nor what editors and
browsers write beside the file they are about to write. In doubt it is: a look at what did not change is
silent.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable, Sequence
from typing import Any, Final, Protocol

from dateline.indexer.format.errors import DatelineError
from dateline.indexer.format.index.names import SAVED_SUFFIX
from dateline.indexer.format.index.source_table import Roots, SourceEntry
from dateline.indexer.published import Known, known_of
from dateline.indexer.readers.registry import suffixes
from dateline.indexer.scopes import SourceList
from dateline.indexer.sources import Walk, leads_to
from dateline.indexer.targets import target_of

__all__ = ["Changes", "Concern", "FileChanges", "WatchError", "sources_of"]

_TICK_MS: Final = 250  # how long is listened before somebody who waits is told that nothing happened
_STEP_MS: Final = 50
# What browsers, editors and programs that copy write first under another name.
_TEMPORARY: Final = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".swp")


class WatchError(DatelineError):
    """The system does not tell of changes. Watch fewer folders, or run `dateline update` from a timer."""


class Changes(Protocol):
    """Tells of changes; `gone` are the paths that are not there now."""

    gone: frozenset[str]

    def wait(self) -> set[str]:
        """The paths that changed since this was asked last; after a moment, none."""
        ...


class FileChanges:
    """Changes of files, and below folders, from now on. WatchError, also when watchfiles is not installed."""

    def __init__(self, paths: Sequence[str]) -> None:
        try:
            import watchfiles
        except ImportError as error:
            raise WatchError('to watch folders: pip install "dateline[watch]"') from error
        self._watch = watchfiles.watch
        self._paths = {path: not os.path.isfile(path) for path in paths}  # whether it is, or was, a folder
        self._begin()

    def wait(self) -> set[str]:
        """See `Changes`. KeyboardInterrupt for any signal that stops a program."""
        changed: set[str] = set()
        try:
            for stream in self._streams:
                changed.update(path for _, path in next(stream))
        except (OSError, RuntimeError) as error:
            raise WatchError(f"the system tells of changes no more: {error}") from error
        if not self._streams:
            time.sleep(_TICK_MS / 1000)
        before = self._there
        if before != self._look():
            self._end()
            self._begin()
            now = self._there
            changed.update(path for path in now if now[path] is not None and now[path] != before.get(path))
        return changed

    def _look(self) -> dict[str, tuple[int, int] | None]:
        """Each path, free of links, with what is there now: a folder, or the folder of a file."""
        reals = {os.path.realpath(path): deep for path, deep in self._paths.items()}
        return {real: _identity(real if deep else os.path.dirname(real)) for real, deep in reals.items()}

    def _begin(self) -> None:
        self._there = self._look()
        self.gone = frozenset(path for path, identity in self._there.items() if identity is None)
        there = [path for path in self._there if path not in self.gone]
        folders = [path for path in there if not os.path.isfile(path) and os.path.isdir(path)]
        above = {os.path.dirname(path) for path in there if path not in folders}
        self._streams: list[Generator[set[tuple[Any, str]], None, None]] = []
        try:
            for places, deep in ((folders, True), (sorted(above), False)):
                if places:
                    self._streams.append(
                        self._watch(
                            *places,
                            watch_filter=None,
                            debounce=_TICK_MS,
                            step=_STEP_MS,
                            rust_timeout=_TICK_MS,
                            yield_on_timeout=True,
                            recursive=deep,
                            ignore_permission_denied=True,
                        )
                    )
                    next(self._streams[-1])  # from here on it listens
        except (FileNotFoundError, NotADirectoryError):  # gone in this moment: it is looked for again
            self._end()
            self._there = dict.fromkeys(self._there)
        except (OSError, RuntimeError) as error:
            self._end()
            raise WatchError(
                f"the system does not tell of changes: {error}. Watch fewer folders, or allow more "
                "(fs.inotify.max_user_watches), or run dateline update from a timer"
            ) from error

    def _end(self) -> None:
        for stream in self._streams:
            stream.close()
        self._streams = []


def _identity(path: str) -> tuple[int, int] | None:
    """What tells a folder from another of its name; None for what is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Concern:
    """Which changes are of what an index reads, by the sources it has now; `paths` are being watched."""

    def __init__(self, index: str, paths: Iterable[str]) -> None:
        self._index = os.path.realpath(index)
        self._paths = frozenset(map(os.path.realpath, paths))
        self._suffixes = suffixes()
        self._entries = _entries(index)
        self._leads: dict[tuple[int, str], bool] = {}

    def of(self, changed: Iterable[str]) -> set[str]:
        """Those that are worth a look."""
        self._leads.clear()
        return {path for path in changed if self._concerns(path)}

    def _concerns(self, path: str) -> bool:
        if path in self._paths:
            return True
        if any(_lies_in(path, folder) for folder in (self._index, self._index + SAVED_SUFFIX)):
            return False
        name = os.path.basename(path)
        suffix = os.path.splitext(name)[1].lower()
        if name.startswith((".", "~$")) or name.endswith("~") or suffix in _TEMPORARY:
            return False
        # A folder comes, or something that is no more and may have been one.
        if suffix not in self._suffixes and os.path.isfile(path):
            return False
        below = [top for top in self._paths if _lies_in(path, top)]
        if not below:
            return False
        covering = [(entry, root) for entry, root in self._entries if _lies_in(path, root)]
        return not covering or any(self._is_read(path, entry, root) for entry, root in covering)

    def _is_read(self, path: str, entry: SourceEntry, root: str) -> bool:
        """Whether a walk over a source would come to it."""
        if path == root:
            return True
        if entry.kind == "files":
            return False  # else it is among the paths
        removed = [os.path.join(root, below.replace("/", os.sep)) for below in entry.removed]
        folder, name = os.path.split(path)
        if (entry.number, folder) not in self._leads:
            self._leads[entry.number, folder] = leads_to(root, folder, entry.exclude, removed)
        walk = Walk(root, entry.exclude, entry.follow, (), removed)
        return self._leads[entry.number, folder] and walk.leaves_out(path, name, ()) is None


def sources_of(index: str) -> list[str]:
    """All folders an index was made of, and the files that were named. IndexMissing, IndexDamaged …"""
    known = known_of(target_of(index))
    roots = _roots(known, index)
    folders = [roots.root(entry.number) for entry in known.sources if entry.kind == "folder"]
    named = [roots.resolve(record.path) for record in known.files if record.named]
    return list(dict.fromkeys([*folders, *named]))


def _entries(index: str) -> list[tuple[SourceEntry, str]]:
    """The sources of an index with where they lie; of none none."""
    try:
        known = known_of(target_of(index))
    except DatelineError:
        return []
    roots = _roots(known, index)
    return [(entry, roots.root(entry.number)) for entry in known.sources]


def _roots(known: Known, index: str) -> Roots:
    """Where the sources lie now, also where a tree was moved and a link left."""
    return SourceList(known.sources, 1, index, portable=False).roots()


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))
