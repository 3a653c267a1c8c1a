"""A short run of benchmarks/torture/readers.py."""

from __future__ import annotations

from benchmarks.torture.readers import beside_a_writer, sabotaged, shared_by_threads


def test_readers_beside_a_writer_see_one_state_at_a_time() -> None:
    rounds, wrong = beside_a_writer(2, 12)

    assert rounds >= 10
    assert wrong == {}


def test_threads_that_share_an_archive_get_answers_of_one_state_each() -> None:
    answers, wrong = shared_by_threads(4, 21)

    assert answers > 4
    assert wrong == {}


def test_a_torn_table_and_a_hasty_reader_are_found_out() -> None:
    assert set(sabotaged(commits=10).values()) == {True}
