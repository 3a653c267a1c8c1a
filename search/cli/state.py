"""Where is kept what a person did last, and who may read it?

In the state folder of the person (`indexer/beside.py`). The folder and the files are readable by nobody
else.
"""

from __future__ import annotations

import os
from contextlib import suppress

from dateline.indexer.beside import state_folder

__all__ = ["state_file", "write_privately"]


def state_file(name: str) -> str:
    """Where a file of that name lies."""
    return os.path.join(state_folder(), name)


def write_privately(name: str, text: str) -> None:
    """Write a file of that name anew, whole or not at all. OSError."""
    path = state_file(name)
    beside = f"{path}.{os.getpid()}"
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with suppress(FileNotFoundError):
        os.unlink(beside)  # of a process of that number that was killed
    file = os.open(beside, flags, 0o600)
    try:
        with os.fdopen(file, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as out:
            out.write(text)
        os.replace(beside, path)
    except OSError:
        with suppress(OSError):
            os.unlink(beside)
        raise
