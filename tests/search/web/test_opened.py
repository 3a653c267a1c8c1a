"""Which state of the index answers: new commits, requests in flight, an index that is gone or damaged."""

from __future__ import annotations

import asyncio
import shutil
import threading
from pathlib import Path

import pytest

from dateline.search.web.app import make_app
from dateline.search.web.opened import Opened
from tests.search.tiny import new_article, write_segments
from tests.search.web.asking import answered, ask


def write(folder: Path, *articles: str) -> None:
    write_segments(folder, [new_article(name, f"Border guards met {name}.") for name in articles])


def damage(folder: Path) -> None:
    """Cut the segments short."""
    for path in folder.glob("*.segment"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_a_new_commit_is_answered_from_without_a_restart(tmp_path: Path) -> None:
    write(tmp_path, "a")
    app = make_app([str(tmp_path)])
    before = ask(app, "/search.json?q=border").json["total"]
    write(tmp_path, "b", "c")

    assert (before, ask(app, "/search.json?q=border").json["total"]) == (1, 3)


def test_a_request_in_flight_keeps_its_state(tmp_path: Path) -> None:
    write(tmp_path, "a")
    opened = Opened([str(tmp_path)])
    flying = opened.newest()
    write(tmp_path, "b")
    landed = opened.newest()

    assert (flying.search("border").total, landed.search("border").total) == (1, 2)
    assert opened.newest() is landed


def test_an_index_that_is_gone_is_told_and_answered_from_when_it_is_there_again(tmp_path: Path) -> None:
    said: list[str] = []
    folder = tmp_path / "index"
    write(folder, "a")
    app = make_app([str(folder)], say=said.append)
    assert ask(app, "/search?q=border").status == 200
    shutil.rmtree(folder)
    gone = ask(app, "/search?q=border")
    write(folder, "b")
    back = ask(app, "/search?q=border")

    assert (gone.status, gone.headers["retry-after"]) == (503, "5")
    assert f"no index at {folder}" in gone.text
    assert (back.status, "met <b>" in back.text, " b." in back.text) == (200, False, True)
    assert len(said) == 1
    assert "\n" not in said[0]


def test_a_damaged_index_is_told_and_answered_from_when_it_is_whole(tmp_path: Path) -> None:
    folder, copy = tmp_path / "index", tmp_path / "copy"
    write(folder, "a")
    shutil.copytree(folder, copy)
    app = make_app([str(folder)])
    damage(folder)
    damaged = ask(app, "/search?q=border")
    as_json = ask(app, "/search.json?q=border")
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)

    assert (damaged.status, as_json.status) == (503, 503)
    assert "dateline repair" in damaged.text
    assert "dateline repair" in as_json.json["error"]["message"]
    assert ask(app, "/search?q=border").status == 200


def test_an_index_of_another_format_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a")
    app = make_app([str(tmp_path)])
    (toc,) = tmp_path.glob("*.toc")
    toc.write_bytes(b"nothing of ours")

    assert ask(app, "/").status == 503


def test_an_article_that_vanished_is_not_there_and_no_fault(tmp_path: Path) -> None:
    said: list[str] = []
    write(tmp_path, "a", "b")
    app = make_app([str(tmp_path)], say=said.append)
    assert ask(app, "/a/a").status == 200
    write_segments(tmp_path, [], deleted=["a"])
    gone = ask(app, "/a/a?q=border")

    assert (gone.status, said) == (404, [])
    assert "no article" in gone.text


def test_a_fault_of_the_program_is_a_page_and_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    write(tmp_path, "a")
    app = make_app([str(tmp_path)], say=said.append)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("nobody\nforesaw\x1b[2J this")

    monkeypatch.setattr("dateline.search.archive.Archive.search", fail)
    reply = ask(app, "/search?q=border")

    assert (reply.status, "foresaw" in reply.text, "Traceback" in reply.text) == (500, False, False)
    assert len(said) == 1
    assert said[0].startswith("/search: RuntimeError: nobody")


def test_what_takes_too_long_is_given_up_and_others_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a")
    app = make_app([str(tmp_path)], time_limit_s=0.3)
    done = threading.Event()
    monkeypatch.setattr("dateline.search.archive.Archive.search", lambda *_, **__: done.wait(10))

    async def both() -> list[int]:
        replies = await asyncio.gather(answered(app, "/search?q=border"), answered(app, "/a/a"))
        return [reply.status for reply in replies]

    try:
        assert asyncio.run(both()) == [503, 200]
    finally:
        done.set()


def test_readers_find_no_fault_while_another_writes(tmp_path: Path) -> None:
    """The load test of benchmarks/web.py, in small."""
    write(tmp_path, "a")
    app = make_app([str(tmp_path)])
    addresses = ["/search?q=border", "/search.json?q=guards", "/a/a?q=border", "/", "/terms?prefix=bor"]
    stop = threading.Event()

    def writing() -> None:
        number = 0
        while not stop.wait(0.02):
            number += 1
            write(tmp_path, f"n{number}")

    async def asking() -> list[int]:
        replies = []
        for _ in range(12):
            replies += await asyncio.gather(*(answered(app, address) for address in addresses))
        return [reply.status for reply in replies]

    writer = threading.Thread(target=writing)
    writer.start()
    try:
        statuses = asyncio.run(asking())
    finally:
        stop.set()
        writer.join()

    assert statuses == [200] * 60
    assert ask(app, "/search.json?q=border").json["total"] > 1
