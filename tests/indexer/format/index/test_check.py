"""Whatever is altered in the files of an index is named, and a whole index is whole."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.cli.checking import check as command
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.check import check
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.writer import IndexWriter


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments, one with deletions, and a ledger of two files."""
    place = tmp_path_factory.mktemp("checked")
    folder, index = place / "news", place / "index"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"Story {number}\n\nThe guards met at post {number}.\n")
    build([folder], index=index)
    writer = IndexWriter(index)
    writer.add_article(Article("more", (Paragraph("The council met."),)), [Passage(0, 16)])
    writer.delete_by_term("path", "//1/7.txt")
    writer.ledger.remove("//1/7.txt")
    writer.commit(merge=False)
    return index


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "index"))


def damaged(index: Path, deep: bool = False) -> set[str]:
    return {finding.file for finding in check(index, deep=deep) if finding.damage}


def data(index: Path) -> list[Path]:
    return [*sorted(index / name for name in read_toc(index).files()), index / "index.toc"]


def test_a_whole_index_is_whole(index: Path) -> None:
    assert list(check(index, deep=True)) == []


def test_every_altered_bit_is_named(index: Path) -> None:
    chance = random.Random(7)
    names = data(index)
    assert len(names) == 6  # two segments, deletions, two of a ledger, the table of contents
    for path in names:
        before = path.read_bytes()
        for _ in range(60):
            place, bit = chance.randrange(len(before)), 1 << chance.randrange(8)
            altered = bytearray(before)
            altered[place] ^= bit
            path.write_bytes(altered)
            assert damaged(index) == {path.name}, (path.name, place, bit)
        path.write_bytes(before)
    assert damaged(index) == set()


@pytest.mark.parametrize("how", ["cut", "zeros", "missing", "other", "link"])
def test_every_file_that_is_not_what_it_was_is_named(index: Path, how: str, tmp_path: Path) -> None:
    names = data(index)
    for path in names:
        before = path.read_bytes()
        if how == "cut":
            path.write_bytes(before[: len(before) // 2])
        elif how == "zeros":
            path.write_bytes(before[:64] + bytes(len(before) - 64))
        elif how == "other":
            path.write_bytes(next(file for file in names if file != path).read_bytes())
        else:
            path.unlink()
            if how == "link":
                (tmp_path / "target").write_bytes(before)
                path.symlink_to(tmp_path / "target")
        assert path.name in damaged(index), path.name
        path.unlink(missing_ok=True)
        path.write_bytes(before)
    assert damaged(index) == set()


def test_a_foreign_file_is_told_and_is_no_damage(index: Path) -> None:
    (index / "notes.txt").write_text("mine")
    (index / ".gitignore").write_text("*")  # what systems and programs put into any folder
    [finding] = check(index)
    assert (finding.file, finding.reason, finding.damage) == ("notes.txt", "not of the index", False)


def test_there_is_nothing_to_check_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        list(check(tmp_path))


def test_a_person_is_told_the_file_and_what_it_holds(index: Path) -> None:
    run = CliRunner()
    result = run.invoke(command, ["--index", str(index), "--deep"])
    assert (result.exit_code, result.output) == (0, "The index is whole\n")
    segment = next(path for path in data(index) if path.suffix == ".segment")
    segment.write_bytes(segment.read_bytes()[:-9])
    result = run.invoke(command, ["--index", str(index)])
    assert result.exit_code == 1
    assert result.output.startswith(f"{segment.name}: ")
    assert "(holds 59 articles)" in result.output
    assert "1 file is damaged" in result.output
