"""How does one state of an index on a server replace another?

The state is a document that only its holder of the lease writes: each time in the place of the writing it
knows, so that a writer whose lease has passed on can't publish. It is marked as dirty before anything else is
written and clean after all of it is shown; its time, and its generation, move only with that. A new physical
index is nobody's until the name is moved to it, which the server does in one step.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from dateline.indexer.format.errors import Conflict, IndexMissing, LeaseLost, NotFound, Refused
from dateline.indexer.format.index.source_table import SourceEntry
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.lease import Lease
from dateline.indexer.opensearch.remote_ledger import FILES_SETTINGS
from dateline.indexer.opensearch.schema import mapping, settings
from dateline.indexer.opensearch.state import (
    STATE_ID,
    RemoteState,
    files_index,
    packed_state,
    physical_index,
    physical_indexes,
    read_state,
    unpacked_state,
)

__all__ = ["Publishing"]

_SHARDS: Final = "DATELINE_OPENSEARCH_SHARDS"
_REFRESH_SECONDS: Final = 300.0  # all that was sent becomes searchable: of a long run that takes its time
_START_SECONDS: Final = 60.0  # until the shards of a new index are ready


class Publishing:
    """The published state of a name, and the one that is being written; `anew` in an index of its own."""

    def __init__(self, connection: Connection, lease: Lease, *, anew: bool = False) -> None:
        self.is_anew = anew
        self._connection = connection
        self._name = connection.address.name
        self._lease = lease
        self._now = next_time(0)
        self.is_begun = False  # whether anything of this writer's is on the server
        self._made: str | None = None  # the index that this writer has made
        self.is_new = False  # whether there was no index before
        self.is_moved = False  # whether the name stands for the index that was made anew
        self.old: str | None = None  # the index that the one being written replaces
        self.state: RemoteState | None = None

    def read(self) -> RemoteState | None:
        """What is published; None where nothing is. IndexVersion."""
        try:
            self.state = read_state(self._connection, self._name)
        except IndexMissing:
            self.state = None
        return self.state

    @property
    def physical(self) -> str:
        """The index that is written to."""
        assert self.state is not None
        return self.state.physical

    @property
    def time(self) -> int:
        """The time of the next state: that at which articles are indexed which are sent now."""
        return self._now

    def later_than(self, time: int) -> None:
        """Have the next state be of a later time than this one: of articles that a lost writer has sent."""
        self._now = next_time(max(time, self._now))

    # -- steps, in their order -------------------------------------------------------------------------

    def begin(self) -> None:
        """Mark the state as being written to; where there is none, or all is built anew, make an index."""
        if self.state is None or self.is_anew:
            self._make()
            self.is_begun = True
        else:
            self.mark()

    def mark(self) -> None:
        """Mark the state that there is as being written to, also where another is to be built anew."""
        assert self.state is not None
        self._now = next_time(self.state.time)
        self._write(replace(self.state, dirty=True))
        self.is_begun = True

    def mended(self) -> None:
        """Note that what was written so far only mended the state that there is."""
        self.show(ended=False)
        self.is_begun = not self.is_anew

    def _make(self) -> None:
        self._lease.check()
        before = self.state
        there = physical_indexes(self._connection, self._name)
        used = None
        with suppress(IndexMissing):
            used = physical_index(self._connection, self._name)
        for _, left in there:
            if left != used:  # of a writer that was killed
                self._remove(left)
        physical = self._made = f"{self._name}-{max([number for number, _ in there], default=0) + 1}"
        body: dict[str, Any] = {"settings": settings(_shards()), "mappings": mapping()}
        self.is_new = before is None and used is None
        if self.is_new and not self.is_anew:
            body["aliases"] = {self._name: {}}
        self._connection.put(f"/{files_index(physical)}", FILES_SETTINGS, seconds=_START_SECONDS)
        self.old = used
        generation, time, order = (0, 0, 0) if before is None else _counts(before)
        self._now = next_time(time)
        self._write(RemoteState(physical, generation, time, order, dirty=True))
        try:
            self._connection.put(f"/{physical}", body, seconds=_START_SECONDS)
        except Refused as error:
            self._remove(physical)
            if "alias" not in error.reason:
                raise
            raise Refused(
                error.address, f"is no name for an index there: {error.reason}", error.kind
            ) from error

    def keep(self, sources: Sequence[SourceEntry], next_source: int, portable: bool, next_order: int) -> None:
        """Write what rows, which are sent next, are about; nothing of it is shown yet."""
        assert self.state is not None
        kept = replace(
            self.state,
            sources=tuple(sources),
            next_source=next_source,
            portable=portable,
            next_order=next_order,
            dirty=True,
        )
        if kept != self.state:
            self._write(kept)

    def show(self, *, ended: bool) -> None:
        """Have the server show all that was acknowledged, and say so; `ended`: nobody writes any more."""
        assert self.state is not None
        path = f"/{self.physical},{files_index(self.physical)}/_refresh"
        self._connection.demand_whole(self._connection.post(path, seconds=_REFRESH_SECONDS))
        state = self.state
        self._write(replace(state, generation=state.generation + 1, time=self._now, dirty=not ended))
        self._now = next_time(self._now)

    def move_name(self) -> None:
        """Have the name stand for the index that was made anew; the one before is removed."""
        self._lease.check()
        add = {"add": {"index": self.physical, "alias": self._name}}
        remove = [] if self.old is None else [{"remove": {"index": self.old, "alias": self._name}}]
        self._connection.post("/_aliases", {"actions": [*remove, add]})
        self.is_moved = True
        if self.old is not None:
            self._remove(self.old)

    def discard(self) -> None:
        """Remove the index that this writer has made, of which nothing is published; never another's."""
        if self._made is not None:
            self._remove(self._made)

    def _remove(self, physical: str) -> None:
        for index in (physical, files_index(physical)):
            with suppress(NotFound):
                self._connection.delete(f"/{index}")

    def _write(self, state: RemoteState) -> None:
        """Write the state in the place of the one that is known. LeaseLost when another was written."""
        self._lease.check()
        path = f"/{files_index(state.physical)}/_doc/{STATE_ID}"
        known = self.state
        first = known is None or known.physical != state.physical
        params: dict[str, Any] = {"op_type": "create"}
        if known is not None and not first:
            params = {"if_seq_no": known.sequence, "if_primary_term": known.term}
        try:
            written = self._connection.put(path, packed_state(state), refresh="false", **params)
            sequence, term = written["_seq_no"], written["_primary_term"]
        except Conflict:  # of a request that was answered and not heard, perhaps
            found = self._connection.get(path)
            sequence, term = found["_seq_no"], found["_primary_term"]
            if unpacked_state(state.physical, found["_source"], sequence, term) != state:
                raise LeaseLost(str(self._connection.address)) from None
        self.state = replace(state, sequence=sequence, term=term)


def next_time(before: int) -> int:
    """The time of a state that replaces one of the time `before`."""
    from dateline.indexer.format.index.indexing_times import next_time as after

    return after(before)


def _counts(state: RemoteState) -> tuple[int, int, int]:
    return state.generation, state.time, state.next_order


def _shards() -> int:
    """Into how many shards a new index is cut: as many as the variable says, else one."""
    said = os.environ.get(_SHARDS, "")
    if not said:
        return 1
    if not said.isdecimal() or not 0 < int(said) <= 1024:
        raise Refused("", f"{_SHARDS} is {said!r}, no number of shards from 1 to 1,024")
    return int(said)
