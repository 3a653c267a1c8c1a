"""Where does a damaged file go that an index does without, so that a person can still try to read it?

Into the folder `damaged` in that of the index, which nothing empties, before a state without the file is
published; nothing there is written over. A file gets a second name there, so that the index is not less whole
should the repair fail; what is no regular file is moved.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from dateline.indexer.format.index.durable import sync_folder
from dateline.indexer.format.index.names import ASIDE_NAME

__all__ = ["put_aside"]


def put_aside(folder: Path, name: str) -> str | None:
    """Keep a file of an index, on the disk; its path below that of the index, None where there is none.

    A link is moved as it is, not followed. OSError.
    """
    path = folder / name
    if not os.path.lexists(path):
        return None
    aside = _made(folder)
    target = next(one for one in _names(aside, name) if not os.path.lexists(one))
    if path.is_symlink() or not path.is_file():
        path.rename(target)
    else:
        _second(path, target)
    sync_folder(aside)
    sync_folder(folder)
    return f"{aside.name}/{target.name}"


def _made(folder: Path) -> Path:
    """The folder for it: one of that name may be a link, or a file of somebody else's."""
    for aside in _names(folder, ASIDE_NAME):
        if not os.path.lexists(aside):
            aside.mkdir()
        if aside.is_dir() and not aside.is_symlink():
            return aside
    raise AssertionError("numbers do not end")


def _names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    yield from (folder / f"{name}.{number}" for number in count(1))


def _second(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # no such thing here
        with path.open("rb") as file, target.open("xb") as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
