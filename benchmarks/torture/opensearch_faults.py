"""What may happen to a cluster of two nodes, for a while? Each is a context: within it the fault holds."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from benchmarks.opensearch_nodes import Nodes

__all__ = ["ASKING", "LOADING", "Fault", "busy", "full_disk", "killed", "paused", "put_settings", "quiet"]

Fault = Callable[[Nodes], AbstractContextManager[None]]

_DISK: Final = "cluster.routing.allocation.disk."
_MORE_THAN_ANY: Final = "900000gb"  # that must be free
_LOOKED_S: Final = 40.0  # within which the server looks at its disks


@contextmanager
def quiet(nodes: Nodes) -> Iterator[None]:
    """Nothing happens."""
    yield


def killed(number: int) -> Fault:
    """`kill -9` of a node; afterwards it is started again on its own data."""

    @contextmanager
    def fault(nodes: Nodes) -> Iterator[None]:
        nodes.kill(number)
        try:
            yield
        finally:
            nodes.restart(number)

    return fault


def paused(number: int) -> Fault:
    """A node that neither answers nor hangs up."""

    @contextmanager
    def fault(nodes: Nodes) -> Iterator[None]:
        nodes.pause(number)
        try:
            yield
        finally:
            nodes.resume(number)
            nodes.wait()

    return fault


@contextmanager
def full_disk(nodes: Nodes) -> Iterator[None]:
    """Every disk is beyond the flood stage: indexes are made read-only, and let go when there is room.

    Nor can an index be made meanwhile.
    """
    watched = {f"{_DISK}threshold_enabled": True, "cluster.info.update.interval": "10s"}
    put_settings(nodes, {**watched, **_marks(_MORE_THAN_ANY)})
    try:
        _wait_for(lambda: _is_blocked(nodes), _LOOKED_S)
        yield
    finally:
        put_settings(nodes, {**watched, **_marks("1b")})
        _wait_for(lambda: not _is_blocked(nodes), _LOOKED_S)
        put_settings(nodes, {**dict.fromkeys(watched), **_marks(None)})
        _wait_for(lambda: _takes_indexes(nodes), _LOOKED_S)


def _marks(free: str | None) -> dict[str, str | None]:
    return {f"{_DISK}watermark.{mark}": free for mark in ("low", "high", "flood_stage")}


def busy(breaker: str, limit: str) -> Fault:
    """A breaker of memory that trips at a limit."""

    @contextmanager
    def fault(nodes: Nodes) -> Iterator[None]:
        put_settings(nodes, {f"{breaker}.limit": limit})
        _request(nodes, "/_cache/clear?expand_wildcards=all", {}, "POST")  # whose answers cost no memory
        try:
            yield
        finally:
            put_settings(nodes, {f"{breaker}.limit": None})

    return fault


# By name. What is asked is smaller than what is loaded: the breaker of what is on the way trips at less then.
_FAULTS: Final[Mapping[str, Fault]] = {
    "kill -9 of node 2": killed(2),
    "kill -9 of node 1, which manages": killed(1),
    "node 2 stopped (SIGSTOP)": paused(2),
    "node 1 stopped (SIGSTOP)": paused(1),
    "a full disk": full_disk,
    "a breaker of requests (429)": busy("indices.breaker.request", "1kb"),
}
_ON_THE_WAY: Final = "a breaker of what is on the way (429)"
LOADING: Final = {**_FAULTS, _ON_THE_WAY: busy("network.breaker.inflight_requests", "60kb")}
ASKING: Final = {**_FAULTS, _ON_THE_WAY: busy("network.breaker.inflight_requests", "2kb")}


def put_settings(nodes: Nodes, settings: Mapping[str, Any]) -> None:
    """Settings of the cluster, until it is started anew."""
    _wait_for(lambda: _request(nodes, "/_cluster/settings", {"transient": settings}), 60)


def _is_blocked(nodes: Nodes) -> bool:
    path = "/_all/_settings/index.blocks.read_only_allow_delete?expand_wildcards=all"
    return bool(nodes.ask(path))


def _takes_indexes(nodes: Nodes) -> bool:
    """Let an index be made again, which a look at the disks under way may have forbidden for good."""
    given = {"cluster.blocks.create_index": None}
    _request(nodes, "/_cluster/settings", {"persistent": given, "transient": given})
    return not nodes.ask("/_cluster/state/blocks").get("blocks")


def _wait_for(happened: Callable[[], bool], most: float) -> None:
    until = time.monotonic() + most
    while not happened() and time.monotonic() < until:
        time.sleep(0.2)


def _request(nodes: Nodes, path: str, body: object, method: str = "PUT") -> bool:
    """Ask a node for a change; whether it was made."""
    sent = urllib.request.Request(
        f"http://{nodes.hosts[0]}{path}",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
        method=method,
    )
    try:
        with urllib.request.urlopen(sent, timeout=30):
            return True
    except OSError:
        return False
