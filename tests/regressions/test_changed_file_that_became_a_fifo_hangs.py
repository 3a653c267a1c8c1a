"""Whether a file changed was asked of a plain `open`: a FIFO in its place made the run wait for ever."""

from __future__ import annotations

import os
from pathlib import Path

from dateline.indexer.article import Stamp
from dateline.indexer.changes import is_unchanged
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.sources import Found


def test_a_fifo_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert not is_unchanged(Found(str(tmp_path / "a.txt"), 5, 2), FileRecord("a.txt", Stamp(5, 1, "0" * 64)))
