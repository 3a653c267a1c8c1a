"""What went wrong with a server, in a line that says what to do next?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dateline.indexer.format.errors import (
    Conflict,
    DatelineError,
    IndexUnreachable,
    NotFound,
    Refused,
    TooBusy,
)
from dateline.indexer.opensearch.address import Address

__all__ = [
    "BLOCKED",
    "PASSWORD",
    "TOO_MANY_FORMS",
    "USER",
    "of_certificate",
    "of_connection",
    "of_shards",
    "of_status",
    "of_stranger",
    "of_time",
    "reason_of",
]

USER: Final = "DATELINE_OPENSEARCH_USER"
PASSWORD: Final = "DATELINE_OPENSEARCH_PASSWORD"
BLOCKED: Final = "cluster_block_exception"  # a disk that is full, an index that is closed to writers
_NO_NEW_INDEX: Final = "index_create_block_exception"  # every disk is all but full
TOO_MANY_FORMS: Final = "too_many_forms"
"""A pattern stands for more words than may be looked for beside others."""

_THERE: Final = ("resource_already_exists_exception", "version_conflict_engine_exception")
_MOST_REASON: Final = 300  # of what a server says: some reasons have the whole query in them


def of_certificate(address: Address, said: str) -> IndexUnreachable:
    """What TLS has said."""
    if "WRONG_VERSION" in said or "record layer" in said or "packet length" in said:
        return IndexUnreachable(str(address), "speaks no TLS there. Without it: opensearch://")
    reason = said.rpartition("certificate verify failed: ")[2].partition(" (_ssl")[0].strip("'\") ")
    return IndexUnreachable(
        str(address),
        f"its certificate can't be verified ({_line(reason)}). Give the file with that of the authority that "
        "signed it: ?ca=PATH",
    )


def of_time(address: Address, seconds: float) -> IndexUnreachable:
    """No answer for so long."""
    said = f"did not answer within {seconds:g} s. Is it busy? Try again"
    return IndexUnreachable(str(address), said, passing=True)


def of_connection(address: Address, said: str) -> IndexUnreachable:
    """What the system has said of a connection."""
    lowered = said.lower()
    if "refused" in lowered:
        reason = "nobody listens there. Is OpenSearch running? Start it, or mend the address"
    elif "name or service" in lowered or "getaddrinfo" in lowered or "nodename" in lowered:
        return IndexUnreachable(str(address), "there is no host of that name. Mend the address")
    elif any(one in lowered for one in ("aborted", "disconnected", "reset")):
        wants = "" if address.tls else " Does it want TLS: opensearchs://?"
        reason = f"hung up on us.{wants} Else try again"
    else:
        reason = f"can't be reached ({_line(said)}). Is it running, and the address right?"
    return IndexUnreachable(str(address), reason, passing=True)


def of_stranger(address: Address, said: str) -> IndexUnreachable:
    """An answer that no OpenSearch gives."""
    return IndexUnreachable(str(address), f"what answers there is no OpenSearch: it said {said}")


def of_status(address: Address, status: Any, info: Any, *, given: bool) -> DatelineError:
    """A status of HTTP, and what came with it. `given`: it was given a user and a password."""
    where = str(address)
    kind, reason = reason_of(info)
    if "expanded to too many terms" in reason:
        return Refused(where, f"refused: {reason}", TOO_MANY_FORMS)
    if status == 401:
        said = "does not take the user and password" if given else "wants a user and password"
        return IndexUnreachable(where, f"{said}. Set {USER} and {PASSWORD}")
    if kind == BLOCKED:
        remedy = "free or add disk on its nodes" if "disk" in reason else "see to its cluster"
        said = f"takes nothing in now ({reason}): {remedy}, and try again"
        return IndexUnreachable(where, said, passing=True)
    if kind == _NO_NEW_INDEX:
        said = f"takes no new index now ({reason}): are its disks full? Free or add some, and try again"
        return IndexUnreachable(where, said, passing=True)
    if status == 403:
        return IndexUnreachable(where, f"does not allow that ({reason}). Ask who runs it for the right")
    if status == 404:
        return NotFound(where, reason or "not found", kind)
    if status == 409 or kind in _THERE:
        return Conflict(where, reason or "was changed meanwhile", kind)
    if status == 429:
        return TooBusy(where, f"has no room for it at the moment ({reason}). Try again in a while", kind)
    if status in (502, 503, 504):
        return IndexUnreachable(
            where,
            f"part of it can't be reached now ({reason or status}). Is a node down? GET "
            "/_cluster/health tells; when it is yellow or green, try again",
            passing=True,
        )
    if status in (400, 405, 413):
        return Refused(where, f"refused: {reason or status}", kind)
    return IndexUnreachable(where, f"failed at it ({status}: {reason}). Its log says why", passing=True)


def of_shards(address: Address, shards: Mapping[str, Any]) -> IndexUnreachable:
    """An answer without some of the shards."""
    failed = shards.get("failures") or [{}]
    reason = reason_of({"error": failed[0].get("reason", {})})[1] or "no reason given"
    return IndexUnreachable(
        str(address),
        f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards did not answer ({reason}). What is "
        "found without them would be wrong; try again",
        passing=True,
    )


def reason_of(info: Any) -> tuple[str, str]:
    """The server's name of what went wrong, and what it says, in a line; the innermost cause of a search."""
    error = info.get("error", info) if isinstance(info, Mapping) else info
    if not isinstance(error, Mapping):
        return "", _line(str(error or ""))
    roots = error.get("root_cause")
    kind, reason = str(error.get("type", "")), str(error.get("reason") or "")
    if isinstance(roots, list) and roots and isinstance(roots[0], Mapping):
        kind = str(roots[0].get("type", kind))
        reason = str(roots[0].get("reason") or reason)
    cause = error.get("caused_by")
    while isinstance(cause, Mapping):
        if cause.get("reason") and str(cause["reason"]) not in reason:
            reason = f"{reason}: {cause['reason']}"
        cause = cause.get("caused_by")
    return kind, _line(reason or kind)


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_REASON else f"{line[:_MOST_REASON]} …"
