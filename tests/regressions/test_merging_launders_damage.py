"""A bit that flipped in a segment was answered with, and merging wrote it anew under a checksum that said it
was right: after that nothing could notice.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import Archive, IndexDamaged, build
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter


def damaged(index: Path) -> Path:
    """An index of 50 articles in which a date reads 2017 instead of 2013; its segment."""
    build(
        [{"id": f"r{n}", "date": "2013-05-28", "text": f"The council met, number {n}."} for n in range(50)],
        index=index,
    )
    (segment,) = index.glob("*.segment")
    raw = bytearray(segment.read_bytes())
    raw[raw.index(b"2013-05-28") + 3] ^= 4
    segment.write_bytes(raw)
    return segment


def test_an_altered_value_is_not_answered_with(tmp_path: Path) -> None:
    segment = damaged(tmp_path)
    with Archive.open(tmp_path) as archive, pytest.raises(IndexDamaged) as caught:
        list(archive.search("council"))
    assert f"{segment}: array keyword.date.blob does not match its checksum" in str(caught.value)


def test_damage_is_not_merged(tmp_path: Path) -> None:
    segment = damaged(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".lock"}
    writer = IndexWriter(tmp_path)
    writer.delete_article("r0")
    with pytest.raises(IndexDamaged, match=f"{segment.name}: array keyword.date.blob"):
        writer.commit(optimize=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".lock"} == before
    with IndexReader.open(tmp_path) as reader, pytest.raises(IndexDamaged):
        reader.verify()
