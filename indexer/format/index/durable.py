"""How do names in a folder reach the disk?

A file that was brought to the disk (`fsync`) may still be lost with its name: the name is part of the folder,
which is brought to the disk by itself.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

__all__ = ["make_folder", "sync_above", "sync_folder", "write_anew"]

# What file systems say that can't bring a folder to the disk: there is nothing to be done about it.
_NO_WAY: Final = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system has a way to. OSError."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_WAY:
            raise
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> list[Path]:
    """Make the folder and those above it that are missing; those made, with names not on the disk yet."""
    missing = []
    above = folder.absolute()
    while not above.exists():
        missing.append(above)
        above = above.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
    return missing[::-1]


def sync_above(folder: Path) -> None:
    """Bring the name of a folder to the disk. One that may not be read is left to the system."""
    try:
        sync_folder(folder.resolve().parent)
    except PermissionError:
        return


def write_anew(path: Path, raw: bytes) -> None:
    """Write a file that is not there yet, brought to the disk; what had the name loses it. OSError.

    Nothing is written through a link: the name is taken away from what has it, and given to a new file.
    """
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
