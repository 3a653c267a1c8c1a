"""A damaged index is made whole: what is whole stays, what was read from files comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.indexer import build
from dateline.indexer.cli.checking import repair as command
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.check import check
from dateline.indexer.format.index.repair import repair
from dateline.indexer.format.index.toc import read_toc
from dateline.search import Archive


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nThe guards met at post {number}.\n")
    return folder


def ids(index: Path) -> list[str]:
    with Archive.open(index) as archive:
        return sorted(article.id for article in archive.articles())


def test_what_was_in_a_damaged_segment_is_read_again(news: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([news], index=index)
    before = ids(index)
    [entry] = read_toc(index).segments
    raw = bytearray((index / entry.file).read_bytes())
    raw[len(raw) // 2] ^= 1
    (index / entry.file).write_bytes(raw)
    result = CliRunner().invoke(command, ["--index", str(index)])
    assert result.exit_code == 0
    assert f"left out {entry.file}: " in result.output
    assert "30 articles now" in result.output
    assert [finding for finding in check(index, deep=True) if finding.damage] == []
    assert ids(index) == before
    assert build([news], index=index).unchanged == 30


@pytest.mark.parametrize("how", ["lost", "damaged"])
def test_a_table_of_contents_is_made_of_the_segments(news: Path, tmp_path: Path, how: str) -> None:
    index = tmp_path / "index"
    build([news], index=index)
    (news / "7.txt").write_text("Story 7\n\nThe guards met at another post.\n")
    build([news], index=index)
    build([{"id": "mine", "text": "The council met."}], index=index)
    before = ids(index)
    if how == "lost":
        (index / "index.toc").unlink()
    else:
        (index / "index.toc").write_bytes(b"x" * 100)
    with pytest.raises(IndexDamaged):
        build([news], index=index)
    repaired = repair(index)
    assert (repaired.lost_toc, repaired.articles) == (True, 31)
    assert ids(index) == before
    report = build([news], index=index)
    assert (report.new, report.articles) == (30, 31)
    assert ids(index) == before


def test_nothing_is_done_to_a_whole_index(news: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build([news], index=index)
    before = (index / "index.toc").read_bytes()
    assert repair(index).findings == ()
    assert (index / "index.toc").read_bytes() == before
