"""A file that was changed right after it was read, with the size and time it had, was never read again.

File systems keep times in ticks (4 ms, 1 s, 2 s). A stamp as young as the reading says nothing yet; and
a file whose time alone is another (a copy, a checkout) has its SHA-256 computed at each run for ever.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import build, changes
from dateline.indexer.article import Stamp
from dateline.indexer.readers.opening import stamp_of
from dateline.search import Archive

pytestmark = pytest.mark.usefixtures("read_here")


def test_a_file_changed_in_the_second_it_was_read_is_read_again(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    second = int(time.time())
    for words in ("grain", "wheat"):
        (news / "a.txt").write_text(f"Title\n\nThey spoke of {words} in Osh.\n", "utf-8")
        os.utime(news / "a.txt", (second, second))
        build([news], index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        assert archive.count("wheat").articles == 1


def test_a_file_of_another_time_alone_is_looked_through_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("Title\n\nThey spoke of grain in Osh.\n", "utf-8")
    build([news], index=tmp_path / "index")
    os.utime(news / "a.txt", (10**9, 10**9))
    opened: list[object] = []

    def seen(*given: Any) -> Stamp:
        opened.append(given)
        return stamp_of(*given)

    monkeypatch.setattr(changes, "stamp_of", seen)
    for _ in range(3):
        assert build([news], index=tmp_path / "index").unchanged == 1
    assert len(opened) == 1


def test_a_clock_that_goes_back_hides_nothing(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number, words in enumerate(("grain", "wheat")):
        (news / "a.txt").write_text(f"Title\n\nThey spoke of {words} in Osh.\n", "utf-8")
        os.utime(news / "a.txt", (10**9 - number, 10**9 - number))
        build([news], index=tmp_path / "index")
    with Archive.open(tmp_path / "index") as archive:
        assert archive.count("wheat").articles == 1
