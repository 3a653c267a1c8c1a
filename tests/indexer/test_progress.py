from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from dateline.indexer import build
from dateline.indexer.cli.progress import words_of
from dateline.indexer.progress import Status


def told(source: Path, index: Path) -> list[Status]:
    """What a run tells, word for word."""
    said: list[Status] = []
    build(source, index=index, progress=lambda status: said.append(replace(status)))
    return said


def test_of_a_file_that_grew_it_is_told_how_much_of_the_old_is_compared_and_all_is_done(
    tmp_path: Path,
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "Leaders met in Osh."}\n')
    told(source, tmp_path / "ix")
    before = source.stat().st_size
    with source.open("a") as file:
        file.write('{"text": "They met again in Naryn."}\n')

    said = told(source, tmp_path / "ix")

    assert before in {status.looked for status in said}
    assert (said[-1].bytes_done, said[-1].bytes) == (source.stat().st_size, source.stat().st_size)


def test_of_a_line_longer_than_a_piece_it_is_told_how_far_its_end_is_looked_for(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "' + "long " * 1_500_000 + '"}\n{"text": "Leaders met in Osh."}\n')

    said = told(source, tmp_path / "ix")

    assert len({status.looked for status in said} - {0}) > 2
    assert said[-1].bytes_done == source.stat().st_size


def test_of_a_file_of_which_only_the_time_changed_it_is_told_how_far_it_is_compared(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Leaders met in Osh.")
    told(source, tmp_path / "ix")
    os.utime(source, (1, 1))

    assert source.stat().st_size in {status.looked for status in told(source, tmp_path / "ix")}


def test_what_is_looked_through_is_said_where_it_is_much() -> None:
    status = Status(files=1, bytes=10**9, doing="a.jsonl", looked=250_000_000)
    assert words_of(status, 0) == (
        "0 of 1 files, 0 B of 1.0 GB, 0 articles (250 MB looked through) · a.jsonl"
    )
    assert "looked" not in words_of(replace(status, looked=1000), 0)
    assert words_of(replace(status, files=0), 0) == "a.jsonl (250 MB looked through)"
