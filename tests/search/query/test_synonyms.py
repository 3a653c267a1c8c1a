"""What a file of synonyms may say, and what it says of a line that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.query.synonyms import BadLine, parse_synonyms


def test_the_words_of_a_line_find_each_other() -> None:
    rules = parse_synonyms("Kazakhstan, Казахстан, Қазақстан")
    assert rules.found_by("Kazakhstan") == ("Казахстан", "Қазақстан")
    assert rules.found_by("қазақстан") == ("Kazakhstan", "Казахстан")
    assert rules.found_by("Astana") == ()


def test_an_arrow_holds_one_way() -> None:
    rules = parse_synonyms("militia, milice => police, gendarmerie")
    assert rules.found_by("milice") == ("police", "gendarmerie")
    assert rules.found_by("police") == ()


def test_comments_blank_lines_and_quotes_say_nothing() -> None:
    rules = parse_synonyms('# all of it\n\n  "United States" ,USA,  # and more, here\n\tC#, C sharp\n')
    assert rules.found_by("united  states") == ("USA",)
    assert rules.found_by("C#") == ("C sharp",)


def test_a_backslash_says_that_a_sign_is_text() -> None:
    rules = parse_synonyms(r"10\,000 men, the ten thousand" + "\n" + r"a \=> b, ab")
    assert rules.found_by("the ten thousand") == ("10,000 men",)
    assert rules.found_by("a => b") == ("ab",)


def test_two_lines_of_one_word_hold_both_and_lead_no_further() -> None:
    rules = parse_synonyms("a, b\nA, c\nc => d")
    assert rules.found_by("a") == ("b", "c")
    assert rules.found_by("b") == ("a",)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a, b\nalone", 2, "one entry has no synonym"),
        ("a, a", 1, "one entry has no synonym"),
        ("a => ", 1, "nothing on one side"),
        ("=> a", 1, "nothing on one side"),
        ("a => b => c", 1, "more than one =>"),
        ("a, !!", 1, "neither letter nor digit"),
        ("a, secur*", 1, "a star"),
        ("a, " + "b " * 17, 1, "more than 16 words"),
        (", ".join(f"a{n}" for n in range(101)), 1, "more than 100 entries"),
    ],
)
def test_a_line_that_says_nothing_is_named(text: str, line: int, reason: str) -> None:
    with pytest.raises(BadLine, match=reason) as caught:
        parse_synonyms(text)
    assert caught.value.line == line


@given(st.text(alphabet='ab,=>#\\"* \n،中', max_size=60))
def test_any_text_is_read_or_a_line_of_it_named(text: str) -> None:
    try:
        rules = parse_synonyms(text)
    except BadLine as error:
        assert 1 <= error.line <= len(text.splitlines())
    else:
        assert all(rule.found and rule.typed for rule in rules.rules)
