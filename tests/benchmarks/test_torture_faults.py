"""A short run of benchmarks/torture/faults.py."""

from __future__ import annotations

import pytest

from benchmarks.torture.faults import FAULTS, damage, empty, full_disk, operations, tortured


def test_a_failing_disk_leaves_what_was_acknowledged_and_a_writer_that_goes_on() -> None:
    total = operations()

    assert total > 100
    assert tortured(["EIO"], [total + 1])[1] == {}
    for number, fault in enumerate(FAULTS):
        assert tortured([fault], range(1 + 5 * number, total + 1, 50))[1] == {}


def test_damage_and_loss_are_found_out() -> None:
    never = operations() + 1

    for harm in (damage, empty):
        runs, wrong = tortured(["EIO"], [never], harm)
        assert sum(wrong.values()) == runs


def test_a_full_file_system_leaves_the_old_state_or_the_new() -> None:
    found = full_disk([48, 112])

    if isinstance(found, str):
        pytest.skip(found)
    assert found == {"right": 2}
