"""JSON-LD describes more than a page's story: related stories, before it, whose date and author were taken;
and people and publishers by a reference (Yoast SEO, on millions of sites), who were not found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline import read
from dateline.indexer.article import Article

PUBLISHER = {"@type": "Organization", "name": "Valley Post"}
OURS: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Bridge closes for three weeks",
    "datePublished": "2019-03-07T10:00:00+01:00",
    "author": {"@type": "Person", "name": "Jane Doe"},
    "publisher": PUBLISHER,
}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Dog found after a week",
    "datePublished": "2010-01-01",
    "author": {"name": "Other Person"},
    "publisher": PUBLISHER,
}


def page(folder: Path, linked: object) -> Article:
    (folder / "a.html").write_text(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Bridge closes for three weeks</title>"
        f'<script type="application/ld+json">{json.dumps(linked)}</script></head><body><article>'
        "<h1>Bridge closes for three weeks</h1><p>The ministry of transport said on Tuesday that the bridge "
        "over the river would be closed for three weeks while engineers replace the bearings.</p>"
        "<p>Local councillors complained that they had been told only a day"
        " before.</p></article></body></html>",
        "utf-8",
    )
    [article] = read(folder / "a.html")
    return article


def test_the_object_whose_headline_is_the_pages_title_counts(tmp_path: Path) -> None:
    for linked in ([OTHER, OURS], [OURS, OTHER], {"@graph": [OTHER, OURS]}):
        article = page(tmp_path, linked)
        assert (article.date, article.author) == ("2019-03-07", "Jane Doe")


def test_the_object_whose_address_is_the_pages_counts(tmp_path: Path) -> None:
    renamed = OURS | {"headline": "Ferry instead", "url": "https://valleypost.example/bridge"}
    (tmp_path / "a.html").write_text(
        '<title>Bridge closes for three weeks</title><link rel=canonical href="https://valleypost.example/bridge/">'
        f'<script type="application/ld+json">{json.dumps([OTHER, renamed])}</script>'
        "<article><p>The ministry of transport said on Tuesday that the bridge would be"
        " closed.</p></article>",
        "utf-8",
    )
    [article] = read(tmp_path / "a.html")
    assert (article.date, article.author) == ("2019-03-07", "Jane Doe")


def test_people_and_publishers_are_found_by_their_ids(tmp_path: Path) -> None:
    graph = [
        OURS | {"author": {"@id": "#jane"}, "publisher": {"@id": "#org"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
        {"@type": "Organization", "@id": "#org", "name": "Valley Post"},
    ]
    article = page(tmp_path, {"@graph": graph})
    assert (article.author, article.source, article.author_kind) == ("Jane Doe", "Valley Post", "exact")


def test_a_reference_to_itself_ends(tmp_path: Path) -> None:
    loop = [OURS | {"author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": {"@id": "#a"}}]
    assert page(tmp_path, {"@graph": loop}).author is None


def test_several_authors_are_all_there(tmp_path: Path) -> None:
    people = [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Bo Li"}]
    article = page(tmp_path, OURS | {"author": people})
    assert [author.value for author in article.authors] == ["Jane Doe", "Bo Li"]


@pytest.mark.parametrize("title", ["x", "Home", "The Valley Post"])
def test_a_title_that_tells_no_story_speaks_against_none(tmp_path: Path, title: str) -> None:
    stated = {
        "@type": "NewsArticle",
        "headline": "Stop illogical tariffs and more",
        "datePublished": "2019-03-07",
        "publisher": {"@type": "Organization", "name": "The Valley Post"},
    }
    head = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    body = (
        "<article><p>The bridge over the river would be closed, the ministry of transport said.</p></article>"
    )
    (tmp_path / "a.html").write_text(f"<title>{title}</title>{head}<body>{body}</body>", "utf-8")
    [article] = read(tmp_path / "a.html")
    assert (article.title, article.date) == ("Stop illogical tariffs and more", "2019-03-07")
