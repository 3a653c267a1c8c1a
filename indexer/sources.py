"""Which files do the paths of a person stand for?

Folders are walked in the order of their names; hidden files and folders are passed over. Each file comes
once, however many paths or links lead to it. What can't be read is named with its reason, and nothing here
opens a file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from dateline.indexer.errors import Skipped, reason_of
from dateline.indexer.readers.opening import why_irregular
from dateline.indexer.readers.registry import suffixes, why_unread

__all__ = ["Source", "find_sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its path as it will be cited, and its size and time as they are now."""

    path: Path
    size: int
    modified_ns: int


def find_sources(paths: Iterable[str | Path], exclude: Sequence[str] = ()) -> Iterator[Source | Skipped]:
    """The files under `paths`, in order, and what was skipped among them.

    In a folder only files with a known suffix count; a file named directly with another one is Skipped, one
    without any is left to be recognised by how it begins.
    `exclude` are globs: a file or folder is left out when one fits its name ("*.html", "drafts"), its path
    as cited, or its path below the folder given ("2013/*").
    """
    walk = _Walk(tuple(exclude))
    for path in paths:
        yield from walk.start(Path(path))


class _Walk:
    """One walk over everything given, remembering what it met."""

    def __init__(self, exclude: tuple[str, ...]) -> None:
        self._exclude = exclude
        self._suffixes = suffixes()
        self._met: set[tuple[int, int]] = set()

    def start(self, path: Path) -> Iterator[Source | Skipped]:
        status = _status(path)
        if isinstance(status, Skipped):
            yield status
        elif stat.S_ISDIR(status.st_mode):
            yield from self._folder(path, path, status, ())
        elif not self._excluded(path, path.parent):
            suffix = path.suffix.lower()
            if suffix and suffix not in self._suffixes and stat.S_ISREG(status.st_mode):
                yield Skipped(_shown(path), why_unread(path))
            else:
                yield from self._file(path, status)

    def _folder(
        self, folder: Path, root: Path, status: os.stat_result, above: tuple[tuple[int, int], ...]
    ) -> Iterator[Source | Skipped]:
        identity = status.st_dev, status.st_ino
        if identity in above:
            yield Skipped(_shown(folder), "a link to a folder it lies in")
            return
        if identity in self._met:
            return
        self._met.add(identity)
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            yield Skipped(_shown(folder), reason_of(error))
            return
        for name in names:
            path = folder / name
            if name.startswith(".") or self._excluded(path, root):
                continue
            yield from self._entry(path, root, (*above, identity))

    def _entry(
        self, path: Path, root: Path, above: tuple[tuple[int, int], ...]
    ) -> Iterator[Source | Skipped]:
        known = path.suffix.lower() in self._suffixes
        found = _status(path)
        if isinstance(found, Skipped):
            # A dangling link that is not even named like an article is nobody's loss; a loop may hide some.
            if known or "loop" in found.reason:
                yield found
        elif stat.S_ISDIR(found.st_mode):
            yield from self._folder(path, root, found, above)
        elif known:
            yield from self._file(path, found)

    def _file(self, path: Path, status: os.stat_result) -> Iterator[Source | Skipped]:
        identity = status.st_dev, status.st_ino
        if identity in self._met:
            return
        self._met.add(identity)
        if (reason := why_irregular(status.st_mode)) is not None:
            yield Skipped(_shown(path), reason)
        elif not _utf8(path):
            yield Skipped(_shown(path), "its name is not valid UTF-8: rename it")
        elif not os.access(path, os.R_OK):
            yield Skipped(_shown(path), "can't be read: permission denied")
        else:
            yield Source(path, status.st_size, status.st_mtime_ns)

    def _excluded(self, path: Path, root: Path) -> bool:
        if not self._exclude:
            return False
        below = path.relative_to(root).as_posix()
        names = (path.name, path.as_posix(), below)
        return any(fnmatchcase(name, glob.rstrip("/")) for glob in self._exclude for name in names)


def _status(path: Path) -> os.stat_result | Skipped:
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        dangling = isinstance(error, FileNotFoundError) and path.is_symlink()
        return Skipped(_shown(path), "a link that leads nowhere" if dangling else reason_of(error))


def _utf8(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: Path) -> str:
    """The path as text that can be written anywhere; bytes of a name that are not UTF-8 become `\\\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
