"""What a server is asked is what a query means, or more, in as few clauses as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dateline.search.opensearch.clauses import MOST_CLAUSES, clauses
from dateline.search.opensearch.compiling import Compiled, Compiler
from dateline.search.query.nodes import And, Not, Or, Query, Word
from dateline.search.query.reading import read_query

LANGUAGES = {"en": 5, "de": 3}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def asked(text: str) -> Query:
    return read_query(text, languages=LANGUAGES).query


def levels(text: str, **options: Any) -> list[Compiled]:
    compiler = Compiler(LANGUAGES, **options)
    return [compiler.articles(asked(text)), compiler.passages(asked(text))]


def texts_of(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield name
            yield from texts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts_of(value)
    else:
        yield str(node)


@pytest.mark.parametrize(
    "text",
    [
        " OR ".join(f"w{number}" for number in range(1500)),
        " ".join(f"w{number}" for number in range(1500)),
        "gold -" + " -".join(f"w{number}" for number in range(1500)),
        '"' + " ".join(f"w{number}" for number in range(250)) + '"',
        '"' + " ".join(f"{one}b-{one}c" for one in LETTERS) + '"',
        "(" + " OR ".join(f'"gold w{number}"' for number in range(600)) + ") NEAR/5 price",
        " OR ".join(f"(a{number} b{number})" for number in range(500)),
        " OR ".join(f"source:s{number}" for number in range(900)),
        "atleast24:gold",
    ],
)
def test_no_query_has_more_clauses_than_a_server_takes(text: str) -> None:
    assert [clauses(compiled.query) <= MOST_CLAUSES for compiled in levels(text)] == [True, True]


@pytest.mark.parametrize(
    "text",
    [" OR ".join(f"w{number}" for number in range(1500)), "gold -a1 -b2 -c3 " * 200, "gold gold " * 300],
)
def test_any_of_very_many_words_is_asked_for_exactly(text: str) -> None:
    assert [compiled.exact for compiled in levels(text)] == [True, True]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("gold", True),
        ("=Gold pric*", True),
        ('"crude oil" NEAR/3 (price OR pric*)', True),
        ("gold w/s silver", True),
        ("vice-president w/p gold", True),
        ("atleast3:gold", True),
        ("source:times after:2013-05 -path:a/*", True),
        ("gold NEAR silver NEAR price", False),
        ('="gold price"', False),
        ('atleast3:"gold price"', False),
        ('gold -(="gold price")', False),
    ],
)
def test_a_query_tells_whether_a_server_says_just_what_it_means(text: str, exact: bool) -> None:
    assert [compiled.exact for compiled in levels(text)] == [exact, exact]


def test_what_reaches_over_more_than_is_told_with_a_passage_is_looked_at() -> None:
    texts = ("gold NEAR/5 silver", "gold NEAR/900 silver", "gold w/p silver", "gold w/s silver")
    # Where no paragraph is so long, all is told.
    assert [levels(text)[1].exact for text in texts] == [True, True, True, True]
    assert [levels(text, clipped=["p"])[1].exact for text in texts] == [True, False, False, True]
    assert [levels(text, clipped=["s", "p"])[1].exact for text in texts] == [True, False, False, False]
    assert all(levels(text, clipped=["s", "p"])[0].exact for text in texts)


def test_what_is_excluded_is_never_excluded_more_widely_than_it_is_meant() -> None:
    query, exact = Compiler(LANGUAGES).articles(asked('gold -(="gold price") -silver'))

    assert not exact
    assert {text for text in texts_of(query["bool"]["must_not"]) if text.startswith(":")} <= {
        ":silver",
        ":silv",
    }


def test_an_exclusion_of_nothing_known_lets_everything_through() -> None:
    word = Word(None, "gold", ("gold",))
    inexact = asked('="gold price"')

    assert Compiler(LANGUAGES).articles(Not(inexact)) == ({"match_all": {}}, False)
    assert Compiler(LANGUAGES).articles(Or(())) == ({"match_none": {}}, True)
    assert Compiler(LANGUAGES).articles(And((Not(Not(word)),))).exact


def test_a_typo_is_looked_for_in_all_words_and_not_in_the_likeliest() -> None:
    assert "constant_score" in set(texts_of(levels("golden~")[0].query))
