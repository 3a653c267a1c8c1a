"""A short run of benchmarks/torture/powerloss.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.torture.powerloss import record, sabotaged, tortured
from benchmarks.torture.states import STATES, wrong_with

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders are not brought to the disk there")


def test_whatever_of_a_session_a_power_loss_takes_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    log = record(tmp_path)

    assert wrong_with(tmp_path / "a" / "b" / "ix", len(STATES) - 1) is None
    assert tortured(log, tmp_path, 60) == {}


def test_an_fsync_taken_out_is_found_out(tmp_path: Path) -> None:
    log = record(tmp_path)
    first_commit = log[: log.index(1) + 12]

    control = sabotaged(first_commit, tmp_path, 240)

    assert len(control) >= 6
    assert [name for name, seen in control if not seen] == []
