"""A folder named by another path, or from elsewhere, was indexed twice, and the first copy stayed for ever.

`dateline index news`, then the same folder by its absolute path from a timer: every article twice; and when a
file was deleted its copy under the other spelling was still found and cited.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


def test_a_file_deleted_is_gone_however_its_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "project/news"
    news.mkdir(parents=True)
    (news / "a.txt").write_text("Meeting\n\nThey met in Osh on Monday.\n", "utf-8")
    (news / "b.txt").write_text("Trade\n\nThey sold wheat in Osh.\n", "utf-8")
    (tmp_path / "other").mkdir()
    index = tmp_path / "index"
    monkeypatch.chdir(tmp_path / "project")
    build(["news"], index=index)
    monkeypatch.chdir(tmp_path / "other")
    assert build([f"{tmp_path}/other/../project/news"], index=index).unchanged == 2
    (news / "b.txt").unlink()
    assert build(["../project/news"], index=index).removed == 1
    with Archive.open(index) as archive:
        assert archive.count("wheat").articles == 0
        assert len(list(archive.articles())) == 1
