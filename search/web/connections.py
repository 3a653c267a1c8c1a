"""How many may be connected at once, and how long may a request take to arrive?

A connection that never says what it wants costs a file descriptor. Once those are used up nobody gets in, and
asyncio tells it with a traceback for each attempt, thousands a second; so there is an end to both.
"""

from __future__ import annotations

import asyncio
from math import inf
from typing import Any, Final, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["ARRIVAL_S", "MOST_CONNECTIONS", "Bounded"]

ARRIVAL_S: Final = 10.0  # for the head of a request. Chosen by eye
# Few systems let a program have fewer than 256 descriptors; the index and the server need some themselves.
MOST_CONNECTIONS: Final = 100


class Bounded(H11Protocol):
    """HTTP as uvicorn speaks it, for so many at once, each of which is heard so long."""

    _arriving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to listen. Of too many the one that has asked for nothing for longest is cut."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST_CONNECTIONS:
            silent = min((one for one in self.connections if isinstance(one, Bounded)), key=_until)
            silent._stop_waiting()  # it is there until the loop has cut it: the next cuts another
            silent.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take in what arrived. The time runs on while it is not a whole head."""
        super().data_received(data)
        if self._is_answering:
            self._stop_waiting()
        elif self._arriving is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._stop_waiting()
        super().connection_lost(exc)

    @property
    def _is_answering(self) -> bool:
        cycle = cast("Any", self.cycle)
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._arriving = self.loop.call_later(ARRIVAL_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _give_up(self) -> None:
        self._arriving = None
        if not self._is_answering:
            self.transport.close()


def _until(connection: Bounded) -> float:
    """When a connection is given up, by the clock of its loop; never while it is answered."""
    return inf if connection._arriving is None else connection._arriving.when()
