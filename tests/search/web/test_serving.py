"""`dateline serve`: what it says, what it refuses, how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.search.tiny import new_article, write_segments

TOKEN = "a-token-of-some-length"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("serving") / "index"
    write_segments(folder, [new_article("a", "Border guards met.")])
    return str(folder)


def dateline(*arguments: str, program: str = "") -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-c", program] if program else [sys.executable, "-m", "dateline"]
    return subprocess.run(
        [*run, "serve", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and the address it prints."""
    command = [sys.executable, "-m", "dateline", "serve", "--port", "0", *arguments]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield server, server.stdout.readline().strip()
    finally:
        server.kill()
        server.communicate()


def served(address: str) -> tuple[str, int]:
    host, _, port = address.removeprefix("http://").strip("/").partition(":")
    return host, int(port)


def test_those_who_ask_for_nothing_keep_nobody_out_and_cost_no_line(index: str) -> None:
    with serving("--index", index) as (server, address):
        silent = [socket.create_connection(served(address), timeout=20) for _ in range(150)]
        for line in silent:
            with suppress(ConnectionError):  # the first are cut by now
                line.sendall(b"GET / HTTP/1.1\r\nHo")
        with urlopen(f"{address}search?q=border", timeout=20) as reply:  # while they are all there
            assert reply.status == 200
        for line in silent:
            line.close()
        with urlopen(f"{address}search?q=border", timeout=20) as reply:
            assert reply.status == 200
        server.terminate()
        _, err = server.communicate(timeout=20)

    assert err == ""


def test_a_request_that_does_not_arrive_is_heard_no_longer(index: str) -> None:
    program = (
        "import dateline.search.web.connections as connections; connections.ARRIVAL_S = 0.3\n"
        "from dateline.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--index", index]
    whole, half = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHo"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = served(server.stdout.readline().strip())
        for first, then in ((b"", b""), (half, b""), (whole, half)):
            with socket.create_connection(address, timeout=20) as line:
                line.sendall(first)
                replied = b""
                with suppress(ConnectionError):
                    while piece := line.recv(65_536):  # ends when the server hangs up
                        replied += piece
                        if b"</html>" in replied:
                            line.sendall(then)
            assert replied.startswith(b"HTTP/1.1 200 OK") == (first == whole)
        server.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be sent Ctrl-C there alone")
def test_it_prints_its_address_answers_and_leaves_quietly(index: str) -> None:
    with serving("--index", index) as (server, address):
        with urlopen(f"{address}search?q=border", timeout=20) as reply:
            page = reply.read().decode()
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"{address}a/none", timeout=20)
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=20)

    assert address.startswith("http://127.0.0.1:")
    assert "<mark>Border</mark> guards met." in page
    assert (server.returncode, out, err) == (0, "", "")


def test_with_a_token_the_address_has_it(index: str) -> None:
    with serving("--index", index, "--host", "0.0.0.0", "--token", TOKEN) as (_, address):
        local = address.replace("0.0.0.0", "127.0.0.1")
        with pytest.raises(HTTPError, match="401"):
            urlopen(local.partition("?")[0], timeout=20)
        with urlopen(local.replace("/?", "/search.json?q=border&"), timeout=20) as reply:
            assert reply.status == 200

    assert address.endswith(f"/?token={TOKEN}")


def test_a_port_in_use_is_a_line(index: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = dateline("--index", index, "--port", port)

    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"Error: can't listen on 127.0.0.1, port {port}: address already in use. Try --port N\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--host", "0.0.0.0"),
            "A token is needed where others can come in, by 0.0.0.0. Take this one: --token ",
        ),
        (("--token", "short"), "A token is too short to be safe. Take this one: --token "),
        (("--token", "with a blank in the middle"), "without blanks"),
        (("--host", "no.such.host.invalid", "--token", TOKEN), "can't listen on no.such.host.invalid, port "),
        (("--host", "xn--a..b", "--token", TOKEN), "can't listen on xn--a..b, port "),
        (("border",), "--export DIR"),
        (("--export", "pages"), "Missing query"),
        (("--port", "70000"), "--port"),
    ],
)
def test_what_can_not_be_served_is_a_line_that_says_what_to_do(
    index: str, arguments: tuple[str, ...], said: str
) -> None:
    done = dateline("--index", index, *arguments)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr


def test_no_index_is_a_line(tmp_path: Path) -> None:
    done = dateline("--index", str(tmp_path / "none"))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "no index at" in done.stderr


def test_without_the_extra_the_line_says_how_to_install_it(index: str) -> None:
    program = (
        "import sys, importlib.util as util; find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name in ('uvicorn', 'jinja2') else find(name, *rest)\n"
        "from dateline.cli import main; main()"
    )
    done = dateline("--index", index, program=program)

    assert done.returncode == 2
    assert done.stderr == (
        "Error: uvicorn, jinja2 are not installed. For pages in a browser: pip install 'dateline[web]'\n"
    )


def test_pages_are_written_into_a_folder(index: str, tmp_path: Path) -> None:
    done = dateline("--index", index, "--export", str(tmp_path / "pages"), "border")
    again = dateline("--index", index, "--export", str(tmp_path / "pages"), "border")

    assert done.stdout == f"{tmp_path / 'pages' / 'index.html'}\n"
    assert "3 pages of 1 article in " in done.stderr
    assert (done.returncode, again.returncode, again.stderr.count("\n")) == (0, 2, 1)


def test_a_search_loads_nothing_of_the_pages(index: str) -> None:
    program = (
        "import sys, os\n"
        "heavy = {'starlette', 'jinja2', 'uvicorn', 'asyncio'}\n"
        "os._exit = lambda code: print(sorted(heavy & set(sys.modules)))\n"
        "from dateline.__main__ import command; sys.argv[1:] = ['search', '--index', sys.argv[3], 'border']\n"
        "command()"
    )
    done = dateline("--index", index, program=program)

    assert done.stdout.splitlines()[-1] == "[]"
