"""Which state of an index on a server is the one that counts, and where does it lie?

The name of an address is an alias of the physical index, `news` of `news-1`. Beside that lies
`news-1-files`: what is known of the files that were read (remote_ledger.py), and one document of the state.
Who builds an index anew builds `news-2`, and moves the alias.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from dateline.indexer.format.errors import IndexMissing, IndexVersion
from dateline.indexer.format.index.source_table import SourceEntry, source_entries
from dateline.indexer.opensearch.connection import Connection, NotFound

__all__ = [
    "STATE_ID",
    "RemoteState",
    "demand_version",
    "files_index",
    "lease_index",
    "packed_state",
    "physical_index",
    "physical_indexes",
    "read_state",
    "read_state_after",
    "unpacked_state",
]

STATE_ID: Final = "state"


@dataclass(frozen=True, slots=True)
class RemoteState:
    """One state of an index on a server.

    `physical` is the index that has its articles, `generation` goes up with every state that is published,
    `time` is when that was (milliseconds since 1970, later than the one before), `next_order` the number of
    the next article. `dirty`: a writer has begun and has not ended, so that there may be more, or less.
    `sequence` and `term` are what the server calls this writing of the state.
    """

    physical: str
    generation: int = 0
    time: int = 0
    next_order: int = 0
    sources: tuple[SourceEntry, ...] = ()
    next_source: int = 1
    portable: bool = False
    dirty: bool = False
    sequence: int = field(default=-1, compare=False)
    term: int = field(default=-1, compare=False)


def files_index(physical: str) -> str:
    """The index beside a physical one that has its state and what is known of files."""
    return f"{physical}-files"


def lease_index(name: str) -> str:
    """The index that has the lease of those who write to a name."""
    return f"{name}-lease"


def physical_index(connection: Connection, name: str) -> str:
    """The index that the name of an address stands for. IndexMissing."""
    try:
        # Not by `/_alias/NAME`: that is asked of all indexes there are, and wants a right to all of them.
        # Nor by `/NAME/_alias`: a node that has just been started says no to it, before it knows.
        found = connection.get(f"/{name}-*/_alias/{name}")
    except NotFound:
        raise IndexMissing(str(connection.address)) from None
    named = [one for one in found if isinstance(found[one], Mapping)]
    if len(named) != 1:  # somebody else's alias, over several
        raise IndexMissing(str(connection.address))
    return named[0]


def physical_indexes(connection: Connection, name: str) -> list[tuple[int, str]]:
    """The numbers and names of all physical indexes there are for a name, be they in use or left over."""
    found = connection.get(f"/{name}-*", expand_wildcards="all", ignore_unavailable="true")
    numbered = re.compile(rf"({re.escape(name)}-(\d{{1,9}}))(?:-files)?")  # one of the two may be made alone
    matches = [match for one in found if (match := numbered.fullmatch(one))]
    return sorted({(int(match[2]), match[1]) for match in matches})


def read_state(connection: Connection, name: str) -> RemoteState:
    """The state of an index. IndexMissing; IndexVersion when another Dateline has made it."""
    for _ in range(2):
        physical = physical_index(connection, name)
        try:
            demand_version(connection, physical)
            return _state(connection, physical)
        except NotFound:  # built anew meanwhile
            continue
    raise IndexMissing(str(connection.address))


def read_state_after(connection: Connection, name: str, before: RemoteState) -> RemoteState:
    """The state of an index that one was read of: what made it is known. IndexMissing, IndexVersion."""
    try:
        return _state(connection, before.physical)
    except NotFound:  # built anew since
        return read_state(connection, name)


def demand_version(connection: Connection, physical: str) -> None:
    """IndexVersion unless an index is laid out, and its text analysed, as this Dateline does it."""
    from dateline.indexer.opensearch.schema import mapping  # with all of analysis

    found = connection.get(f"/{physical}/_mapping")[physical]["mappings"].get("_meta", {}).get("dateline")
    wanted = mapping()["_meta"]["dateline"]
    if found != wanted:
        raise IndexVersion(str(connection.address), _told(found), _told(wanted))


def _told(version: Any) -> str:
    """A version in words."""
    if not isinstance(version, Mapping):
        return "of another program"
    return f"{version.get('schema')} (analysis {version.get('analysis')})"


def _state(connection: Connection, physical: str) -> RemoteState:
    found = connection.get(f"/{files_index(physical)}/_doc/{STATE_ID}")
    return unpacked_state(physical, found["_source"], found["_seq_no"], found["_primary_term"])


def packed_state(state: RemoteState) -> dict[str, Any]:
    """The document of a state."""
    packed = asdict(state)
    for name in ("physical", "sequence", "term"):
        del packed[name]
    return {"state": packed}


def unpacked_state(physical: str, source: Mapping[str, Any], sequence: int, term: int) -> RemoteState:
    """The state that a document is."""
    given = source["state"]
    sources = source_entries(given["sources"], given["next_source"])
    return RemoteState(physical, sequence=sequence, term=term, **{**given, "sources": sources})
