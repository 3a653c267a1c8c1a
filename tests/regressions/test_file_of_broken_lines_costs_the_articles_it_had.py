"""A JSONL file of which no line could be read any more lost the articles it had, and counted as changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer import build


@pytest.mark.parametrize("content", ["<html>moved</html>\n", "\n\n"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_gives_no_article_keeps_those_it_had(tmp_path: Path, content: str, jobs: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Leaders met."}\n')
    build([path], index=tmp_path / "index", jobs=jobs)
    path.write_text(content)
    report = build([path], index=tmp_path / "index", jobs=jobs)
    assert (report.changed, report.new, report.articles, len(report.skipped)) == (0, 0, 1, 1)
