"""A record of the wrong type ended in a traceback, a path that is not there left an empty index behind, the
last article taken away was called an error, a binary file named .jsonl was told about line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline import SourceError, build
from dateline.cli import main


@pytest.mark.parametrize(
    ("sources", "articles", "reasons"),
    [
        ({"text": "Oil fell."}, 1, []),
        ([{"text": "Oil fell."}, "p"], 1, ["is str, not a mapping"]),
        ([None, {"text": "Oil fell."}], 1, ["is NoneType, not a mapping"]),
        ([None], 0, ["is NoneType, not a mapping"]),
        ([7, ["text"]], 0, ["is a number, not a mapping", "is a list, not a mapping"]),
        ([], 0, []),
    ],
)
def test_what_is_no_record_is_named(tmp_path: Path, sources: Any, articles: int, reasons: list[str]) -> None:
    report = build(sources, index=tmp_path / "index")
    assert report.articles == articles
    assert [skipped.reason for skipped in report.skipped] == reasons


def test_a_record_beside_paths_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oil fell on Monday.")
    sources: Any = [tmp_path / "a.txt", {"text": "Oil fell."}]
    with pytest.raises(SourceError, match=r"a path is wanted beside others, not \{'text'"):
        build(sources, index=tmp_path / "index")


def test_a_path_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file or folder"):
        build([tmp_path / "nope"], index=tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_the_last_article_may_go(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder, index = tmp_path / "news", str(tmp_path / "index")
    folder.mkdir()
    (folder / "a.txt").write_text("Oil fell on Monday.")
    build([folder], index=index)
    (folder / "a.txt").unlink()
    with pytest.raises(SystemExit) as left:
        main(["index", str(folder), "--index", index, "--prune"])
    assert not left.value.code
    said = "0 files: 0 new, 0 changed, 0 unchanged, 0 skipped · 1 removed · 0 articles, 0 passages\n"
    assert capfd.readouterr().err == said


def test_a_file_that_is_no_json_lines_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(bytes(range(256)) * 40)
    report = build([tmp_path / "a.jsonl"], index=tmp_path / "index")
    reason = "looks like binary data, not text"
    assert [(skipped.reason, skipped.line) for skipped in report.skipped] == [(reason, None)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_lines_in_a_wide_encoding_are_read(tmp_path: Path, encoding: str) -> None:
    lines = '{"text": "Oil fell."}\n{"text": "Ein 𝄞 und Öl\u0a0a."}\n{"text": \n{"text": "Gas."}\n'
    (tmp_path / "a.jsonl").write_bytes(lines.encode(encoding))
    report = build([tmp_path / "a.jsonl"], index=tmp_path / "index")
    assert (report.articles, [skipped.line for skipped in report.skipped]) == (3, [3])
