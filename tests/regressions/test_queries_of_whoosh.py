"""Queries of Whoosh's own that Whoosh's Searcher answers were not answered by an archive, or not marked."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from whoosh import query as whoosh
from whoosh.query import spans

from dateline import Archive, build
from dateline.indexer.whoosh import whoosh_index

OIL, GAS = whoosh.Term("text", "oil"), whoosh.Term("text", "gas")


@pytest.mark.parametrize(
    ("query", "found", "marked"),
    [
        (spans.SpanNear(OIL, GAS, slop=2), {"near"}, {"Oil", "gas"}),
        (spans.SpanFirst(OIL), {"near", "far"}, {"Oil"}),
        (spans.SpanOr([OIL, GAS]), {"near", "far", "gas"}, {"Oil", "gas"}),
        (whoosh.And([]), set(), set()),
        (whoosh.Prefix("text", "oi"), {"near", "far"}, {"Oil"}),
        (whoosh.Wildcard("text", "g?s"), {"near", "far", "gas"}, {"gas"}),
        (whoosh.TermRange("text", "a", "h"), {"near", "far", "gas"}, {"gas"}),
    ],
    ids=str,
)
def test_a_query_of_whoosh_is_answered_and_marked(
    tmp_path: Path, query: Any, found: set[str], marked: set[str]
) -> None:
    texts = {"near": "Oil or gas.", "far": "Oil, tin, ore, iron, zinc: no gas.", "gas": "With gas."}
    build([{"id": name, "text": text, "language": "en"} for name, text in texts.items()], index=tmp_path)

    with Archive.open(tmp_path) as archive:
        answer = archive.search(query)
        narrowed = archive.search(query, after=2020)

    assert {hit.id for hit in answer} == found
    words = {p.text[start:end] for hit in answer for p in hit.passages for start, end in p.spans}
    assert marked <= words
    assert len(narrowed) == 0


TEXTS = {"a": "Iron in 2013 by bbc.", "b": "Iron.", "c": "Gold in 2013, said bbc.", "d": "Iron and oil."}


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
def test_what_was_deleted_is_not_found_by_what_it_does_not_say(tmp_path: Path, engine: str) -> None:
    build([{"id": name, "text": text, "language": "en"} for name, text in TEXTS.items()], index=tmp_path)
    with whoosh_index(tmp_path).writer() as writer:
        writer.delete_by_term("id", "d")
    with Archive.open(tmp_path, engine=engine) as archive:
        found = archive.search(whoosh.Not(whoosh.Term("text", "gold")))
    assert sorted(hit.id for hit in found) == ["a", "b"]
    assert found.total == 2


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        (whoosh.And([whoosh.Term("text", "gold"), whoosh.Term("date", "2013-05-28")]), {"Gold"}),
        (whoosh.Term("source", "bbc"), set()),
        (whoosh.Term("title", "bbc"), {"BBC"}),
        (whoosh.Term("text", "bbc"), {"bbc"}),
    ],
    ids=str,
)
def test_a_term_is_marked_in_its_field_alone(tmp_path: Path, query: Any, marked: set[str]) -> None:
    record = {"id": "c", "title": "BBC", "text": TEXTS["c"], "source": "bbc", "date": "2013-05-28"}
    build([{**record, "language": "en"}], index=tmp_path)
    with Archive.open(tmp_path) as archive:
        (hit,) = archive.search(query)
    words = {passage.text[start:end] for passage in hit.passages for start, end in passage.spans}
    assert words | {"BBC"[start:end] for start, end in hit.title_spans} == marked


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
def test_threads_share_an_archive(tmp_path: Path, engine: str) -> None:
    words = [f"word{number}" for number in range(12)]
    texts = [" ".join(words[number % 5 :]) for number in range(60)]
    build(
        [{"text": f"{text} {number}.", "language": "en"} for number, text in enumerate(texts)], index=tmp_path
    )
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for _ in range(3):
            with Archive.open(tmp_path, engine=engine) as archive, ThreadPoolExecutor(4) as pool:
                totals = list(pool.map(lambda word: archive.search(word, limit=1).total, words * 4))
            assert totals == [sum(word in text.split() for text in texts) for word in words] * 4
    finally:
        sys.setswitchinterval(switching)
