"""The run over pages, in small: what it measures, and that it sees what it is there to see."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import web
from dateline import Archive, build


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("web_benchmark") / "index"
    records = [
        {
            "id": str(n),
            "title": f"Border guards meet again {n}",
            "text": f"They met {n} times.",
            "place": "Osh",
        }
        for n in range(30)
    ]
    build(records, index=folder)
    return str(folder)


def test_pages_are_measured_and_held_to_the_bars(
    folder: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "MOST_CPU_MS", 10_000.0)  # what a busy machine takes is no fault of a page
    assert web.main(["--index", folder, "--queries", "5", "--check"]) == 0
    assert "5 pages: p50" in capsys.readouterr().out
    monkeypatch.undo()
    assert not web.Pages((20.0,), (1,)).holds
    assert not web.Pages((1.0,), (70_000,)).holds


def test_the_same_index_gives_the_same_addresses(folder: str) -> None:
    with Archive.open(folder) as archive:
        assert web.addresses_of(archive, 10) == web.addresses_of(archive, 10)


def test_nobody_is_turned_away_while_somebody_writes(folder: str) -> None:
    with Archive.open(folder) as archive:
        addresses = web.addresses_of(archive, 5)

    told = web.load(folder, addresses, requests=25, commit_s=0.05)

    assert told.holds, (told.broken, told.said)
    assert told.statuses == {200: 100}
    assert told.commits > 1


def test_what_is_turned_away_or_said_is_seen(folder: str, tmp_path: Path) -> None:
    refused = web.load(folder, ["/search?page=0"], requests=2, commit_s=9)

    assert (refused.holds, refused.statuses) == (False, {400: 8})
    assert not web.Load(Counter({200: 9}), said="Error: a fault").holds
    assert not web.Load(Counter({200: 9}), broken=["/"]).holds
