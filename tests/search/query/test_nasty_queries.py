"""No query whatsoever raises anything but QueryError, or takes long, from the text to the highlighted answer.

`nasty_queries.txt`: one query a line, as it stands; after `json:` a JSON string, for what a line can't hold;
after `repeat:N ` N times the rest.
"""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive, QueryError
from dateline.search.engine import By
from dateline.search.query.asked import Match
from dateline.search.query.reading import read_query
from tests.places import SHARED

OURS = Path(__file__).parent / "nasty_queries.txt"
BATTERY = SHARED / "nasty_queries.txt"
NAMES = {"__builtins__": {}, "range": range, "chr": chr, "str": str}
LANGUAGES = {"en": 20, "ru": 5, "fr": 1, "": 1}


def query_of(line: str) -> str:
    if line.startswith("json:"):
        text: str = json.loads(line.removeprefix("json:"))
        return text
    if line.startswith("repeat:"):
        count, _, repeated = line.removeprefix("repeat:").partition(" ")
        return repeated * int(count)
    return line


def our_queries() -> list[str]:
    return [query_of(line) for line in OURS.read_text().splitlines()]


def shared_queries() -> list[str]:
    """The battery beside the checkout: `= ` begins a Python expression of strings."""
    if not BATTERY.exists():
        pytest.skip("../shared/nasty_queries.txt is not here")
    queries = []
    for line in BATTERY.read_text().splitlines():
        if line.startswith("= "):
            queries.append(str(eval(compile(ast.parse(line[2:], mode="eval"), "nasty", "eval"), NAMES)))
        elif line.strip() and not line.startswith("#"):
            queries.append(line)
    return queries


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("nasty")
    texts = [
        "Border guards seized drugs near Kabul on 28 May 2013, the U.S. said.",
        "Встреча с Токаевым прошла в Астане.",
        "L’État c’est moi, x y z and a b c; 1,200 people at 10:30. title: x",
    ]
    build(
        [{"text": text, "title": f"Story {number}", "source": "x"} for number, text in enumerate(texts)],
        index=folder,
    )
    with Archive.open(folder) as opened:
        yield opened


def ask(archive: Archive, query: str, match: Match, by: By) -> None:
    try:
        found = archive.search(query, match=match, by=by)
    except QueryError as error:
        assert error.query == query
        assert -1 <= error.position <= len(query)
        assert str(error).isprintable()
        return
    assert found.read_as
    assert found.total >= len(found)
    for hit in found:
        for passage in hit.passages:
            assert all(passage.text[start:end] for start, end in passage.spans)


def ask_all(archive: Archive, queries: list[str]) -> list[str]:
    """The queries that took longer than a second, which none may on a hundred thousand passages."""
    slow = []
    for query in queries:
        start = time.process_time()
        ask(archive, query, "all", "article")
        ask(archive, query, "any", "passage")
        if time.process_time() - start > 1:
            slow.append(query[:80])
    return slow


def test_there_are_queries_enough() -> None:
    assert len(set(our_queries())) >= 300


def test_our_nasty_queries_are_answered_or_refused(archive: Archive) -> None:
    assert ask_all(archive, our_queries()) == []


def test_the_shared_nasty_queries_are_answered_or_refused(archive: Archive) -> None:
    assert ask_all(archive, shared_queries()) == []


def read(query: str) -> tuple[object, ...]:
    try:
        reading = read_query(query, languages=LANGUAGES)
    except QueryError as error:
        return str(error), error.position
    return reading.query, reading.any_query, reading.parts, reading.read_as


def test_a_query_is_read_the_same_way_each_time() -> None:
    assert [query for query in our_queries() if read(query) != read(query)] == []
