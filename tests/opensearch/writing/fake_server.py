"""A server that answers as it is told, to see what is made of answers that real nodes seldom give."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Answer", "serving"]

# What a request (method, path, body) is answered: a status, and what is sent as JSON. None: it hangs up.
Answer = Callable[[str, str, bytes], tuple[int, Any] | None]


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """`opensearch://host:port` of a server that answers so."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            said = answer(self.command, self.path.partition("?")[0], body)
            if said is None:
                self.close_connection = True
                return
            status, given = said
            sent = given if isinstance(given, bytes) else json.dumps(given).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Nothing: a client that hangs up is no fault, and what is printed would be another test's."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"opensearch://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
