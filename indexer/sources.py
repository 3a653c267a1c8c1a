"""Which files does a folder hold, and which of them are to be read?

Folders are walked in the order of their names. Every file that is met comes out, to be read or passed over
with the reason, so that a run can account for all of them; a folder that is left out is said once. A path is
the file itself, free of links: each file comes once, however many links lead to it. Nothing here opens a
file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, NamedTuple

from dateline.indexer.article import Stamp
from dateline.indexer.errors import Cause, Skipped, reason_of
from dateline.indexer.format.index.names import SYNONYMS_NAME, TOC_NAME
from dateline.indexer.readers.beside_pages import page_of
from dateline.indexer.readers.opening import why_irregular
from dateline.indexer.readers.registry import suffixes, why_unread

__all__ = ["STDIN", "End", "Found", "Source", "Walk", "find_files", "leads_to"]

# Where version control keeps its own; most do in hidden folders.
_VERSION_CONTROL: Final = frozenset(("CVS", "RCS", "SCCS", "_darcs"))
_WHY_NO_FOLDER: Final = {"folder": "beside a saved page, or of version control"}


_USER: Final = os.geteuid() if hasattr(os, "geteuid") else None  # as whom files are opened
STDIN: Final = "-"  # what standard input is called, typed and in the report


class Found(NamedTuple):
    """A file that a walk met: its absolute path, and its size and time as they are now.

    `kept` is how the index keeps the path. `named`: it was named itself.
    """

    path: str
    size: int
    modified_ns: int
    kept: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or a piece of one: `path` is absolute; its size and time are as they are now.

    `kept` is how the index keeps the path and `key` what ids are made of. Ids in `renamed` are taken by
    another source: they get `@label`. A piece is the bytes `[start, stop)` whose first line is number `line`,
    the `last` of its file or not; `lines` and `sha256` tell of the file up to `stop`, where somebody counted.
    `fields` are pairs of a field and the key that its records have for it. `without` are the parts of it that
    are passed over: number, reason, and whether that stays as long as the file does (steps.py).
    """

    path: Path
    size: int
    modified_ns: int
    kept: str = ""
    key: str = ""
    label: str = ""
    renamed: tuple[str, ...] = ()
    start: int = 0
    stop: int | None = None
    line: int = 1
    last: bool = True
    lines: int = 0
    sha256: str | None = None
    named: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    without: tuple[tuple[str, str, bool], ...] = ()

    @property
    def bytes(self) -> int:
        """How long it is, or the piece."""
        return self.size if self.stop is None else self.stop - self.start


@dataclass(frozen=True, slots=True)
class End:
    """A file, or a piece of one, was read as far as it can be; `stamp` is its state, None for a piece.

    `unread` are the paths, as they are kept, of what in it could not be read, or not to its end: what was
    read of that before stays. `lacking` are the extras that would read more of it, `anew` whether another
    version of Dateline may.
    """

    stamp: Stamp | None
    unread: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    anew: bool = False


def find_files(
    path: str | os.PathLike[str],
    *,
    root: str | os.PathLike[str] | None = None,
    exclude: Sequence[str] = (),
    follow: bool = False,
    apart: Container[str] = (),
    removed: Collection[str] = (),
) -> Iterator[Found | Skipped]:
    """The files of a file or folder, in order, and what is passed over among them.

    In a folder only files with a known suffix are read; a file named itself is unless its suffix is known to
    be something else's. `exclude` are globs: a file or folder is left out when one fits its name ("*.html",
    "drafts"), its path, or its path below `root` ("2013/*"), which is the folder itself unless given. Links
    out of the root are followed only where `follow` says so. Folders `apart` are somebody else's to walk.
    `removed` are absolute paths that a person took out: they are left out with all that is below them.
    """
    try:
        real = os.path.realpath(path)
        top = real if root is None else os.path.realpath(root)
    except (OSError, ValueError) as error:
        yield Skipped(_shown(os.fspath(path)), reason_of(error))
        return
    yield from Walk(top, tuple(exclude), follow, apart, removed).start(real)


def leads_to(root: str, folder: str, exclude: Sequence[str] = (), removed: Collection[str] = ()) -> bool:
    """Whether a walk over a root comes to a folder in it, or it lies in one that is left out."""
    walk = Walk(root, tuple(exclude), False, (), removed)
    while folder != root:
        above, name = os.path.split(folder)
        if walk.leaves_out(folder, name, _names(above)) is not None:
            return False
        folder = above
    return True


class Walk:
    """One walk below one root, remembering what it met."""

    def __init__(
        self,
        root: str,
        exclude: tuple[str, ...],
        follow: bool,
        apart: Container[str] = (),
        removed: Collection[str] = (),
    ) -> None:
        self._root = root
        self._removed = frozenset(removed)
        self._exclude = exclude
        self._follow = follow
        self._apart = apart
        self._suffixes = suffixes()
        self._met: set[str] = set()
        self._linked: dict[tuple[int, int], str] = {}  # files of several names, by device and inode

    def start(self, path: str) -> Iterator[Found | Skipped]:
        """Walk over a folder, or take a file that was named itself."""
        status = _status(path)
        if isinstance(status, Skipped):
            yield status
        elif stat.S_ISDIR(status.st_mode):
            yield from self._below(path)
        elif self._excluded(path):
            yield Skipped(_shown(path), "excluded", cause="excluded")
        else:
            suffix = os.path.splitext(path)[1].lower()
            if suffix and suffix not in self._suffixes and stat.S_ISREG(status.st_mode):
                yield Skipped(_shown(path), why_unread(path))
            else:
                yield from self._file(path, status)

    def _below(self, start: str) -> Iterator[Found | Skipped]:
        """Depth first, without recursion: folders may be nested deeper than calls may."""
        pending = [start]
        while pending:
            path = pending.pop()
            here = _status(path, follow=False)
            found: os.stat_result | Skipped | None = here
            if not isinstance(here, Skipped) and stat.S_ISLNK(here.st_mode):
                link, path = path, os.path.realpath(path)
                found = self._led_to(link, path)
            if found is None:
                continue
            if isinstance(found, Skipped):
                yield found
            elif stat.S_ISDIR(found.st_mode):
                yield from self._folder(path, pending)
            elif os.path.splitext(path)[1].lower() in self._suffixes:
                yield from self._file(path, found)
            elif path not in self._met:
                self._met.add(path)
                yield Skipped(_shown(path), why_unread(path), cause="kind")

    def _led_to(self, link: str, target: str) -> os.stat_result | Skipped | None:
        """What a link in the folder leads to; None where that is nobody's loss."""
        found = _status(link)
        if isinstance(found, Skipped):
            # A dangling link that is not even named like an article; a loop may hide some.
            known = os.path.splitext(link)[1].lower() in self._suffixes
            return found if known or "loop" in found.reason else None
        if _lies_in(link, target):
            return Skipped(_shown(link), "a link to a folder it lies in", cause="folder")
        if not self._follow and not _lies_in(target, self._root):
            return Skipped(
                _shown(link), "a link out of the folder: --follow reads what it leads to", cause="link"
            )
        return None if target in self._met or self._excluded(target) else found

    def _folder(self, folder: str, pending: list[str]) -> Iterator[Skipped]:
        """Put what is in a folder before what is pending; what is left out of it is said."""
        if folder in self._met:
            return
        self._met.add(folder)
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            yield Skipped(_shown(folder), reason_of(error), cause="closed")
            return
        if TOC_NAME in names:
            yield Skipped(_shown(folder), "an index", cause="closed")
            return
        beside = frozenset(names)
        entries = []
        within = os.path.join(folder, "")
        for name in names:
            path = within + name
            cause = self.leaves_out(path, name, beside)
            if cause is None:
                entries.append(path)
            elif os.path.isdir(path) and not os.path.islink(path):
                if path not in self._apart:
                    yield Skipped(_shown(path), _WHY_NO_FOLDER.get(cause, cause), cause="folder")
            else:
                yield Skipped(_shown(path), cause, cause=cause)
        pending.extend(reversed(entries))

    def _is_beside_index(self, path: str, beside: Iterable[str]) -> bool:
        """Whether the folder of a file has that of an index in it, whose synonyms it then is."""
        folders = (os.path.join(os.path.dirname(path), name) for name in beside)
        return any(
            folder in self._apart or os.path.isfile(os.path.join(folder, TOC_NAME)) for folder in folders
        )

    def leaves_out(self, path: str, name: str, beside: Collection[str]) -> Cause | None:
        """Why what has this name in a folder is not looked at; None when it is."""
        if name.startswith((".", "~$")):  # the latter are an office program's note that a document is open
            return "hidden"
        if self._excluded(path) or (name == SYNONYMS_NAME and self._is_beside_index(path, beside)):
            return "excluded"
        if path in self._apart or name in _VERSION_CONTROL:
            return "folder"
        if any(page in beside for page in page_of(name)):
            return "folder"
        return None

    def _file(self, path: str, status: os.stat_result) -> Iterator[Found | Skipped]:
        if path in self._met:
            return
        self._met.add(path)
        identity = status.st_dev, status.st_ino
        if status.st_nlink > 1 and status.st_ino:
            first = self._linked.setdefault(identity, path)
            if first != path:
                yield Skipped(_shown(path), f"the same file as {_shown(first)}", cause="link")
                return
        if (reason := why_irregular(status.st_mode)) is not None:
            yield Skipped(_shown(path), reason)
        elif not _utf8(path):
            yield Skipped(_shown(path), "its name is not valid UTF-8: rename it")
        elif not _is_readable(path, status):
            yield Skipped(_shown(path), "can't be read: permission denied")
        else:
            yield Found(path, status.st_size, status.st_mtime_ns)

    def _excluded(self, path: str) -> bool:
        if self._removed and self._is_removed(path):
            return True
        if not self._exclude:
            return False
        below = os.path.relpath(path, self._root).replace(os.sep, "/")
        names = (os.path.basename(path), path.replace(os.sep, "/"), below)
        return any(fnmatchcase(name, glob.rstrip("/")) for glob in self._exclude for name in names)

    def _is_removed(self, path: str) -> bool:
        while path not in self._removed:
            path, below = os.path.dirname(path), path
            if path == below:
                return False
        return True


def _names(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def _status(path: str, *, follow: bool = True) -> os.stat_result | Skipped:
    try:
        return os.stat(path, follow_symlinks=follow)
    except (OSError, ValueError) as error:
        dangling = isinstance(error, FileNotFoundError) and os.path.islink(path)
        return Skipped(_shown(path), "a link that leads nowhere" if dangling else reason_of(error))


def _is_readable(path: str, status: os.stat_result) -> bool:
    """Whether the file may be opened: nobody forbids its owner what its mode allows, so most need no call."""
    if status.st_mode & stat.S_IRUSR and status.st_uid == _USER:
        return True
    return os.access(path, os.R_OK)


def _lies_in(path: str, folder: str) -> bool:
    """Whether a path is that of the folder or of something in it."""
    return path == folder or path.startswith(os.path.join(folder, ""))


def _utf8(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    """The path as text that can be written anywhere; bytes of a name that are not UTF-8 become `\\\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
