"""The nodes of these tests: which are asked, and what is said where there are none?

Two real nodes are started once a session, when the first test wants them, and stopped at its end, however
it ends. `DATELINE_TEST_OPENSEARCH=host:port,host:port` names ones that run already. Where Java or Maven is
missing the tests are skipped with the reason; where `CI` is set they fail.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from benchmarks.opensearch_nodes import Nodes
from benchmarks.opensearch_server import what_is_missing

__all__ = ["asked", "indices", "remove", "running_nodes"]

VARIABLE: Final = "DATELINE_TEST_OPENSEARCH"


@contextmanager
def running_nodes() -> Iterator[str]:
    """What an address of Dateline begins with, a slash and a name are to follow: `opensearch://host:port,…`."""
    given = os.environ.get(VARIABLE)
    if given:
        yield f"opensearch://{given}"
        return
    missing = what_is_missing()
    if missing and os.environ.get("CI"):
        pytest.fail(f"OpenSearch is required here, but {'; '.join(missing)}", pytrace=False)
    if missing:
        pytest.skip(f"no OpenSearch: {'; '.join(missing)}, or name running nodes by {VARIABLE}=HOST:PORT,…")
    with Nodes.new(f"tests-{os.getpid()}") as nodes:
        yield nodes.url


def asked(base: str, path: str, method: str = "GET", body: object = None) -> Any:
    """The answer of the first node of `base` to a request, as JSON; None for what is not there."""
    host = base.partition("://")[2].partition("/")[0].partition(",")[0]
    sent = urllib.request.Request(
        f"http://{host}{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(sent, timeout=30) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def indices(base: str, name: str) -> list[str]:
    """The indices of a name: the physical ones, what lies beside them, the lease."""
    found = asked(base, f"/_cat/indices/{name}*?format=json&expand_wildcards=all&h=index")
    return sorted(one["index"] for one in found or () if f"{one['index']}-".startswith(f"{name}-"))


def remove(base: str, name: str) -> None:
    """Remove all there is of a name."""
    for index in indices(base, name):
        asked(base, f"/{index}", "DELETE")
