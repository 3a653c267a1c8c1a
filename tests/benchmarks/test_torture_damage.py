"""A short run of benchmarks/torture/damage.py."""

from __future__ import annotations

import pytest

from benchmarks.torture.damage import KINDS, tortured

TRIALS = {"flip": 8, "null": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_every_damage_is_named_and_answered_right_or_as_damage(kind: str) -> None:
    figures, examples = tortured(kind, TRIALS.get(kind, 3), articles=60)
    assert examples == {}
    assert (figures["trials"], figures.wrong()) == (TRIALS.get(kind, 3), 0)
    assert figures["answered right"] + figures["answered as damage"] >= figures["trials"]


def test_damage_that_no_checksum_is_compared_with_is_found_out() -> None:
    figures, examples = tortured("flip", 8, articles=60, sabotage=True)
    assert figures.wrong() > 0
    assert len(examples) > 0
