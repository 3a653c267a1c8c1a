"""May what a server has acknowledged have been lost since?

A node that manages a cluster and is killed comes back to an older state. Until the others have joined it
again, a copy of a shard that it has given up already may acknowledge what it is sent, and the copy that has
taken its place was never told of it (seen with two nodes, and copies that expand to all there are). Each time
another copy takes over, the *primary term* of its shard grows. So a writer looks at the terms when it thinks
that it is done, and sends once more what was acknowledged while one has grown: whatever is sent can be done
twice.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Final

from dateline.indexer.format.errors import IndexUnreachable, NotFound, TooBusy
from dateline.indexer.opensearch.connection import Connection

__all__ = ["Terms", "primary_terms"]

Terms = Mapping[str, object]
"""The terms of each index, shard by shard."""

_LOOK_S: Final = 10.0  # that one request waits for shards
_PAUSE_S: Final = 0.5
_FILTER: Final = "metadata.indices.*.primary_terms"


def primary_terms(connection: Connection, indexes: Collection[str], *, patience: float) -> Terms:
    """The terms of these indexes, when every shard has a copy that answers; one that is gone has none.

    IndexUnreachable when some have none for so many seconds.
    """
    if not indexes:
        return {}
    names = ",".join(sorted(indexes))
    end = time.monotonic() + patience
    while True:
        terms = _looked(connection, names, last=time.monotonic() >= end)
        if terms is not None:
            return terms
        time.sleep(_PAUSE_S)


def _looked(connection: Connection, names: str, *, last: bool) -> Terms | None:
    """The terms; None where they can't be known now, which is an error the last time."""
    try:
        connection.get(
            f"/_cluster/health/{names}",
            wait_for_status="yellow",
            timeout=f"{_LOOK_S:.0f}s",
            seconds=2 * _LOOK_S,
            filter_path="status",
        )
        found = connection.get(f"/_cluster/state/metadata/{names}", filter_path=_FILTER)
    except NotFound:
        return {}
    except TooBusy:
        if last:
            raise
        return None
    except IndexUnreachable as error:
        if last or not error.passing:
            raise
        return None
    terms: Terms = found.get("metadata", {}).get("indices", {})
    return terms
