"""Several authors of one article, from the record to every answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline import Archive, build
from dateline.search.engine import By
from dateline.search.output import export, references

RECORDS: list[dict[str, object]] = [
    {"id": "both", "text": "Border guards met. " * 40 + "\n\nThe border.", "author": "By Ann Lee, Bo Li"},
    {"id": "ann", "text": "The border was closed.", "author": "Ann Lee in Kabul"},
    {"id": "list", "text": "A border town.", "author": ["Li, Bo", "Cher"]},
    {"id": "staff", "text": "On the border.", "author": "Staff writer"},
    {"id": "none", "text": "No border here."},
]


@pytest.fixture(params=["one segment", "several, some deleted"])
def archive(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Archive]:
    if request.param == "one segment":
        build(RECORDS, index=tmp_path)
    else:
        build([{**RECORDS[0], "author": "Gone Person"}], index=tmp_path)
        for record in RECORDS:
            build([record], index=tmp_path)
    with Archive.open(tmp_path) as opened:
        yield opened


def ids(archive: Archive, query: str, by: By) -> list[str]:
    return sorted({hit.id for hit in archive.search(query, by=by)})


@pytest.mark.parametrize("by", ["article", "passage"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('border author:"Bo Li"', ["both"]),
        ("border author:lee", ["ann", "both"]),
        ("author:cher", ["list"]),
        ("border author:Cher,Ann", ["ann", "both", "list"]),
        ('border author:"Lee Bo"', []),  # no name has both, though two stand beside each other
        ("border -author:lee", ["list", "none", "staff"]),
        ("border author:kabul", []),
        ("border author:staff", ["staff"]),  # names nobody, and is found all the same
        ("border author:gone", []),
    ],
)
def test_a_filter_finds_any_of_the_authors(archive: Archive, query: str, by: By, expected: list[str]) -> None:
    assert ids(archive, query, by) == expected


def test_an_article_counts_once_for_each_author(archive: Archive) -> None:
    facets = [(facet.value, facet.articles) for facet in archive.facets("border", "author")]
    assert facets == [
        ("Ann Lee", 2),
        ("Bo Li", 1),
        ("Cher", 1),
        ("Li, Bo", 1),
        ("Staff writer", 1),
        (None, 1),
    ]


def test_a_misspelt_author_is_told_from_each_name(archive: Archive) -> None:
    (part,) = [part for part in archive.search('author:"Anm Lee"').parts if part.text.startswith("author")]
    assert part.suggestions == ("Ann Lee",)


def test_a_hit_has_the_byline_and_the_people(archive: Archive) -> None:
    hits = {hit.id: (hit.author, hit.authors) for hit in archive.search("border")}
    assert hits == {
        "both": ("By Ann Lee, Bo Li", ("Ann Lee", "Bo Li")),
        "ann": ("Ann Lee in Kabul", ("Ann Lee",)),
        "list": ("Li, Bo, Cher", ("Li, Bo", "Cher")),
        "staff": ("Staff writer", ("Staff writer",)),
        "none": (None, ()),
    }


def test_an_article_says_where_in_the_byline_each_stands(archive: Archive) -> None:
    article = archive.get("both")
    assert article.author is not None
    assert [article.author[one.start : one.end] for one in article.authors] == ["Ann Lee", "Bo Li"]


def test_exports_have_each_author(archive: Archive) -> None:
    found = archive.search('author:"Bo Li"')
    (answer,) = export.json_object(found, query="q")
    assert json.loads(answer)["articles"][0]["authors"] == ["Ann Lee", "Bo Li"]
    assert "AU  - Ann Lee\nAU  - Bo Li\n" in "".join(references.ris(found))
    assert "author = {Ann Lee and Bo Li}" in "".join(references.bibtex(found))
