"""The front matter that Obsidian, MarkDownload and trafilatura write was read as the first paragraph.

It states title, author, date and source, and is none of the text. What people write there is often no YAML.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import read

TEXT = "The bridge over the river would be closed for three weeks, the ministry said on Tuesday."


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_the_fields_and_no_text(tmp_path: Path, name: str, end: str) -> None:
    lines = ["---", "title: Talks: day two", "author: Jane Doe", "date: 2019-03-07", "sitename: Valley Post"]
    (tmp_path / name).write_bytes(end.join([*lines, "---", "", TEXT, ""]).encode())
    [article] = read(tmp_path / name)
    assert (article.title, article.author, article.date) == ("Talks: day two", "Jane Doe", "2019-03-07")
    assert (article.source, article.text, article.paragraphs[0].lines) == ("Valley Post", TEXT, (8, 8))


@pytest.mark.parametrize(
    "opening", ["---\n", "---\n\n---\n", "---\nNo pair at all\n---\n", "--- \ntitle: never ended\n"]
)
def test_a_rule_that_opens_a_text_is_no_front_matter(tmp_path: Path, opening: str) -> None:
    (tmp_path / "a.txt").write_text(f"{opening}\n{TEXT}\n")
    [article] = read(tmp_path / "a.txt")
    assert TEXT in article.text
