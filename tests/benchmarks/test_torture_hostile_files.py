"""The torture of benchmarks/torture/hostile_files.py, in small, and that it sees what it is there to see."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.torture import hostile_files
from benchmarks.torture.hostile_members import containers
from dateline.indexer import build
from dateline.indexer.workers import process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and processes are read from /proc")


def test_no_hostile_file_costs_another_one(capsys: pytest.CaptureFixture[str]) -> None:
    results = hostile_files.together(0.002)
    assert [result.wrong for result in results] == [None]
    assert "all together" in capsys.readouterr().out


def test_one_beside_good_ones_is_accounted_for() -> None:
    assert hostile_files.main(["--size", ".001", "--only", "nested objects"]) == 0


def test_a_file_in_a_file_costs_neither_its_file_nor_another() -> None:
    assert hostile_files.main(["--size", ".001", "--only", "names.zip"]) == 0
    assert len(dict(containers(0.001))) >= 70


def test_nothing_is_reported_where_nothing_is_wrong() -> None:
    assert hostile_files.null() == []


def test_a_run_without_limits_is_seen() -> None:
    assert hostile_files.sabotage(cpu_seconds=0.5, patience=30)


def test_a_reader_that_opens_a_connection_is_seen(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with hostile_files._watched(tmp_path / "connections"):
        reader = tmp_path / "calls.py"
        reader.write_text(
            "import socket, contextlib\n"
            "with contextlib.suppress(OSError):\n    socket.create_connection(('192.0.2.1', 80))\n"
        )
        process.MODULES.append(str(reader))
        try:
            (tmp_path / "in" / "a.txt").write_text("Guards met.")
            build([tmp_path / "in"], index=tmp_path / "index")
        finally:
            process.MODULES.remove(str(reader))
    assert "socket." in (tmp_path / "connections").read_text()
