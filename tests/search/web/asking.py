"""Asks an ASGI application without a server: the request as a browser would send it, the reply whole.

reply = ask(app, "/search?q=border")
assert (reply.status, "border" in reply.text) == (200, True)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp

__all__ = ["Answer", "ask"]


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(
    app: ASGIApp, address: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Answer:
    """The reply of `app` to a request for `address`, a path with what stands after `?`."""
    return asyncio.run(answered(app, address, method=method, headers=headers))


async def answered(
    app: ASGIApp, address: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Answer:
    """The same, for whoever asks several at once."""
    path, _, query = address.partition("?")
    sent = {"host": "127.0.0.1:8001", **(headers or {})}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in sent.items()],
        "server": ("127.0.0.1", 8001),
        "client": ("127.0.0.1", 50000),
    }
    messages: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    await app(scope, receive, send)
    start = messages[0]
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return Answer(
        start["status"], {name.decode(): value.decode("latin-1") for name, value in start["headers"]}, body
    )
