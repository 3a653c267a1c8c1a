"""A short run of benchmarks/torture/opensearch.py, on a cluster of its own: its nodes are killed."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from benchmarks.opensearch_nodes import Nodes
from benchmarks.opensearch_server import what_is_missing
from benchmarks.torture.opensearch import Torture
from benchmarks.torture.opensearch_faults import killed


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Torture]:
    missing = what_is_missing()
    if missing and os.environ.get("CI"):
        pytest.fail(f"OpenSearch is required here, but {'; '.join(missing)}", pytrace=False)
    if missing:
        pytest.skip(f"no OpenSearch: {'; '.join(missing)}")
    with Nodes.new(f"short-torture-{os.getpid()}") as nodes:
        yield Torture(nodes, tmp_path_factory.mktemp("torture"), files=20)


def test_nothing_acknowledged_is_lost_when_a_node_is_killed_amid_a_load(torture: Torture) -> None:
    figures = torture.loading(killed(2), 1, held_s=1.0)

    assert figures.wrong == {}


def test_the_next_load_finishes_the_work_of_one_that_was_killed(torture: Torture) -> None:
    assert torture.killing(1).wrong == {}


def test_who_asks_while_a_node_is_killed_gets_the_right_answer_or_an_error(torture: Torture) -> None:
    [(_, figures)] = torture.asking([("killed", killed(2))], held_s=1.0)

    assert figures.wrong == {}
    assert figures.seconds < 60


def test_a_writer_that_tells_files_as_read_too_early_is_found_out(torture: Torture) -> None:
    assert any(torture.killing(1, sabotage="rows-first").wrong for _ in range(3))
