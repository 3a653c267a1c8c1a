"""`search(...)` closes its archive before it returns: what an answer says later must not need it open."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from dateline import Archive, build
from dateline.search import search

RECORDS = [
    {"id": "guards", "text": "Border guards seized drugs."},
    {"id": "prices", "text": "Wheat prices fell."},
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(RECORDS, index=tmp_path / "index")
    return tmp_path / "index"


def test_what_was_nowhere_is_told_after_the_archive_is_closed(index: Path) -> None:
    found = search("bordr zebra", index=index)
    assert [(part.text, part.articles) for part in found.parts] == [("bordr", 0), ("zebra", 0)]
    assert found.parts[0].suggestions == ("Border",)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (our own bytes)


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
@pytest.mark.parametrize("limit", [0, 10])
def test_a_closed_archive_changes_nothing_of_its_answers(index: Path, engine: str, limit: int) -> None:
    with Archive.open(index, engine=engine) as archive:
        queries = ("border", "wheat OR border", "zebra", 'bordr "wheat prices"')
        open_still = [archive.search(query, limit=limit) for query in queries]
        later = [archive.search(query, limit=limit) for query in queries]
        told = [(found.total, found.passage_total, found.read_as, found.parts) for found in open_still]
    assert [(found.total, found.passage_total, found.read_as, found.parts) for found in later] == told
