"""A folder of the same name elsewhere replaced the articles of the first, or was taken for it and never read.

Paths were kept as they were typed, so `news` was one folder from wherever it was named: "1 changed, 1
removed", exit 0. Where size and time of two files agreed the second was "unchanged".
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


def story(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Title\n\nThe {words} was spoken of on Monday.\n", "utf-8")
    os.utime(path, (1_577_836_800, 1_577_836_800))


@pytest.mark.parametrize("second", ["wheat of the plain", "wheat"])
def test_each_of_two_folders_of_one_name_keeps_its_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    story(tmp_path / "a/news/x.txt", "grain")
    story(tmp_path / "a/news/y.txt", "grain")
    story(tmp_path / "b/news/x.txt", second)  # of the same size, or another
    monkeypatch.chdir(tmp_path / "a")
    build(["news"], index="../index")
    monkeypatch.chdir(tmp_path / "b")
    report = build(["news"], index="../index")
    assert (report.new, report.changed, report.removed, report.articles) == (1, 0, 0, 3)
    with Archive.open("../index") as archive:
        assert archive.count("wheat").articles == 1
        assert archive.count("grain").articles == 2
