"""Who may write to an index?

One process at a time: who holds the lock (`flock`) on `write.lock`, which has its process id in it. The
system gives the lock back when the process ends, however it ends; what it leaves is its number, of a process
that is no more. Readers take no lock.

The lock is that of one process: a child made by `fork` closes its copy, so that it can't keep the lock when
its parent is gone. The file stays: removing it would let two processes lock two files of the same name. Where
somebody removes it nevertheless, `check` finds out before anything is published.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Final

from dateline.indexer.format.errors import IndexLocked, IndexUnprotected, IndexUnwritable, LockLost
from dateline.indexer.format.index.names import LOCK_NAME

if sys.platform != "win32":
    import fcntl

__all__ = ["WriteLock", "holder_of"]

_POLL_S: Final = 0.05  # between two looks at a lock that somebody holds
# For a lock that a dead process is named in: a process it was about to start has a copy, until it is started.
_GRACE_S: Final = 0.5
_HELD: Final = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)  # what systems say of a lock somebody holds
_NO_LOCKS: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_OURS: Final = re.compile(rb"[0-9]*\n?")  # what a writer leaves in the file

_held: set[int] = set()  # descriptors of this process


def _close_in_child() -> None:
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_in_child)


class WriteLock:
    """The right to write to a folder, held by one process at a time.

    Waits up to `wait` seconds for who has it. IndexLocked, IndexUnwritable.
    """

    def __init__(self, folder: Path, *, wait: float = 0.0) -> None:
        self._folder = folder
        self._path = folder / LOCK_NAME
        self._process = os.getpid()
        self._descriptor = -1
        begun = time.monotonic()
        while not self._take():
            holder = _holder(self._path)
            passed = time.monotonic() - begun
            if passed >= (wait if holder is not None else max(wait, _GRACE_S)):
                raise IndexLocked(folder, "another process" if holder is None else f"process {holder}")
            time.sleep(_POLL_S)
        try:
            self._sign(b"%d\n" % self._process)
        except OSError as error:
            self._let_go()
            raise IndexUnwritable(self._path, error) from error
        except BaseException:
            self._let_go()
            raise

    @property
    def held(self) -> bool:
        """Whether this process has the right; not the copy that a forked child has of this object."""
        return self._descriptor >= 0 and self._process == os.getpid()

    def check(self) -> None:
        """LockLost unless the lock file on the disk is still the one that is held."""
        if not self.held or not self._is_on_disk():
            raise LockLost(self._folder)

    def release(self) -> None:
        """Give the right back; more than once does no harm."""
        if self.held:
            with suppress(OSError):  # the number of a process that has ended names nobody
                self._sign(b"")
            self._let_go()

    def _take(self) -> bool:
        """Try to get the lock."""
        try:
            self._descriptor = _open(self._path)
        except FileExistsError:  # on Windows, where having the file is having the lock
            return False
        except OSError as error:
            raise IndexUnwritable(self._path, error) from error
        _held.add(self._descriptor)
        try:
            if not stat.S_ISREG(os.fstat(self._descriptor).st_mode):
                raise IndexUnwritable(self._path, "not a regular file. Move it away")
            taken = _lock(self._descriptor, self._path) and self._is_on_disk()
        except BaseException:
            self._let_go()
            raise
        if not taken:
            self._let_go()
        return taken

    def _is_on_disk(self) -> bool:
        try:
            there, ours = os.lstat(self._path), os.fstat(self._descriptor)
        except OSError:
            return False
        return (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino)

    def _sign(self, text: bytes) -> None:
        """Leave the number of this process, or none; not in what somebody else has written."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        if _OURS.fullmatch(os.read(self._descriptor, 32)):
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            if text:
                os.write(self._descriptor, text)

    def _let_go(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        _held.discard(descriptor)
        os.close(descriptor)
        if sys.platform == "win32":
            self._path.unlink(missing_ok=True)

    def __del__(self) -> None:
        """What nobody can give back any more goes back; not by the copy that a forked process has of it."""
        self.release()


def holder_of(folder: Path) -> str | None:
    """Who writes to a folder, in words, as its lock names them; None where nobody is known to.

    The lock is not touched: who only asks must not be in the way of a writer.
    """
    number = _holder(folder / LOCK_NAME)
    return None if number is None else f"process {number}"


def _holder(path: Path) -> int | None:
    """The number of the process that has the lock, as the file names it; None when that is no more."""
    try:
        descriptor = os.open(path, _READ)
        try:
            number = int(os.read(descriptor, 32))
        finally:
            os.close(descriptor)
    except (OSError, ValueError):
        return None
    return number if _lives(number) else None


def _lives(number: int) -> bool:
    """Whether there is a process of that number, as far as this one can see."""
    if sys.platform == "win32" or number <= 0:
        return False
    try:
        os.kill(number, 0)
    except PermissionError:  # somebody else's
        return True
    except (OSError, OverflowError):
        return False
    return True


_SAFE: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_READ: Final = os.O_RDONLY | _SAFE


def open_by_creating(path: Path) -> int:
    """Create the lock file, or FileExistsError. After a crash it stays, and is the user's to remove."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)


if sys.platform == "win32":
    _open = open_by_creating

    def _lock(descriptor: int, path: Path) -> bool:
        return True

else:

    def _open(path: Path) -> int:
        """Open the lock file, made when it is missing; nothing in it is changed."""
        return os.open(path, os.O_RDWR | os.O_CREAT | _SAFE, 0o666)

    def _lock(descriptor: int, path: Path) -> bool:
        """Lock the file, unless somebody has; the system unlocks it when the process ends."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            if error.errno not in _NO_LOCKS:
                raise IndexUnwritable(path, error) from error
            warnings.warn(IndexUnprotected(path), stacklevel=5)
        return True
