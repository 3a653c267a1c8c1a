"""`dateline serve`: the archive in a browser, or its pages in a folder."""

from __future__ import annotations

import gc
import socket
import sys
from contextlib import suppress
from importlib.util import find_spec
from typing import Final

import click

from dateline.search.cli.options import as_text, command, index_option
from dateline.search.cli.streams import FOUND, NOTHING, say, write

__all__ = ["serve"]

_NEEDED: Final = ("starlette", "uvicorn", "jinja2")
_LEAST_TOKEN: Final = 16  # letters: what nobody guesses by asking
_QUEUE: Final = 128  # of connections that wait


@command(
    "serve",
    """
dateline serve                                      then open http://127.0.0.1:8001/
dateline serve --index ~/archive.index --port 8080
dateline serve --host 0.0.0.0 --token "$(openssl rand -hex 16)"
dateline serve --export pages 'drug trafficking' 'Kabul after:2013'
""",
)
@click.argument("queries", nargs=-1, metavar="[QUERY]...")
@index_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="H",
    help="Where to listen; what others can reach needs a token.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    metavar="N",
    help="0 takes one that is free.",
)
@click.option(
    "--token",
    envvar="DATELINE_TOKEN",
    metavar="T",
    help="What a visitor must bring once, of 16 letters or more.  [$DATELINE_TOKEN]",
)
@click.option(
    "--export",
    "export_to",
    metavar="DIR",
    type=click.Path(),
    help="Serve nothing: write the pages of the queries into a new folder.",
)
def serve(
    queries: tuple[str, ...],
    folder: tuple[str, ...],
    host: str,
    port: int,
    token: str | None,
    export_to: str | None,
) -> int:
    """Show the archive in a browser: pages to search and to read, feeds, data. Nothing is ever written to it.

    Prints its address; Ctrl-C ends it. What is indexed meanwhile is found without a restart.
    """
    _check_installed()
    if export_to is not None:
        return _export(folder, export_to, tuple(map(as_text, queries)))
    if queries:
        raise click.UsageError("Queries are typed in the browser, or written with --export DIR.")
    _check_token(host, token)
    from dateline.search.archive import Archive

    Archive.open(folder).close()  # what is wrong with it is said now
    _run(folder, host, _listening(host, port), token)
    return FOUND


def _check_installed() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        raise click.ClickException(
            f"{', '.join(missing)} {are} not installed. For pages in a browser: pip install 'dateline[web]'"
        )


def _check_token(host: str, token: str | None) -> None:
    from dateline.search.web.guard import is_loopback

    if token is None and is_loopback(host):
        return
    if token is None or len(token) < _LEAST_TOKEN:
        import secrets

        wrong = (
            f"is needed where others can come in, by {host}" if token is None else "is too short to be safe"
        )
        raise click.UsageError(f"A token {wrong}. Take this one: --token {secrets.token_urlsafe(16)}")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise click.UsageError("A token is of ASCII letters, figures and signs, without blanks.")


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there, so that a port in use is an error of one line."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":  # where it would take a port that is in use
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_QUEUE)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"can't listen on {host}, port {port}: {reason}. Try --port N") from error
    return listening


def _run(folder: tuple[str, ...], host: str, listening: socket.socket, token: str | None) -> None:
    """Serve until Ctrl-C."""
    import uvicorn

    from dateline.search.web.app import make_app

    gc.enable()  # commands live too short for it: dateline/__main__.py
    app = make_app(folder, host=host, token=token, say=lambda line: say(f"Error: {line}"))
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",  # what goes wrong is said by the application, a line each
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    name = f"[{host}]" if ":" in host else host
    write([f"http://{name}:{listening.getsockname()[1]}/{f'?token={token}' if token else ''}"])
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):  # which is how a server is ended
        uvicorn.Server(config).run(sockets=[listening])


def _export(folder: tuple[str, ...], export_to: str, queries: tuple[str, ...]) -> int:
    """Write the pages of some queries."""
    if not queries:
        raise click.UsageError("Missing query: which pages are to be written?")
    from dateline.search.archive import Archive
    from dateline.search.output.page import counted
    from dateline.search.web.exported import export_pages

    with Archive.open(folder) as archive:
        written = export_pages(archive, export_to, queries)
    say(f"{counted(written.pages, 'page')} of {counted(written.articles, 'article')} in {written.folder}")
    write([str(written.first)])
    return FOUND if written.articles else NOTHING
