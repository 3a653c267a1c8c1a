"""How are articles and sources taken out of an index, and how does it learn that a tree was moved?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dateline.indexer.errors import NothingThere, SourceError
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import (
    Roots,
    SourceEntry,
    below_root,
    file_of,
    number_of,
    real_path,
)
from dateline.indexer.published import known_of, open_places
from dateline.indexer.targets import Writer, open_writer, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Removed", "SourceInfo", "list_sources", "move_source", "remove"]

_LINE_DIGITS: Final = 10  # no file has lines of which the number is longer


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One source of an index: its root now, what of it is read, and what it gave.

    `files` are those that could be read, be it that their articles are another file's too.
    """

    root: str
    kind: str
    exclude: tuple[str, ...]
    removed: tuple[str, ...]
    follow: bool
    read: str | None
    files: int
    articles: int


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out: files that had been read, and articles; of a single article its heading."""

    files: int
    articles: int
    heading: str | None = None


def list_sources(index: str | os.PathLike[str] = "index") -> tuple[SourceInfo, ...]:
    """The sources of an index, in the order they were added. IndexMissing, IndexDamaged, IndexVersion."""
    known = known_of(target_of(index))
    roots = known.roots
    files: Counter[int] = Counter()
    articles: Counter[int] = Counter()
    for record in known.files:
        files[number_of(record.path)] += record.skipped is None
        articles[number_of(record.path)] += record.articles
    return tuple(
        SourceInfo(
            root=roots.root(entry.number),
            kind=entry.kind,
            exclude=entry.exclude,
            removed=entry.removed,
            follow=entry.follow,
            read=entry.read,
            files=files[entry.number],
            articles=articles[entry.number],
        )
        for entry in known.sources
    )


def move_source(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    index: str | os.PathLike[str] = "index",
    wait: float = 0.0,
) -> tuple[str, ...]:
    """Tell an index that a tree was moved from `old` to `new`: no article changes, none is read.

    The roots, as they are now, of the sources that lay in it. NothingThere when none did, SourceError when
    there is no folder `new`.
    """
    before, after = _places(old), os.path.realpath(new)
    if not os.path.isdir(after):
        raise SourceError(new, "there is no such folder. Move the files first, then tell the index")
    if _lies_in(after, os.path.realpath(index)):
        raise SourceError(new, "lies in the index itself. Move the files elsewhere")
    with _writing(index, wait) as writer:
        roots = Roots(writer.sources, writer.folder)
        moved: list[str] = []
        entries: list[SourceEntry] = []
        for entry in writer.sources:
            root = roots.root(entry.number)
            if (place := next((one for one in before if _lies_in(root, one)), None)) is not None:
                root = os.path.normpath(os.path.join(after, os.path.relpath(root, place)))
                moved.append(root)
                entry = replace(entry, root=_written(root, writer))
            entries.append(entry)
        if not moved:
            raise NothingThere(os.fspath(old), "is no source of this index, and none lies in it")
        taken = Counter(Roots(entries, writer.folder).root(entry.number) for entry in entries)
        if twice := [root for root, count in taken.items() if count > 1]:
            raise SourceError(twice[0], "would be a source twice. Remove one of them first")
        writer.sources = tuple(entries)
    return tuple(moved)


def remove(
    target: str | os.PathLike[str] | None = None,
    *,
    source: str | os.PathLike[str] | None = None,
    index: str | os.PathLike[str] = "index",
    wait: float = 0.0,
) -> Removed:
    """Take out an article, what was read of a file or below a folder, or a whole `source`.

    An article is named by its id, or cited as `path:line`, `path:p3`: then it is the one the line is of.

    What is taken out stays out: a file that is still there is left out from now on, and so is the article of
    a file. A source is forgotten. NothingThere when the index has none of it.
    """
    if (target is None) == (source is None):
        raise ValueError("give either what is to be removed or a source")
    with _writing(index, wait) as writer:
        if source is not None:
            return _remove_source(writer, source)
        assert target is not None
        real = real_path(os.fspath(target))
        roots = Roots(writer.sources, writer.folder)
        records = [one for one in writer.ledger if _lies_in(roots.resolve(one.path), real)]
        if records:
            return _remove_files(writer, records, real, roots)
        if (member := _member(writer, real, roots)) is not None:
            return _remove_articles(writer, *member)
        return _remove_article(writer, _cited(writer, os.fspath(target)))


def _cited(writer: Writer, target: str) -> str:
    """The id of the article that a citation, `path:line` or `path:p3`, is of; what is none stays as it is."""
    before, _, after = target.rpartition(":")
    after = after.removeprefix("p")
    if not (before and after.isdecimal() and len(after) < _LINE_DIGITS) or writer.path_of(target) is not None:
        return target
    path = real_path(before)
    with open_places(writer.target) as places:
        found = places.ids_at(path, int(after))
        if not found and places.ids_at(path):
            raise NothingThere(target, "no article stands there. Which do: dateline show " + before)
    if len(found) > 1:
        raise NothingThere(target, f"which one? There are {' and '.join(found)}")
    return found[0] if found else target


@contextmanager
def _writing(index: str | os.PathLike[str], wait: float) -> Iterator[Writer]:
    with open_writer(target_of(index), create=False, wait=wait) as writer:
        yield writer


def _remove_source(writer: Writer, source: str | os.PathLike[str]) -> Removed:
    real = os.path.realpath(source)
    roots = Roots(writer.sources, writer.folder)
    gone = [entry for entry in writer.sources if roots.root(entry.number) == real]
    if not gone:
        raise NothingThere(os.fspath(source), "is no source of this index. List them: dateline sources")
    number = gone[0].number
    records = [record for record in writer.ledger if number_of(record.path) == number]
    removed = _drop(writer, records)
    writer.sources = tuple(entry for entry in writer.sources if entry.number != number)
    return removed


def _remove_files(writer: Writer, records: Sequence[FileRecord], real: str, roots: Roots) -> Removed:
    removed = _drop(writer, records)
    entries = []
    for entry in writer.sources:
        root = roots.root(entry.number)
        linked = any(number_of(one.path) == entry.number and not _in_root(one.path) for one in records)
        if (entry.kind == "folder" and real != root and _lies_in(real, root)) or linked:
            below = below_root(real, root)
            entry = replace(entry, removed=tuple(dict.fromkeys((*entry.removed, below))))
        elif _lies_in(root, real):
            continue  # nothing of it is left, and nothing says that it should come back
        entries.append(entry)
    writer.sources = tuple(entries)
    return removed


def _drop(writer: Writer, records: Sequence[FileRecord]) -> Removed:
    articles = files = 0
    for record in records:  # its articles first: who is killed leaves none of which nothing is known
        files += record.skipped is None
        articles += writer.delete_file(record.path)
        writer.ledger.remove(record.path)
    return Removed(files, articles)


def _remove_article(writer: Writer, article_id: str) -> Removed:
    kept = writer.path_of(article_id)
    if kept is None:
        given = [f"{article_id}@{source.label}" for source in writer.sources]
        there = [one for one in given if writer.path_of(one) is not None]
        if len(there) == 1:
            return _remove_article(writer, there[0])
        if there:
            raise NothingThere(article_id, f"which one? There are {' and '.join(there)}")
        raise NothingThere(
            article_id, "the index has no article of that id, and nothing of that file or folder"
        )
    return replace(_remove_articles(writer, kept, [article_id]), heading=_heading(writer, article_id))


def _heading(writer: Writer, article_id: str) -> str | None:
    """What an article is called, as it was published."""
    with open_places(writer.target) as places:
        return places.heading_of(article_id)


def _member(writer: Writer, path: str, roots: Roots) -> tuple[str, list[str]] | None:
    """The file that a member, or a folder of members, lies in and the ids of its articles; None for none."""
    for kept in roots.kept(path):
        if (file := file_of(kept)) != kept and writer.ledger.get(file) is not None:
            return (file, ids) if (ids := writer.ids_below(kept)) else None
    return None


def _remove_articles(writer: Writer, kept: str, ids: Sequence[str]) -> Removed:
    """Take out articles of the file kept so, for good."""
    gone = dict.fromkeys(ids)
    writer.begin_file(kept)
    for article_id in gone:
        writer.delete_article(article_id)
    for record in list(writer.ledger):
        held = record.path == kept
        if held or not gone.keys().isdisjoint(record.waiting):  # the next holder would put it in again
            writer.ledger.put(
                record._replace(
                    articles=max(record.articles - len(gone), 0) if held else record.articles,
                    removed=tuple(
                        dict.fromkeys(
                            (*record.removed, *(one for one in gone if held or one in record.waiting))
                        )
                    ),
                    waiting=tuple([one for one in record.waiting if one not in gone]),
                )
            )
    return Removed(0, len(gone))


def _written(root: str, writer: Writer) -> str:
    """How a root is recorded: as it is, or relative to a portable index."""
    if not writer.portable:
        return root
    try:
        return os.path.relpath(root, os.path.realpath(writer.folder)).replace(os.sep, "/")
    except ValueError:  # another drive
        return root


def _places(path: str | os.PathLike[str]) -> tuple[str, str]:
    """The place a path leads to, and its own, where a link to the new place was left."""
    above, name = os.path.split(os.path.abspath(path))
    return os.path.realpath(path), os.path.join(os.path.realpath(above), name)


def _in_root(kept: str) -> bool:
    """Whether a file lies in the root of its source, or a link led to it."""
    return not os.path.isabs(kept[2:].partition("/")[2])


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))
