"""Queries of Whoosh's own that Whoosh's Searcher answers were not answered by an archive, or not marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from whoosh import query as whoosh
from whoosh.query import spans

from dateline import Archive, build

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
