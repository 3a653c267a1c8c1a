"""Which parts of which sources do the paths of a person stand for?

A path below the root of a source that is known refreshes that part of it; any other is a new source: a folder
itself, a file in the name of the folder it lies in. A source that lies below another is a source of its own,
and refreshed with what is above it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.format.index.names import SAVED_SUFFIX
from dateline.indexer.format.index.source_table import Roots, SourceEntry, below_root, kept_path, label_of
from dateline.indexer.readers.records import FieldMap, with_fields
from dateline.indexer.sources import Found, Source, find_files, leads_to

__all__ = ["Scope", "SourceList", "demand_outside"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at of one source: everything below `start`, or one file that was `named`.

    What is read `anew` is so whether it changed or not: how its records name the fields is another. A file
    that a person names again `restores` what was taken out of it.
    """

    number: int
    start: str
    named: bool = False
    anew: bool = False
    restores: bool = False

    def covers(self, path: str, kept: str) -> bool:
        """Whether a file is within it, by its path and as it is kept."""
        if not kept.startswith(kept_path(self.number, "")):
            return False
        return path == self.start or path.startswith(os.path.join(self.start, ""))


class SourceList:
    """The sources of an index, as they are about to be; `folder` is the index's own."""

    def __init__(self, entries: Iterable[SourceEntry], next_number: int, folder: str, portable: bool) -> None:
        self.entries = list(entries)
        self._roots: tuple[tuple[SourceEntry, ...], Roots] | None = None  # as they were, where they lay
        self.next_number = next_number
        self._folder = os.path.realpath(folder)
        self.portable = portable
        self._go_after_links()
        self.fields: FieldMap = ()  # how records in them name the fields of an article

    def _go_after_links(self) -> None:
        """Where a tree was moved and a link to it left in its place, its root is where it leads."""
        roots = self.roots()
        taken = {roots.root(entry.number) for entry in self.entries}
        for place, entry in enumerate(self.entries):
            real = os.path.realpath(roots.root(entry.number))
            if real not in taken and os.path.isdir(real):
                self.entries[place] = replace(entry, root=self.written(real))
                taken.add(real)

    def roots(self) -> Roots:
        """Where they lie."""
        entries = tuple(self.entries)
        if self._roots is None or self._roots[0] != entries:
            self._roots = entries, Roots(entries, Path(self._folder))
        return self._roots[1]

    def knows(self, path: str | os.PathLike[str]) -> bool:
        """Whether a path belongs to one of them, be it there or gone."""
        return self._covering(os.path.realpath(os.fsdecode(path)), is_folder=False) is not None

    def entry(self, number: int) -> SourceEntry:
        """The source of that number. KeyError."""
        for entry in self.entries:
            if entry.number == number:
                return entry
        raise KeyError(number)

    def has(self, number: int) -> bool:
        """Whether there is a source of that number."""
        return any(entry.number == number for entry in self.entries)

    def put(self, entry: SourceEntry) -> None:
        """Record a source in the place of the one of its number."""
        places = [place for place, old in enumerate(self.entries) if old.number == entry.number]
        if places:
            self.entries[places[0]] = entry
        else:
            self.entries.append(entry)

    def of_paths(
        self,
        paths: Sequence[str],
        exclude: Sequence[str],
        follow: bool,
        more: Sequence[str] = (),
        fields: FieldMap = (),
    ) -> list[Scope]:
        """The scopes of paths, in their order; new sources are recorded. None lies in the index.

        `exclude` stands in the place of what a source left out before, `more` beside it; `fields` in the
        place of how records in it named the fields.
        """
        scopes: list[Scope] = []
        remapped: set[int] = set()
        for path in paths:
            real = os.path.realpath(path)
            for scope in self._of_path(real, exclude, follow, more):
                entry = self.entry(scope.number)
                if fields and entry.fields != fields:
                    self.put(replace(entry, fields=fields))
                    remapped.add(scope.number)
                if (scope := replace(scope, anew=scope.number in remapped)) not in scopes:
                    scopes.append(scope)
        return scopes

    def _of_path(
        self, real: str, exclude: Sequence[str], follow: bool, more: Sequence[str]
    ) -> Iterator[Scope]:
        is_folder = os.path.isdir(real)
        entry = self._covering(real, is_folder)
        if entry is not None:
            entry = self._wanted(entry, real)
            if is_folder and not self._leads_to(entry, real):
                entry = None
        if entry is None:
            entry = self._new(real if is_folder else os.path.dirname(real), is_folder)
        self.put(entry)
        root = self.roots().root(entry.number)
        if is_folder:
            if exclude:  # in place of what was left out before, for a part of the source besides it
                kept = () if real == root else entry.exclude
                entry = replace(entry, exclude=tuple(dict.fromkeys((*kept, *exclude))))
            without = tuple(dict.fromkeys((*entry.exclude, *more)))
            entry = replace(entry, exclude=without, follow=entry.follow or follow)
        self.put(entry)
        yield Scope(entry.number, real, named=not is_folder, restores=not is_folder)
        if is_folder:
            roots = self.roots()
            for other in self.entries:
                other_root = roots.root(other.number)
                if other.number != entry.number and _lies_in(other_root, real):
                    yield Scope(other.number, other_root)

    def _wanted(self, entry: SourceEntry, real: str) -> SourceEntry:
        """The source without a note that this file or folder was taken out: it is named again."""
        below = below_root(real, self.roots().root(entry.number))
        return replace(entry, removed=tuple([one for one in entry.removed if one != below]))

    def _leads_to(self, entry: SourceEntry, real: str) -> bool:
        root = self.roots().root(entry.number)
        return leads_to(root, real, entry.exclude, self._removed_of(entry))

    def _removed_of(self, entry: SourceEntry) -> list[str]:
        root = self.roots().root(entry.number)
        return [os.path.join(root, below.replace("/", os.sep)) for below in entry.removed]

    def _covering(self, real: str, is_folder: bool) -> SourceEntry | None:
        """The deepest source that a path belongs to."""
        roots = self.roots()
        found, depth = None, -1
        for entry in self.entries:
            root = roots.root(entry.number)
            covers = _lies_in(real, root) if entry.kind == "folder" else os.path.dirname(real) == root
            if real == root and os.path.isfile(real):  # it was a folder
                covers = False
            if entry.kind == "files" and is_folder:
                covers = real == root
            if covers and len(root) > depth:
                found, depth = entry, len(root)
        if found is not None and found.kind == "files" and is_folder:
            return replace(found, kind="folder")
        return found

    def _new(self, root: str, is_folder: bool) -> SourceEntry:
        entry = SourceEntry(
            number=self.next_number,
            root=self.written(root),
            kind="folder" if is_folder else "files",
            key=root,
            label=label_of(root, [entry.label for entry in self.entries]),
        )
        self.next_number += 1
        return entry

    def written(self, root: str) -> str:
        """How a root is recorded: as it is, or relative to a portable index."""
        if not self.portable:
            return root
        try:
            return os.path.relpath(root, self._folder).replace(os.sep, "/")
        except ValueError:  # another drive
            return root

    def everything(self) -> list[Scope]:
        """The whole of every source."""
        roots = self.roots()
        return [Scope(entry.number, roots.root(entry.number)) for entry in self.entries]

    def walk(self, scope: Scope, named: Iterable[str]) -> Iterator[Found | Skipped]:
        """The files of a scope and what is passed over; `named` are those of the source named themselves."""
        entry = self.entry(scope.number)
        roots = self.roots()
        root = roots.root(entry.number)
        apart = {roots.root(other.number) for other in self.entries if other.number != entry.number}
        apart = {other for other in apart if _lies_in(other, root)}
        apart |= {self._folder, self._folder + SAVED_SUFFIX}
        if (why := _why_closed(root)) is not None:  # what it gave stays
            yield Skipped(root, why)
            return
        met: set[str] = set()
        starts = [] if entry.kind == "files" and not scope.named else [scope.start]
        # What is gone is told by not being met.
        besides = [] if scope.named else [path for path in named if os.path.lexists(path)]
        for start in [*starts, *besides]:
            if start in met:
                continue
            whole = start == scope.start and not scope.named
            for found in find_files(
                start,
                root=root,
                exclude=entry.exclude if whole else (),
                follow=entry.follow,
                apart=apart,
                removed=self._removed_of(entry) if whole else (),
            ):
                path = found.path
                if path in met or (whole and isinstance(found, Skipped) and path in besides):
                    continue  # named itself it is looked at, be it hidden
                met.add(path)
                if isinstance(found, Found):
                    kept = kept_path(entry.number, below_root(path, root))
                    found = Found(path, found.size, found.modified_ns, kept, path == start)
                yield found

    def source(self, scope: Scope, found: Found) -> Source:
        """A file to read, with what the index says of it."""
        entry = self.entry(scope.number)
        below = below_root(found.path, self.roots().root(entry.number))
        return Source(
            Path(found.path),
            found.size,
            found.modified_ns,
            kept=found.kept,
            key=os.path.join(entry.key, below).replace(os.sep, "/"),
            label=entry.label,
            named=found.named,
            fields=with_fields(self.fields, entry.fields),
        )


def demand_outside(path: str, index: str | os.PathLike[str]) -> None:
    """SourceError where a path lies in the folder of an index: what is written there is no source of it."""
    if _lies_in(os.path.realpath(path), os.path.realpath(index)):
        raise SourceError(path, "lies in the index itself. Give the index a folder of its own: --index DIR")


def _why_closed(root: str) -> str | None:
    """Why nothing can be said of what lies in the root of a source; None where it can."""
    if not os.path.isdir(root):
        what = "is no folder any more" if os.path.isfile(root) else "there is no such folder"
        return f"{what}. Was it moved? Say so: dateline sources mv OLD NEW; or: dateline remove --source"
    if os.path.realpath(root) != root:
        return f"leads to {os.path.realpath(root)} now, another source: dateline remove --source"
    return None


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))
