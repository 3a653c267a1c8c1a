"""The server: which address is which page?

`make_app` makes an ASGI application of an index. Pages are worked out by threads, so that a slow one keeps
nobody waiting; one that takes too long is given up. Whatever fails is a page with the right status, and of a
fault of the program also a line for whoever runs the server (`say`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from dateline.search.errors import IndexDamaged
from dateline.search.web.article_page import article_page, like_page
from dateline.search.web.completion import terms
from dateline.search.web.failures import failure, refusal, status_of
from dateline.search.web.formats import article_data, search_data
from dateline.search.web.guard import Guard
from dateline.search.web.links import ServerLinks, id_of
from dateline.search.web.opened import Opened
from dateline.search.web.opensearch import opensearch
from dateline.search.web.replies import MEDIA_TYPES, Page, Reply, Visit
from dateline.search.web.saved_page import saved_page
from dateline.search.web.search_page import search_page
from dateline.search.web.static_files import static_files
from dateline.search.web.values_page import values_data, values_page

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["TIME_LIMIT_S", "make_app"]

TIME_LIMIT_S: Final = 20.0  # of one request. Chosen by eye: who waits longer has gone
_THREADS: Final = 8
_MOST_ARGUMENTS: Final = 40


class _Everything(Convertor[str]):
    """The rest of a path, whatever it has."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("everything", _Everything())


def _say_nothing(line: str) -> None:
    """Nobody listens."""


def make_app(
    folders: Sequence[str],
    *,
    host: str = "127.0.0.1",
    token: str | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    say: Callable[[str], None] = _say_nothing,
) -> Starlette:
    """The application that serves the index in `folders`, several as one, to whoever listens on `host`.

    With a `token` only whoever brings it is answered, under whatever name; without, only who asks this
    machine. `say` is given one line for each fault.
    """
    site = _Site(folders, time_limit_s, say)
    pages: list[tuple[str, Page, str]] = [
        ("/", search_page, ""),
        ("/search", search_page, ""),
        *((f"/search.{ending}", search_data, ending) for ending in MEDIA_TYPES if ending),
        ("/values", values_page, ""),
        ("/values.json", values_data, "json"),
        ("/values.csv", values_data, "csv"),
        ("/terms", terms, "json"),
        ("/opensearch.xml", opensearch, ""),
    ]
    routes = [Route(path, site.endpoint(page, ending)) for path, page, ending in pages]
    routes += [
        Route("/a", site.article),
        Route("/a.{ending}", site.article),
        Route("/a/{rest:everything}", site.article),
        *(
            Route(f"/{name}{rest}", site.beside(f"/{name}", page))
            for name, page in (("file", saved_page), ("like", like_page))
            for rest in ("", "/{rest:everything}")
        ),
        Route("/static/{name}", site.static),
    ]
    guard = Middleware(
        Guard, host=host, token=token, refuse=lambda status, message: refusal(status, message, site.links)
    )
    return Starlette(
        routes=routes,
        middleware=[guard],
        exception_handlers={HTTPException: site.not_found},
        lifespan=site.lifespan,
    )


class _Site:
    """What the endpoints share."""

    def __init__(self, folders: Sequence[str], time_limit_s: float, say: Callable[[str], None]) -> None:
        self.opened = Opened(folders)
        self._folders = tuple(folders)
        self.links = ServerLinks({file.name: f"/static/{file.hashed_name}" for file in static_files()})
        self._static = {file.hashed_name: file for file in static_files()}
        self._time_limit_s = time_limit_s
        self._say = say
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="page")

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Let go of the threads when the server ends."""
        yield
        self._threads.shutdown(wait=False, cancel_futures=True)

    def endpoint(self, page: Page, ending: str) -> Callable[[Request], object]:
        """What answers the requests for a page."""

        async def answer(request: Request) -> Response:
            return await self._answered(request, page, "", ending)

        return answer

    async def article(self, request: Request) -> Response:
        """An article, or one of its formats, by the id in its address as it was before it was decoded."""
        article_id, ending = _named(request, "/a")
        return await self._answered(request, article_data if ending else article_page, article_id, ending)

    def beside(self, before: str, page: Page) -> Callable[[Request], object]:
        """What answers the requests for another page of an article."""

        async def answer(request: Request) -> Response:
            return await self._answered(request, page, _named(request, before)[0], "")

        return answer

    async def static(self, request: Request) -> Response:
        """A file that belongs to the pages, to be kept for ever."""
        file = self._static.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        headers = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(file.content, media_type=file.media_type, headers=headers)

    async def not_found(self, request: Request, error: Exception) -> Response:
        """The page of an address that there is none of."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _response(refusal(status, f"There is no page {request.url.path[:80]}.", self.links), request)

    async def _answered(self, request: Request, page: Page, rest: str, ending: str) -> Response:
        work = partial(self._reply, request, page, rest, ending)
        waiting = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            reply = await asyncio.wait_for(waiting, self._time_limit_s)
        except asyncio.TimeoutError:
            self._say(f"{request.url.path}: given up after {self._time_limit_s:g} s")
            reply = failure(TimeoutError(), self.links, ending)
        return _response(reply, request)

    def _reply(self, request: Request, page: Page, rest: str, ending: str) -> Reply:
        """The reply to a request, whatever happens."""
        archive = None
        try:
            arguments = parse_qsl(request.url.query, keep_blank_values=True, errors="replace")[
                :_MOST_ARGUMENTS
            ]
            archive = self.opened.newest()
            base = str(request.base_url).rstrip("/")
            return page(Visit(archive, self.links, tuple(arguments), rest, ending, base, self._folders))
        except Exception as error:
            if isinstance(error, IndexDamaged) and archive is not None:
                self.opened.forget(archive)
            if status_of(error) >= 500:
                self._say(f"{request.url.path}: {type(error).__name__}: {error}")
            return self._failure(error, ending)

    def _failure(self, error: Exception, ending: str) -> Reply:
        """The page of an error; a line, should even that page fail."""
        try:
            return failure(error, self.links, ending)
        except Exception as fault:
            self._say(f"{type(fault).__name__}: {fault}")
            return Reply(f"{type(error).__name__}\n", "text/plain", 500)


def _named(request: Request, before: str) -> tuple[str, str]:
    """The id of the article that an address names, and the format."""
    raw = request.scope.get("raw_path", request.scope["path"].encode()).decode("latin-1")
    article_id, ending = id_of(raw.removeprefix(before).removeprefix("/"))
    # One that a browser would take for a folder stands behind the ?
    return article_id or request.query_params.get("id", ""), ending


def _response(reply: Reply, request: Request) -> Response:
    """The reply as it is sent: not at all where the browser has the same already."""
    body = reply.body.encode("utf-8", "replace") if isinstance(reply.body, str) else reply.body
    # A page is asked for each time, and sent where it is another than the one that was kept.
    headers = {"cache-control": "private, no-cache", **reply.headers}
    if reply.status == 200:
        headers["etag"] = f'"{blake2b(body, digest_size=12).hexdigest()}"'
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
    return Response(body, status_code=reply.status, media_type=reply.media_type, headers=headers)
