"""The torture of benchmarks/torture/limits.py, in small, and that it sees what it is there to see."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.torture import limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and processes are read from /proc")


def test_articles_of_one_file_are_all_found_again_in_bounded_memory(tmp_path: Path) -> None:
    results = list(limits.articles(tmp_path, 1000, 256))
    assert [(result.name, result.wrong) for result in results if result.wrong] == []


def test_files_of_one_folder_are_all_accounted_for_in_every_command(tmp_path: Path) -> None:
    results = list(limits.files(tmp_path, 200, 256, jobs=2))
    assert [(result.name, result.wrong) for result in results if result.wrong] == []


def test_what_is_too_large_is_named_and_costs_no_memory(tmp_path: Path) -> None:
    results = list(limits.large(tmp_path, 256, line_mb=20, text_mb=65, sparse_gb=20))
    assert [(result.name, result.wrong) for result in results if result.wrong] == []


def test_what_is_held_does_not_grow_with_what_is_written_and_it_is_seen_where_it_does() -> None:
    assert limits.growth(400) < limits.GROWTH_MB < limits.growth(400, sabotage=True)


def test_what_a_merge_holds_hardly_grows_with_it_and_it_is_seen_where_it_does() -> None:
    assert limits.merging(1000) < limits.BYTES_AN_ARTICLE < limits.merging(1000, sabotage=True)
