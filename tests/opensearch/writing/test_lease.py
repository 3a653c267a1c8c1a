"""Two do not write to an index at the same time, and one whose lease has passed on publishes nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format.errors import IndexLocked, LeaseLost
from dateline.indexer.opensearch import lease
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.lease import Lease
from dateline.indexer.opensearch.state import lease_index
from dateline.indexer.opensearch.writer import RemoteWriter
from dateline.indexer.passages import passages_and_sentences
from tests.opensearch.served import asked
from tests.opensearch.writing.corpus import articles_of

pytestmark = pytest.mark.usefixtures("read_here")


@pytest.fixture
def connection(address: str) -> Iterator[Connection]:
    with Connection(parse_address(address)) as opened:
        yield opened


def put(writer: RemoteWriter, name: str) -> None:
    article = Article(id=name, paragraphs=(Paragraph(f"Text of {name}."),))
    writer.add_article(article, *passages_and_sentences(article))


def take_away(address: str, token: str = "another") -> None:
    """Give the lease to somebody else, as when this one was not renewed for long."""
    base, name = address.rsplit("/", 1)
    held = asked(base, f"/{lease_index(name)}/_doc/lease")["_source"]
    asked(
        base,
        f"/{lease_index(name)}/_doc/lease",
        "PUT",
        {**held, "token": token, "holder": "process 1 on moon"},
    )


def test_a_second_writer_is_told_who_writes(address: str) -> None:
    with RemoteWriter(parse_address(address)) as writer:
        put(writer, "a")
        with pytest.raises(IndexLocked, match=r"is being written by process \d+ on .*Try again"):
            build([{"id": "b", "text": "Other."}], index=address)
    assert build([{"id": "b", "text": "Other."}], index=address).articles == 2


def test_a_second_writer_may_wait(connection: Connection) -> None:
    first = Lease(connection, "waited")
    threading.Timer(0.3, first.release).start()
    try:
        Lease(connection, "waited", wait=10).release()
    finally:
        connection.delete(f"/{lease_index('waited')}")


def test_the_lease_of_a_process_that_is_gone_is_free(connection: Connection, address: str) -> None:
    name = address.rsplit("/", 1)[1]
    program = (
        "import os\n"
        "from dateline.indexer.opensearch.address import parse_address\n"
        "from dateline.indexer.opensearch.connection import Connection\n"
        "from dateline.indexer.opensearch.lease import Lease\n"
        f"Lease(Connection(parse_address({address!r})), {name!r})\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    if sys.platform != "linux":
        pytest.skip("only Linux tells which process is gone")

    Lease(connection, name).release()


def test_a_lease_that_was_not_renewed_runs_out(
    connection: Connection, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = address.rsplit("/", 1)[1]
    monkeypatch.setattr(lease, "_SECONDS", 1.0)
    monkeypatch.setattr(lease, "_RENEW_SECONDS", 60.0)
    first = Lease(connection, name)

    second = Lease(connection, name, wait=10)

    with pytest.raises(LeaseLost):
        first.check()
    second.check()
    first.release()  # which is not its own any more
    second.check()
    second.release()


def test_one_that_lost_its_lease_publishes_nothing(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build([{"id": "a", "text": "First."}], index=address)
    monkeypatch.setattr(lease, "_MARGIN_SECONDS", 60.0)  # looked at before each request
    writer = RemoteWriter(parse_address(address))
    put(writer, "b")
    take_away(address)

    with pytest.raises(LeaseLost, match="has passed to another process"):
        writer.commit()

    assert [article.id for article, _ in articles_of(address)] == ["a"]


def test_one_whose_state_was_written_by_another_publishes_nothing(address: str) -> None:
    build([{"id": "a", "text": "First."}], index=address)
    base, name = address.rsplit("/", 1)
    writer = RemoteWriter(parse_address(address))
    put(writer, "b")
    kept = asked(base, f"/{name}-1-files/_doc/state")["_source"]
    kept["state"]["generation"] += 7
    asked(base, f"/{name}-1-files/_doc/state", "PUT", json.loads(json.dumps(kept)))

    with pytest.raises(LeaseLost):
        writer.commit()


def test_what_a_lost_writer_has_sent_is_taken_out(tmp_path: Path, address: str) -> None:
    (tmp_path / "a.txt").write_text("Summit\n\nLeaders met in Bishkek.\n")
    build(str(tmp_path), index=address)
    writer = RemoteWriter(parse_address(address))
    article = Article(id="lost", paragraphs=(Paragraph("Nobody tells of it."),), path="//1/lost.txt")
    writer.add_article(article, *passages_and_sentences(article))
    writer.checkpoint()
    writer.cancel()

    assert build(str(tmp_path), index=address).articles == 1
