"""docs/query.md tells the truth: each of its rows is a query, a text it finds and one it must not find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.documented_queries import index_of_rows, record, rows
from dateline.search import Archive, QueryError
from dateline.search.query.asked import Match

EXAMPLES = [pytest.param(query, match, *cells, id=query) for query, match, cells in rows() if len(cells) == 2]
REFUSED = [pytest.param(query, cells[0], id=query) for query, _, cells in rows() if len(cells) == 1]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(index_of_rows(tmp_path_factory.mktemp("docs"))) as opened:
        yield opened


def found_by(archive: Archive, query: str, match: Match) -> set[str]:
    return {hit.id for hit in archive.search(query, match=match, limit=1000)}


@pytest.mark.parametrize(("query", "match", "hit", "miss"), EXAMPLES)
def test_every_row_finds_what_it_says_and_not_the_near_miss(
    archive: Archive, query: str, match: Match, hit: str, miss: str
) -> None:
    found = found_by(archive, query, match)
    assert record(hit)["id"] in found
    assert record(miss)["id"] not in found


@pytest.mark.parametrize(("query", "answer"), REFUSED)
def test_every_refusal_is_worded_as_it_says(archive: Archive, query: str, answer: str) -> None:
    with pytest.raises(QueryError) as caught:
        archive.search(query)
    assert str(caught.value) == answer


def test_the_page_has_every_form_of_the_language() -> None:
    page = "\n".join(query for query, _, _ in rows())
    forms = [
        "OR",
        "NOT",
        " -",
        "(",
        '"',
        "=",
        "NEAR/",
        "ADJ/",
        "w/s",
        "w/p",
        "atleast",
        "title:",
        "lead:",
        "*",
        "?",
        "~",
    ]
    fields = ["source:", "place:", "author:", "lang:", "path:", "id:", "after:", "before:", "date:", ".."]
    assert [form for form in forms + fields if form not in page] == []
