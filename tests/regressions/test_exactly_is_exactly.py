"""`=` forgot hyphens inside phrases and full stops, and lost words in an archive of two languages."""

from __future__ import annotations

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.archive import ENGINES

TEXTS = {
    "en": "You're told that prices rose 3.5 percent and a 4.7 inch screen costs $19.95 in May. They'd know.",
    "fr": "C’est la présidence de l’université qui a parlé, d'une seule voix.",
    "de": "Das kostet 2,22 Euro statt mehr.",
    "ru": "Цены выросли на 3,5 процента.",
    "zh": "会议在北京举行。",
    "1": "Dust. Dust plasma is not it. The cyber attack on banks.",
    "2": "A dust-dust plasma was seen after the cyber-attack on banks.",
}


@pytest.fixture(scope="module", params=ENGINES)
def archive(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Archive:
    folder = tmp_path_factory.mktemp("index")
    records = [
        {"id": name, "text": text, "language": name if name.isalpha() else "en"}
        for name, text in TEXTS.items()
    ]
    build(records, index=folder)
    return Archive.open(folder, engine=request.param)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('="3.5 percent"', ["en"]),
        ('="a 4.7 inch"', ["en"]),
        ('="costs $19.95 in"', ["en"]),
        ('="costs 19.95 in"', []),
        ("=they'd", ["en"]),
        ('="You\'re told"', ["en"]),
        ("=l'université", ["fr"]),
        ("=c'est", ["fr"]),
        ("=d'une", ["fr"]),
        ('="de l’université"', ["fr"]),
        ('="2,22 Euro"', ["de"]),
        ('="3,5 процента"', ["ru"]),
        ("=北京", ["zh"]),
        ('="dust-dust plasma"', ["2"]),
        ('="dust. dust plasma"', ["1"]),
        ('="dust dust plasma"', []),
        ('="cyber-attack on banks"', ["2"]),
        ('="cyber attack on banks"', ["1"]),
        ("=cyber-attack", ["2"]),
        ('="the cyber-attack"', ["2"]),
    ],
)
def test_what_is_written_is_found_and_nothing_else(archive: Archive, query: str, found: list[str]) -> None:
    assert sorted(hit.id for hit in archive.search(query, limit=20)) == found
