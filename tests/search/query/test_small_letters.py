"""Operators are capitals: in small letters they are words, and whoever meant one is told once."""

from __future__ import annotations

import re

import pytest

from dateline.search.query.reading import read_query


def notes(query: str, languages: tuple[str, ...] = ("en",)) -> tuple[str, ...]:
    return read_query(query, languages=dict.fromkeys(languages, 1)).warnings


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("oil or gas", "'or' is searched as a word; OR in capitals finds either"),
        ("oil or gas or coal and iron", "'or' is searched as a word; OR in capitals finds either"),
        ("war and peace", "'and' is searched as a word; all words are asked for without it"),
        ("not oil", "'not' is searched as a word; NOT in capitals leaves out"),
        ("border not source:Reuters", "'not' is searched as a word; NOT in capitals leaves out"),
    ],
)
def test_whoever_may_have_meant_an_operator_is_told_once(query: str, note: str) -> None:
    assert notes(query) == (note,)
    word = note.split("'")[1]
    assert re.search(rf"\b{word}\b", read_query(query, languages={"en": 1}).read_as)


@pytest.mark.parametrize(
    "query",
    [
        "oil OR gas",
        '"trick or treat"',
        "or",
        "oil or",
        "and oil",
        "Nobody had seen it before, and nobody would see it again, they said or thought",
        "dead or alive!",
        "AT and T",
        "oil gas",
    ],
)
def test_a_word_that_can_be_no_operator_needs_no_hint(query: str) -> None:
    assert notes(query) == ()


def test_where_nobody_speaks_english_the_words_are_others() -> None:
    assert notes("oil or gas", ("fr",)) == ()
    assert notes("oil or gas", ()) != ()
