"""A short run of benchmarks/torture/damage.py."""

from __future__ import annotations

from benchmarks.torture.damage import KINDS, MIXED, tortured


def test_every_damage_is_named_and_answered_right_or_as_damage() -> None:
    trials = 4 * len(KINDS)

    figures, examples = tortured(MIXED, trials, articles=60)

    assert examples == {}
    assert (figures["trials"], figures.wrong()) == (trials, 0)
    assert figures["answered right"] > 0
    assert figures["answered as damage"] > 0


def test_damage_that_no_checksum_is_compared_with_is_found_out() -> None:
    figures, examples = tortured("flip", 8, articles=60, sabotage=True)

    assert figures.wrong() > 0
    assert len(examples) > 0
