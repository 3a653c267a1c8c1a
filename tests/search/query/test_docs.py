"""docs/query.md tells the truth: each of its rows is a query, a text it finds and one it must not find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from dateline.indexer import build
from dateline.search import Archive, QueryError
from dateline.search.query.asked import Match
from dateline.search.query.dates import read_dates
from tests.places import DOCS
from tests.search.tiny import new_article, write_segments

PAGE = DOCS / "query.md"
ROW = re.compile(r"^\| `(?P<query>[^`]+)`(?P<any> with `--match any`)? \| (?P<rest>.*) \|$", re.MULTILINE)
CELL = re.compile(r"(?:\*\*(?P<title>.*?)\*\* )?(?P<text>.*?)(?: \((?P<fields>\w+: [^)]*)\))?")


def rows() -> Iterator[tuple[str, Match, list[str]]]:
    for found in ROW.finditer(PAGE.read_text()):
        cells = found["rest"].split(" | ")
        # A table has \| for the sign itself.
        yield found["query"].replace("\\|", "|"), "any" if found["any"] else "all", cells


EXAMPLES = [pytest.param(query, match, *cells, id=query) for query, match, cells in rows() if len(cells) == 2]
REFUSED = [pytest.param(query, cells[0], id=query) for query, _, cells in rows() if len(cells) == 1]


def record(cell: str) -> dict[str, str]:
    found = CELL.fullmatch(cell)
    assert found is not None
    pairs = [field.partition(": ") for field in (found["fields"] or "").split("; ") if field]
    fields = {name: value for name, _, value in pairs}
    if published := fields.pop("published", None):
        first, _ = read_dates(published, today=date.today())
        assert first is not None
        fields["date"] = first
    text = found["text"].replace(" ¶ ", "\n\n")
    title = {"title": found["title"]} if found["title"] else {}
    return {"id": cell, "language": "en", "text": text, **title, **fields}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("docs")
    examples = dict.fromkeys(cell for _, _, cells in rows() if len(cells) == 2 for cell in cells)
    records = [record(cell) for cell in examples]
    report = build([fields for fields in records if "path" not in fields], index=folder)
    assert report.articles == sum("path" not in fields for fields in records)
    # Records have no path, only files do.
    files = [fields for fields in records if "path" in fields]
    write_segments(folder, [new_article(fields.pop("id"), fields.pop("text"), **fields) for fields in files])
    (folder / "synonyms.txt").write_text(
        PAGE.read_text("utf-8").partition("```synonyms\n")[2].partition("```")[0], "utf-8"
    )
    with Archive.open(folder) as opened:
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
