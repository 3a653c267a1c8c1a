from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer.format.errors import IndexLocked, IndexUnprotected, IndexUnwritable, LockLost
from dateline.indexer.format.index import lock as locking
from dateline.indexer.format.index.lock import WriteLock
from dateline.indexer.format.index.names import LOCK_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from tests.indexer.format.conftest import Cut, Ids, Make, Write

POSIX = pytest.mark.skipif(os.name == "nt", reason="locks of POSIX systems")


def test_one_writer_at_a_time_and_the_other_is_named(tmp_path: Path) -> None:
    first = IndexWriter(tmp_path)
    with pytest.raises(IndexLocked, match=f"process {os.getpid()}"):
        IndexWriter(tmp_path)
    first.cancel()
    IndexWriter(tmp_path).cancel()


def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path, make: Make, write: Write, ids: Ids) -> None:
    write(tmp_path, make(1, "One."))
    code = (
        "import os, signal, sys; from dateline.indexer.format.index.writer import IndexWriter;"
        "writer = IndexWriter(sys.argv[1]); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert ids(write(tmp_path, make(2, "Two."))) == ["a1", "a2"]


def test_a_second_writer_waits_as_long_as_it_was_told(tmp_path: Path) -> None:
    first = WriteLock(tmp_path)
    begun = time.monotonic()
    with pytest.raises(IndexLocked):
        WriteLock(tmp_path, wait=0.2)
    assert 0.2 <= time.monotonic() - begun < 1
    threading.Timer(0.1, first.release).start()
    second = WriteLock(tmp_path, wait=5)
    assert second.held and not first.held
    second.release()


@POSIX
def test_a_process_that_has_ended_is_not_named(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    first = WriteLock(tmp_path)
    (tmp_path / LOCK_NAME).write_text(f"{ended.pid}\n")
    with pytest.raises(IndexLocked, match="is being written by another process"):
        WriteLock(tmp_path)
    first.release()


@POSIX
def test_a_forked_child_neither_keeps_the_lock_nor_tidies_up(
    tmp_path: Path, make: Make, cut: Cut, ids: Ids
) -> None:
    writer = IndexWriter(tmp_path)
    writer.add_article(make(1, "One."), cut(make(1, "One.")))
    writer._flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking where there are threads
        child = os.fork()
    if not child:
        writer.cancel()
        time.sleep(60)
        os._exit(0)
    try:
        writer.commit()
        assert ids(IndexReader.open(tmp_path)) == ["a1"]
        IndexWriter(tmp_path).cancel()  # while the child lives
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@POSIX
def test_what_somebody_else_wrote_into_the_lock_file_stays(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("precious\n")
    WriteLock(tmp_path).release()
    assert (tmp_path / LOCK_NAME).read_text() == "precious\n"


@POSIX
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_lock_file_that_is_no_regular_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / LOCK_NAME
    if kind == "link":
        path.symlink_to("elsewhere")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(IndexUnwritable, match=str(path)):
        IndexWriter(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [LOCK_NAME]


@POSIX
def test_a_writer_whose_lock_was_removed_publishes_nothing_and_touches_nothing(
    tmp_path: Path, make: Make, write: Write, cut: Cut, ids: Ids
) -> None:
    write(tmp_path, make(1, "One."))
    first = IndexWriter(tmp_path)
    first.add_article(make(2, "Two."), cut(make(2, "Two.")))
    first._flush()
    (tmp_path / LOCK_NAME).unlink()
    second = IndexWriter(tmp_path)
    second.add_article(make(3, "Three."), cut(make(3, "Three.")))
    second._flush()
    with pytest.raises(LockLost, match=r"write\.lock was removed"):
        first.commit()
    second.commit()
    assert ids(IndexReader.open(tmp_path)) == ["a1", "a3"]
    IndexReader.open(tmp_path).verify()


@POSIX
def test_a_file_system_without_locks_works_and_says_what_is_not_protected(
    tmp_path: Path, make: Make, cut: Cut, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    def flock(*_: Any) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.warns(IndexUnprotected, match="has no locks"):
        first = IndexWriter(tmp_path)
    with pytest.warns(IndexUnprotected):
        second = IndexWriter(tmp_path)
    second.add_article(make(1, "One."), cut(make(1, "One.")))
    second.commit()
    first.add_article(make(2, "Two."), cut(make(2, "Two.")))
    with pytest.raises(LockLost, match="another process has written meanwhile"):
        first.commit()
    assert ids(IndexReader.open(tmp_path)) == ["a1"]


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(IndexUnwritable, match="permission denied"):
            IndexWriter(tmp_path)
    finally:
        tmp_path.chmod(0o755)


def test_a_file_in_the_place_of_the_folder_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "ix").write_text("text")
    with pytest.raises(IndexUnwritable, match=str(tmp_path / "ix")):
        IndexWriter(tmp_path / "ix")


def test_the_windows_way_of_locking_needs_no_fcntl(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    descriptor = locking.open_by_creating(path)
    with pytest.raises(FileExistsError):
        locking.open_by_creating(path)
    os.close(descriptor)
