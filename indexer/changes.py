"""Which files changed since the index was made of them?

The index keeps with each article the state its file was read in: size, time and SHA-256. Nothing else
remembers files, so nothing can fall out of step with what is in the index.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.indexer.article import Stamp
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.sources import Source

__all__ = ["KnownFile", "gone", "is_unchanged", "known_files"]


@dataclass(slots=True)
class KnownFile:
    """What the index holds of one file: the state it was read in, the ids of its articles."""

    stamp: Stamp | None
    articles: list[str] = field(default_factory=list)


def known_files(index: IndexReader | None) -> dict[str, KnownFile]:
    """The files the index was made of, by absolute path."""
    known: dict[str, KnownFile] = {}
    for segment in index.segments if index is not None else ():
        paths, ids = segment.keyword_field("path"), segment.keyword_field("id")
        live = segment.live_articles
        for ordinal in range(segment.articles):
            path = paths.value(ordinal)
            if path is None or (live is not None and not live[ordinal]):
                continue
            file = known.get(os.path.abspath(path))
            if file is None:
                file = known[os.path.abspath(path)] = KnownFile(segment.stamp(ordinal))
            file.articles.append(ids.value(ordinal) or "")
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
    digest = hashlib.sha256()
    try:
        with open(source.path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return False  # reading it will say why
    return digest.hexdigest() == stamp.sha256
