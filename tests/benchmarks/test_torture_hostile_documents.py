"""The hostile documents of benchmarks/torture: every kind of file is among them, and is read while whole."""

from __future__ import annotations

from pathlib import Path

from benchmarks.torture import hostile_documents
from dateline.indexer.intake import examine
from dateline.indexer.readers.registry import READERS, recognise


def test_a_damaged_file_of_each_kind_is_made_of_one_that_is_read(tmp_path: Path) -> None:
    good = hostile_documents.samples()
    assert {recognise(name, data[:4096]).name for name, data in good.items()} == {one.name for one in READERS}
    for name, data in good.items():
        (tmp_path / name).write_bytes(data)
        assert examine(tmp_path / name).articles, name
    assert len(dict(hostile_documents.documents(0.001))) >= 130
