"""What does a server hold after a load that was disturbed, beside what it had acknowledged?

    python -m benchmarks.torture.opensearch_loading ADDRESS FOLDER LOG [SABOTAGE]      one load, as a process

A load notes in LOG what it sends and what of it is acknowledged, before anybody is told; so a process that is
killed leaves the truth behind. `wrong_after` compares that with what the server holds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from dateline.indexer.article import Stamp
from dateline.indexer.builder import build
from dateline.indexer.copying.canonical import article_digest
from dateline.indexer.format.errors import DatelineError, IndexMissing
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import file_of
from dateline.indexer.format.index.whole_articles import WholeArticle
from dateline.indexer.opensearch import bulk, remote_ledger, writer
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.reader import RemoteReader
from dateline.indexer.opensearch.spills import Prepared

__all__ = ["LIMIT_S", "Contents", "Load", "contents_of", "run_again", "write_sources", "wrong_after"]

LIMIT_S: Final = 300.0  # of a load: the patience of a writer, and what a node takes to be back
_FAILED: Final = 3  # exit code of a load that said in a line what went wrong
_ARTICLES_A_FILE: Final = 10
_REFUSED: Final = 3
_BULK_BYTES: Final = 200_000  # of a request: small ones, so that a fault meets many
_TAKEN: Final = 300  # statuses below it
_WORDS: Final = ("border", "guards", "river", "summit", "treaty", "harvest", "minister", "bridge", "flood")

Contents = dict[str, tuple[str, bytes]]  # of each article: its file as it is kept, and its digest


def write_sources(folder: Path, step: int, files: int) -> None:
    """Files of records as they are at a step: at step 2 some are changed, and some gone."""
    folder.mkdir(exist_ok=True)
    for number in range(files):
        path = folder / f"{number:04d}.jsonl"
        if step > 1 and number % 5 == 0:
            path.unlink(missing_ok=True)
            continue
        version = step if number % 2 else 1
        records = []
        for at in range(_ARTICLES_A_FILE):
            words = " ".join(_WORDS[(number + at + place) % len(_WORDS)] for place in range(60))
            only = f"word{number}x{at}"
            records.append({"id": f"{number}-{at}", "title": only, "text": f"Version {version}. {words}."})
        text = "".join(f"{json.dumps(one)}\n" for one in records)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


@dataclass
class Load:
    """A load that runs as a process of its own."""

    child: subprocess.Popen[str]
    log: Path
    begun: float
    said: str = ""  # at its end

    @classmethod
    def start(cls, address: str, sources: Path, log: Path, sabotage: str = "") -> Load:
        """Begin to load the files in a folder."""
        command = [sys.executable, "-m", __name__, address, str(sources), str(log), sabotage]
        child = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parent.parent.parent,
        )
        return cls(child, log, time.monotonic())

    def wait_for_words(self, count: int) -> None:
        """Wait until so many actions were sent, or it has ended."""
        while self.child.poll() is None:
            if self.log.exists() and self.log.read_bytes().count(b"\n") >= count:
                return
            time.sleep(0.02)

    def end(self) -> tuple[str | None, float]:
        """What is wrong with how it ended, and how many seconds it took."""
        try:
            said = self.child.communicate(timeout=LIMIT_S)[1]
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.communicate()
            return f"a load hangs for {LIMIT_S:.0f} s", LIMIT_S
        self.said = said[-300:]
        took = time.monotonic() - self.begun
        if self.child.returncode in (0, -9):
            return None, took
        if self.child.returncode == _FAILED and len(said.splitlines()) == 1:
            return None, took
        return f"a load ends with {self.child.returncode}: {said[-300:]}", took


def contents_of(address: str) -> tuple[Contents, dict[str, FileRecord]]:
    """What an index holds, and the rows of its files. Nothing where there is none."""
    try:
        with RemoteReader.open(parse_address(address)) as reader:
            articles: Contents = {}
            for one in reader.iterate():
                plain = WholeArticle(one.article, one.passages, one.sentences, 0)
                articles[one.article.id] = file_of(one.article.path or ""), article_digest(plain)
            return articles, {record.path: record for record in reader.ledger()}
    except IndexMissing:
        return {}, {}


def wrong_after(address: str, log: Path) -> Counter[str]:
    """What of a load, that has ended in whatever way, is not as it was acknowledged."""
    wrong: Counter[str] = Counter()
    known = _last_acknowledged(log)
    connection = Connection(parse_address(address))
    try:
        _show(connection, {index for index, _ in known})
        for (index, document), verb in known.items():
            found = _is_there(connection, index, document)
            if found is not None and found != (verb == "index"):
                wrong[f"an acknowledged {verb} is lost ({'rows' if '-files' in index else 'articles'})"] += 1
    finally:
        connection.close()
    articles, rows = contents_of(address)
    held = Counter(file for file, _ in articles.values())
    for path, record in rows.items():
        if record.stamp is not None and held[path] != record.articles:
            wrong[f"a file is told as read, and has {held[path]} of {record.articles} articles"] += 1
    return wrong


def run_again(address: str, sources: Path, expected: Contents, log: Path) -> str | None:
    """What is wrong after the load was run again, undisturbed."""
    again = Load.start(address, sources, log.with_suffix(".again"))
    ended, _ = again.end()
    if ended or again.child.returncode:
        return ended or f"the next load fails: {again.said}"
    found, rows = contents_of(address)
    if found != expected:
        lost, more = len(expected.keys() - found.keys()), len(found.keys() - expected.keys())
        return f"the next load does not finish the work: {lost} lost, {more} too many"
    unread = sum(record.stamp is None for record in rows.values())
    return f"the next load leaves {unread} files unread" if unread else None


def _show(connection: Connection, indexes: set[str]) -> None:
    for index in indexes:
        try:
            connection.post(f"/{index}/_refresh")
        except DatelineError:  # noqa: PERF203 (one that was built beside, and removed)
            continue


def _is_there(connection: Connection, index: str, document: str) -> bool | None:
    """Whether a document is there now; None where its index is not."""
    if connection.head(f"/{index}/_doc/{document}", _source="false"):
        return True
    return False if connection.head(f"/{index}") else None


def _last_acknowledged(log: Path) -> dict[tuple[str, str], str]:
    """What was acknowledged last of each document, if nothing was sent of it since."""
    known: dict[tuple[str, str], str] = {}
    for line in log.read_text().splitlines() if log.exists() else ():
        what, verb, index, document = line.split(" ", 3)
        known.pop((index, document), None)
        if what == "A":
            known[index, document] = verb
    return known


# -- the process -----------------------------------------------------------------------------------------


def _noting(log: Path) -> Callable[..., dict[str, Any]]:
    """`Connection.bulk_raw`, which notes what is sent and what is acknowledged."""
    real = Connection.bulk_raw
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def bulk_raw(self: Connection, lines: bytes, **more: Any) -> dict[str, Any]:
        sent = list(_actions(lines))
        os.write(file, "".join(f"S {verb} {index} {one}\n" for verb, index, one in sent).encode())
        answer = real(self, lines, **more)
        taken = [
            f"A {verb} {index} {one}\n"
            for (verb, index, one), item in zip(sent, answer.get("items", ()), strict=False)
            if next(iter(item.values())).get("status", 500) < _TAKEN
            or (verb == "delete" and next(iter(item.values())).get("status") == 404)
        ]
        os.write(file, "".join(taken).encode())
        return answer

    return bulk_raw


def _actions(lines: bytes) -> Iterator[tuple[str, str, str]]:
    given = iter(lines.split(b"\n"))
    for line in given:
        if line:
            [(verb, address)] = json.loads(line).items()
            if verb != "delete":
                next(given)
            yield verb, address["_index"], address["_id"]


def _sabotage(name: str) -> None:
    """Take out a protection."""
    if name == "rows-first":
        _tell_rows_first()
    elif name == "no-retry":
        _take_no_for_yes()
    elif name:
        raise SystemExit(f"no sabotage is called {name}")


def _tell_rows_first() -> None:
    """A file is told as read when its first article is about to be sent."""
    told: set[str] = set()
    real = writer.RemoteWriter._send

    def send(self: writer.RemoteWriter, one: Prepared, *given: Any, **more: Any) -> None:
        real(self, one, *given, **more)
        if one.file not in told and self._bulk is not None:
            told.add(one.file)
            record = FileRecord(one.file, Stamp(1, 1, ""), _ARTICLES_A_FILE)
            self._bulk._deliver([remote_ledger._row(self._publishing.physical, one.file, record)])

    writer.RemoteWriter._send = send  # type: ignore[method-assign]


def _take_no_for_yes() -> None:
    """What the server has no room for is taken for done: each third request, as when a breaker trips."""
    noted = Connection.bulk_raw
    requests = count(1)

    def bulk_raw(self: Connection, lines: bytes, **more: Any) -> dict[str, Any]:
        if next(requests) % _REFUSED:
            return noted(self, lines, **more)
        return {"items": [{verb: {"status": 200}} for verb, _, _ in _actions(lines)]}

    Connection.bulk_raw = bulk_raw  # type: ignore[method-assign]


def main(arguments: Sequence[str]) -> int:
    """Load a folder; what goes wrong is a line on stderr."""
    address, sources, log, sabotage = arguments
    Connection.bulk_raw = _noting(Path(log))  # type: ignore[method-assign]
    bulk._BYTES = _BULK_BYTES  # type: ignore[misc]
    _sabotage(sabotage)
    try:
        report = build(sources, index=address, jobs=1, prune=True, wait=90)
    except DatelineError as error:
        print(str(error).replace("\n", " "), file=sys.stderr)
        return _FAILED
    if report.skipped:
        print(f"skipped: {replace(report, skipped=report.skipped[:3])}", file=sys.stderr)
        return _FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
