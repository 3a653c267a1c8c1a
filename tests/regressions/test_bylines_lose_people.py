"""People whose names look like something else were nobody, or lost a part of their name.

`author:` did not find Les Murray, Di Wu, Tom Press, whoever had the agency beside them, or one of sixty; and
a place, a role or an employer after a name was a second person. Whoever may be a person is found by all of
the name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import Archive, build


def found(folder: Path, author: object, query: str, key: str = "author") -> bool:
    build([{"id": "a", "text": "Border guards met.", key: author}], index=folder)
    with Archive.open(folder) as archive:
        return [hit.id for hit in archive.search(query)] == ["a"]


@pytest.mark.parametrize(
    ("author", "query"),
    [
        ("Les Murray", 'author:"Les Murray"'),
        ("Le Pen, Marine", 'author:"Le Pen"'),
        ("Tom Press", "author:press"),
        ("By Di Wu", 'author:"Di Wu"'),
        ("Von der Leyen, Ursula", 'author:"Von der Leyen"'),
        ("By ANN LEE The Associated Press", 'author:"Ann Lee"'),
        ("Ann Lee BBC News", 'author:"Ann Lee"'),
        ("Reuters", "author:reuters"),
        ("Staff and Wire Reports", "author:wire"),
        ("Unknown", "author:unknown"),
        (["Reuters Staff"], "author:reuters"),
        (["By Ann Lee and Bo Li"], 'author:"Bo Li"'),
        (", ".join(f"Anna{letter} Leeson" for letter in "abcdefghijklmnopqrstuvwxyz" * 2), "author:annaz"),
    ],
)
def test_an_author_is_found(tmp_path: Path, author: object, query: str) -> None:
    assert found(tmp_path, author, query)


@pytest.mark.parametrize("authors", [["Ann Lee", "Bo Li"], "Ann Lee and Bo Li"])
def test_authors_of_a_record_are_found(tmp_path: Path, authors: object) -> None:
    assert found(tmp_path, authors, 'author:"Bo Li"', "authors")


@pytest.mark.parametrize("byline", ["Ann Lee, Kabul", "Ann Lee, Finance Minister", "Ann Lee, BBC Persian"])
def test_what_stands_after_a_name_is_counted_as_nobody(tmp_path: Path, byline: str) -> None:
    build([{"id": "a", "text": "Border guards met.", "author": byline}], index=tmp_path)
    with Archive.open(tmp_path) as archive:
        assert [(facet.value, facet.articles) for facet in archive.facets("border", "author")] == [
            ("Ann Lee", 1)
        ]
