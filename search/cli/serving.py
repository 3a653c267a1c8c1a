"""`dateline serve`: the archive in a browser."""

from __future__ import annotations

import gc
import socket
import sys
from contextlib import suppress

import click

from dateline.search.cli.options import command, index_option
from dateline.search.cli.streams import FOUND, say, write

__all__ = ["serve"]

_LEAST_TOKEN = 16


@command(
    "serve",
    """
dateline serve
dateline serve --index ~/archive.index --port 8080
dateline serve --host 0.0.0.0 --token "$(openssl rand -hex 16)"
""",
)
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    metavar="N",
    help="0 takes one that is free.",
)
@click.option(
    "--token", envvar="DATELINE_TOKEN", metavar="T", help="What a visitor must bring once.  [$DATELINE_TOKEN]"
)
def serve(folder: tuple[str, ...], host: str, port: int, token: str | None) -> int:
    """Serve the archive to browsers of this machine: search, read, count, export; nothing is written.

    Others are let in by --host with --token.
    """
    try:
        import jinja2  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is not installed. Run: pip install 'dateline[web]'"
        ) from error
    from dateline.search.archive import Archive
    from dateline.search.web.app import make_app
    from dateline.search.web.guard import is_loopback

    if (token is not None and len(token) < _LEAST_TOKEN) or (token is None and not is_loopback(host)):
        import secrets

        reason = "is too short" if token else f"is needed for --host {host}, which lets others in"
        raise click.UsageError(f"A token {reason}. Give one such as --token {secrets.token_urlsafe(16)}")
    Archive.open(folder).close()  # say now what is wrong with it
    listening = _listening(host, port)
    gc.enable()  # commands live too short for it, see dateline/__main__.py
    name = f"[{host}]" if ":" in host else host
    write([f"http://{name}:{listening.getsockname()[1]}/{f'?token={token}' if token else ''}"])
    sys.stdout.flush()
    app = make_app(folder, host=host, token=token, say=say)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
    with suppress(KeyboardInterrupt):  # how a server is ended
        uvicorn.Server(config).run(sockets=[listening])
    return FOUND


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(128)
    except OSError as error:
        raise click.ClickException(
            f"can't listen on {host}:{port}: {error.strerror}. Another one: --port N"
        ) from error
    return made
