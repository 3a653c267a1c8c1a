"""The lines that were typed before: kept for their owner, in bounds, and harmless."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dateline.search.cli.prompt.history import keep_line, kept_lines


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "dateline" / "history"


def test_lines_are_kept_in_order_and_the_same_line_again_once() -> None:
    for line in ("oil", "gas", "gas", "oil"):
        keep_line(line)

    assert kept_lines() == ["oil", "gas", "oil"]


@pytest.mark.skipif(os.name == "nt", reason="no modes of files")
def test_they_are_readable_by_nobody_else(file: Path) -> None:
    keep_line("oil")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_thousand_are_kept(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("".join(f"line {number}\n" for number in range(1_500)))
    keep_line("oil")

    lines = file.read_text().splitlines()
    assert (len(lines), lines[0], lines[-1]) == (1_000, "line 501", "oil")


def test_no_character_that_acts_is_kept_or_read(file: Path) -> None:
    keep_line("oil\x1b]0;gone\x07\nrm -rf\r\u202e \x9b2J")
    file.write_bytes(file.read_bytes() + b"gas\x1b[2J\xff\n")

    assert kept_lines() == ["oil]0;gone rm -rf  2J", "gas[2J\ufffd"]


def test_what_begins_with_a_blank_or_is_very_long_is_not_kept() -> None:
    for line in (" secret", "x" * 5_000, "\x1b"):
        keep_line(line)

    assert kept_lines() == []


def test_where_nothing_can_be_kept_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    keep_line("oil")

    assert kept_lines() == []
