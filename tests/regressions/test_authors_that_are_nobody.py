"""Offices, "Letters To The Editor" cut short and "publisher" wrote articles, and addresses published them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.indexer.facts.bylines import read_authors
from tests.regressions.test_authors_of_pages import page


@pytest.mark.parametrize(
    "name",
    [
        "Letters To The Editor",
        "By Letters to the Editor",
        "Contributors to Wikimedia projects",
        "publisher",
        "Bundesministerium",
        "Bundesministerium der Finanzen",
        "Ehrenamt Jugendverbände",
        "Department for Education",
    ],
)
def test_nobody_wrote_it(tmp_path: Path, name: str) -> None:
    head = f'<meta name=author content="{name}">'
    linked = f'<script type="application/ld+json">{{"@type":"NewsArticle","author":"{name}"}}</script>'
    for article in (
        page(tmp_path, head=head),
        page(tmp_path, head=linked),
        page(tmp_path, f"<p class=author>{name}</p>"),
    ):
        assert (article.author, article.authors) == (None, ())
    assert page(tmp_path, "<p class=byline>By Jane Doe</p>", head=head).author == "Jane Doe"


@pytest.mark.parametrize(
    "name",
    ["Jane Doe", "Jane Doe, University of York", "Anna Verbeek", "Tom Wikström", "Jane Doe and Bo Amt"],
)
def test_who_has_a_name_like_that_did(tmp_path: Path, name: str) -> None:
    assert page(tmp_path, head=f'<meta name=author content="{name}">').author is not None


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Letters To The Editor", ["Letters To The Editor"]),
        ("Letters to the Editor, Ann Lee", ["Ann Lee"]),
        ("Contributors to Wikimedia projects", ["Contributors to Wikimedia projects"]),
        ("Contributor Ann Lee", ["Ann Lee"]),
        ("Ann Lee, publisher", ["Ann Lee"]),
        ("Ann Lee Editor", ["Ann Lee Editor"]),
        ("Ann Lee, the editor", ["Ann Lee"]),
    ],
)
def test_bylines_are_not_cut_amid_a_phrase(byline: str, authors: list[str]) -> None:
    assert [author.value for author in read_authors(byline)] == authors


@pytest.mark.parametrize(
    ("stated", "source"),
    [
        ("https://www.fr.de", "fr.de"),
        ("www.fr.de", "fr.de"),
        (".:: NMB-MEDIA ::. eBay-Templates, Shops", "NMB-MEDIA"),
        ("--- Valley Post ---", "Valley Post"),
        ("*** Valley Post", "Valley Post"),
        ("Valley Post - News", "Valley Post - News"),
        ("Yahoo!", "Yahoo!"),
        ("c't", "c't"),
    ],
)
def test_a_source_is_a_name(tmp_path: Path, stated: str, source: str) -> None:
    assert page(tmp_path, head=f'<meta property="og:site_name" content="{stated}">').source == source
