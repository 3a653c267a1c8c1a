"""What becomes of answers: what is sent again, what is given up, what is said."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer.format.errors import (
    AddressError,
    DatelineError,
    IndexUnreachable,
    NotFound,
    Refused,
    TooBusy,
)
from dateline.indexer.opensearch.address import parse_address
from dateline.indexer.opensearch.bulk import Action, Bulk
from dateline.indexer.opensearch.connection import Connection
from tests.opensearch.writing.fake_server import Answer, serving


def connected(base: str) -> Connection:
    return Connection(parse_address(f"{base}/news"), timeout=2)


def action(name: str) -> Action:
    lines = json.dumps({"index": {"_index": "news-1", "_id": name}}) + "\n" + json.dumps({"id": name}) + "\n"
    return Action("news-1", name, lines.encode(), name, "a.txt")


def items(body: bytes, status: dict[str, tuple[int, str]]) -> tuple[int, Any]:
    """An answer in which the documents named have that status and reason, and all others are there."""
    names = [one["index"]["_id"] for line in body.splitlines() if "index" in (one := json.loads(line))]
    found = []
    for name in names:
        number, reason = status.get(name, (201, ""))
        error = {"error": {"type": "some_exception", "reason": reason}} if reason else {}
        found.append({"index": {"status": number, **error}})
    return 200, {"errors": bool(status), "items": found}


def bulk_of(answer: Answer, names: str, patience: float = 20.0) -> tuple[list[str], Counter[str]]:
    """What is refused of documents of these names, and how often each was sent."""
    refused: list[str] = []
    sent: Counter[str] = Counter()

    def counted(method: str, path: str, body: bytes) -> tuple[int, Any] | None:
        sent.update(one["id"] for line in body.splitlines() if "id" in (one := json.loads(line)))
        return answer(method, path, body)

    with serving(counted) as base, connected(base) as connection:
        bulk = Bulk(
            connection,
            check=lambda: None,
            refused=lambda one, reason: refused.append(f"{one.article}: {reason}"),
            patience=patience,
        )
        try:
            for name in names:
                bulk.add(action(name))
            bulk.settle()
        finally:
            bulk.close()
    return refused, sent


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_the_server_has_no_room_for_is_sent_again_and_nothing_else(status: int) -> None:
    times: Counter[str] = Counter()

    def answer(_: str, __: str, body: bytes) -> tuple[int, Any]:
        times["requests"] += 1
        return items(body, {"b": (status, "full")} if times["requests"] < 3 else {})

    assert bulk_of(answer, "abc") == ([], Counter(a=1, b=3, c=1))


@pytest.mark.parametrize("said", [None, (429, {}), (502, b"<html>"), (503, {"error": "red"}), (504, {})])
def test_a_request_that_came_to_nothing_is_sent_again(said: tuple[int, Any] | None) -> None:
    times: Counter[str] = Counter()

    def answer(_: str, __: str, body: bytes) -> tuple[int, Any] | None:
        times["requests"] += 1
        return said if times["requests"] < 3 else items(body, {})

    refused, sent = bulk_of(answer, "ab")

    assert refused == [] and set(sent) == {"a", "b"} and sent["a"] >= 3


def test_one_that_is_refused_is_told_and_the_others_are_there() -> None:
    refused, sent = bulk_of(lambda _, __, body: items(body, {"b": (400, "immense term")}), "abc")

    assert refused == ["b: immense term"]
    assert sent == Counter(a=1, b=1, c=1)


def test_of_a_request_that_is_refused_as_a_whole_the_one_is_found() -> None:
    def answer(_: str, __: str, body: bytes) -> tuple[int, Any]:
        return (413, {"error": "too large"}) if b'"id": "c"' in body else items(body, {})

    refused, _ = bulk_of(answer, "abcde")

    assert refused == ["c: refused: too large"]


def test_what_is_never_taken_is_given_up_after_a_while() -> None:
    begun = time.monotonic()
    with pytest.raises(IndexUnreachable, match=r"took nothing more for 1 s .*busy.*run it again"):
        bulk_of(lambda _, __, body: items(body, {"a": (429, "busy")}), "a", patience=1)
    assert time.monotonic() - begun < 5


def test_two_documents_of_an_id_are_sent_one_after_the_other() -> None:
    order: list[bytes] = []

    def answer(_: str, __: str, body: bytes) -> tuple[int, Any]:
        order.append(body)
        return items(body, {})

    assert bulk_of(answer, "aba")[1] == Counter(a=2, b=1)
    assert [body.count(b'"id": "a"') for body in order] == [1, 1]


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (401, {}, IndexUnreachable, "wants a user and password. Set DATELINE_OPENSEARCH_USER"),
        (
            403,
            {"error": {"type": "security_exception", "reason": "no permissions"}},
            IndexUnreachable,
            "not allow",
        ),
        (
            404,
            {"error": {"type": "index_not_found_exception", "reason": "no such index"}},
            NotFound,
            "no such",
        ),
        (
            429,
            {"error": {"type": "circuit_breaking_exception", "reason": "too large"}},
            TooBusy,
            "again in a while",
        ),
        (400, {"error": {"type": "x", "reason": "unknown field"}}, Refused, "unknown field"),
        (503, {"error": {"type": "x", "reason": "all shards failed"}}, IndexUnreachable, "_cluster/health"),
        (500, {"error": {"type": "x", "reason": "odd"}}, IndexUnreachable, "Its log says why"),
        (200, b"<html>hello</html>", IndexUnreachable, "no OpenSearch"),
        (200, b"", IndexUnreachable, "no OpenSearch"),
        (
            403,
            {
                "error": {
                    "type": "cluster_block_exception",
                    "reason": "disk usage exceeded flood-stage watermark",
                }
            },
            IndexUnreachable,
            "free or add disk",
        ),
        (
            403,
            {"error": {"type": "index_create_block_exception", "reason": "cluster create-index blocked"}},
            IndexUnreachable,
            "are its disks full?",
        ),
    ],
)
def test_what_a_server_says_is_told_in_a_line(
    status: int, body: Any, kind: type[DatelineError], said: str
) -> None:
    with (
        serving(lambda *_: (status, body)) as base,
        connected(base) as connection,
        pytest.raises(kind) as raised,
    ):
        connection.get("/news")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "answer",
    [
        {"timed_out": True, "_shards": {"total": 1, "failed": 0}, "hits": {"hits": []}},
        {"timed_out": False, "_shards": {"total": 3, "failed": 1, "failures": []}, "hits": {"hits": []}},
    ],
)
def test_an_answer_that_is_not_whole_is_none(answer: Any) -> None:
    with (
        serving(lambda *_: (200, answer)) as base,
        connected(base) as connection,
        pytest.raises(IndexUnreachable, match="shards did not answer"),
    ):
        connection.search("news", {})


def test_one_that_does_not_answer_is_waited_for_as_long_as_was_said() -> None:
    def slow(*_: object) -> tuple[int, Any]:
        time.sleep(1.5)
        return 200, {}

    with serving(slow) as base, Connection(parse_address(f"{base}/news"), timeout=0.3) as connection:
        begun = time.monotonic()
        with pytest.raises(IndexUnreachable, match=r"did not answer within 0\.3 s"):
            connection.get("/news")
    assert time.monotonic() - begun < 3


def test_nobody_there_is_said() -> None:
    with (
        connected("opensearch://127.0.0.1:1") as connection,
        pytest.raises(IndexUnreachable, match="nobody listens there"),
    ):
        connection.get("/")


def test_the_next_node_is_asked_where_one_is_gone() -> None:
    with (
        serving(lambda *_: (200, {"name": "second"})) as base,
        connected(f"opensearch://127.0.0.1:1,{base.removeprefix('opensearch://')}") as connection,
    ):
        assert [connection.get("/")["name"] for _ in range(3)] == ["second"] * 3


def test_what_speaks_no_tls_is_said() -> None:
    with (
        serving(lambda *_: (200, {})) as base,
        connected(base.replace("opensearch:", "opensearchs:")) as connection,
        pytest.raises(IndexUnreachable, match="speaks no TLS there"),
    ):
        connection.get("/")


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DATELINE_OPENSEARCH_USER", "ann")
    monkeypatch.setenv("DATELINE_OPENSEARCH_PASSWORD", "secret")
    yield


@pytest.mark.usefixtures("user")
def test_a_password_is_not_sent_for_all_to_hear() -> None:
    with pytest.raises(AddressError, match="for all to read") as refused:
        Connection(parse_address("opensearch://news.example.org/news"))
    assert "secret" not in str(refused.value)


@pytest.mark.usefixtures("user")
def test_a_wrong_password_is_said_and_not_repeated() -> None:
    with (
        serving(lambda *_: (401, {})) as base,
        connected(base) as connection,
        pytest.raises(IndexUnreachable, match="does not take the user and password") as refused,
    ):
        connection.get("/")
    assert "secret" not in str(refused.value)


def test_a_certificate_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AddressError, match="there is no certificate file"):
        Connection(parse_address(f"opensearchs://localhost/news?ca={tmp_path}/none.pem"))
