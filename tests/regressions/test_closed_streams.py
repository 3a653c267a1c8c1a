"""A command with a standard stream that was closed ended with a traceback, or lost its answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline import build


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build([{"id": "1", "text": "Border guards met."}], index=tmp_path / "index")
    return tmp_path / "index"


def run(index: Path, streams: str) -> subprocess.CompletedProcess[str]:
    command = f'"{sys.executable}" -m dateline search border --index "{index}" {streams}'
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_no_error(index: Path, streams: str) -> None:
    done = run(index, streams)

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert ("[Border]" in done.stdout) is not (">&-" in streams.replace("2>&-", ""))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_answer_is_printed_where_nothing_can_be_said_beside_it(index: Path) -> None:
    done = run(index, "2>/dev/full")

    assert (done.returncode, "[Border]" in done.stdout) == (0, True)
