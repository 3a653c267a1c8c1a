from __future__ import annotations

import errno
import json
import os
import random
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from dateline.indexer.format.errors import (
    DatelineError,
    IndexDamaged,
    IndexMissing,
    IndexUnwritable,
    IndexVersion,
)
from dateline.indexer.format.index import toc as table
from dateline.indexer.format.index.names import LOCK_NAME, TOC_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from tests.indexer.format.conftest import Cut, Ids, Make, Write

Start = Callable[[str], Path]  # an index of seven articles in a folder of this name


class Crash(BaseException):
    """The process died."""


class Faults:
    """Counts what is done to files, and fails at operation number `at`: once, or from then on."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException, *, stays: bool = True
    ) -> None:
        self.count = 0
        self.at = at
        self.error = error
        self.stays = stays
        hooked = [
            (Path, "replace"),
            (Path, "unlink"),
            (Path, "open"),
            (os, "fsync"),
            (os, "open"),
            (os, "fdopen"),
        ]
        for owner, name in hooked:
            monkeypatch.setattr(owner, name, self.wrap(getattr(owner, name), name))

    def step(self) -> None:
        self.count += 1
        if self.count == self.at or (self.stays and self.count > self.at > 0):
            raise self.error

    def wrap(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def faulty(*arguments: Any, **options: Any) -> Any:
            if name in ("open", "fdopen") and not opens_to_write(arguments[1:]):
                return function(*arguments, **options)
            self.step()
            found = function(*arguments, **options)
            return found if not hasattr(found, "write") else FaultyFile(found, self)

        return faulty


def opens_to_write(how: tuple[Any, ...]) -> bool:
    """Whether a file is opened so that it can be changed: by a mode or by flags."""
    if not how or isinstance(how[0], int):
        return bool(how) and how[0] & (os.O_WRONLY | os.O_RDWR) > 0
    return bool(how[0] != "rb")


class FaultyFile:
    """A file being written, that fails when `Faults` says so."""

    def __init__(self, file: BinaryIO, faults: Faults) -> None:
        self.file = file
        self.faults = faults

    def write(self, data: bytes) -> int:
        self.faults.step()
        return self.file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> FaultyFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def change(folder: Path, make: Make, cut: Cut) -> None:
    """A commit with all there is to it: a new segment, deletions, merging."""
    writer = IndexWriter(folder)
    writer.update_article(make(1, "Changed."), cut(make(1, "Changed.")))
    writer.delete_article("a2")
    writer.update_article(make(9, "New."), cut(make(9, "New.")))
    writer.commit()  # which gives the lock back, as the system does for a process that dies


@pytest.fixture
def start(tmp_path: Path, make: Make, write: Write) -> Start:
    def start(name: str) -> Path:
        folder = tmp_path / name
        write(folder, *(make(number, f"Article number {number}.") for number in range(1, 5)))
        write(folder, *(make(number, f"Article number {number}.") for number in range(5, 8)))
        return folder

    return start


OLD = [f"a{number}" for number in range(1, 8)]
NEW = ["a1", "a3", "a4", "a5", "a6", "a7", "a9"]


def operations(start: Start, make: Make, cut: Cut) -> int:
    folder = start("count")
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(patch, 0, Crash())
        change(folder, make, cut)
        return faults.count


def test_a_crash_at_any_operation_leaves_the_old_or_the_new_state(
    start: Start, make: Make, cut: Cut, ids: Ids
) -> None:
    total = operations(start, make, cut)
    assert total > 20
    seen = set()
    for at in range(1, total + 1):
        folder = start(f"crash{at}")
        with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
            Faults(patch, at, Crash())
            change(folder, make, cut)
        reader = IndexReader.open(folder)
        reader.verify()
        found = ids(reader)
        assert found in (OLD, NEW)
        seen.add(tuple(found))
        with IndexWriter(folder) as writer:  # the next writer goes on, and sweeps
            writer.add_article(make(10, "After."), cut(make(10, "After.")))
        assert ids(IndexReader.open(folder)) == sorted([*found, "a10"])
        toc = table.read_toc(folder)
        left = {path.name for path in folder.iterdir()} - {TOC_NAME, LOCK_NAME}
        assert left <= toc.files() | set(toc.previous)
    assert seen == {tuple(OLD), tuple(NEW)}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("stays", [True, False])
def test_a_full_or_broken_disk_leaves_the_index_and_no_garbage(
    start: Start, make: Make, cut: Cut, ids: Ids, number: int, stays: bool
) -> None:
    total = operations(start, make, cut)
    for at in range(1, total + 1, 2):
        folder = start(f"disk{at}")
        before = {path.name for path in folder.iterdir()}
        with pytest.MonkeyPatch.context() as patch:
            Faults(patch, at, OSError(number, os.strerror(number)), stays=stays)
            try:
                change(folder, make, cut)
            except IndexUnwritable as error:
                assert error.errno == number
                failed = True
            else:
                failed = False
        found = ids(IndexReader.open(folder))
        assert found in ((OLD, NEW) if failed else (NEW,))
        if failed and not stays and found == OLD:
            assert {path.name for path in folder.iterdir()} == before
        change(folder, make, cut)
        assert ids(IndexReader.open(folder)) == NEW


def test_readers_open_while_writers_publish(tmp_path: Path, make: Make, write: Write, cut: Cut) -> None:
    write(tmp_path, make(0, "First."))
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                reader = IndexReader.open(tmp_path)
                assert reader.articles == sum(segment.articles for segment in reader.segments) > 0
                assert reader.segments[0].passage_text(0)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 40):
        with IndexWriter(tmp_path) as writer:
            article = make(number, "More.")
            writer.add_article(article, cut(article))
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_reader_that_has_read_an_older_toc_opens_the_newer_state(
    tmp_path: Path, make: Make, write: Write, monkeypatch: pytest.MonkeyPatch, ids: Ids
) -> None:
    write(tmp_path, make(1, "One."))
    old = table.read_toc(tmp_path)
    for number in range(2, 5):
        write(tmp_path, make(number, "More."))
    states = [old]
    monkeypatch.setattr(
        "dateline.indexer.format.index.reader.read_toc",
        lambda folder: states.pop() if states else table.read_toc(folder),
    )
    assert ids(IndexReader.open(tmp_path)) == ["a1", "a2", "a3", "a4"]


def test_an_open_reader_keeps_its_state(tmp_path: Path, make: Make, write: Write, ids: Ids) -> None:
    reader = write(tmp_path, make(1, "One."))
    with IndexWriter(tmp_path) as writer:
        writer.delete_article("a1")
    for number in range(2, 5):
        write(tmp_path, make(number, "More."))
    assert ids(reader) == ["a1"]
    assert reader.segments[0].passage_text(0) == "One."


def test_where_there_is_no_index_it_is_missing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match=str(folder)):
            IndexReader.open(folder)
        with pytest.raises(IndexMissing):
            IndexWriter(folder, create=False)


def test_every_changed_byte_of_the_toc_is_found(tmp_path: Path, make: Make, write: Write) -> None:
    write(tmp_path, make(1, "One."))
    path = tmp_path / TOC_NAME
    whole = path.read_bytes()
    chance = random.Random(1)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(DatelineError, match=str(path)):
            IndexReader.open(tmp_path)
        path.write_bytes(whole[:place])
        with pytest.raises(IndexDamaged):
            IndexReader.open(tmp_path)


def test_a_toc_of_another_version_is_named(tmp_path: Path, make: Make, write: Write) -> None:
    write(tmp_path, make(1, "One."))
    path = tmp_path / TOC_NAME
    parsed = json.loads(path.read_bytes().split(b"\n")[0])
    line = json.dumps({**parsed, "version": 2}).encode()
    path.write_bytes(b"%s\n%08x\n" % (line, zlib.crc32(line)))
    said = "format version 2, this Dateline reads version 6. Rebuild the index: dateline index --full"
    with pytest.raises(IndexVersion) as caught:
        IndexReader.open(tmp_path)
    assert str(caught.value) == f"{path}: {said} --index {tmp_path} PATH"
    with pytest.raises(IndexVersion):
        IndexWriter(tmp_path)
    IndexWriter(tmp_path, fresh=True).commit()
    assert IndexReader.open(tmp_path).articles == 0


def test_a_missing_or_swapped_segment_is_named(tmp_path: Path, make: Make, write: Write) -> None:
    write(tmp_path, make(1, "One."))
    (path,) = tmp_path.glob("*.segment")
    whole = path.read_bytes()
    write(tmp_path / "other", make(2, "Two."))
    (other,) = (tmp_path / "other").glob("*.segment")
    path.write_bytes(other.read_bytes())
    with pytest.raises(IndexDamaged, match="not the file the table of contents names"):
        IndexReader.open(tmp_path)
    path.unlink()
    with pytest.raises(IndexDamaged, match=f"{path}: the file is missing"):
        IndexReader.open(tmp_path)
    path.write_bytes(whole)
    assert IndexReader.open(tmp_path).articles == 1


def test_a_fresh_writer_replaces_a_damaged_index_only_at_its_commit(
    tmp_path: Path, make: Make, write: Write, cut: Cut, ids: Ids
) -> None:
    write(tmp_path, make(1, "One."))
    write(tmp_path, make(2, "Two."))
    writer = IndexWriter(tmp_path, fresh=True)
    writer.add_article(make(3, "Three."), cut(make(3, "Three.")))
    assert ids(IndexReader.open(tmp_path)) == ["a1", "a2"]
    writer.commit()
    assert ids(IndexReader.open(tmp_path)) == ["a3"]
    (tmp_path / TOC_NAME).write_bytes(b"junk")
    with pytest.raises(IndexDamaged):
        IndexWriter(tmp_path)
    assert ids(write(tmp_path, make(4, "Four."), fresh=True)) == ["a4"]
    assert ids(write(tmp_path, make(5, "Five."))) == ["a4", "a5"]
