"""A file that failed amid its reading counted as read: what came after was not in the index, ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from dateline.indexer import build
from dateline.indexer.readers import jsonl
from dateline.search import Archive


def test_a_file_that_was_read_in_part_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, index = tmp_path / "a.jsonl", tmp_path / "index"
    path.write_text("".join(json.dumps({"text": f"Story {number}."}) + "\n" for number in range(5)))
    lines = jsonl._lines

    def failing(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
        for number, line in lines(stream):
            if number == 4:
                raise OSError(5, "Input/output error")
            yield number, line

    monkeypatch.setattr(jsonl, "_lines", failing)
    report = build([path], index=index)
    assert ([skipped.reason for skipped in report.skipped], report.articles) == (
        ["can't be read: input/output error"],
        3,
    )
    monkeypatch.undo()
    report = build([path], index=index)
    assert (report.changed, report.articles) == (1, 5)
    assert build([path], index=index).unchanged == 1
    with Archive.open(index) as archive:
        assert len({article.text for article in archive.articles()}) == 5
