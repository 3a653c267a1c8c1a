from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer.format.errors import TocMissing
from dateline.indexer.format.index.names import TOC_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.sweep import sweep
from dateline.indexer.format.index.writer import IndexWriter
from tests.indexer.format.conftest import Ids, Make, Write

FOREIGN = ["notes.spill", "report.new", "engine.segment", "7.segment", "000001.segment.bak", "a.deletions"]
LEFT = ["000009.segment", "000009.3.deletions", "000010-0a1b2c3d.spill", "batch-0a1b2c3d4e5f-00000-000.spill"]


def test_what_failed_writers_left_goes_and_the_rest_stays(tmp_path: Path, make: Make, write: Write) -> None:
    write(tmp_path, make(1, "One."))
    before = {path.name for path in tmp_path.iterdir()}
    for name in [*FOREIGN, *LEFT, "index.toc.new"]:
        (tmp_path / name).write_text("text")
    IndexWriter(tmp_path).cancel()
    assert {path.name for path in tmp_path.iterdir()} == before | set(FOREIGN)


def test_links_and_folders_of_our_names_are_left_alone(tmp_path: Path, make: Make, write: Write) -> None:
    write(tmp_path, make(1, "One."))
    (tmp_path / "precious").write_text("text")
    (tmp_path / "000007.segment").symlink_to(tmp_path / "precious")
    (tmp_path / "000008.segment").mkdir()
    write(tmp_path, make(2, "Two."))
    assert (tmp_path / "000007.segment").is_symlink()
    assert (tmp_path / "000008.segment").is_dir()
    assert (tmp_path / "precious").read_text() == "text"


def test_where_no_table_of_contents_can_be_read_nothing_is_removed(tmp_path: Path) -> None:
    for name in LEFT:
        (tmp_path / name).write_text("text")
    assert not sweep(tmp_path)
    (tmp_path / TOC_NAME).write_text("junk")
    assert not sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*LEFT, TOC_NAME}


def test_a_writer_that_begins_anew_removes_the_old_files_only_when_it_publishes(
    tmp_path: Path, make: Make, write: Write, ids: Ids
) -> None:
    write(tmp_path, make(1, "One."))
    (tmp_path / TOC_NAME).unlink()
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(TocMissing):
        IndexWriter(tmp_path)
    IndexWriter(tmp_path, fresh=True).cancel()
    assert {path.name for path in tmp_path.iterdir()} == before
    assert ids(write(tmp_path, make(2, "Two."), fresh=True)) == ["a2"]
    assert [path.name for path in tmp_path.glob("*.segment")] == ["000002.segment"]
    assert ids(IndexReader.open(tmp_path)) == ["a2"]
