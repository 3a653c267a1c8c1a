"""Is docs/opensearch.md true: its variables, addresses, commands, numbers, certificates and snapshots?"""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final

import click
import pytest

from benchmarks.opensearch_server import VERSION
from dateline import build
from dateline.cli import cli
from dateline.indexer.format.errors import IndexUnreachable
from dateline.indexer.opensearch.address import AddressError, parse_address
from dateline.indexer.opensearch.bulk import PATIENCE
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.reader import RemoteReader
from dateline.indexer.opensearch.schema import settings
from tests.opensearch.served import VARIABLE, asked, indices
from tests.places import DOCS, HOUSE

PAGE: Final = (DOCS / "opensearch.md").read_text("utf-8")
COMPOSE: Final = (DOCS / "opensearch-compose.yml").read_text("utf-8")
CODE: Final = "\n".join(
    path.read_text("utf-8") for room in ("indexer", "search") for path in sorted((HOUSE / room).rglob("*.py"))
)
_ADDRESS: Final = re.compile(r"opensearchs?://[^\s`'\"…]+")
_VARIABLE: Final = re.compile(r"DATELINE_OPENSEARCH_[A-Z]+")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def section(heading: str) -> str:
    return re.split(r"^##+ ", PAGE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_variables_are_those_of_the_code() -> None:
    assert set(_VARIABLE.findall(PAGE)) == set(_VARIABLE.findall(CODE))


def test_every_address_is_one() -> None:
    addresses = [one for one in _ADDRESS.findall(PAGE) if "HOST" not in one and "/" in one[14:]]

    assert len(addresses) > 3
    for one in addresses:
        parse_address(one)


def test_a_password_in_an_address_is_refused_as_it_says() -> None:
    with pytest.raises(AddressError):
        parse_address("opensearch://ann:secret@localhost/news")


def test_every_command_and_option_is_there() -> None:
    typed = re.findall(r"dateline ([a-z]+)((?: [^\n`;]*)?)", PAGE)
    named = [(name, rest) for name, rest in typed if name in cli.list_commands(click.Context(cli))]

    assert {"index", "search", "copy", "update", "stats"} <= {name for name, _ in named}
    for name, rest in named:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        options = {opt for param in command.params for opt in param.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", rest)) <= options, name


def test_the_waits_are_those_of_the_code() -> None:
    from dateline.indexer.opensearch import lease

    assert "three minutes\nat most" in PAGE
    assert PATIENCE == 180
    assert "runs out after a minute" in PAGE
    assert lease._SECONDS == 60
    assert "After a minute the copies are made anew" in PAGE
    assert settings()["index"]["unassigned.node_left.delayed_timeout"] == "1m"


def test_the_compose_file_is_of_the_version_that_is_tested_and_of_a_majority() -> None:
    assert set(re.findall(r"opensearchproject/opensearch:(\S+)", COMPOSE)) == {VERSION}
    assert f"opensearchproject/opensearch:{VERSION}`" in PAGE
    assert re.search(r"cluster_manager_nodes: (.*)", COMPOSE)[1].count(",") == 2  # type: ignore[index]
    assert len(re.findall(r"node.roles: cluster_manager,data", COMPOSE)) == 1  # and its heir
    assert set(re.findall(r'ports: \["(.*?):', COMPOSE)) == {"127.0.0.1"}


def test_every_file_that_the_compose_file_wants_is_told_of() -> None:
    wanted = set(re.findall(r"^      - \./(\S+?):", COMPOSE, re.MULTILINE))
    wanted |= set(re.findall(r"filepath: (\S+)", COMPOSE))

    assert {Path(one).name for one in wanted} == {
        "certificates", "ca.pem", "node.pem", "node-key.pem", "internal_users.yml", "roles.yml",
        "roles_mapping.yml",
    }  # fmt: skip
    assert all(f"`{Path(one).name}" in PAGE for one in wanted)


class _Node(BaseHTTPRequestHandler):
    """What answers as a node does."""

    def do_GET(self) -> None:
        body = json.dumps({"version": {"number": VERSION}}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server with the certificates that the page's commands make, which lie in this folder."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl")
    monkeypatch.chdir(tmp_path)
    [script] = blocks("sh")
    subprocess.run(["sh", "-e", "-c", script], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("node.pem", "node-key.pem")
    server = HTTPServer(("127.0.0.1", 0), _Node)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_certificates_that_it_makes_are_trusted_by_their_authority_alone(
    certified: int, host: str
) -> None:
    with Connection(parse_address(f"opensearchs://{host}:{certified}/news?ca=ca.pem")) as connection:
        assert connection.get("/")["version"]["number"] == VERSION
    with (
        Connection(parse_address(f"opensearchs://{host}:{certified}/news")) as connection,
        pytest.raises(IndexUnreachable, match="certificate"),
    ):
        connection.get("/")


def test_a_snapshot_brings_back_what_was_removed(
    nodes: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = asked(nodes, "/_nodes/settings?filter_path=nodes.*.settings.path.repo")
    if not found:
        pytest.skip(f"the nodes that {VARIABLE} names have no path.repo")
    name = address.rpartition("/")[2]
    build([{"id": "a", "text": "The harbour was closed."}], index=address)
    requests = [
        request.partition("\n") for block in blocks("http") for request in block.strip().split("\n\n")
    ]
    *taking, restoring = [
        (*line.split(" "), json.loads(body.replace("news", name))) for line, _, body in requests
    ]
    removing = re.search(r"`DELETE /(\S+)`", PAGE)
    assert removing is not None
    try:
        for method, path, body in taking:
            asked(nodes, path, method, body)
        for index in removing[1].replace("news", name).split(","):
            asked(nodes, f"/{index}", "DELETE")
        assert indices(nodes, name) == [f"{name}-lease"]
        method, path, body = restoring
        asked(nodes, path, method, body)

        with RemoteReader.open(parse_address(address)) as reader:
            assert [one.article.id for one in reader.iterate()] == ["a"]
    finally:
        asked(nodes, taking[1][1].partition("?")[0], "DELETE")
        asked(nodes, "/_snapshot/backup", "DELETE")
