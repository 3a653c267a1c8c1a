"""A short run of benchmarks/torture/alerts.py, and rows of steps that hypothesis thinks of."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.torture.alerts import HARM, STEPS, Play, plays, sabotaged
from benchmarks.torture.states import fast


def test_what_came_in_is_told_once() -> None:
    told, wrong = plays(4, 20, harm=False)

    assert told > 20
    assert wrong == []


def test_what_came_in_is_told_whatever_happens() -> None:
    told, wrong = plays(6, 25, harm=True)

    assert told > 20
    assert wrong == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(sorted({*STEPS, *HARM})), max_size=10))
def test_no_row_of_steps_loses_an_article(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        assert Play(Path(folder)).act(steps) == []


def test_a_run_that_notes_too_much_is_found_out() -> None:
    assert set(sabotaged(8, 15).values()) == {True}
