"""A file that failed amid its reading counted as read: what came after was not in the index, ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.indexer.readers import registry
from dateline.indexer.readers.registry import READERS
from dateline.indexer.workers import process
from dateline.search import Archive
from tests.indexer import reader_of_steps


def test_a_file_that_was_read_in_part_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "READERS", (*READERS, *reader_of_steps.MORE))
    monkeypatch.setattr(process, "MODULES", [reader_of_steps.__file__])
    path, index, disk = tmp_path / "a.steps", tmp_path / "index", tmp_path / "disk"
    path.write_text(f"Story 1.\nStory 2.\nStory 3.\nneeds {disk}\nStory 4.\nStory 5.\n")
    disk.touch()
    assert build([path], index=index).articles == 5
    disk.unlink()
    path.write_text(path.read_text() + "Story 6.\n")
    report = build([path], index=index)
    reasons = [skipped.reason for skipped in report.skipped]
    assert (reasons, report.articles) == (["can't be read: input/output error"], 5)  # none was lost
    disk.touch()
    report = build([path], index=index)
    assert (report.changed, report.articles) == (1, 6)
    assert build([path], index=index).unchanged == 1
    with Archive.open(index) as archive:
        assert len({article.text for article in archive.articles()}) == 6
