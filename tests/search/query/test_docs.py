"""docs/query.md tells the truth: each of its rows is a query, a text it finds and one it must not find."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dateline.indexer import build
from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search import Archive, QueryError
from dateline.search.query.dates import read_dates
from tests.places import DOCS

PAGE = DOCS / "query.md"
ROW = re.compile(r"^\| `(?P<query>[^`]+)`(?P<any> with `--match any`)? \| (?P<rest>.*) \|$", re.MULTILINE)
CELL = re.compile(r"(?:\*\*(?P<title>.*?)\*\* )?(?P<text>.*?)(?: \((?P<fields>\w+: [^)]*)\))?")


def rows():
    for found in ROW.finditer(PAGE.read_text()):
        cells = found["rest"].split(" | ")
        # A table has \| for the sign itself.
        yield found["query"].replace("\\|", "|"), "any" if found["any"] else "all", cells


EXAMPLES = [pytest.param(query, match, *cells, id=query) for query, match, cells in rows() if len(cells) == 2]
REFUSED = [pytest.param(query, cells[0], id=query) for query, _, cells in rows() if len(cells) == 1]


def record(cell):
    found = CELL.fullmatch(cell)
    fields = dict(field.split(": ", 1) for field in found["fields"].split("; ")) if found["fields"] else {}
    if published := fields.pop("published", None):
        fields["date"] = read_dates(published, today=date.today())[0]
    text = found["text"].replace(" ¶ ", "\n\n")
    return {
        "id": cell,
        "language": "en",
        "text": text,
        **({"title": found["title"]} if found["title"] else {}),
        **fields,
    }


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    cells = dict.fromkeys(cell for example in EXAMPLES for cell in example.values[2:])
    records = [record(cell) for cell in cells]
    report = build([fields for fields in records if "path" not in fields], index=folder)
    assert report.articles == sum("path" not in fields for fields in records)
    with IndexWriter(folder) as writer:  # records have no path, only files do
        for fields in records:
            if "path" in fields:
                paragraphs = (Paragraph(fields.pop("text")),)
                writer.add_article(
                    Article(**fields, paragraphs=paragraphs), [Passage(0, len(paragraphs[0].text))]
                )
    with Archive.open(folder) as opened:
        yield opened


def found_by(archive, query, match):
    return {hit.id for hit in archive.search(query, match=match, limit=1000)}


@pytest.mark.parametrize(("query", "match", "hit", "miss"), EXAMPLES)
def test_every_row_finds_what_it_says_and_not_the_near_miss(archive, query, match, hit, miss):
    found = found_by(archive, query, match)
    assert record(hit)["id"] in found
    assert record(miss)["id"] not in found


@pytest.mark.parametrize(("query", "answer"), REFUSED)
def test_every_refusal_is_worded_as_it_says(archive, query, answer):
    with pytest.raises(QueryError) as caught:
        archive.search(query)
    assert str(caught.value) == answer


def test_the_page_has_every_form_of_the_language():
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
