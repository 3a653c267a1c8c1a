"""An empty folder, most often a drive that is not mounted, emptied the index without a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build, update
from dateline.indexer.errors import PruneNeeded
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
