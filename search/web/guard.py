"""Who may ask the server, and what may a page of it do in a browser?

An archive is its owner's alone. A page of another site, opened in the same browser, may send requests here;
so:

- a request must name this machine as its host (a name of somebody else's that was pointed here does not: DNS
  rebinding), or bring the token that the server was started with;
- what a page of another site loads from here, as a picture or a script, is refused, by what browsers say of
  it;
- nothing but reading is there to be asked for.

A page may load styles, scripts and pictures of this server and nothing else; no script stands in a page, no
other site may frame it, and no link tells another site where it was.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from dateline.search.web.replies import Reply

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "HEADERS", "Guard", "is_loopback"]

COOKIE: Final = "dateline"

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_LOCAL_NAMES: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_HOST: Final = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\[\]:/@\s]+))(?::\d*)?")
_LONGEST: Final = 64 * 1024  # of what stands after `?`; a query of 20,000 letters of three bytes has more


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """An ASGI application before another. `refuse` makes the page of a refusal, of a status and a reason."""

    def __init__(
        self, app: ASGIApp, *, host: str, token: str | None, refuse: Callable[[int, str], Reply]
    ) -> None:
        self._app = app
        self._names = _LOCAL_NAMES | {host.lower().strip("[]")}
        self._token = token
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through with the token taken out of its address, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        if refused := self._refusal(scope, headers):
            await _answer(self._refuse(*refused), scope, receive, send)
            return
        if self._token is not None and not scope["path"].startswith("/static/"):
            entered = self._entered(scope, headers)
            if isinstance(entered, Reply):
                await _answer(entered, scope, receive, send)
                return
            scope = {**scope, "query_string": entered}
        await self._app(scope, receive, _guarded(send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        """The status and the reason why a request is answered with neither page nor data."""
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "The archive is only read here: GET and HEAD are all there is."
        if len(scope["query_string"]) > _LONGEST:
            return 414, "The address is too long. Search for the main words, or for a phrase."
        # With a token a wrong name opens nothing: the cookie is kept for the name it was given under.
        if self._token is None and _host_name(headers.get("host", "")) not in self._names:
            return 403, "This server answers under the name of its own machine only, as http://127.0.0.1."
        elsewhere = headers.get("sec-fetch-site", "") in ("cross-site", "same-site")
        if elsewhere and headers.get("sec-fetch-mode", "") != "navigate":
            return 403, "A page of another site asked for this."
        return None

    def _entered(self, scope: Scope, headers: dict[str, str]) -> bytes | Reply:
        """What stands after `?` without the token, where the request may pass; else what answers it."""
        assert self._token is not None
        arguments = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in arguments if name == "token"]
        rest = [(name, value) for name, value in arguments if name != "token"]
        if given and _same(given[0], self._token):
            query = urlencode(rest)
            if "." in scope["path"].rpartition("/")[2]:  # data, for programs that keep no cookies
                return query.encode()
            place = scope.get("raw_path", scope["path"].encode()).decode("latin-1") + (
                f"?{query}" if query else ""
            )
            cookie = f"{COOKIE}={_cookie_of(self._token)}; HttpOnly; SameSite=Strict; Path=/"
            # Two slashes would name another host.
            return Reply("", status=303, headers={"location": f"/{place.lstrip('/')}", "set-cookie": cookie})
        bearer = headers.get("authorization", "")
        if bearer.startswith("Bearer ") and _same(bearer[7:].strip(), self._token):
            return bytes(scope["query_string"])
        if not given and _same(_cookie_in(headers.get("cookie", "")), _cookie_of(self._token)):
            return bytes(scope["query_string"])
        return self._refuse(
            401, "The token is not the right one." if given else "This archive asks for its token."
        )


def _host_name(host: str) -> str:
    """The name of a Host header without its port, in small letters; "" for what is none."""
    found = _HOST.fullmatch(host.strip().lower())
    return (found[1] or found[2]) if found else ""


def _same(given: str, wanted: str) -> bool:
    """Whether two texts are the same, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8"))


def _cookie_of(token: str) -> str:
    """What the cookie holds: whoever reads it can't tell the token."""
    return hmac.digest(token.encode(), b"dateline cookie", "sha256").hex()


def _cookie_in(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


async def _answer(reply: Reply, scope: Scope, receive: Receive, send: Send) -> None:
    response = Response(
        reply.body,
        status_code=reply.status,
        media_type=reply.media_type,
        headers={"cache-control": "no-store", **reply.headers},
    )
    await response(scope, receive, _guarded(send))


def _guarded(send: Send) -> Send:
    """Sends with the headers of every reply; a page that has one of its own keeps it."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message["headers"]}
            added = [
                (name.encode(), value.encode())
                for name, value in HEADERS.items()
                if name.encode() not in there
            ]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sending
