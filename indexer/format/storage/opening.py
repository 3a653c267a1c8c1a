"""How is a file of an index opened, when what stands under its name may be anything?

Only as a regular file: not through a link, which may lead anywhere, and without waiting for a pipe that
nobody writes to, or reading a device that never ends.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from dateline.indexer.format.errors import IndexDamaged

__all__ = ["open_regular"]

# What a system lacks counts as nothing: Windows has neither pipes nor devices under a folder's names.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_LINK: Final = (errno.ELOOP, errno.EMLINK, getattr(errno, "EFTYPE", errno.ELOOP))  # FreeBSD, NetBSD


def open_regular(path: Path) -> BinaryIO:
    """The file, for reading. IndexDamaged when it is none (a link, a folder, a pipe, a device); OSError.

    A missing file is a FileNotFoundError: whoever reads it knows whether another state may have taken over.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno in _LINK:
            raise IndexDamaged(path, "a link, not a file") from error
        if error.errno == errno.ENXIO or path.is_dir():  # a socket; a folder, on Windows
            raise IndexDamaged(path, "not a regular file") from error
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise IndexDamaged(path, "not a regular file")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise
