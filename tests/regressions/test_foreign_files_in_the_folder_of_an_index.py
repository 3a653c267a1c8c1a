"""Whatever ended in .new, .spill, .segment or .deletions was removed from the folder given as the index,
though it never was one. Only files whose whole name is of our patterns are ours.
"""

from __future__ import annotations

from pathlib import Path

from dateline import build


def test_what_merely_ends_like_a_file_of_an_index_stays(tmp_path: Path) -> None:
    names = ["report.new", "engine.segment", "oil.spill", "my.deletions"]
    for name in names:
        (tmp_path / name).write_text("mine")
    for _ in range(2):
        build([{"id": "1", "text": "The border council met."}], index=tmp_path)
    assert [(tmp_path / name).read_text() for name in names] == ["mine"] * 4
