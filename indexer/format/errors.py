"""What can go wrong with an index, one class for each thing a caller can do about it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

__all__ = [
    "AddressError",
    "Conflict",
    "DatelineError",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexTooLarge",
    "IndexUnprotected",
    "IndexUnreachable",
    "IndexUnwritable",
    "IndexVersion",
    "LeaseLost",
    "LockLost",
    "NotFound",
    "Refused",
    "ServerError",
    "TocMissing",
    "TooBusy",
]


class DatelineError(Exception):
    """Base of every error Dateline raises on purpose: what failed, on what, what to do next."""


class IndexMissing(DatelineError):
    """There is no index there. Build one, or wait until `holder`, who is at it, has published.

    `folder` is where it would be: a folder, or the address of an index on a server.
    """

    def __init__(self, folder: Path | str, holder: str | None = None) -> None:
        self.folder = folder
        self.holder = holder
        where = f"./{folder}" if Path(folder).name == str(folder) else folder  # a lone name reads like a word
        if holder is None:
            super().__init__(f"no index at {where}. Run: dateline index{_at(folder)} PATH")
        else:
            super().__init__(f"no index at {where} yet: {holder} is building it. Try again in a while")


class IndexLocked(DatelineError):
    """Another process writes to the index. Wait for it, or stop it.

    `left`: for so many seconds more it has the right to, should it be no more.
    """

    def __init__(self, folder: Path | str, holder: str, left: float | None = None) -> None:
        self.folder = folder
        self.holder = holder
        gone = "" if left is None else f"; if it was killed, in {max(left, 1):.0f} s"
        super().__init__(f"{folder} is being written by {holder}. Try again when it has finished{gone}")


class LockLost(IndexLocked):
    """The lock was taken away from this writer, or another one has published meanwhile. Run it again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "another process")
        self.args = (
            f"{folder}: write.lock was removed or another process has written meanwhile; "
            "what was not published before is not in the index. Run it again when nobody else writes",
        )


class LeaseLost(LockLost):
    """Another writer has taken the lease of an index on a server, when this one had not renewed it."""

    def __init__(self, address: str) -> None:
        IndexLocked.__init__(self, address, "another process")
        self.args = (
            f"{address}: the lease to write has passed to another process, as it was not renewed in time; "
            "what was not published before is not in the index. Run it again when nobody else writes",
        )


class IndexUnwritable(DatelineError):
    """A file of the index can't be written, or the disk failed. The index is whole, as published last.

    `reason` is what the system said, or words with a remedy of their own; `errno` the number, where one is.
    """

    def __init__(self, path: str | os.PathLike[str], reason: OSError | str) -> None:
        self.path = os.fspath(path)
        self.errno = None if isinstance(reason, str) else reason.errno
        if isinstance(reason, str):
            self.reason = reason
        else:
            said = reason.strerror or type(reason).__name__
            self.reason = f"{said.lower()}. The index is as it was published last; {_remedy(reason)}"
        super().__init__(f"{self.path}: can't be written: {self.reason}")


class IndexUnprotected(RuntimeWarning):
    """The file system has no locks: nothing keeps a second writer away from the index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: this file system has no locks. Two commands that write to the index at the same time "
            "are not kept apart; that one has published is only seen when the other is about to"
        )


class IndexDamaged(DatelineError):
    """A file of the index is cut short, altered or missing. `dateline repair` keeps what is whole of it."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}. Mend the index: dateline repair{_at(path.parent)}")


class TocMissing(IndexDamaged):
    """Segments are there, and no table of contents that says which of them are the index. None is removed."""

    def __init__(self, path: Path, segments: int) -> None:
        super().__init__(path, "missing")
        self.segments = segments
        files = "1 segment is" if segments == 1 else f"{segments:,} segments are"
        self.args = (
            f"{path} is missing, but {files} here. Bring it back from them: "
            f"dateline repair{_at(path.parent)}",
        )


class IndexVersion(DatelineError):
    """The index was written by another version of the format. Build it anew with `--full`."""

    def __init__(self, path: Path | str, found: object, expected: int | str) -> None:
        self.path = path
        self.found = found
        self.expected = expected
        at = _at(path.parent if isinstance(path, Path) else path)
        super().__init__(
            f"{path}: format version {found}, this Dateline reads version {expected}. "
            f"Rebuild the index: dateline index --full{at} PATH"
        )


class IndexTooLarge(DatelineError):
    """A number does not fit the widest type of the format: more documents or text than a segment holds."""


class AddressError(DatelineError, ValueError):
    """An address of an index on a server is none, or not one to be used. Mend it."""

    def __init__(self, address: str, reason: str, *, example: bool = True) -> None:
        self.address = address
        self.reason = reason
        shown = ". As in: opensearch://localhost:9200/news" if example else ""
        super().__init__(f"{address}: {reason}{shown}")


class IndexUnreachable(DatelineError):
    """The server that an index lies on does not answer, or not to us. `reason` says what to do about it.

    `passing`: it may answer in a moment, with nothing done about it.
    """

    def __init__(self, address: str, reason: str, *, passing: bool = False) -> None:
        self.address = address
        self.reason = reason
        self.passing = passing
        super().__init__(f"{address}: {reason}")


class ServerError(DatelineError):
    """The server that an index lies on said no. `kind` is the server's name of the reason."""

    def __init__(self, address: str, reason: str, kind: str = "") -> None:
        self.address = address
        self.reason = reason
        self.kind = kind
        super().__init__(f"{address}: {reason}")


class NotFound(ServerError):
    """There is no such index or document on the server."""


class Conflict(ServerError):
    """It is there already, or was changed meanwhile."""


class TooBusy(ServerError):
    """The server takes no more for the moment. Try again in a while."""


class Refused(ServerError):
    """The server did not understand, or does not do, what it was asked."""


def _remedy(error: OSError) -> str:
    """What to do about what the system said when something was written."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "free some space and run it again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "make the folder writable, or give another one: --index DIR"
    if error.errno == errno.ELOOP:
        return "it is a link, which is not followed: move it away"
    return "see to the disk and run it again"


def _at(folder: Path | str) -> str:
    """What a command needs to find an index that is not where it looks by itself, ./index."""
    if isinstance(folder, Path) and os.path.abspath(folder) == os.path.abspath("index"):
        return ""
    import shlex

    return f" --index {shlex.quote(os.fspath(folder))}"
