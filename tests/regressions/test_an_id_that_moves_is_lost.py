"""An article that moved to a file read before the one it left was refused once, and lost for good.

The file it came to was read while the other still had the id, and called unchanged from then on. And an id
that waited in a source was lost when, in the same run, the file that had it moved to another source.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


def write(path: Path, *ids: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps({"id": one, "text": f"They met, {one}."}) + "\n" for one in ids))


def held(index: Path) -> list[tuple[str, str]]:
    with Archive.open(index) as archive:
        return sorted((article.id, Path(article.path or "").name) for article in archive.articles())


@pytest.mark.usefixtures("read_here")
def test_an_article_is_where_it_went_to(tmp_path: Path) -> None:
    news, index = tmp_path / "news", tmp_path / "index"
    write(news / "a.jsonl", "1")
    write(news / "b.jsonl", "x", "2")
    build([news], index=index)
    write(news / "a.jsonl", "1", "x")
    write(news / "b.jsonl", "2")
    report = build([news], index=index)
    assert (report.seen, report.changed, report.skipped) == (2, 2, ())
    assert held(index) == [("1", "a.jsonl"), ("2", "b.jsonl"), ("x", "a.jsonl")]


@pytest.mark.usefixtures("read_here")
def test_an_article_that_waited_has_its_id_when_the_other_goes_to_another_source(tmp_path: Path) -> None:
    one, two, index = tmp_path / "one", tmp_path / "two", tmp_path / "index"
    write(one / "z.jsonl", "0")
    write(two / "a.jsonl", "x")
    write(two / "b.jsonl", "x", "2")
    build([one, two], index=index)
    (two / "a.jsonl").rename(one / "a.jsonl")
    build([one, two], index=index)
    assert held(index) == [("0", "z.jsonl"), ("2", "b.jsonl"), ("x", "a.jsonl"), ("x@two", "b.jsonl")]


@pytest.mark.usefixtures("read_here")
def test_a_source_has_an_id_once_be_it_with_its_label(tmp_path: Path) -> None:
    one, two, index = tmp_path / "one", tmp_path / "two", tmp_path / "index"
    write(one / "a.jsonl", "x")
    write(two / "b.jsonl", "x")
    build([one, two], index=index)
    write(one / "a.jsonl", "1")
    build([one, two], index=index)
    write(two / "c.jsonl", "x")
    build([one, two], index=index)
    assert held(index) == [("1", "a.jsonl"), ("x@two", "b.jsonl")]
    (two / "b.jsonl").unlink()
    build([one, two], index=index)
    assert held(index) == [("1", "a.jsonl"), ("x", "c.jsonl")]
