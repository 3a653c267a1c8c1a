"""What can still be read of a damaged segment?

Each block of an array has a checksum, so an article all of whose blocks are whole is the article that was
written. Of the others there are often the id and the path, by which a person can know what is lost, and the
next refresh what to read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.article import Article
from dateline.indexer.format.errors import DatelineError, IndexDamaged
from dateline.indexer.format.index.names import DELETIONS, segment_names
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.toc import SegmentEntry
from dateline.indexer.format.segment.agreement import UNREADABLE
from dateline.indexer.format.segment.deletions import read_deletions
from dateline.indexer.format.segment.keyword_field import KeywordField
from dateline.indexer.format.storage.array_file import ArrayFile

__all__ = ["LostArticle", "file_of", "live_articles", "newest_deletions", "salvage"]

_FAILS: Final = (DatelineError, OSError, *UNREADABLE)


@dataclass(frozen=True, slots=True)
class LostArticle:
    """An article that can't be read any more; `id` and `path` (as it is kept) where they can be.

    `path` is "" where it had none: a script gave it, and it can be read again from nowhere.
    """

    id: str | None
    path: str | None


def file_of(folder: Path, entry: SegmentEntry) -> Path | None:
    """The file that is the segment, by its size and checksum: one of another name where two were swapped."""
    for name in (entry.file, *segment_names(folder)):
        try:
            file = ArrayFile(folder / name)
        except _FAILS:
            continue
        found = (file.size, file.directory_checksum)
        file.close()
        if found == (entry.size, entry.checksum):
            return folder / name
    return None


def live_articles(folder: Path, entry: SegmentEntry) -> tuple[NDArray[np.bool_], bool]:
    """Which articles of a segment are live, and whether that is sure.

    Where its deletions are damaged, all but those that are deleted by the newest ones that are whole.
    """
    if entry.deletions is None:
        return np.ones(entry.articles, bool), True
    named = entry.deletions
    for name in (named.name, *(path.name for _, path in _deletions_of(folder, None))):
        try:  # of another name where two were swapped
            expected = named.size, named.checksum
            return read_deletions(folder / name, entry.articles, expected), True
        except _FAILS:  # noqa: PERF203 (each by itself)
            continue
    newest = newest_deletions(folder, entry.name, entry.articles)
    live = np.ones(entry.articles, bool) if newest is None else read_deletions(newest[1], entry.articles)
    return live, False


def newest_deletions(folder: Path, segment: str, articles: int) -> tuple[int, Path] | None:
    """The newest deletions of a segment that are whole, after their generation; None where none are."""
    for number, path in sorted(_deletions_of(folder, segment), reverse=True):
        try:
            read_deletions(path, articles)
        except _FAILS:
            continue
        return number, path
    return None


def _deletions_of(folder: Path, segment: str | None) -> Iterator[tuple[int, Path]]:
    """The deletions of a segment in the folder, of all when it is None."""
    for path in folder.iterdir():
        match = DELETIONS.fullmatch(path.name)
        if match is not None and segment in (None, match[1]):
            yield int(match[2]), path


def salvage(
    path: Path, live: NDArray[np.bool_], *, records_only: bool
) -> Iterator[tuple[Article | None, LostArticle]]:
    """The live articles of a damaged segment in their order, None in the place of those that are lost.

    `records_only` reads those alone that were of no file: where checksums are right and the numbers are not,
    an article may be another than was written, and one of a file is better read again.
    """
    ids, paths = _column(path, "id"), _column(path, "path")
    try:
        reader = SegmentReader(path, by_block=True)
    except _FAILS:
        reader = None
    for ordinal in np.flatnonzero(live).tolist():
        named = LostArticle(_value(ids, ordinal), _value(paths, ordinal, ""))
        article = None
        if reader is not None and not (records_only and named.path != ""):
            article = _article(reader, ordinal)
        yield article, named


def _article(reader: SegmentReader, ordinal: int) -> Article | None:
    try:
        return reader.article(ordinal)
    except _FAILS:
        return None


def _column(path: Path, name: str) -> KeywordField | None:
    try:
        return KeywordField(ArrayFile(path, by_block=True), f"keyword.{name}.")
    except _FAILS:
        return None


def _value(field: KeywordField | None, ordinal: int, none: str | None = None) -> str | None:
    try:
        return None if field is None else field.value(ordinal) or none
    except (IndexDamaged, *UNREADABLE):
        return None
