"""How is a server spoken to, and in which words does what goes wrong there reach a person?

Every call has a timeout. A node that can't be reached is passed over for the next one. Whatever the client
library or the server says comes out as one of our errors, with what to do next.

The library is imported here alone, when the first connection is made.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from urllib.parse import quote

from dateline.indexer.format.errors import (
    AddressError,
    Conflict,
    DatelineError,
    IndexUnreachable,
    NotFound,
    Refused,
    ServerError,
    TooBusy,
)
from dateline.indexer.opensearch.address import Address

__all__ = ["Conflict", "Connection", "NotFound", "Refused", "ServerError", "TooBusy"]

_USER: Final = "DATELINE_OPENSEARCH_USER"
_PASSWORD: Final = "DATELINE_OPENSEARCH_PASSWORD"
_CONNECTIONS: Final = 8  # to each node, that are kept for the next call
# A breaker that was tripped by what others ask is often closed again after so many seconds.
_PAUSES: Final = (0.1, 0.4)
_MOST_REASON: Final = 300  # of what a server says: some reasons have the whole query in them


class Connection:
    """The nodes of an address. Threads may share it; a forked process makes one of its own.

    `timeout` is in seconds, for each call. AddressError when the address can't be used as things are: a
    password over a connection that others can hear, or a certificate file that is not there.
    """

    def __init__(self, address: Address, *, timeout: float = 30.0) -> None:
        self.address = address
        self.timeout = timeout
        self.said = False  # whether it was given a user and a password
        self._client = self._opened()
        # The same copies of the shards answer all that is asked by this connection, so that pages agree.
        self._preference = f"dateline-{os.urandom(6).hex()}"

    def _opened(self) -> Any:
        user, password = os.environ.get(_USER), os.environ.get(_PASSWORD)
        address = self.address
        self.said = bool(user)
        if user and not address.tls and not address.is_local:
            raise AddressError(
                str(address),
                "a password would cross the network for all to read. Use TLS, opensearchs://, or unset "
                f"{_USER}",
                example=False,
            )
        if address.ca is not None and not os.path.isfile(address.ca):
            raise AddressError(str(address), f"there is no certificate file {address.ca}", example=False)
        try:
            from opensearchpy import OpenSearch
        except ImportError as error:
            raise IndexUnreachable(
                str(address), 'needs the client of OpenSearch: pip install "dateline[opensearch]"'
            ) from error
        secure: dict[str, Any] = {}
        if address.tls:
            secure = {"use_ssl": True, "verify_certs": True, "ca_certs": address.ca}
        return OpenSearch(
            hosts=[{"host": host, "port": port} for host, port in address.hosts],
            http_auth=(user, password or "") if user else None,
            timeout=self.timeout,
            maxsize=_CONNECTIONS,
            max_retries=max(1, len(address.hosts)),
            retry_on_status=(),
            retry_on_timeout=False,
            **secure,
        )

    # -- calls -----------------------------------------------------------------------------------------

    def get(self, path: str, body: Any = None, **params: Any) -> dict[str, Any]:
        """What lies at a path: `_doc/1` of an index as `/name/_doc/1`."""
        return self._ask("GET", path, body, params)

    def post(self, path: str, body: Any = None, **params: Any) -> dict[str, Any]:
        """Send a body (a mapping, or bytes of JSON) to a path."""
        return self._ask("POST", path, body, params)

    def put(self, path: str, body: Any = None, **params: Any) -> dict[str, Any]:
        """Put a body at a path."""
        return self._ask("PUT", path, body, params)

    def delete(self, path: str, **params: Any) -> dict[str, Any]:
        """Remove what lies at a path."""
        return self._ask("DELETE", path, None, params)

    def head(self, path: str, **params: Any) -> bool:
        """Whether anything lies at a path."""
        return bool(self._send("HEAD", path, None, params, None))

    def search(self, index: str, body: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        """The whole answer of a search: one that lacks a shard, or was cut short, is an error."""
        params = {"allow_partial_search_results": "false", "preference": self._preference, **params}
        if "scroll" in params or "pit" in body:
            params.pop("allow_partial_search_results" if "scroll" in params else "preference")
        found = self._patiently("POST", f"/{index}/_search" if index else "/_search", body, params)
        self._demand_whole(found)
        return found

    def msearch(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The whole answers of several searches, in their order; an error when any of them has one."""
        head = {"index": index, "preference": self._preference, "allow_partial_search_results": False}
        lines = [json.dumps(one, ensure_ascii=False) for body in bodies for one in (head, body)]
        answer = self._patiently("POST", "/_msearch", "\n".join([*lines, ""]).encode(), {})
        answers: list[dict[str, Any]] = answer["responses"]
        for one in answers:
            if "error" in one:
                raise self._error(one.get("status", 500), one)
            self._demand_whole(one)
        return answers

    def bulk_raw(self, lines: bytes, *, timeout: float | None = None, **params: Any) -> dict[str, Any]:
        """Send lines of actions and documents; the answer, in which any item may have failed.

        Only this node is asked: who sends again knows what was sent.
        """
        return self._ask("POST", "/_bulk", lines, params, timeout)

    def close(self) -> None:
        """End it."""
        self._client.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _patiently(self, method: str, path: str, body: Any, params: Mapping[str, Any]) -> dict[str, Any]:
        """Ask, and once or twice more where the server was too busy."""
        for pause in _PAUSES:
            with suppress(TooBusy):
                return self._ask(method, path, body, params)
            time.sleep(pause)
        return self._ask(method, path, body, params)

    def _ask(
        self, method: str, path: str, body: Any, params: Mapping[str, Any], timeout: float | None = None
    ) -> dict[str, Any]:
        answer = self._send(method, path, body, params, timeout)
        if not isinstance(answer, dict):
            found = f"{answer!r:.60}" if answer else "nothing"
            raise IndexUnreachable(str(self.address), f"what answers is no OpenSearch: it said {found}")
        return answer

    def _send(
        self, method: str, path: str, body: Any, params: Mapping[str, Any], timeout: float | None
    ) -> Any:
        from opensearchpy import exceptions

        asked = {**params, "request_timeout": timeout or self.timeout}
        headers = {"content-type": "application/x-ndjson"} if isinstance(body, bytes) else None
        try:
            return self._client.transport.perform_request(
                method, quote(path, safe="/%,*"), params=asked, body=body, headers=headers
            )
        except exceptions.SSLError as error:
            raise self._untrusted(error) from error
        except exceptions.ConnectionTimeout as error:
            raise IndexUnreachable(
                str(self.address),
                f"did not answer within {timeout or self.timeout:g} s. Is it busy? Try again",
            ) from error
        except exceptions.ConnectionError as error:
            raise self._unreachable(error) from error
        except exceptions.TransportError as error:
            raise self._error(error.status_code, error.info) from error
        except exceptions.SerializationError as error:
            raise IndexUnreachable(
                str(self.address), "what answers is no OpenSearch, or something between changes what it says"
            ) from error

    # -- what went wrong -------------------------------------------------------------------------------

    def _untrusted(self, error: Any) -> DatelineError:
        said = str(error.info or error)
        if "WRONG_VERSION" in said or "record layer" in said or "packet length" in said:
            return IndexUnreachable(str(self.address), "speaks no TLS there. Without it: opensearch://")
        reason = said.rpartition("certificate verify failed: ")[2] if "verify failed" in said else said
        reason = reason.partition(" (_ssl")[0].strip("'\") ")
        return IndexUnreachable(
            str(self.address),
            f"its certificate can't be verified ({reason:.{_MOST_REASON}}). Give the file with that of the "
            "authority that signed it: ?ca=PATH",
        )

    def _unreachable(self, error: Any) -> DatelineError:
        said = str(error.info or error.error or error)
        lowered = said.lower()
        if "refused" in lowered:
            reason = "nobody listens there. Is OpenSearch running? Start it, or mend the address"
        elif "name or service" in lowered or "getaddrinfo" in lowered or "nodename" in lowered:
            reason = "there is no host of that name. Mend the address"
        elif (
            "aborted" in lowered or "disconnected" in lowered or "reset" in lowered
        ) and not self.address.tls:
            reason = "hung up on us. Does it want TLS: opensearchs://? Else try again"
        else:
            reason = f"can't be reached ({said:.{_MOST_REASON}}). Is it running, and the address right?"
        return IndexUnreachable(str(self.address), reason)

    def _error(self, status: Any, info: Any) -> DatelineError:
        """What a status of HTTP and what came with it means."""
        where = str(self.address)
        kind, reason = _reason_of(info)
        if status == 401:
            said = "does not take the user and password" if self.said else "wants a user and password"
            return IndexUnreachable(where, f"{said}. Set {_USER} and {_PASSWORD}")
        if status == 403 and kind != "cluster_block_exception":
            return IndexUnreachable(where, f"does not allow that ({reason}). Ask who runs it for the right")
        if status == 404:
            return NotFound(where, reason or "not found", kind)
        if status == 409 or kind in (
            "resource_already_exists_exception",
            "version_conflict_engine_exception",
        ):
            return Conflict(where, reason or "was changed meanwhile", kind)
        if status == 429 and kind != "cluster_block_exception":
            return TooBusy(where, f"has no room for it at the moment ({reason}). Try again in a while", kind)
        if kind == "cluster_block_exception":
            remedy = "free or add disk on its nodes" if "disk" in reason else "see to its cluster"
            return IndexUnreachable(where, f"takes nothing in now ({reason}): {remedy}, and try again")
        if status in (502, 503, 504):
            return IndexUnreachable(
                where,
                f"part of it can't be reached now ({reason or status}). Is a node down? Its state: "
                "GET /_cluster/health; when it is yellow or green, try again",
            )
        if status in (400, 405, 413):
            return Refused(where, f"refused: {reason or status}", kind)
        return IndexUnreachable(where, f"failed at it ({status}: {reason}). Its log says why")

    def _demand_whole(self, answer: Mapping[str, Any]) -> None:
        shards = answer.get("_shards", {})
        if answer.get("timed_out") or shards.get("failed"):
            failures = shards.get("failures") or [{}]
            reason = _reason_of({"error": failures[0].get("reason", {})})[1]
            raise IndexUnreachable(
                str(self.address),
                f"{shards.get('failed', 0)} of {shards.get('total', 0)} shards did not answer "
                f"({reason or 'no reason given'}). An answer without them would be wrong; try again",
            )


def _reason_of(info: Any) -> tuple[str, str]:
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
