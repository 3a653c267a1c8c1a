"""The table of contents had neither size nor checksum of the deletions of a segment: an older file under that
name (a backup restored in part) brought deleted articles back and hid others, and nothing noticed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dateline import Archive, IndexDamaged, build
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.segment.deletions import write_deletions


def test_deletions_of_another_state_are_damage(tmp_path: Path) -> None:
    build(
        [{"id": f"r{n}", "text": f"The border council met, number {n}."} for n in range(50)], index=tmp_path
    )
    writer = IndexWriter(tmp_path)
    writer.delete_article("r7")
    writer.commit()
    (deletions,) = tmp_path.glob("*.deletions")
    live = np.ones(50, bool)
    live[9] = False
    deletions.unlink()
    write_deletions(deletions, live)
    with pytest.raises(IndexDamaged, match=f"{deletions.name}: not the file the table of contents names"):
        Archive.open(tmp_path)
