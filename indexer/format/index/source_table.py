"""Where do the articles of an index come from, and how is the path of one kept?

A source is a folder that was given to be indexed, or the folder of files that were. Its root stands once, in
the table of contents; the path of an article is kept as the number of its source and what lies below the
root: `//3/2013/summit.txt`. So a tree that was moved is moved by a line, and a copied index with its files
need not know where it lies: the root of a portable index is relative to the index's own folder. No absolute
path begins with two slashes, so a path that somebody else wrote is never taken for one of these. The path of
a file in a file is both, parted by two slashes (`//3/export.zip//a/b.html`), which no path has inside; people
are shown `!/` in their place, which one may have.

>>> roots = Roots([SourceEntry(3, "/home/a/news", "folder", key="/home/a/news")], Path("/home/a/index"))
>>> roots.resolve("//3/2013/summit.txt")
'/home/a/news/2013/summit.txt'
>>> list(roots.kept("/home/a/news/2013/summit.txt"))
['//3/2013/summit.txt', '/home/a/news/2013/summit.txt']
>>> roots.resolve(member_path("//3/export.zip", "a/b.html"))
'/home/a/news/export.zip!/a/b.html'
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format.records import record

__all__ = [
    "MEMBER",
    "Roots",
    "SourceEntry",
    "SourceKind",
    "below_root",
    "file_of",
    "kept_path",
    "label_of",
    "member_path",
    "members_of",
    "number_of",
    "outermost_file",
    "real_path",
    "source_entries",
]

SourceKind = Literal["folder", "files"]
MEMBER: Final = "!/"  # as people are shown it
_INSIDE: Final = "//"  # as it is kept
_MOST_MARKS: Final = 32  # in one path that is looked up
_KEPT: Final = lazy_pattern(r"//(\d{1,9})/(/?.+?)(?://(.*))?", re.DOTALL)


@record
class SourceEntry:
    """One source as the table of contents has it.

    `number` is never used twice in an index. `root` is absolute and free of links, in a portable index
    relative to it, with slashes. Of a "folder" everything below is read, of "files" those that were named.
    `exclude` are the globs of what is left out, `removed` the files and folders below the root that a person
    took out, with slashes; `follow` tells whether links out of the root are followed.
    `fields` are pairs of a field and the key that records in it have for that.
    `key` is what ids are made of: the root as it was first recorded, whatever was moved since. `label` tells
    the ids of this source from equal ones of others. `read` is when it was last read to its end (ISO, UTC).
    """

    number: int
    root: str
    kind: SourceKind
    exclude: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    follow: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    key: str = ""
    label: str = ""
    read: str | None = None


def below_root(path: str, root: str) -> str:
    """What of an absolute path lies below a root, with slashes; the path where it lies elsewhere."""
    if path == root:
        return "."
    below = _below(path, root)
    return path.replace(os.sep, "/") if below is None else below


def source_entries(given: Any, next_number: int) -> tuple[SourceEntry, ...]:
    """The sources that JSON tells of, their numbers below the next one. ValueError, TypeError, KeyError."""
    if not isinstance(given, list):
        raise TypeError("a list of sources is wanted")
    entries = tuple(_entry(one, next_number) for one in given)
    if len({entry.number for entry in entries}) < len(entries):
        raise ValueError("a source is numbered twice")
    return entries


def _entry(given: Any, next_number: int) -> SourceEntry:
    lists = {name: given.get(name, []) for name in ("exclude", "removed")}
    pairs = given.get("fields", [])
    if not all(isinstance(one, list) for one in (*lists.values(), pairs, *pairs)):
        raise TypeError("a list of globs, paths or pairs is wanted")
    lists["fields"] = [(field, key) for field, key in pairs]
    entry = SourceEntry(**{**given, **{name: tuple(one) for name, one in lists.items()}})
    named = [text for pair in entry.fields for text in pair]
    texts = (entry.root, entry.key, entry.label, entry.read or "", *entry.exclude, *entry.removed, *named)
    if not all(isinstance(text, str) and "\0" not in text for text in texts):
        raise TypeError("a source's text")
    if entry.kind not in ("folder", "files") or not isinstance(entry.follow, bool) or not entry.root:
        raise ValueError(f"source {entry.root!r:.80}")
    if type(entry.number) is not int or not 0 < entry.number < next_number:
        raise ValueError(f"number of source {entry.root!r:.80}")
    return entry


def kept_path(number: int, below: str) -> str:
    """How the path of a file is kept that lies `below` the root of a source.

    `below` has slashes; the target of a link out of the root is absolute.
    """
    return f"//{number}/{below}"


def member_path(kept: str, member: str) -> str:
    """How the path of a file in a file is kept; as it is shown, where the file is of no source.

    Of several in each other only the outermost is parted so.
    """
    outermost = kept.startswith("//") and file_of(kept) == kept
    return f"{kept}{_INSIDE if outermost else MEMBER}{member}"


def file_of(kept: str) -> str:
    """The file of a path as it is kept: itself, or the one it lies in.

    >>> file_of("//3/export.zip//a/b.html"), file_of("//3/a.txt"), file_of("//3//mnt/a.zip//b.txt")
    ('//3/export.zip', '//3/a.txt', '//3//mnt/a.zip')
    """
    if not kept.startswith("//"):
        return kept
    begin = kept.find("/", 2) + 2  # a link's target is absolute: its slash parts nothing
    end = kept.find(_INSIDE, begin)
    return kept if end < 0 else kept[:end]


def members_of(kept: str) -> tuple[str, str]:
    """The bounds, inclusive and exclusive, of the paths of what lies in a file."""
    return f"{kept}{_INSIDE}", f"{kept}/0"  # which follows on a slash


def real_path(path: str) -> str:
    """A path free of links; of a file in a file, that of the outermost one, and the rest as it is."""
    file, inside = outermost_file(path)
    return f"{os.path.realpath(file)}{inside}"


def outermost_file(path: str) -> tuple[str, str]:
    """The file that a path as it is shown names or lies in, and the rest of the path: "" of a file itself."""
    for found in islice(re.finditer(MEMBER, path), _MOST_MARKS):
        if os.path.isfile(path[: found.start()]):
            return path[: found.start()], path[found.start() :]
    return path, ""


def number_of(kept: str) -> int:
    """The number of the source of a path as it is kept; 0 for none."""
    return int(kept[2:].partition("/")[0]) if kept.startswith("//") else 0


def label_of(root: str, taken: Iterable[str]) -> str:
    """A short name for a new source: the name of its folder, numbered when it is `taken`."""
    name = os.path.basename(root.rstrip("/")) or "root"
    used = set(taken)
    return next(
        label for n in range(len(used) + 1) if (label := f"{name}-{n + 1}" if n else name) not in used
    )


class Roots:
    """The roots of an index that lies in `folder`: between paths as they are kept and as they are."""

    def __init__(self, sources: Iterable[SourceEntry], folder: Path) -> None:
        self._roots = {source.number: _absolute(source.root, folder) for source in sources}

    def root(self, number: int) -> str:
        """The absolute root of a source. KeyError."""
        return self._roots[number]

    def resolve(self, kept: str) -> str:
        """The absolute path; what is not of a source of this index is left as it is."""
        if not kept.startswith("//"):
            return kept
        match = _KEPT.fullmatch(kept)
        root = self._roots.get(int(match[1])) if match else None
        if match is None or root is None:
            return kept
        path = os.path.join(root, match[2].replace("/", os.sep))
        return path if match[3] is None else f"{path}{MEMBER}{match[3]}"

    def kept(self, path: str) -> Iterator[str]:
        """The ways in which an absolute path may be kept, the deepest root first, last as it is."""
        for number, root in sorted(self._roots.items(), key=lambda item: -len(item[1])):
            if (below := _below(path, root)) is not None:
                yield kept_path(number, below)
                for found in islice(re.finditer(MEMBER, below), _MOST_MARKS):
                    yield member_path(kept_path(number, below[: found.start()]), below[found.end() :])
        for number in self._roots:
            yield from (kept_path(number, path),) if _below(path, self._roots[number]) is None else ()
        yield path


def _absolute(root: str, folder: Path) -> str:
    return os.path.normpath(os.path.join(os.path.realpath(folder), root.replace("/", os.sep)))


def _below(path: str, root: str) -> str | None:
    """The path below the root, with slashes; None where it lies elsewhere."""
    start = os.path.join(root, "")
    return path[len(start) :].replace(os.sep, "/") if path.startswith(start) else None
