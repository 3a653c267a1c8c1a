"""A second writer, a file system without locks, a newest state that is damaged: each is said in a line."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.indexer import build
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Archive, IndexDamaged


def write(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.txt").write_text("A summit\n\nLeaders met in Bishkek.\n")


@pytest.mark.filterwarnings("default")
@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_file_system_without_locks_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    def none(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    write(tmp_path / "news")
    monkeypatch.setattr(fcntl, "flock", none)
    monkeypatch.setattr(sys, "warnoptions", [])
    with pytest.raises(SystemExit) as left:
        main(["index", str(tmp_path / "news"), "--index", str(tmp_path / "index")])
    said = capfd.readouterr().err.splitlines()
    assert not left.value.code
    assert [line for line in said if "no locks" in line] == [said[0]]
    assert said[0].startswith("Warning: ")
    assert said[-1].endswith("1 article, 1 passage")


def test_a_second_command_says_at_once_who_is_writing(tmp_path: Path) -> None:
    write(tmp_path / "news")
    with IndexWriter(tmp_path / "index"):
        begun = time.monotonic()
        command = [sys.executable, "-m", "dateline", "index", str(tmp_path / "news")]
        done = subprocess.run(
            [*command, "--index", str(tmp_path / "index")], capture_output=True, text=True, timeout=60
        )
        took = time.monotonic() - begun
    assert done.returncode == 2
    assert f"process {os.getpid()}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert took < 20  # it waits for nothing; the rest is Python's start on a busy machine


def test_an_archive_stays_where_it_is_when_the_newest_state_is_damaged(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([{"id": "a", "text": "Leaders met."}], index=index)
    with Archive.open(index) as archive:
        generation = archive.generation
        build([{"id": "b", "text": "Guards met."}], index=index)
        newest = max(index.glob("*.segment"))
        whole = newest.read_bytes()
        newest.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(IndexDamaged, match=newest.name):
            archive.refresh()
        assert archive.generation == generation
        assert [hit.id for hit in archive.search("met")] == ["a"]
        newest.write_bytes(whole)
        assert archive.refresh()
        assert {hit.id for hit in archive.search("met")} == {"a", "b"}
