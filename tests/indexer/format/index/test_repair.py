"""A damaged index is made whole: what is whole stays, files are read again, nothing is lost unsaid."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph
from dateline.indexer.builder import update
from dateline.indexer.cli.checking import repair as command
from dateline.indexer.errors import NothingThere
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.index.check import check
from dateline.indexer.format.index.toc import read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.format.storage import directory
from dateline.indexer.keeping import remove
from dateline.indexer.passages import passages_and_sentences
from dateline.indexer.repairing import repair
from dateline.search import Archive


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of thirty files in one segment, and forty long records of a script in another."""
    place = tmp_path_factory.mktemp("made")
    (place / "news").mkdir()
    for number in range(30):
        (place / "news" / f"{number}.txt").write_text(f"Story {number}\n\nThe guards met at post {number}.\n")
    build([place / "news"], index=place / "index", portable=True)
    long = " ".join(f"{hash_of(number)}." for number in range(300))
    writer = IndexWriter(place / "index")
    for number in range(40):
        article = Article(f"r{number}", (Paragraph(f"Record {number}. {long}"),), title=f"Record {number}")
        writer.add_article(article, *passages_and_sentences(article))
    writer.commit(merge=False)
    assert [entry.articles for entry in read_toc(place / "index").segments] == [30, 40]
    return place


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "made")
    return tmp_path / "made" / "index"


@pytest.fixture
def news(index: Path) -> Path:
    return index.with_name("news")


def hash_of(number: int) -> str:
    return f"{number * 2654435761 % (1 << 32):x}"


def ids(index: Path) -> list[str]:
    with Archive.open(index) as archive:
        return sorted(article.id for article in archive.articles())


def flip(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


def place_of(path: Path, array: str, at: float) -> int:
    """A byte of an array of a segment."""
    entry = directory.read(path, memoryview(path.read_bytes())).arrays[array]
    return int(entry.start + at * (entry.end - 1 - entry.start))


def run(index: Path, *options: str) -> Result:
    result = CliRunner().invoke(command, ["--index", str(index), *options])
    assert result.exit_code == 0, result.output
    return result


def is_whole(index: Path) -> bool:
    return not any(finding.damage for finding in check(index, deep=True))


def test_nothing_is_done_to_a_whole_index(index: Path) -> None:
    before = (index / "index.toc").read_bytes()
    assert repair(index).findings == ()
    assert (index / "index.toc").read_bytes() == before


def test_what_was_in_a_damaged_segment_of_files_is_read_again(index: Path, news: Path) -> None:
    before, segment = ids(index), read_toc(index).segments[0].file
    flip(index / segment, place_of(index / segment, "passage.blob", 0.5))
    result = run(index)
    assert f"left out {segment}: " in result.output
    assert "70 articles now" in result.output
    assert "are lost" not in result.output
    assert (ids(index), is_whole(index)) == (before, True)
    assert build([news], index=index).unchanged == 30


def test_records_of_a_script_stay_where_their_own_blocks_are_whole(index: Path) -> None:
    before, segment = ids(index), read_toc(index).segments[1].file
    with Archive.open(index) as archive:
        texts = {article.id: article.text for article in archive.articles()}
    flip(index / segment, place_of(index / segment, "passage.blob", 0.5))
    result = run(index)
    after = ids(index)
    lost = sorted(set(before) - set(after))
    assert is_whole(index)
    assert 0 < len(lost) < 40
    assert f"{len(lost)} articles that a script gave are lost. Their ids: " in result.output
    assert all(one in result.output for one in lost[:10])
    with Archive.open(index) as archive:
        assert all(article.text == texts[article.id] for article in archive.articles())


@pytest.mark.parametrize("array", ["text.documents", "text.positions", "title.term_blob", "text.starts"])
def test_nothing_is_lost_where_no_article_is_damaged(index: Path, array: str) -> None:
    before, segment = ids(index), read_toc(index).segments[1].file
    try:
        place = place_of(index / segment, array, 0.5)
    except KeyError:
        pytest.skip("not in this segment")
    flip(index / segment, place)
    result = run(index)
    assert (ids(index), is_whole(index)) == (before, True)
    assert "are lost" not in result.output
    assert "40 of them out of damaged files" in result.output


def test_a_segment_that_is_gone_is_read_again_and_records_of_it_are_said_to_be_lost(index: Path) -> None:
    for entry in read_toc(index).segments:
        (index / entry.file).unlink()
    result = run(index)
    assert (len(ids(index)), is_whole(index)) == (30, True)
    assert "70 articles could not even be named" in result.output


def test_what_is_damaged_is_put_aside_and_stays_there(index: Path, news: Path) -> None:
    segment = read_toc(index).segments[1].file
    flip(index / segment, place_of(index / segment, "passage.blob", 0.5))
    damaged = (index / segment).read_bytes()
    result = run(index)
    assert str(index / "damaged" / segment) in result.output
    for number in (0, 1, 38, 39):
        with suppress(NothingThere):
            remove(f"r{number}", index=index)
    assert not (index / segment).exists()
    assert (index / "damaged" / segment).read_bytes() == damaged


def test_nothing_that_was_put_aside_is_written_over(index: Path) -> None:
    (index / "damaged").mkdir()
    name = read_toc(index).segments[1].file
    (index / "damaged" / name).write_text("of an earlier repair")
    flip(index / name, 70)
    repair(index)
    assert (index / "damaged" / name).read_text() == "of an earlier repair"
    assert (index / "damaged" / f"{name}.1").exists()


def test_nothing_is_put_aside_through_a_link(index: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (index / "damaged").symlink_to(tmp_path / "elsewhere")
    flip(index / read_toc(index).segments[1].file, 70)
    assert all(name.startswith("damaged.1/") for name in repair(index).aside)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("how", ["lost", "damaged"])
def test_a_lost_table_of_contents_costs_neither_articles_nor_sources(
    index: Path, news: Path, how: str
) -> None:
    remove("r3", index=index)
    before = ids(index)
    sources = read_toc(index).sources
    if how == "lost":
        (index / "index.toc").unlink()
    else:
        (index / "index.toc").write_bytes(b"x" * 100)
    with pytest.raises(IndexDamaged):
        build([news], index=index)
    (news / "new.txt").write_text("New\n\nThe council met.\n")
    result = run(index)
    assert "70 articles now" in result.output
    assert [(one.number, one.root) for one in read_toc(index).sources] == [
        (one.number, one.root) for one in sources
    ]
    assert is_whole(index)
    assert len(ids(index)) == len(before) + 1
    assert set(before) < set(ids(index))
    assert update(index=index).unchanged == 31


def test_segments_out_of_use_do_not_bring_back_what_was_deleted(index: Path) -> None:
    remove("r3", index=index)
    build([{"id": "late", "text": "The council met."}], index=index)
    writer = IndexWriter(index)
    writer.delete_article("r4")
    writer.commit(optimize=True)  # in one commit deleted and merged: only an older segment has it
    before = ids(index)
    assert len(list(index.glob("*.segment"))) > 1
    (index / "index.toc").unlink()
    repair(index)
    assert (ids(index), is_whole(index)) == (before, True)


def test_without_table_and_ledger_articles_stay_and_the_next_run_takes_them_over(tmp_path: Path) -> None:
    index, news = tmp_path / "index", tmp_path / "news"
    news.mkdir()
    for number in range(3):
        (news / f"{number}.txt").write_text(f"Story {number}\n\nThe guards met at post {number}.\n")
    build([news], index=index)
    build([{"id": "mine", "text": "The council met."}], index=index)
    before = ids(index)
    (index / "index.toc").unlink()
    for path in index.glob("*.files"):
        path.unlink()
    result = run(index)
    assert "forgotten its sources" in result.output
    assert (ids(index), is_whole(index)) == (before, True)
    [note] = check(index, deep=True)
    assert (note.damage, "sources that are not known" in note.reason) == (False, True)
    assert build([news], index=index).articles == 4
    assert ids(index) == before
    assert list(check(index, deep=True)) == []


def test_a_damaged_ledger_is_made_anew_and_costs_no_article(index: Path, news: Path) -> None:
    before = ids(index)
    for named in read_toc(index).ledger:
        flip(index / named.name, 30)
    run(index)
    assert (ids(index), is_whole(index)) == (before, True)
    assert update(index=index).unchanged == 30


def test_swapped_segments_find_each_other(index: Path) -> None:
    before = ids(index)
    one, other = (index / entry.file for entry in read_toc(index).segments)
    one.rename(index / "third")
    other.rename(one)
    (index / "third").rename(other)
    repaired = repair(index)
    assert (repaired.lost, repaired.unnamed) == ([], 0)
    assert (ids(index), is_whole(index)) == (before, True)


def test_damaged_deletions_do_not_cost_their_segment(index: Path) -> None:
    remove("r3", index=index)
    remove("r4", index=index)
    [named] = [entry.deletions for entry in read_toc(index).segments if entry.deletions]
    flip(index / named.name, 70)
    result = run(index)
    assert is_whole(index)
    assert set(ids(index)) >= {f"r{n}" for n in range(40) if n not in (3, 4)}
    assert "may be ones that had been deleted" in result.output


def test_what_a_person_took_out_stays_out(index: Path, news: Path) -> None:
    with IndexWriter(index) as writer:  # as `remove` does, without merging
        writer.delete_by_term("path", "//1/5.txt")
        writer.ledger.remove("//1/5.txt")
        writer.sources = tuple(replace(one, exclude=("5.txt",)) for one in writer.sources)
        writer.commit(merge=False)
    before = ids(index)
    [named] = [entry.deletions for entry in read_toc(index).segments if entry.deletions]
    flip(index / named.name, 70)
    run(index)
    assert (ids(index), is_whole(index)) == (before, True)


def test_files_that_are_gone_are_named(index: Path, news: Path) -> None:
    segment = read_toc(index).segments[0].file
    flip(index / segment, place_of(index / segment, "passage.blob", 0.5))
    shutil.rmtree(news)
    result = run(index)
    assert is_whole(index)
    assert "there is no such folder" in result.output
    assert "could not be read again: " in result.output
    assert f"30 articles of these files could not be read again: {news / '0.txt'}" in result.output


def test_sources_are_left_alone_when_told_so(index: Path, news: Path) -> None:
    segment = read_toc(index).segments[0].file
    (index / segment).unlink()
    result = run(index, "--no-read")
    assert (len(ids(index)), is_whole(index)) == (40, True)
    assert "dateline update" in result.output
    assert update(index=index).articles == 70


def test_reading_everything_again_loses_no_record_of_a_damaged_index(index: Path, news: Path) -> None:
    before = ids(index)
    first, second = read_toc(index).segments
    flip(index / first.file, place_of(index / first.file, "passage.blob", 0.5))
    flip(index / second.file, place_of(index / second.file, "text.documents", 0.5))
    report = build([news], index=index, full=True)
    assert report.articles == 70
    assert (ids(index), is_whole(index)) == (before, True)
    assert any(first.file in str(one) for one in report.skipped)
    assert os.path.exists(index / "damaged" / first.file)
