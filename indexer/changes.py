"""Which files changed since the index was made of them?

The index keeps with each article the state its file was read in: size, time and SHA-256. Nothing else
remembers files, so nothing can fall out of step with what is in the index.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.indexer.article import Stamp
from dateline.indexer.errors import SourceError
from dateline.indexer.format.index.reader import IndexReader, SegmentReader
from dateline.indexer.readers.opening import open_source, stamp_of
from dateline.indexer.sources import Source

__all__ = ["KnownFile", "gone", "is_unchanged", "known_files"]


@dataclass(slots=True)
class KnownFile:
    """What the index holds of one file: its state when it was read to the end, the ids of its articles."""

    stamp: Stamp | None = None
    articles: list[str] = field(default_factory=list)


def known_files(index: IndexReader | None) -> dict[str, KnownFile]:
    """The files the index was made of, by absolute path."""
    known: dict[str, KnownFile] = {}
    last: dict[str, tuple[SegmentReader, int]] = {}
    for segment in index.segments if index is not None else ():
        paths, ids = segment.keyword_field("path"), segment.keyword_field("id")
        live = segment.live_articles
        for ordinal in range(segment.articles):
            path = paths.value(ordinal)
            if path is None or (live is not None and not live[ordinal]):
                continue
            key = os.path.abspath(path)
            known.setdefault(key, KnownFile()).articles.append(ids.value(ordinal) or "")
            last[key] = segment, ordinal
    for key, (segment, ordinal) in last.items():
        known[key].stamp = segment.stamp(ordinal)
    return known


def gone(
    known: Mapping[str, KnownFile], met: set[str], unread: set[str], paths: Sequence[Path]
) -> Iterator[str]:
    """The known files that lie under the paths given and were not met there, by absolute path.

    What lies in or under one of `unread` (files and folders that could not be looked into) is not gone: a
    folder that is closed today must not cost the articles that were read from it.
    """
    roots = tuple(os.path.join(os.path.abspath(path), "") for path in paths)
    closed = tuple(os.path.join(path, "") for path in unread)
    for key in known:
        inside = os.path.join(key, "")  # a path counts as lying in itself
        if key not in met and inside.startswith(roots) and not inside.startswith(closed):
            yield key


def is_unchanged(source: Source, stamp: Stamp) -> bool:
    """Whether a file is as it was: by size and time, and by SHA-256 where only its time is another."""
    if source.size != stamp.size:
        return False
    if source.modified_ns == stamp.modified_ns:
        return True
    try:
        with open_source(source.path) as (stream, status):
            return stamp_of(stream, status).sha256 == stamp.sha256
    except SourceError:
        return False  # reading it will say why
