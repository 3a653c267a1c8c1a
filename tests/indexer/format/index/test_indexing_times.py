from __future__ import annotations

import time
from pathlib import Path

import pytest

from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.rebuilding import rebuild_toc
from dateline.indexer.format.index.writer import IndexWriter
from tests.indexer.format.conftest import Cut, Make


def indexed(folder: Path) -> dict[str, int]:
    """When each article of an index was indexed, in the order they stand there."""
    with IndexReader.open(folder) as reader:
        return {  # `make` puts an a before each id
            segment.article(ordinal).id.removeprefix("a"): segment.indexing_times.of(ordinal)
            for segment in reader.segments
            for ordinal in range(segment.articles)
            if segment.live_articles is None or segment.live_articles[ordinal]
        }


def add(folder: Path, make: Make, cut: Cut, *names: str, merge: bool = False) -> int:
    """Index articles; the time of the state they are in first."""
    writer = IndexWriter(folder)
    for name in names:
        article = make(name, f"Rain fell on {name}.")
        writer.delete_article(article.id)
        writer.add_article(article, cut(article))
    writer.commit(merge=merge)
    return IndexReader.open(folder).states[0].toc.time


def test_an_article_was_indexed_when_it_could_first_be_seen(tmp_path: Path, make: Make, cut: Cut) -> None:
    before = time.time_ns() // 1_000_000
    first = add(tmp_path, make, cut, "a", "b")
    second = add(tmp_path, make, cut, "c")
    assert before <= first < second
    assert indexed(tmp_path) == {"a": first, "b": first, "c": second}


def test_merging_keeps_when_each_was(tmp_path: Path, make: Make, cut: Cut) -> None:
    first = add(tmp_path, make, cut, "a", "b", "c")
    second = add(tmp_path, make, cut, "d")
    third = add(tmp_path, make, cut, "e", "b", merge=True)  # b is another article now
    assert len(IndexReader.open(tmp_path).segments) == 1
    assert indexed(tmp_path) == {"a": first, "c": first, "d": second, "e": third, "b": third}
    fourth = add(tmp_path, make, cut, "f", merge=True)
    assert indexed(tmp_path) == {"a": first, "c": first, "d": second, "e": third, "b": third, "f": fourth}


def test_what_a_long_run_has_published_was_indexed_then(tmp_path: Path, make: Make, cut: Cut) -> None:
    writer = IndexWriter(tmp_path)
    for name in "abcdef":
        article = make(name, "Rain fell.")
        writer.add_article(article, cut(article))
        writer.checkpoint()
    writer.commit(optimize=True)
    times = list(indexed(tmp_path).values())
    assert times == sorted(set(times))
    assert len(times) == 6


def test_times_go_on_ascending_when_the_clock_is_set_back(
    tmp_path: Path, make: Make, cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add(tmp_path, make, cut, "a")
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)
    second = add(tmp_path, make, cut, "b")
    assert indexed(tmp_path) == {"a": first, "b": second}
    assert second == first + 1


def test_an_index_made_anew_goes_on_after_what_was_there(tmp_path: Path, make: Make, cut: Cut) -> None:
    first = add(tmp_path, make, cut, "a")
    writer = IndexWriter(tmp_path, fresh=True)
    article = make("a", "Rain fell.")
    writer.add_article(article, cut(article))
    writer.commit()
    assert indexed(tmp_path)["a"] > first


def test_the_first_after_a_moment_and_all_that_follow(tmp_path: Path, make: Make, cut: Cut) -> None:
    first = add(tmp_path, make, cut, "a", "b")
    second = add(tmp_path, make, cut, "c", merge=True)
    (segment,) = IndexReader.open(tmp_path).segments
    times = segment.indexing_times
    moments = [0, first - 1, first, first + 1, second - 1, second, second + 1]
    assert [times.first_after(moment) for moment in moments] == [
        0,
        0,
        2,
        2 if first + 1 < second else 3,
        2 if second - 1 >= first else 0,
        3,
        3,
    ]


def test_a_lost_table_of_contents_takes_no_article_for_older_than_it_is(
    tmp_path: Path, make: Make, cut: Cut
) -> None:
    first = add(tmp_path, make, cut, "a")
    second = add(tmp_path, make, cut, "b")
    (tmp_path / "index.toc").unlink()
    rebuild_toc(tmp_path)
    found = indexed(tmp_path)
    assert found["a"] >= first
    assert found["b"] >= second
