"""Which files changed since the index was made of them?

A file whose size and time are those of its last reading is left alone, then one whose SHA-256 is. The ledger
of the index (format/index/ledger.py) says in which state each was read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dateline.indexer.errors import SourceError
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import Roots
from dateline.indexer.readers.opening import open_source, stamp_of
from dateline.indexer.readers.registry import is_installed
from dateline.indexer.scopes import Scope
from dateline.indexer.sources import Found

__all__ = ["gone", "is_unchanged", "program_version"]


def is_unchanged(found: Found, record: FileRecord, looked: Callable[[int], None] = lambda _: None) -> bool:
    """Whether a file is as it was read: by size and time, and by SHA-256 where only its time is another.

    `looked` hears, where that is computed, how many bytes were looked through. A file that could not be read,
    or not all of it, is looked at again by another version of Dateline, and once an extra is there that it
    lacked.
    """
    stamp = record.stamp
    if stamp is None or found.size != stamp.size:
        return False
    partial = record.skipped is not None or record.version is not None
    if partial and record.version != program_version():
        return False
    if any(map(is_installed, record.lacking)):
        return False
    if found.modified_ns == stamp.modified_ns:
        return True
    try:
        with open_source(Path(found.path)) as (stream, status):
            return stamp_of(stream, status, looked).sha256 == stamp.sha256
    except SourceError:
        return False  # reading it will say why


def program_version() -> str:
    """The version of Dateline that runs."""
    from importlib.metadata import PackageNotFoundError, version  # here, since records do without

    try:
        return version("dateline")
    except PackageNotFoundError:
        return ""


def gone(
    records: Iterable[FileRecord],
    roots: Roots,
    met: set[str],
    unread: Iterable[str],
    scopes: Iterable[Scope],
) -> Iterator[FileRecord]:
    """The recorded files that lie within the scopes and were not met there.

    What lies in or under one of `unread` (files and folders that could not be looked into) is not gone: a
    folder that is closed today must not cost the articles that were read from it.
    """
    closed = tuple(os.path.join(path, "") for path in unread)
    for record in records:
        if record.path in met:
            continue
        path = roots.resolve(record.path)
        if os.path.join(path, "").startswith(closed):
            continue
        if any(scope.covers(path, record.path) for scope in scopes):
            yield record
