"""A short run of benchmarks/torture/verifying.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.torture.verifying import command_cost, cost
from dateline.indexer import build


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_searches_that_compare_and_that_do_not_are_both_measured(tmp_path: Path) -> None:
    build([{"id": "a", "text": "The guards met at the border."}], index=tmp_path / "index")

    assert all(seconds > 0 for seconds in cost(tmp_path / "index", "guards", 2))
    assert all(seconds > 0 for seconds in command_cost(tmp_path / "index", "guards", 1))
