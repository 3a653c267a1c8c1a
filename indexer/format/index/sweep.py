"""Which files of a folder may a writer remove?

Those that are ours by their whole name (names.py), are regular files, and are part of neither the state of
the index nor the one before. Only where a table of contents is that can be read: a folder without one is no
index, and of one that is damaged nobody knows what it names. A link is never followed and never removed.

Only for who holds the lock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dateline.indexer.format.errors import DatelineError
from dateline.indexer.format.index.names import is_leftover
from dateline.indexer.format.index.toc import read_toc

__all__ = ["remove", "sweep"]


def sweep(folder: Path) -> bool:
    """Remove what failed writers and states out of use have left; whether there is a table of contents.

    What can't be removed (a disk that fails, a file in use on Windows) is left to the next writer.
    """
    try:
        toc = read_toc(folder, begun=True)
        kept = toc.files() | set(toc.previous)
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if is_leftover(entry.name) and entry.name not in kept]
    except (DatelineError, OSError):
        return False
    remove(folder, names)
    return True


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of ours of these names, as far as they are there and regular."""
    for name in names:
        path = folder / name
        if is_leftover(name) and path.is_file() and not path.is_symlink():
            with suppress(OSError):
                path.unlink()
