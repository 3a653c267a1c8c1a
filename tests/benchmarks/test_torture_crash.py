"""A short run of benchmarks/torture/crash.py."""

from __future__ import annotations

import os

import pytest

from benchmarks.torture.crash import at_each_operation, at_random_moments, sabotaged

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def test_a_kill_at_a_file_operation_leaves_what_was_acknowledged() -> None:
    assert at_each_operation(first=10**9) == (0, {})

    killed, wrong = at_each_operation(every=40, first=7)

    assert killed >= 5
    assert wrong == {}


def test_a_kill_in_a_build_leaves_what_was_acknowledged_and_the_next_finishes_it() -> None:
    assert at_random_moments(3, jobs=1, files=9)[1] == {}


def test_a_writer_that_publishes_too_early_is_found_out() -> None:
    assert sabotaged(every=7)
