"""Lines of JSON that news-please, NewsAPI, newspaper4k and others write were refused, or lost their date.

What they call the fields is known now; what no field has is kept as meta. A record whose text has an unknown
name is refused with that name, and never goes in without its text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import build, read
from dateline.indexer.intake import take_record
from dateline.search import Archive

ONE = "The bridge over the river would be closed for three weeks, the ministry said on Tuesday."
TWO = "Local councillors complained that they had been told only a day before that it would be."
BOTH = f"{ONE}\n\n{TWO}"

RECORDS: dict[str, dict[str, Any]] = {
    "news-please": {
        "authors": ["Jane Doe"],
        "date_publish": "2019-03-07 10:00:00",
        "maintext": f"{ONE}\n{TWO}",
    },
    "newsapi": {"author": "Jane Doe", "publishedAt": "2019-03-07T10:00:00Z", "content": BOTH},
    "newspaper4k": {"text": BOTH, "authors": ["Jane Doe"], "publish_date": "2019-03-07T10:00:00"},
    "trafilatura": {"author": "Jane Doe", "date": "2019-03-07", "text": f"{ONE}\n{TWO}"},
    "schema.org": {"articleBody": BOTH, "datePublished": "2019-03-07", "author": {"name": "Jane Doe"}},
    "JSON Feed": {
        "content_html": f"<p>{ONE}</p><p>{TWO}</p>",
        "date_published": "2019-03-07T10:00:00Z",
        "authors": [{"name": "Jane Doe"}],
    },
    "epoch": {"text": BOTH, "date": 1551949200, "author": "Jane Doe"},
    "list": {"text": [ONE, TWO], "date": "2019-03-07", "author": "Jane Doe"},
    "pandas": {"text": BOTH, "date": "2019-03-07", "author": "['Jane Doe']", "source": float("nan")},
}


@pytest.mark.parametrize("program", RECORDS)
def test_a_record_is_read_by_the_names_of_its_program(tmp_path: Path, program: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"title": program, **RECORDS[program]}) + "\n")
    [article] = read(tmp_path / "a.jsonl")
    assert (article.title, article.date, article.author) == (program, "2019-03-07", "Jane Doe")
    assert [paragraph.text for paragraph in article.paragraphs] == [ONE, TWO]


def test_the_place_of_an_article_is_not_its_source_where_that_is_an_address(tmp_path: Path) -> None:
    record = {"text": ONE, "source": "https://valleypost.example/a", "source-hostname": "Valley Post"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n")
    [article] = read(tmp_path / "a.jsonl")
    assert (article.url, article.source) == ("https://valleypost.example/a", "Valley Post")


def test_a_text_under_an_unknown_name_is_named(tmp_path: Path) -> None:
    record = {"title": "Bridge", "url": "https://x.example", "inhalt": f"{BOTH} {BOTH}"}
    said = str(take_record(record, 1))
    assert said == 'record 1: "text" is missing; if it is "inhalt", say so: --map inhalt=text'
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n")
    build([tmp_path / "a.jsonl"], index=tmp_path / "index", map_fields={"text": "inhalt"})
    with Archive.open(tmp_path / "index") as archive:
        assert [hit.title for hit in archive.search("councillors")] == ["Bridge"]


def test_numbers_of_other_programs_are_no_ids(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f'id,headline,body\n1,{name},"{ONE}"\n')
    assert build([tmp_path], index=tmp_path / "index").articles == 2


@pytest.mark.parametrize(
    "date", [{"$date": "2019-03-07T10:00:00Z"}, {"$date": {"$numberLong": "1551952800000"}}]
)
def test_the_objects_that_mongodb_writes_for_ids_and_dates_are_read(tmp_path: Path, date: object) -> None:
    record = {"_id": {"$oid": "5c80ea20f1d2"}, "title": "Bridge", "date": date, "text": BOTH}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    [article] = read(tmp_path / "a.jsonl")
    assert (article.title, article.date, article.text) == ("Bridge", "2019-03-07", BOTH)
