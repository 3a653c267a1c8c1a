"""The programs of benchmarks/: what they print, and what they say when they can't."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import HOUSE


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=HOUSE, check=False)


def test_generate_writes_as_many_records_as_asked() -> None:
    done = run("benchmarks.generate", "--articles", 3)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2", "3"]
    assert done.stderr.endswith(" MB\n")


def test_generate_stops_at_the_size_asked() -> None:
    done = run("benchmarks.generate", "--megabytes", 0.1)
    assert 100_000 <= len(done.stdout.encode()) < 120_000


def test_reuters_writes_records(tmp_path: Path) -> None:
    article = (
        '<REUTERS NEWID="7"><DATE>2-MAR-1987</DATE><TEXT><TITLE>T</TITLE><BODY>B\n</BODY></TEXT></REUTERS>'
    )
    (tmp_path / "reut2-000.sgm").write_text(article, encoding="latin-1")
    done = run("benchmarks.reuters", tmp_path)
    assert json.loads(done.stdout)["text"] == "B"
    assert done.stderr == "1 articles\n"


def test_parity_and_report_read_what_a_speed_run_left(tmp_path: Path) -> None:
    out, work = tmp_path / "out.json", tmp_path / "work"
    arguments = "--runners fts5 --kinds term --rounds 1 --passes 1 --budget 0.05 --cold 0 --add 0".split()  # noqa: SIM905
    assert (
        run("benchmarks.speed", "--passages", 100, "--work", work, "--out", out, *arguments).returncode == 0
    )
    assert "| fts5 | 1.00 | – |" in run("benchmarks.speed.parity", "--work", work, "--kinds", "term").stdout
    report = run("benchmarks.speed.report", out, "--columns", "p50")
    assert "| p50, wall ms, ids only | term |" in report.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("benchmarks.speed", "--corpus", "/nowhere", "--runners", "fts5"), "no such file or folder"),
    ],
)
def test_what_is_not_there_is_an_error(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    work = ("--work", tmp_path) if arguments[0] == "benchmarks.speed" else ()
    done = run(*arguments, *work)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr
