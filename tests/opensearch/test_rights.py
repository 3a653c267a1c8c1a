"""Who may reach `news` and `news-*` and no more may do everything with an archive of that name.

A server with users refuses a request that is about all of its indexes, also where it would name only one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline import Archive, build
from dateline.indexer.builder import update
from dateline.indexer.copying.moving import copy_index
from dateline.indexer.opensearch.connection import Connection
from tests.places import SEEDS

# What the roles of docs/opensearch.md allow beside indexes: these name theirs in their bodies.
BESIDE = re.compile(
    r"/(_bulk|_msearch|_search|_search/scroll|_search/point_in_time|_aliases|_cluster/health)"
)


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is asked of the server, by and by."""
    asked: list[str] = []
    send: Callable[..., Any] = Connection._send

    def noted(self: Connection, method: str, path: str, *rest: Any) -> Any:
        asked.append(path)
        return send(self, method, path, *rest)

    monkeypatch.setattr(Connection, "_send", noted)
    yield asked


def test_only_the_indexes_of_the_name_are_asked_for(address: str, paths: list[str], tmp_path: Path) -> None:
    name = address.rpartition("/")[2]
    build([str(SEEDS)], index=address)
    update(index=address)
    build([str(SEEDS)], index=address, full=True)
    copy_index(address, tmp_path / "copied")
    copy_index(tmp_path / "copied", address, replace=True)
    with Archive.open(address) as archive:
        archive.search("drug traf*", by="passage")
        archive.search("drug trafficking", expand=True)
        archive.search("drgu")
        archive.count("border NEAR drug")
        archive.facets("drug", "source")
        archive.stats()

    own = re.compile(rf"/{re.escape(name)}(-[^/]*)?(,{re.escape(name)}-[^/,]*)*(/.*)?")
    strange = {path for path in paths if not own.fullmatch(path) and not BESIDE.fullmatch(path)}
    assert len(paths) > 20
    assert not strange
