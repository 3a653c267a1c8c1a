"""What Tab offers at the prompt: commands, fields, their values, words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.indexer import build
from dateline.search import Archive
from dateline.search.cli.prompt.completing import complete

RECORDS: list[dict[str, Any]] = [
    {"id": "1", "text": "Border guards met.", "source": "Kazinform", "date": "2013-05-28"},
    {"id": "2", "text": "The border was closed. Bordeaux was not.", "source": "Kazinform", "date": "2014"},
    {"id": "3", "text": "Nothing.", "source": "The Astana Times", "author": "Ünal"},
    {"id": "4", "text": "Nothing.", "source": 'Kaz "quoted"'},
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("index")
    build(RECORDS, index=folder)
    with Archive.open(folder) as archive:
        yield archive


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        (":fa", [":facets"]),
        (":sa", [":save", ":saved"]),
        (":facets so", [":facets source"]),
        (":facets source y", [":facets source year"]),
        (":sort ", [":sort relevance", ":sort newest", ":sort oldest"]),
        (":open 3 b", [":open 3 browser"]),
        (":source kazi", [":source Kazinform"]),
        (":terms clo", [":terms closed"]),
        (":nothing a", []),
        ("sou", ["source:"]),
        ("gas sou", ["gas source:"]),
        ("(-ti", ["(-title:"]),
        ("source:kaz", ["source:Kazinform", 'source:"Kaz quoted"']),
        ("source:ast", ['source:"The Astana Times"']),
        ('oil source:"the as', ['oil source:"The Astana Times"']),
        ("author:una", ["author:Ünal"]),
        ("after:20", ["after:2013", "after:2014"]),
        ("bord", ["border", "bordeaux"]),
        ("BORD", ["BORDer", "BORDeaux"]),
        ("title:clo", ["title:closed"]),
        ('"the clo', ['"the closed']),
        ('"border guards" clo', ['"border guards" closed']),
        ('"border guards" -(clo', ['"border guards" -(closed']),
        ("b", ["before:"]),
        ("", []),
        ("oil ", []),
        ("xyzzyx", []),
    ],
)
def test_a_line_may_go_on(archive: Archive, line: str, lines: list[str]) -> None:
    offered = complete(line, archive)

    assert [line[: one.start] + one.text for one in offered] == lines


def test_beside_a_value_and_a_word_it_says_how_many_articles_have_it(archive: Archive) -> None:
    assert [one.beside for one in complete("source:kazi", archive)] == ["2"]
    assert [one.beside for one in complete("border", archive)] == []
    assert [one.beside for one in complete("borde", archive)] == ["2", "1"]


def test_without_an_archive_commands_and_fields_are_offered() -> None:
    assert [one.text for one in complete("sou", None)] == ["source:"]
    assert complete("source:k", None) == []
    assert [one.text for one in complete(":q", None)] == ["quit"]


def test_a_value_that_acts_is_not_offered(tmp_path: Path) -> None:
    sources = ("Kaz\u202einform", "Kazakh")
    build([{"text": "Oil.", "source": source} for source in sources], index=tmp_path)

    with Archive.open(tmp_path) as archive:
        offered = complete("source:kaz", archive)

    assert all("\u202e" not in one.text for one in offered)
    assert "Kazakh" in [one.text for one in offered]
