"""`source:Reut*`, `source:Reuters|AP`, `source:'The Times'` were looked for with their signs, letter by
letter, and found nothing. A filter takes names as they are, with a star or question mark in their words:
anything
else is refused, with the value it may mean."""

from __future__ import annotations

import pytest

from dateline.search import QueryError
from dateline.search.query.reading import keyword_filter, read_query

LANGUAGES = {"en": 9}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lang:e*", "lang:e"),
        ("source:Reuters|AP oil", "source:Reuters,AP oil"),
        ("source:x||y", "source:x,y"),
        ("author:x&&y", "author:x author:y"),
        ("source:/reu.*/", "source:reu"),
        ("source:x^2", "source:x"),
        ("source:x,y~", "source:x,y"),
        ("source:[x]", "source:x"),
        ("id:r*", "id:r"),
        ("source:'The Times' oil", 'source:"The Times" oil'),
        ("path:'a b/*'", 'path:"a b/*"'),
        ("source:Reuters~", "source:Reuters"),
        ("place:Astana~0.8", "place:Astana"),
    ],
)
def test_a_value_with_a_sign_is_refused_with_the_one_it_may_mean(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(typed, languages=LANGUAGES)
    assert caught.value.suggestion.strip() == meant


@pytest.mark.parametrize(
    "value",
    [
        "O'Brien",
        "AC/DC",
        "AT&T",
        "Jean-Luc",
        '"Reut*"',
        "http://x.org/a?b=c*",
        "2013-05",
    ],
)
def test_a_name_with_a_mark_in_it_is_a_value(value: str) -> None:
    assert read_query(f"source:{value}", languages=LANGUAGES).read_as == f"source: {value.strip(chr(34))}"


@pytest.mark.parametrize("value", ["path:2013/*", "path:a?b", "path:/home/x/", "id:a?b*c~1"])
def test_paths_take_patterns_and_ids_are_as_they_are(value: str) -> None:
    assert read_query(value, languages=LANGUAGES).read_as == value.replace(":", ": ")


def test_a_word_of_a_name_takes_a_star() -> None:
    wanted = keyword_filter("source", "Reut*,R?uters")
    assert wanted.accepts("Thomson Reuters") and wanted.accepts("Routers") and not wanted.accepts("Reu")


def test_an_option_is_held_to_the_same() -> None:
    for value in ("Reut~", "Reuters|AP", "/reu.*/", "a,[x]"):
        with pytest.raises(QueryError):
            keyword_filter("source", value)
    assert keyword_filter("source", '"Reut*",AT&T').values == ("Reut*", "AT&T")
