"""A node that has just been started knows of an index, and has none of its shards yet."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from dateline.indexer.format.errors import IndexUnreachable
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.connection import Connection
from dateline.search.opensearch.published import RemoteIndex
from tests.opensearch.writing.fake_server import serving


@pytest.mark.parametrize("known", [{}, {"news-1": {"primaries": {}, "total": {}}}])
def test_the_size_of_what_is_not_there_yet_is_said_to_be_unknown(known: dict[str, Any]) -> None:
    answer = {"_shards": {"total": 2, "successful": 0, "failed": 0}, "indices": known}
    with (
        serving(lambda *_: (200, answer)) as base,
        Connection(parse_address(f"{base}/news"), timeout=2) as connection,
        pytest.raises(IndexUnreachable, match="_cluster/health"),
    ):
        RemoteIndex.size(cast(RemoteIndex, SimpleNamespace(connection=connection, physical="news-1")))
