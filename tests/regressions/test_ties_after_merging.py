"""A tie goes to what was indexed first, whatever commits and merges came between."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import Archive, build
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index import merge
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter

TEXT = "Border guards met."
# What is done to an article of that number; both ends of an update are one: it is indexed anew.
Act = tuple[str, int]


def act(writer: IndexWriter, kind: str, number: int) -> None:
    article = Article(id=f"a{number}", paragraphs=(Paragraph(TEXT),), language="en")
    if kind == "delete":
        writer.delete_article(article.id)
    else:
        writer.update_article(article, [Passage(0, len(TEXT))])


def write(folder: Path, commits: Sequence[Sequence[Act]]) -> None:
    for acts in commits:
        with IndexWriter(folder) as writer:
            for kind, number in acts:
                act(writer, kind, number)


def tied(folder: Path) -> list[list[str]]:
    """The ids that equal articles are found in, by article and by passage, and in the order of the index."""
    with Archive.open(folder) as archive:
        return [
            [hit.id for hit in archive.search("border", limit=1000, by="article")],
            [hit.id for hit in archive.search("border", limit=1000, by="passage")],
            [hit.id for hit in archive.search("border", limit=1000, sort="newest")],
            [article.id for article in archive.articles()],
        ]


def added(*numbers: int) -> list[Act]:
    return [("add", number) for number in numbers]


def test_a_merge_does_not_move_articles_behind_later_ones(tmp_path: Path) -> None:
    with patch.object(merge, "_FLOOR", 0):
        write(tmp_path, [added(*range(3)), added(*range(3, 43)), added(43)])
    assert tied(tmp_path) == [[f"a{number}" for number in range(44)]] * 4


def test_the_old_and_the_new_stay_in_order_at_the_real_sizes(tmp_path: Path) -> None:
    write(tmp_path, [added(*range(20)), added(*range(20, 1220)), added(1220), added(1221)])
    with Archive.open(tmp_path) as archive:
        assert [article.id for article in archive.articles()] == [f"a{number}" for number in range(1222)]
        assert [hit.id for hit in archive.search("border", limit=30)] == [f"a{n}" for n in range(30)]


ACTS = st.tuples(st.sampled_from(["add", "add", "add", "delete"]), st.integers(0, 30))


@settings(max_examples=40, deadline=None)
@given(commits=st.lists(st.lists(ACTS, max_size=12), max_size=7), floor=st.sampled_from([0, 3]))
def test_any_history_of_commits_gives_the_same_order(commits: list[list[Act]], floor: int) -> None:
    order: dict[int, None] = {}
    for acts in commits:
        for kind, number in acts:
            order.pop(number, None)
            if kind == "add":
                order[number] = None
    with TemporaryDirectory() as folder, patch.object(merge, "_FLOOR", floor):
        write(Path(folder), [added(99), *commits])
        assert tied(Path(folder)) == [["a99", *(f"a{number}" for number in order)]] * 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_are_found_in_their_order_with_one_process_and_with_several(tmp_path: Path, jobs: int) -> None:
    with patch("dateline.indexer.batches._BATCH_FILES", 2):
        for start, stop in ((0, 3), (3, 14), (14, 15)):
            for number in range(start, stop):
                (tmp_path / f"n{number:02d}.txt").write_text(f"Border guards met in Bishkek.\n\n{TEXT}\n")
            build(tmp_path, index=tmp_path / "index", jobs=jobs)
        with Archive.open(tmp_path / "index") as archive:
            found = [hit.path for hit in archive.search("border", limit=20)]
    assert found == [str(tmp_path / f"n{number:02d}.txt") for number in range(15)]


def test_a_segment_taken_over_comes_after_what_was_added_before_it(tmp_path: Path) -> None:
    from dateline.indexer.format.segment.builder import SegmentBuilder

    builder = SegmentBuilder()
    builder.add(Article(id="later", paragraphs=(Paragraph(TEXT),)), [Passage(0, len(TEXT))])
    with IndexWriter(tmp_path) as writer:
        act(writer, "add", 1)
        builder.write(tmp_path / "one.spill")
        writer.add_segment(tmp_path / "one.spill")
        act(writer, "add", 2)
    with IndexReader.open(tmp_path) as reader:
        ids = [segment.article(n).id for segment in reader.segments for n in range(segment.articles)]
    assert ids == ["a1", "later", "a2"]
