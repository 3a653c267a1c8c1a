"""The nodes that the tests of OpenSearch stand on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.opensearch_nodes import Nodes, NodesFailed
from benchmarks.opensearch_server import cache
from tests.opensearch.served import VARIABLE, asked, indices, running_nodes
from tests.places import HOUSE


def test_two_nodes_are_one_cluster_that_makes_a_copy_of_each_shard(
    nodes: str, new_address: Callable[[], str]
) -> None:
    name = new_address().rpartition("/")[2]
    body = {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"}}

    asked(nodes, f"/{name}-1", "PUT", body)
    health = asked(nodes, f"/_cluster/health/{name}-1?wait_for_status=green&timeout=20s")

    assert indices(nodes, name) == [f"{name}-1"]
    assert (health["status"], health["active_shards"]) == ("green", 2)


def test_where_nothing_can_start_nodes_tests_are_skipped_and_fail_where_ci_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.opensearch.served.what_is_missing", lambda: ["there is no Java"])
    monkeypatch.delenv(VARIABLE, raising=False)

    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no OpenSearch: there is no Java"), running_nodes():
        pass
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="required here, but there is no Java"), running_nodes():
        pass


def test_a_cluster_that_was_never_started_is_told_by_its_name() -> None:
    with pytest.raises(NodesFailed, match="no cluster 'nobody' was started"):
        Nodes.known("nobody")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX")
def test_nodes_are_stopped_when_whoever_started_them_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_OPENSEARCH_CACHE", str(tmp_path))
    node = cache() / "clusters" / "orphan" / "node1"
    node.mkdir(parents=True)
    (node.parent / "cluster.json").write_text('{"ports": [[1, 2]], "heap": "1m"}')
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)", str(node)]
    left_running = subprocess.Popen(sleeper, start_new_session=True)
    (node / "pid").write_text(str(left_running.pid))
    guard = [sys.executable, "-m", "benchmarks.opensearch_nodes", "guard", "--name", "orphan"]
    program = "import subprocess, sys, time; g = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)"
    program += "; print(flush=True); time.sleep(60)"

    starter = subprocess.Popen([sys.executable, "-c", program, *guard], stdout=subprocess.PIPE, cwd=HOUSE)
    assert starter.stdout and starter.stdout.readline()
    starter.kill()
    starter.communicate()

    assert left_running.wait(timeout=30) == -signal.SIGTERM
