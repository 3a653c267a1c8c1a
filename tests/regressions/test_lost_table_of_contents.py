"""Where `index.toc` was lost (deleted, left out of a backup) the next run removed every segment and began an
empty index: what scripts had added was gone for good. It refuses and says what can be done.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import Archive, IndexDamaged, build


def test_segments_without_a_table_of_contents_are_kept(tmp_path: Path) -> None:
    index = tmp_path / "ix"
    build([{"id": str(number), "text": "The border council met."} for number in range(9)], index=index)
    table = (index / "index.toc").read_bytes()
    (index / "index.toc").unlink()
    before = {path.name: path.read_bytes() for path in index.glob("*.segment")}
    for attempt in (lambda: build([{"text": "Other."}], index=index), lambda: Archive.open(index)):
        with pytest.raises(IndexDamaged, match=r"index\.toc is missing, but 1 segment is here"):
            attempt()
    assert {path.name: path.read_bytes() for path in index.glob("*.segment")} == before
    (index / "index.toc").write_bytes(table)
    assert build([], index=index).articles == 9


def test_a_full_build_keeps_what_is_whole(tmp_path: Path) -> None:
    index = tmp_path / "ix"
    build([{"id": "1", "text": "The border council met."}], index=index)
    (index / "index.toc").unlink()
    assert build([{"id": "2", "text": "Other."}], index=index, full=True).articles == 2
