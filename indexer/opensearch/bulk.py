"""How are many documents brought to a server so that each is either acknowledged or named?

Actions are gathered until they are some megabytes, and sent while the next ones are made. Of an answer every
item is looked at. What the server had no room for (429), what a node that was lost did not take (502, 503,
504), and all that was on the way when a connection broke is sent again after a while: a random part of a
growing one, so that many writers do not come back at once. What is refused otherwise is told, by action;
nothing else is lost for it. When nothing at all has been taken for `patience` seconds, it is given up.

What was acknowledged is kept until it is certain that no other copy of a shard has taken over meanwhile,
which may not have got it (primaries.py); where one has, all of it is sent once more.

Every action can be done twice: a document has an id of its own. Two actions on one id are never on the way at
the same time, nor in one request, so that they are done in their order.
"""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from dateline.indexer.format.errors import IndexUnreachable, Refused, TooBusy
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.failures import BLOCKED, reason_of
from dateline.indexer.opensearch.primaries import primary_terms

__all__ = ["PATIENCE", "Action", "Bulk"]

PATIENCE: Final = 180.0  # seconds: a node that is started again is there after half a minute
_BYTES: Final = 5 << 20  # of a request: measured, more is not faster and takes memory on both sides
_ACTIONS: Final = 5000
_MOST_KEPT: Final = 32 << 20  # bytes that were acknowledged, and are looked at again
_FLIGHTS: Final = 2  # requests on the way: the server works on one while the other is made and sent
_TIMEOUT: Final = 60.0  # seconds for one request
_FIRST_WAIT: Final = 0.25
_LONGEST_WAIT: Final = 10.0
_AGAIN: Final = frozenset((429, 502, 503, 504))
_FILTER: Final = "errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to be done: its lines, as the server wants them, for the document `id` of an index.

    `article` and `file` are of whom it is told when the server refuses it.
    """

    index: str
    id: str
    lines: bytes
    article: str = ""
    file: str | None = None


Told = Callable[[Action, str], None]


class Bulk:
    """Sends actions to a server. `check` is called before each request, and stops it by raising.

    `refused` is called with an action and why it was refused, in the thread of the caller.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        check: Callable[[], None],
        refused: Told,
        patience: float | None = None,
    ) -> None:
        self._connection = connection
        self._check = check
        self._refused = refused
        self._patience = PATIENCE if patience is None else patience
        self._pool = ThreadPoolExecutor(_FLIGHTS, thread_name_prefix="dateline-bulk")
        self._flights: deque[_Flight] = deque()
        self._stop = threading.Event()
        self._terms: dict[str, object] = {}  # of the indexes that were written to, as they were seen last
        self._kept: list[Action] = []  # in the order they were sent in
        self._kept_bytes = 0
        self._out: set[int] = set()  # those that were refused, by identity
        self._begin()

    def _begin(self) -> None:
        self._first: list[Action] = []
        self._actions: list[Action] = []
        self._keys: set[tuple[str, str]] = set()
        self._bytes = 0

    def add(self, action: Action) -> None:
        """Have something done, soon. Raises what came of others: IndexUnreachable, what `check` does."""
        key = (action.index, action.id)
        if key in self._keys:
            self.send()
        self._actions.append(action)
        self._keys.add(key)
        self._bytes += len(action.lines)
        if self._bytes >= _BYTES or len(self._actions) >= _ACTIONS:
            self.send()

    def add_first(self, action: Action) -> None:
        """Have something done that is acknowledged before anything is sent that is added from now on."""
        self._first.append(action)

    @property
    def waits(self) -> bool:
        """Whether anything was added that is not known to be there to stay."""
        return bool(self._first or self._actions or self._flights or self._kept)

    def send(self) -> None:
        """Send what was gathered; waits only where too much is on the way."""
        if not self._actions and not self._first:
            return
        while self._flights and (
            len(self._flights) >= _FLIGHTS
            or any(not one.keys.isdisjoint(self._keys) for one in self._flights)
        ):
            self._land()
        first, actions, keys = self._first, self._actions, self._keys
        self._begin()
        self._keep([*first, *actions])
        self._tell(self._deliver(first))
        self._flights.append(_Flight(keys, self._pool.submit(self._deliver, actions)))
        if self._kept_bytes >= _MOST_KEPT:
            self.settle()

    def settle(self) -> None:
        """Send what was gathered, and wait until all of it is there to stay, or told as refused."""
        self._send_all()
        while self._kept and self._has_moved():
            again = [action for action in self._kept if id(action) not in self._out]
            self._forget()
            for action in again:
                self.add(action)
            self._send_all()
        self._forget()

    def _send_all(self) -> None:
        """Send what was gathered, and wait until all of it is acknowledged or told as refused."""
        self.send()
        while self._flights:
            self._land()

    def _keep(self, actions: Sequence[Action]) -> None:
        """Keep what is about to be sent; the terms of its indexes are known before it is acknowledged."""
        new = {action.index for action in actions}.difference(self._terms)
        if new:
            terms = primary_terms(self._connection, new, patience=self._patience)
            self._terms |= {index: terms.get(index) for index in new}
        self._kept += actions
        self._kept_bytes += sum(len(action.lines) for action in actions)

    def _has_moved(self) -> bool:
        """Whether another copy of a shard has taken over since this was asked last."""
        indexes = {action.index for action in self._kept}
        terms = primary_terms(self._connection, indexes, patience=self._patience)
        moved = [index for index in indexes if terms.get(index) != self._terms[index]]
        self._terms |= {index: terms.get(index) for index in moved}
        return bool(moved)

    def _forget(self) -> None:
        self._kept, self._kept_bytes, self._out = [], 0, set()

    def _tell(self, refused: Sequence[_Refusal]) -> None:
        for action, reason in refused:
            self._out.add(id(action))
            self._refused(action, reason)

    def close(self) -> None:
        """End it; what was not acknowledged may be done or not."""
        self._stop.set()
        self._begin()
        self._flights.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _land(self) -> None:
        """Wait for the request that was sent first, and tell what became of it."""
        self._tell(self._flights.popleft().future.result())

    # -- in threads of its own -------------------------------------------------------------------------

    def _deliver(self, actions: Sequence[Action]) -> list[_Refusal]:
        """Send actions until each is acknowledged or refused; those refused."""
        refused: list[_Refusal] = []
        tries = 0
        end = time.monotonic() + self._patience
        while actions:
            try:
                self._check()
                answer = self._connection.bulk_raw(
                    b"".join([action.lines for action in actions]), seconds=_TIMEOUT, filter_path=_FILTER
                )
            except Refused as error:  # all of it, for one that is too large perhaps
                if len(actions) == 1:
                    return [*refused, (actions[0], error.reason)]
                half = len(actions) // 2
                return [*refused, *self._deliver(actions[:half]), *self._deliver(actions[half:])]
            except TooBusy as error:
                said, left = error.reason, list(actions)
            except IndexUnreachable as error:
                if not error.passing:
                    raise
                said, left = error.reason, list(actions)
            else:
                said, left = _looked_at(actions, answer, refused)
            if not left:
                break
            if len(left) < len(actions):
                tries, end = 0, time.monotonic() + self._patience
            if time.monotonic() >= end:
                raise IndexUnreachable(
                    str(self._connection.address),
                    f"took nothing more for {self._patience:.0f} s ({said}). What it acknowledged is "
                    "safe; run it again when that is mended",
                )
            tries += 1
            longest = min(_FIRST_WAIT * 2**tries, _LONGEST_WAIT, max(0.0, end - time.monotonic()))
            if self._stop.wait(random.uniform(0, longest)):
                raise IndexUnreachable(str(self._connection.address), "was not waited for any longer")
            actions = left
        return refused


@dataclass(frozen=True, slots=True)
class _Flight:
    """A request on the way."""

    keys: set[tuple[str, str]]
    future: Future[list[_Refusal]]


_Refusal = tuple[Action, str]  # why it was refused


def _looked_at(
    actions: Sequence[Action], answer: Mapping[str, Any], refused: list[_Refusal]
) -> tuple[str, list[Action]]:
    """Look at what became of each action; why some are to be sent again, and which."""
    items = answer.get("items", ())
    if len(items) != len(actions):  # nobody knows which
        return f"answered for {len(items)} of {len(actions)} documents", list(actions)
    said = ""
    left: list[Action] = []
    for action, item in zip(actions, items, strict=True):
        (told,) = item.values()
        error = told.get("error")
        if error is None:
            continue
        kind, reason = reason_of({"error": error})
        if told["status"] in _AGAIN or kind == BLOCKED:
            said = reason
            left.append(action)
        else:
            refused.append((action, reason))
    return said, left
