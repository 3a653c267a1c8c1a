"""A table of contents is somebody's word: what can't be true is refused before any file is looked at."""

from __future__ import annotations

import copy
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.names import TOC_NAME
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from tests.indexer.format.conftest import Make, Write

Change = Callable[[dict[str, Any]], object]

LIES: dict[str, Change] = {
    "a segment above": lambda toc: toc["segments"][0].update(name="../../000001"),
    "an absolute segment": lambda toc: toc["segments"][0].update(name="/etc/passwd"),
    "a segment with a break": lambda toc: toc["segments"][0].update(name="000001\n"),
    "digits of another script": lambda toc: toc["segments"][0].update(name="٠٠٠٠٠١"),
    "a segment named twice": lambda toc: toc["segments"].append(toc["segments"][0]),
    "a segment of the future": lambda toc: toc["segments"][0].update(name="000900"),
    "deletions above": lambda toc: toc["segments"][0]["deletions"].update(name="../000001.2.deletions"),
    "deletions of another": lambda toc: toc["segments"][0]["deletions"].update(name="000002.2.deletions"),
    "deletions as a name": lambda toc: toc["segments"][0].update(deletions="000001.2.deletions"),
    "deletions to come": lambda toc: toc["segments"][0]["deletions"].update(name="000001.9.deletions"),
    "files before above": lambda toc: toc.update(previous=["../notes.txt"]),
    "files before as text": lambda toc: toc.update(previous="000001.segment"),
    "a huge count": lambda toc: toc["segments"][0].update(articles=10**30),
    "a negative count": lambda toc: toc["segments"][0].update(live_articles=-1),
    "more alive than there are": lambda toc: toc["segments"][0].update(live_passages=99),
    "a count with a point": lambda toc: toc["segments"][0].update(size=1.5),
    "a count that is true": lambda toc: toc.update(generation=True),
    "no segments": lambda toc: toc.pop("segments"),
    "segments as text": lambda toc: toc.update(segments="000001"),
    "a segment as a number": lambda toc: toc.update(segments=[7]),
    "languages that don't add up": lambda toc: toc.update(languages={"en": 700}),
    "languages as a list": lambda toc: toc.update(languages=[]),
    "something unknown": lambda toc: toc.update(run="rm -rf"),
    "something unknown of a segment": lambda toc: toc["segments"][0].update(run="rm -rf"),
    "another format": lambda toc: toc.update(format="other"),
    "a version that is none": lambda toc: toc.update(version="4"),
    "no version": lambda toc: toc.pop("version"),
}


def forge(folder: Path, change: Change) -> None:
    """Change what the table says, under a right checksum."""
    path = folder / TOC_NAME
    toc = copy.deepcopy(json.loads(path.read_bytes().split(b"\n")[0]))
    change(toc)
    line = json.dumps(toc).encode()
    path.write_bytes(b"%s\n%08x\n" % (line, zlib.crc32(line)))


@pytest.fixture
def index(tmp_path: Path, make: Make, write: Write) -> Path:
    folder = tmp_path / "ix"
    write(folder, make(1, "One."), make(2, "Two."))
    with IndexWriter(folder) as writer:
        writer.delete_article("a2")
    return folder


@pytest.mark.parametrize("lie", LIES)
def test_what_can_not_be_true_is_damage(index: Path, lie: str) -> None:
    forge(index, LIES[lie])
    before = {path.name for path in index.iterdir()}
    for open_it in (IndexReader.open, IndexWriter):
        with pytest.raises(IndexDamaged) as caught:
            open_it(index)
        assert caught.value.path == index / TOC_NAME
        assert len(str(caught.value)) < 500 + len(str(index))
    assert {path.name for path in index.iterdir()} == before


@pytest.mark.parametrize("line", [b"[" * 100_000, b"null", b"[]", b"1" * 10_000, b"\xff", b"{}"])
def test_json_of_another_kind_is_damage(index: Path, line: bytes) -> None:
    (index / TOC_NAME).write_bytes(b"%s\n%08x\n" % (line, zlib.crc32(line)))
    with pytest.raises(IndexDamaged):
        IndexReader.open(index)


@pytest.mark.skipif(os.name == "nt", reason="neither links nor pipes")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "device"])
def test_a_table_that_is_no_regular_file_is_damage_and_a_full_build_gets_past_it(
    index: Path, tmp_path: Path, kind: str
) -> None:
    path = index / TOC_NAME
    (tmp_path / "precious").write_bytes(path.read_bytes())
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else tmp_path / "precious")
    with pytest.raises(IndexDamaged, match="not a"):
        IndexReader.open(index)
    if kind != "folder":
        IndexWriter(index, fresh=True).commit()
        assert IndexReader.open(index).articles == 0
    assert b"dateline index" in (tmp_path / "precious").read_bytes()


def test_a_table_larger_than_any_is_not_read(index: Path) -> None:
    with (index / TOC_NAME).open("wb") as file:
        file.truncate(20 << 30)
    with pytest.raises(IndexDamaged, match="too large"):
        IndexReader.open(index)


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_what_is_written_is_not_written_through_links(
    index: Path, tmp_path: Path, make: Make, write: Write
) -> None:
    (tmp_path / "precious").write_text("text")
    for name in ("index.toc.new", "000002.segment", "000002.spill", "000001.3.deletions"):
        (index / name).symlink_to(tmp_path / "precious")
    assert write(index, make(3, "Three.")).articles == 2
    assert (tmp_path / "precious").read_text() == "text"
