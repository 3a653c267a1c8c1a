"""Beside every page the same as data: JSON, tables, references, feeds; completion; OpenSearch."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest
from starlette.applications import Starlette

from dateline.search import Archive
from dateline.search.output import export, references
from dateline.search.web.app import make_app
from tests.search.tiny import new_article, write_segments
from tests.search.web.asking import ask

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("formats")
    write_segments(
        folder,
        [
            new_article("a", "Border guards met.", title="Guards", date="2013-05-28", source="Kazinform"),
            new_article("b", "The border was quiet.", date="2014-01", source="The Astana Times", place="Osh"),
            new_article("c", "A border at night.", source="Kaz Times", author="Ann Lee"),
            new_article("d/e.json", "Snow fell."),
            new_article("..", "Hail fell."),
        ],
    )
    return str(folder)


@pytest.fixture(scope="module")
def app(folder: str) -> Starlette:
    return make_app([folder])


def test_json_is_what_the_command_line_prints(app: Starlette, folder: str) -> None:
    with Archive.open(folder) as archive:
        found = archive.search("border", limit=20, passages=2)
        expected = "".join(export.json_object(found, query="border"))

    assert ask(app, "/search.json?q=border").text == expected


def test_tables_and_references_are_files_of_what_the_command_line_prints(app: Starlette, folder: str) -> None:
    with Archive.open(folder) as archive:
        found = archive.search("border", limit=20, passages=2)
        expected = {
            "csv": "".join(export.csv_passages(found)),
            "ris": "".join(references.ris(found)),
            "bib": "".join(references.bibtex(found)),
        }

    for ending, text in expected.items():
        reply = ask(app, f"/search.{ending}?q=border")
        assert reply.text == text
        assert reply.headers["content-disposition"] == f'attachment; filename="dateline.{ending}"'


def test_data_is_paged_as_the_page_is_and_in_larger_pages(app: Starlette) -> None:
    first = ask(app, "/search.json?q=border&n=2").json["articles"]
    second = ask(app, "/search.json?q=border&n=2&page=2").json["articles"]

    assert sorted(hit["id"] for hit in first + second) == ["a", "b", "c"]
    assert ask(app, "/search.json?q=border&n=1000").status == 200
    assert len(list(csv.reader(io.StringIO(ask(app, "/search.csv?q=border").text)))) == 4
    assert len(ask(app, "/search.jsonl?q=border").text.splitlines()) == 3


@pytest.mark.parametrize("ending", ["json", "csv", "ris", "bib", "atom"])
def test_what_can_not_be_asked_is_said_to_a_program_too(app: Starlette, ending: str) -> None:
    wrong = ask(app, f"/search.{ending}?q=border+(")
    over = ask(app, f"/search.{ending}?q=border&n=1001")

    assert (wrong.status, over.status) == (400, 400)
    assert "bracket" in wrong.text
    assert not wrong.headers["content-type"].startswith("text/html")
    if ending == "json":
        assert wrong.json["error"]["status"] == 400


def test_any_query_is_a_feed_of_what_is_newest(app: Starlette) -> None:
    reply = ask(app, "/search.atom?q=border&sort=relevance")
    feed = ElementTree.fromstring(reply.text)
    entries = feed.findall(f"{ATOM}entry")

    assert reply.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert [entry.findtext(f"{ATOM}published") for entry in entries] == [
        "2014-01-01T00:00:00Z",
        "2013-05-28T00:00:00Z",
        None,
    ]
    indexed = [hit["indexed"] for hit in ask(app, "/search.json?q=border").json["articles"]]
    assert {entry.findtext(f"{ATOM}updated") for entry in entries} == set(indexed)
    assert feed.findtext(f"{ATOM}updated") == max(indexed)
    links = [link.get("href") for link in entries[1].findall(f"{ATOM}link")]
    assert links == ["http://127.0.0.1:8001/a/a?q=border"]
    assert "<mark>Border</mark>" in (entries[1].findtext(f"{ATOM}summary") or "")


def test_an_article_is_one_entry_whatever_finds_it(app: Starlette) -> None:
    def ids(query: str) -> set[str | None]:
        feed = ElementTree.fromstring(ask(app, f"/search.atom?q={query}").text)
        return {entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")}

    assert ids("guards") < ids("border")


def test_an_article_is_data_too(app: Starlette) -> None:
    assert ask(app, "/a/a.json").json["heading"] == "Guards"
    assert "TI  - Guards" in ask(app, "/a/a.ris").text
    assert "title = {{Guards}}" in ask(app, "/a/a.bib").text
    assert ask(app, "/a/zebra.json").json["error"]["status"] == 404
    assert ask(app, "/a/a.csv").status == 404


def test_ids_of_every_kind_have_an_address(app: Starlette) -> None:
    for article_id, words in (("d/e.json", "Snow fell."), ("..", "Hail fell.")):
        (hit,) = ask(app, f"/search.json?q={words.split()[0]}").json["articles"]
        assert hit["id"] == article_id
        page = ask(app, f"/search?q={words.split()[0]}").text
        address = page.partition('<h2 dir="auto"><a href="')[2].partition('"')[0].replace("&amp;", "&")
        assert words in ask(app, address).text


def test_words_fields_and_values_are_completed(app: Starlette) -> None:
    words = ask(app, "/terms?prefix=bor").json
    fields = ask(app, "/terms?prefix=so").json
    values = ask(app, "/terms?prefix=source:times").json

    assert [(term["text"].lower(), term["articles"]) for term in words["terms"]] == [("border", 3)]
    assert [value["text"] for value in fields["values"]] == ["source:"]
    assert [value["text"] for value in values["values"]] == [
        'source:"Kaz Times"',
        'source:"The Astana Times"',
    ]
    assert ask(app, "/terms?prefix=").json["terms"] == []
    assert ask(app, "/terms?prefix=nofield:x").json["values"] == []
    assert ask(app, "/terms").status == 400
    assert ask(app, "/terms?prefix=" + "a" * 9000).status == 200


def test_a_browser_can_add_the_search(app: Starlette) -> None:
    reply = ask(app, "/opensearch.xml", headers={"host": "localhost:9000"})
    document = ElementTree.fromstring(reply.text)
    templates = [url.get("template") for url in document if url.tag.endswith("Url")]

    assert reply.headers["content-type"].startswith("application/opensearchdescription+xml")
    assert templates[0] == "http://localhost:9000/search?q={searchTerms}"
