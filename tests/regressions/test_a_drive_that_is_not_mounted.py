"""An empty folder, most often a drive that is not mounted, emptied the index without a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build, update
from dateline.indexer.errors import PruneNeeded, SourceError
from dateline.search import Archive


def test_a_folder_that_is_empty_today_keeps_its_articles_until_it_is_said_that_they_go(
    tmp_path: Path,
) -> None:
    drive, index = tmp_path / "drive", tmp_path / "index"
    drive.mkdir()
    for number in range(3):
        (drive / f"{number}.txt").write_text(f"Story {number}\n\nThey met in Osh.\n", "utf-8")
    build([drive], index=index)
    for path in drive.iterdir():
        path.unlink()
    with pytest.raises(PruneNeeded, match="--prune"):
        build([drive], index=index)
    with pytest.raises(PruneNeeded, match="--prune"):
        update(index=index)
    with Archive.open(index) as archive:
        assert archive.count("Osh").articles == 3
    assert update(index=index, prune=True).articles == 0


def test_files_that_are_left_out_now_are_no_drive(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / "news" / "old").mkdir(parents=True, exist_ok=True)
        (tmp_path / "news" / "old" / f"{number}.txt").write_text(f"Story {number}\n\nGuards met at noon.\n")
    build([tmp_path / "news"], index=tmp_path / "index")
    with pytest.raises(PruneNeeded, match=r"files are left out now, and 30 .* nothing was done\. If they"):
        build([tmp_path / "news"], index=tmp_path / "index", exclude=["old"])


def test_an_index_is_no_source_of_itself_and_nothing_is_made_there(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Guards\n\nThey met at noon.\n")
    with pytest.raises(SourceError, match="lies in the index itself"):
        build([tmp_path / "news"], index=tmp_path / "news")
    assert [path.name for path in (tmp_path / "news").iterdir()] == ["a.txt"]
