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
    IndexUnreachable,
    NotFound,
    Refused,
    ServerError,
    TooBusy,
)
from dateline.indexer.opensearch import failures
from dateline.indexer.opensearch.address import Address
from dateline.indexer.opensearch.failures import PASSWORD, USER, reason_of

__all__ = ["Conflict", "Connection", "NotFound", "Refused", "ServerError", "TooBusy", "reason_of"]

_CONNECTIONS: Final = 8  # to each node, that are kept for the next call
# A breaker that was tripped by what others ask is often closed again after so many seconds.
_PAUSES: Final = (0.1, 0.4)


class Connection:
    """The nodes of an address. Threads may share it, and so may a forked process.

    `timeout` is in seconds, for each call. AddressError when the address can't be used as things are: a
    password over a connection that others can hear, or a certificate file that is not there.
    """

    def __init__(self, address: Address, *, timeout: float = 30.0) -> None:
        self.address = address
        self.timeout = timeout
        self._given = False  # whether it has a user and a password
        self._client = self._opened()
        self._process = os.getpid()
        # The same copies of the shards answer all that is asked by this connection, so that pages agree.
        self._preference = f"dateline-{os.urandom(6).hex()}"

    def _opened(self) -> Any:
        user, password = os.environ.get(USER), os.environ.get(PASSWORD)
        address = self.address
        self._given = bool(user)
        if user and not address.tls and not address.is_local:
            raise AddressError(
                str(address),
                "a password would cross the network for all to read. Use TLS, opensearchs://, or unset "
                f"{USER}",
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

    def get(
        self, path: str, body: Any = None, *, seconds: float | None = None, **params: Any
    ) -> dict[str, Any]:
        """What lies at a path, as `/news-1/_doc/1`; within `seconds`, if not the usual ones."""
        return self._ask("GET", path, body, params, seconds)

    def post(
        self, path: str, body: Any = None, *, seconds: float | None = None, **params: Any
    ) -> dict[str, Any]:
        """Send a body (a mapping, or bytes of JSON) to a path."""
        return self._ask("POST", path, body, params, seconds)

    def put(
        self, path: str, body: Any = None, *, seconds: float | None = None, **params: Any
    ) -> dict[str, Any]:
        """Put a body at a path."""
        return self._ask("PUT", path, body, params, seconds)

    def delete(self, path: str, body: Any = None, **params: Any) -> dict[str, Any]:
        """Remove what lies at a path."""
        return self._ask("DELETE", path, body, params)

    def head(self, path: str, **params: Any) -> bool:
        """Whether anything lies at a path."""
        return bool(self._send("HEAD", path, None, params, None))

    def search(self, index: str, body: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        """The whole answer of a search: one that lacks a shard, or was cut short, is an error."""
        params = {"allow_partial_search_results": "false", "preference": self._preference, **params}
        if "pit" in body:  # which has chosen its copies
            del params["preference"]
        found = self._patiently("POST", f"/{index}/_search" if index else "/_search", body, params)
        self.demand_whole(found)
        return found

    def msearch(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The whole answers of several searches, in their order; an error when any of them has one."""
        head = {"index": index, "preference": self._preference, "allow_partial_search_results": False}
        lines = [json.dumps(one, ensure_ascii=False) for body in bodies for one in (head, body)]
        answer = self._patiently("POST", "/_msearch", "\n".join([*lines, ""]).encode(), {})
        answers: list[dict[str, Any]] = answer["responses"]
        for one in answers:
            if "error" in one:
                raise failures.of_status(self.address, one.get("status", 500), one, given=self._given)
            self.demand_whole(one)
        return answers

    def bulk_raw(self, lines: bytes, *, seconds: float | None = None, **params: Any) -> dict[str, Any]:
        """Send lines of actions and documents; the answer, in which any item may have failed.

        Only this node is asked: who sends again knows what was sent.
        """
        return self._ask("POST", "/_bulk", lines, params, seconds)

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
            raise failures.of_stranger(self.address, f"{answer!r:.60}" if answer else "nothing")
        return answer

    def _send(
        self, method: str, path: str, body: Any, params: Mapping[str, Any], timeout: float | None
    ) -> Any:
        from opensearchpy import exceptions

        asked = {**params, "request_timeout": timeout or self.timeout}
        headers = {"content-type": "application/x-ndjson"} if isinstance(body, bytes) else None
        if self._process != os.getpid():  # the connections of a parent are its own: answers would be mixed up
            self._client, self._process = self._opened(), os.getpid()
        try:
            return self._client.transport.perform_request(
                method, quote(path, safe="/%,*"), params=asked, body=body, headers=headers
            )
        except exceptions.SSLError as error:
            raise failures.of_certificate(self.address, str(error.info or error)) from error
        except exceptions.ConnectionTimeout as error:
            raise failures.of_time(self.address, timeout or self.timeout) from error
        except exceptions.ConnectionError as error:
            said = str(error.info or error.error or error)
            raise failures.of_connection(self.address, said) from error
        except exceptions.TransportError as error:
            raise failures.of_status(
                self.address, error.status_code, error.info, given=self._given
            ) from error
        except exceptions.SerializationError as error:
            raise failures.of_stranger(self.address, "no JSON") from error

    def demand_whole(self, answer: Mapping[str, Any]) -> None:
        """IndexUnreachable where a shard has not answered: what is found without it would be wrong."""
        shards = answer.get("_shards", {})
        if answer.get("timed_out") or shards.get("failed"):
            raise failures.of_shards(self.address, shards)
