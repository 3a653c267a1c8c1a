"""What does a writer change in the folder of an index, and how does it leave it, whatever happens?

`IndexFolder` is the folder while it is written to: its lock, the state published last, and the files that are
in no state yet. Those are written under names that nobody can guess, and get their own when they are whole;
they are removed when the writer fails. What was published stays.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from dateline.indexer.format.errors import DatelineError, IndexMissing, IndexUnwritable, LockLost
from dateline.indexer.format.index.durable import make_folder, sync_above, sync_folder
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.format.index.names import (
    LEDGER_SUFFIX,
    SEGMENT_SUFFIX,
    TOC_NAME,
    segment_names,
    unused_number,
)
from dateline.indexer.format.index.sweep import remove, sweep
from dateline.indexer.format.index.toc import SegmentEntry, Toc, publish, raw_toc, read_toc

__all__ = ["IndexFolder"]


class IndexFolder:
    """The folder of an index, to write to. `create`, `fresh`, `wait` are those of IndexWriter.

    `toc` is the state published last; with `fresh`, where it can't be read, one without segments.
    """

    def __init__(self, path: Path, *, create: bool, fresh: bool, wait: float) -> None:
        self.path = path
        self.ended = False
        self._unpublished: set[str] = set()
        self._token: Final = secrets.token_hex(4)
        if not create and not fresh:
            read_toc(path)  # nothing is made where there is no index
        with _told(path):
            self._made: Final = make_folder(path)
            if not os.access(path, os.W_OK | os.X_OK):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        self._lock = WriteLock(path, wait=wait)
        try:
            with _told(path):
                self.toc = self._begin(create, fresh)
                self._seen = self._look()
            sweep(path)
        except BaseException:
            self.ended = True
            self._lock.release()
            raise
        self._next = self.toc.next_name

    def _begin(self, create: bool, fresh: bool) -> Toc:
        """The state to start from.

        A folder that is no index yet becomes one of which nothing is published, before any segment is in it:
        segments without a table of contents are what is left of an index, not a beginning.
        """
        try:
            return read_toc(self.path, begun=create)
        except IndexMissing:
            if not create:
                raise
            for folder in self._made or [self.path]:  # whoever made it
                sync_above(folder)
            toc = Toc(generation=0, segments=(), languages={}, next_name=unused_number(self.path), time=0)
            publish(self.path, toc, self._lock.check)
            return toc
        except DatelineError:
            if not fresh:
                raise
            number = unused_number(self.path)  # generations go on counting: no reader has seen this one
            return Toc(generation=number, segments=(), languages={}, next_name=number, time=0)

    def _look(self) -> bytes | None:
        """What the table of contents says; nothing where it is none."""
        try:
            return raw_toc(self.path)
        except DatelineError:
            return b""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What the system says of a file that can't be written becomes IndexUnwritable, or LockLost."""
        if self.ended:
            raise ValueError("the writer has ended already")
        try:
            with _told(self.path):
                yield
        except IndexUnwritable:
            self._lock.check()  # else nobody would know why the file is gone
            raise

    @property
    def next_name(self) -> int:
        """The number of the next segment."""
        return self._next

    def spill(self) -> Path:
        """A path for a file that is being written. It is removed when it does not become part of a state."""
        name = f"{self._next:06d}-{self._token}.spill"
        self._unpublished.add(name)
        return self.path / name

    def place_segment(self, spill: Path) -> Path:
        """Give a written file its name as a segment of the next state. LockLost, OSError."""
        self._lock.check()  # another writer would use the same names
        while True:
            path = self.path / f"{self._next:06d}{SEGMENT_SUFFIX}"
            self._next += 1
            if not os.path.lexists(path):
                return self._place(spill, path)

    def place_deletions(self, spill: Path, segment: str) -> Path:
        """The same for what is deleted of a segment in the next state."""
        self._lock.check()
        return self._place(spill, self.path / f"{segment}.{self.toc.generation + 1}.deletions")

    def _place(self, spill: Path, path: Path) -> Path:
        self._unpublished.add(path.name)
        spill.replace(path)
        return path

    def discard(self, path: Path) -> None:
        """Remove a file that is in no state. OSError."""
        if path.name in self._unpublished:
            path.unlink()

    def place_ledger(self, spill: Path) -> Path:
        """The same for what is recorded of source files in the next state."""
        self._lock.check()
        return self._place(spill, self.path / f"{self.toc.generation + 1:06d}{LEDGER_SUFFIX}")

    def publish(self, segments: Sequence[SegmentEntry], languages: Mapping[str, int], **beside: Any) -> None:
        """Make these segments the current state, and remove what was part of the state before last.

        `beside` are other attributes of the TOC.

        LockLost when somebody else has published, or may be about to; OSError. Either leaves the state as it
        was, or, when the disk fails at the very end, the new one.
        """
        before = self.toc
        toc = replace(
            before,
            generation=before.generation + 1,
            segments=tuple(segments),
            languages=dict(sorted(languages.items())),
            next_name=self._next,
            previous=tuple(sorted(before.files())),
            **beside,
        )
        self._seen = publish(self.path, toc, self._check_undisturbed)
        self.toc = toc
        self._unpublished.clear()
        out_of_use = (before.files() | set(before.previous)) - toc.files() - set(toc.previous)
        remove(self.path, sorted(out_of_use))

    def _check_undisturbed(self) -> None:
        self._lock.check()
        if self._look() != self._seen:
            raise LockLost(self.path)

    def end(self) -> None:
        """Leave the folder as it was published last, and give the lock back; once done, nothing happens."""
        if self.ended:
            return
        self.ended = True
        try:
            self._lock.check()
            self._tidy()
        except LockLost:  # the files may be another writer's by now
            return
        finally:
            self._lock.release()

    def _tidy(self) -> None:
        if not sweep(self.path):  # no table of contents that can be read: only what is known to be ours
            with suppress(OSError):
                if self._look() == self._seen:
                    remove(self.path, sorted(self._unpublished))
            return
        with suppress(OSError, DatelineError):
            if not read_toc(self.path, begun=True).generation and not segment_names(self.path):
                sync_folder(self.path)  # what it is no index of must be gone first
                (self.path / TOC_NAME).unlink()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system says becomes IndexUnwritable; `path` is named where it names none."""
    try:
        yield
    except OSError as error:
        raise IndexUnwritable(error.filename or path, error) from error
