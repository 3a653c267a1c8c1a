"""A quote between two letters, as Hebrew writes its abbreviations, or after a number, as inches are written,
was an open quote: the commonest Hebrew abbreviations could not be asked for."""

from __future__ import annotations

import pytest

from dateline.search.query.grammar import parse
from dateline.search.query.syntax import And, Syntax, Term, terms_of


def words(query: str) -> list[str]:
    return [term.text for term in terms_of(parse(query))]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('12" gun', ["12", "gun"]),
        ("12” gun", ["12", "gun"]),
        ('a 12" or 14" gun', ["a", "12", "or", "14", "gun"]),
        ('צה"ל', ['צה"ל']),
        ('צה"ל ורמטכ"ל', ['צה"ל', 'ורמטכ"ל']),
        ("צה”ל", ["צה”ל"]),
        ("צה״ל", ["צה״ל"]),
        ('"דובר צה"ל" הודעה', ["דובר", 'צה"ל', "הודעה"]),
        ('title:צה"ל', ['צה"ל']),
        ('"border guards"drone', ["border", "guards", "drone"]),
    ],
)
def test_the_words_are_read(query: str, terms: list[str]) -> None:
    assert words(query) == terms


def test_a_hebrew_abbreviation_is_one_word() -> None:
    tree: Syntax = parse('צה"ל אמר')
    assert isinstance(tree, And)
    assert tree.parts[0] == Term('צה"ל', 0, 4)
    assert parse('"12"') == Term("12", 1, 3)
