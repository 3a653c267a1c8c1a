"""`city*` did not find "cities", which `city` finds: a star compared with the words as written alone.

An end left open finds all that the word finds, and what begins so besides, in each language and in titles.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import build
from dateline.search import Archive

ARTICLES = [
    ("1", "en", "Two cities met.", "The organizations were the people's own."),
    ("2", "ru", "Люди", "Люди видели человека в городах."),
    ("3", "fr", "Chevaux", "Les chevaux et les journaux de la ville."),
    ("4", "de", "Häuser", "Die Häuser der Bürger und ihre Autos."),
    ("5", "en", "Citywide", "A citywide strike and a journalist."),
    ("6", "en", "Signs", "The U.S. hired a Ph.D. who writes C++ and C#."),
]
WORDS = (
    "city",
    "organization",
    "человек",
    "город",
    "cheval",
    "journal",
    "Haus",
    "Auto",
    "U.S.",
    "Ph.D.",
    "C++",
    "C#",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    build(
        [
            {"id": key, "language": language, "title": title, "text": text}
            for key, language, title, text in ARTICLES
        ],
        index=folder,
    )
    return folder


@pytest.mark.parametrize("engine", ["arrays", "whoosh"])
@pytest.mark.parametrize(
    "word", ["city", "organization", "человек", "город", "cheval", "journal", "Haus", "Auto"]
)
def test_an_open_end_finds_at_least_what_the_word_finds(folder: Path, engine: str, word: str) -> None:
    with Archive.open(folder, engine=engine) as archive:
        found, more = ({hit.id for hit in archive.search(query)} for query in (word, f"{word}*"))
        assert found
        assert found <= more


def test_and_what_begins_so_besides(folder: Path) -> None:
    with Archive.open(folder) as archive:
        assert {hit.id for hit in archive.search("city*")} == {"1", "5"}
        assert {hit.id for hit in archive.search("journal*")} == {"3", "5"}
