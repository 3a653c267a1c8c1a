"""`dateline remove news/a.txt` cost every other a.txt below at the next run, and removed articles came back.

What was removed was noted as a glob, which fits a name anywhere; `--exclude` took its place; and an article
that a second file holds was put in again from that one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.indexer import build, remove, update
from dateline.search import Archive

pytestmark = pytest.mark.usefixtures("read_here")


def story(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{path}\n\nThey met in Osh.\n", "utf-8")


def test_a_file_of_the_same_name_stays_and_what_was_removed_does_not_come_back(tmp_path: Path) -> None:
    news, index = tmp_path / "news", tmp_path / "index"
    for name in ("a.txt", "2013/a.txt", "drafts/b.txt", "2013/drafts/c.txt"):
        story(news / name)
    build([news], index=index)
    remove(news / "a.txt", index=index)
    remove(news / "drafts", index=index)
    assert update(index=index).articles == 2
    assert build([news], index=index, exclude=["*.bak"]).articles == 2
    assert build([news / "a.txt"], index=index).articles == 3  # named again


def test_an_article_that_two_files_hold_is_removed_from_both(tmp_path: Path) -> None:
    news, index = tmp_path / "news", tmp_path / "index"
    news.mkdir()
    for name in ("a", "b"):
        (news / f"{name}.jsonl").write_text(
            "".join(json.dumps({"id": one, "text": "They met in Osh."}) + "\n" for one in (name, "x"))
        )
    build([news], index=index)
    remove("x", index=index)
    update(index=index)
    update(index=index, full=True)
    with Archive.open(index) as archive:
        assert sorted(article.id for article in archive.articles()) == ["a", "b"]
