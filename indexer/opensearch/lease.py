"""Who may write to an index on a server?

One process at a time: who holds the lease, a document with the name of the holder and until when it holds.
It is taken, renewed and given back by a script that the server runs on that document alone, one after the
other, by the server's own clock: the clocks of those who write need not agree. A thread renews it while the
holder lives. Of one that was killed it runs out by itself; where it ran on this machine, which can tell that
it is no more, it is taken over at once.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Any, Final

from dateline.indexer.format.errors import Conflict, DatelineError, IndexLocked, LeaseLost
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.state import lease_index

__all__ = ["Lease"]

_SECONDS: Final = 60.0  # it holds without being renewed: longer than a request may take
_RENEW_SECONDS: Final = 15.0
_MARGIN_SECONDS: Final = 5.0  # before it runs out it is no longer relied on
_POLL_SECONDS: Final = 0.5  # between two looks at a lease that somebody holds
_TRIES: Final = 20  # when others change the document at the same moment

_SETTINGS: Final = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True},
    "mappings": {"dynamic": False},
}

# `_now` is the clock of the node with the document.
_TAKE: Final = """
def s = ctx._source;
if (s.until < ctx._now || s.token == params.token || (params.over != null && s.token == params.over)) {
  s.token = params.token; s.holder = params.holder; s.home = params.home; s.process = params.process;
  s.until = ctx._now + params.milliseconds;
} else { ctx.op = 'none'; }
"""
_GIVE_BACK: Final = """
if (ctx._source.token == params.token) { ctx._source.until = 0; ctx._source.token = ''; }
else { ctx.op = 'none'; }
"""


class Lease:
    """The right to write to an index, held by one process at a time. Others are waited for, `wait` seconds.

    IndexLocked, IndexUnreachable.
    """

    def __init__(self, connection: Connection, name: str, *, wait: float = 0.0) -> None:
        self._connection = connection
        self._address = str(connection.address)
        self._index = lease_index(name)
        self._token = os.urandom(12).hex()
        self._expires = 0.0  # by time.monotonic()
        self._lost = False
        self._ended = threading.Event()
        self._mutex = threading.Lock()
        if not connection.head(f"/{self._index}"):  # the server would make one, of other types
            with suppress(Conflict):
                connection.put(f"/{self._index}", _SETTINGS)
        begun = time.monotonic()
        over: str | None = None
        while (other := self._ask(over)) is not None:
            if over is None and _is_gone(other):
                over = other["token"]
                continue
            over = None
            if time.monotonic() - begun >= wait:
                raise IndexLocked(self._address, other["holder"], other["until"] / 1000 - time.time())
            time.sleep(_POLL_SECONDS)
        self._thread = threading.Thread(target=self._renew, name="dateline-lease", daemon=True)
        self._thread.start()

    def check(self) -> None:
        """LeaseLost unless it is held still; it is renewed where that is not sure. Threads may share it."""
        with self._mutex:
            if not self._lost and time.monotonic() > self._expires - _MARGIN_SECONDS:
                self._lost = self._ask(None) is not None
            if self._lost or self._ended.is_set():
                raise LeaseLost(self._address)

    def release(self) -> None:
        """Give it back; more than once does no harm. What can't be given back runs out."""
        if self._ended.is_set():
            return
        self._ended.set()
        body = {"script": {"source": _GIVE_BACK, "params": {"token": self._token}}}
        with suppress(DatelineError):
            self._connection.post(f"/{self._index}/_update/lease", body, retry_on_conflict=_TRIES)

    def _renew(self) -> None:
        while not self._ended.wait(_RENEW_SECONDS):
            with self._mutex, suppress(DatelineError):  # a server that is away for a while: `check` tells
                if not self._ended.is_set() and self._ask(None) is not None:
                    self._lost = True
                    return

    def _ask(self, over: str | None) -> dict[str, Any] | None:
        """Take or renew it, be it held by `over` even; None, or the document of who holds it."""
        script = {
            "source": _TAKE,
            "params": {
                "token": self._token,
                "over": over,
                "holder": f"process {os.getpid()} on {socket.gethostname()}",
                "home": _home(),
                "process": [os.getpid(), _started(os.getpid())],
                "milliseconds": int(_SECONDS * 1000),
            },
        }
        body = {
            "script": script,
            "scripted_upsert": True,
            "upsert": {"until": 0, "token": ""},
            "_source": True,
        }
        begun = time.monotonic()
        path = f"/{self._index}/_update/lease"
        answer = self._connection.post(path, body, retry_on_conflict=_TRIES)
        if answer["result"] == "noop":
            source: dict[str, Any] = answer["get"]["_source"]
            return source
        self._expires = begun + _SECONDS
        return None


def _home() -> str | None:
    """Where numbers of processes mean the same: this machine since it was started, this container of it."""
    if sys.platform != "linux":
        return None
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return f"{file.read().strip()} {os.readlink('/proc/self/ns/pid')}"
    except OSError:
        return None


def _started(process: int) -> str | None:
    """When a process was started, in the system's count; None: there is none, or nobody can tell."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            status = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if status[0] in "ZX" else status[19]


def _is_gone(holder: dict[str, Any]) -> bool:
    """Whether a holder ran here, and is no more."""
    home = _home()
    if home is None or holder.get("home") != home:
        return False
    number, started = holder["process"]
    return started is not None and _started(number) != started
