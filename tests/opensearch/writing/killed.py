"""Index a folder, and end this process as `kill -9` does, before or after it sends a certain request.

    python -m tests.opensearch.writing.killed ADDRESS FOLDER REQUEST before|after [full]

Counted are the requests that change something on the server. Prints how many there were where it lives on.
Requests, checkpoints and pieces of files are small, so that there are many.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import Any

from dateline.indexer import build, pieces, refresh, run
from dateline.indexer.opensearch import bulk
from dateline.indexer.opensearch.connection import Connection
from tests.indexer.here import batches_here

_ASKING = ("_search", "_mget", "_count", "point_in_time", "scroll")


def main(address: str, folder: str, at: int, moment: str, full: bool) -> None:
    """Do it."""
    sent = Connection._send
    mutex = threading.Lock()
    count = 0

    def counted(self: Connection, method: str, path: str, *rest: Any) -> Any:
        nonlocal count
        if method in ("GET", "HEAD") or any(one in path for one in _ASKING):
            return sent(self, method, path, *rest)
        with mutex:
            count += 1
            mine = count == at
        if mine and moment == "before":
            os._exit(9)
        answer = sent(self, method, path, *rest)
        if mine:
            os._exit(9)
        return answer

    bulk._ACTIONS = 4  # type: ignore[misc]
    run._PUBLISH_ARTICLES = 5  # type: ignore[misc]
    run._LEAST_SECONDS = 0.0  # type: ignore[misc]
    pieces.PIECE_BYTES = 400  # type: ignore[misc]
    pieces._CHUNK = 200  # type: ignore[misc]
    refresh.build_batches = batches_here  # type: ignore[assignment, attr-defined]
    Connection._send = counted  # type: ignore[assignment, method-assign]
    build(folder, index=address, full=full)
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], "full" in sys.argv[5:])
