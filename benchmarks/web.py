"""What does a page cost, how large is it, and is it there while others ask and somebody writes?

    python -m benchmarks.web --index DIR             what pages cost, of an index that is there
    python -m benchmarks.web --index DIR --load      4 clients, 2,000 requests each, a commit every second
    python -m benchmarks.web --index DIR --check     1 where a bar is missed

Queries are made of the titles of the index: words, pairs of words, phrases, a word with the place of its
article, a word by date. Each is asked once before it is measured, so that what is told is what a second
visitor waits for; the figure is CPU time of the whole process, from the request to the last byte of the page.
The load goes over the network to a server of its own, on a copy of the index.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import http.client
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_plus, urlsplit

from dateline import Archive, build
from dateline.search.web.app import make_app

__all__ = ["Load", "Pages", "addresses_of", "load", "main", "measure"]

MOST_CPU_MS: Final = 10.0  # p50 of a search page over 29,494 passages of Reuters-21578
MOST_BYTES: Final = 60_000
CLIENTS: Final = 4
REQUESTS: Final = 2_000  # of each client
COMMIT_S: Final = 1.0
_SEED: Final = 13
_WORD: Final = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages of some addresses cost, in milliseconds of CPU time, and their sizes in bytes."""

    cpu_ms: tuple[float, ...]
    sizes: tuple[int, ...]

    def __str__(self) -> str:
        cpu = sorted(self.cpu_ms)
        sizes = sorted(self.sizes)
        p95 = cpu[len(cpu) * 95 // 100]
        return (
            f"{len(cpu)} pages: p50 {statistics.median(cpu):.1f} ms of CPU, p95 {p95:.1f}; "
            f"p50 {statistics.median(sizes) / 1000:.1f} kB, largest {sizes[-1] / 1000:.1f}"
        )

    @property
    def holds(self) -> bool:
        """Whether both bars are held."""
        return statistics.median(self.cpu_ms) <= MOST_CPU_MS and max(self.sizes) <= MOST_BYTES


@dataclass(slots=True)
class Load:
    """What clients were answered: how often which status, how many commits came meanwhile, what was said."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    commits: int = 0
    said: str = ""
    seconds: float = 0.0

    def __str__(self) -> str:
        total = self.statuses.total()
        return (
            f"{total:,} requests in {self.seconds:.0f} s with {self.commits} commits: "
            f"{total - self.statuses[200]} not answered with 200, {len(self.broken)} connections broken, "
            f"{len(self.said.splitlines())} lines said by the server"
        )

    @property
    def holds(self) -> bool:
        """Whether every request was answered, and nothing was said."""
        return not self.broken and not self.said and set(self.statuses) == {200}


def addresses_of(archive: Archive, count: int, seed: int = _SEED) -> list[str]:
    """Addresses of `count` searches, the same for the same index."""
    chosen = random.Random(seed)
    titles = [(_WORD.findall((article.title or "").lower()), article.place) for article in archive.articles()]
    titles = [title for title in titles if len(title[0]) >= 2]
    addresses = []
    for number in range(count if titles else 0):
        words, place = chosen.choice(titles)
        first = chosen.randrange(len(words) - 1)
        word, pair = words[first], f"{words[first]} {words[first + 1]}"
        typed = place.replace('"', "") if place else ""
        kinds = [word, f"{word} {words[-1]}", f'"{pair}"', f'{word} place:"{typed}"' if typed else pair, word]
        kind = number % len(kinds)
        addresses.append(f"/search?q={quote_plus(kinds[kind])}{'&sort=newest' if kind == 4 else ''}")
    return addresses


async def _asked(app: Any, address: str) -> int:
    """The bytes of the body of a page."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1")],
        "server": ("127.0.0.1", 80),
    }
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    await app(scope, receive, send)
    if messages[0]["status"] != 200:
        raise RuntimeError(f"{address}: status {messages[0]['status']}")
    return sum(len(message.get("body", b"")) for message in messages)


def measure(folder: str, addresses: Sequence[str], rounds: int = 3) -> Pages:
    """What each page costs, its cheapest of `rounds` after one that is not counted."""
    app = make_app([folder])

    async def run() -> Pages:
        cpu, sizes = [], []
        for address in addresses:
            sizes.append(await _asked(app, address))
            times = []
            for _ in range(rounds):
                before = time.process_time()
                await _asked(app, address)
                times.append(time.process_time() - before)
            cpu.append(min(times) * 1000)
        return Pages(tuple(cpu), tuple(sizes))

    gc.freeze()
    return asyncio.run(run())


def load(
    folder: str, addresses: Sequence[str], *, requests: int = REQUESTS, commit_s: float = COMMIT_S
) -> Load:
    """Ask a server on a copy of the index, `CLIENTS` at once, while articles are added to it."""
    told = Load()
    with tempfile.TemporaryDirectory() as work:
        copy = shutil.copytree(folder, Path(work) / "index")
        command = [sys.executable, "-m", "dateline", "serve", "--index", str(copy), "--port", "0"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            place = urlsplit(server.stdout.readline().strip())
            assert place.port
            began = time.monotonic()
            _asked_by_all(told, place.port, addresses, requests, copy, commit_s)
            told.seconds = time.monotonic() - began
        finally:
            server.terminate()
            told.said = server.communicate(timeout=20)[1]
    return told


def _asked_by_all(
    told: Load, port: int, addresses: Sequence[str], requests: int, index: Path, commit_s: float
) -> None:
    lock = threading.Lock()
    stop = threading.Event()

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for address in _endless(addresses, client, requests):
            try:
                connection.request("GET", address)
                reply = connection.getresponse()
                reply.read()
            except (OSError, http.client.HTTPException) as error:
                with lock:
                    told.broken.append(f"{address}: {error!r}")
                connection.close()
                continue
            with lock:
                told.statuses[reply.status] += 1
        connection.close()

    def write() -> None:
        while not stop.wait(commit_s):
            text = f"Article {told.commits} of those that come in while others search."
            build([{"id": f"new{told.commits}", "text": text}], index=index)
            told.commits += 1

    writer = threading.Thread(target=write)
    clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in (writer, *clients):
        thread.start()
    for thread in clients:
        thread.join()
    stop.set()
    writer.join()


def _endless(addresses: Sequence[str], client: int, requests: int) -> Iterator[str]:
    """The addresses over and over, each client beginning elsewhere; some of them as data."""
    for number in range(requests):
        address = addresses[(client * 7 + number) % len(addresses)]
        yield address.replace("/search?", "/search.json?") if number % 5 == 4 else address


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 where a bar is missed and `--check` is given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__.partition("\n")[0])
    parser.add_argument("--index", required=True, metavar="DIR", help="an index of articles with titles")
    parser.add_argument("--queries", type=int, default=200, metavar="N", help="how many (default: 200)")
    parser.add_argument("--load", action="store_true", help="ask a server of its own while somebody writes")
    parser.add_argument("--requests", type=int, default=REQUESTS, metavar="N", help="of each client")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a bar is missed")
    options = parser.parse_args(arguments)
    with Archive.open(options.index) as archive:
        addresses = addresses_of(archive, options.queries)
        print(f"{archive.stats().passages:,} passages of {archive.stats().articles:,} articles")
    told: Pages | Load = (
        load(options.index, addresses, requests=options.requests)
        if options.load
        else measure(options.index, addresses)
    )
    print(told)
    if isinstance(told, Load):
        for line in told.broken[:5] + told.said.splitlines()[:5]:
            print(f"  {line}")
    return 1 if options.check and not told.holds else 0


if __name__ == "__main__":
    sys.exit(main())
