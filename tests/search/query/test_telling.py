"""A long query is narrowed to its most telling words."""

from __future__ import annotations

import time

import pytest

from dateline.search.query.nodes import Query, Word
from dateline.search.query.reading import read_query, restrict
from dateline.search.query.telling import narrowed, telling_note

LANGUAGES = {"en": 9}
RARE = {"oil": 5.0, "gas": 4.0, "wheat": 3.0, "the": 0.1, "said": 0.2}


def weight_of(word: Word) -> float:
    return RARE.get(word.text, 0.0)


def any_of(text: str) -> Query:
    return read_query(text, languages=LANGUAGES, match="any").query


def words(query: Query) -> list[str]:
    return (
        [query.text]
        if isinstance(query, Word)
        else [text for part in query.children() for text in words(part)]
    )


def test_the_rarest_words_are_kept_in_the_order_typed() -> None:
    found = narrowed(any_of("the wheat said oil unknown"), weight_of, most=2)
    assert found.kept == ("wheat", "oil")
    assert words(found.query) == ["wheat", "oil"]


def test_a_short_query_is_left_as_it_is() -> None:
    query = any_of("the wheat said oil")
    found = narrowed(query, weight_of, most=4)
    assert found.query is query
    assert found.kept == ()


def test_a_word_asked_twice_counts_twice_and_stays_twice() -> None:
    found = narrowed(any_of("wheat oil gas wheat"), weight_of, most=1)
    assert found.kept == ("wheat",)
    assert words(found.query) == ["wheat", "wheat"]


def test_of_equal_weight_the_first_typed_is_kept() -> None:
    assert narrowed(any_of("b a c"), lambda word: 1.0, most=2).kept == ("b", "a")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('the said "oil gas" wheat', ('"oil gas"',)),
        ('the said "oil unknown" wheat', ("wheat",)),
        ("oil gas sec*", ("sec*",)),
        ("the oil-the wheat", ("oil-the",)),
        ("the (said AND wheat) gas", ("gas",)),
        ("the said NEAR/5 oil wheat", ("said NEAR/5 oil",)),
        ("the atleast3:oil wheat", ("atleast3:oil",)),
    ],
)
def test_an_option_weighs_what_it_needs(text: str, kept: tuple[str, ...]) -> None:
    assert narrowed(any_of(text), weight_of, most=1).kept == kept


def test_filters_exclusions_and_what_is_required_stay() -> None:
    reading = read_query("the oil said gas -wheat +drug after:2013", languages=LANGUAGES, match="any")
    reading = restrict(reading, source="Reuters")
    found = narrowed(reading.query, weight_of, most=1)
    assert found.kept == ("oil",)
    before, after = (list(query.children()) for query in (reading.query, found.query))
    assert len(after) == len(before)
    assert [part for part in before if part not in after] == [before[1]]


def test_what_has_no_long_or_is_left_as_it_is() -> None:
    for text in ("oil", '"oil gas"', "-oil", "source:x -oil"):
        query = any_of(text)
        assert narrowed(query, weight_of, most=1) == (query, (), 0)


def test_the_answer_says_which_words_were_looked_for() -> None:
    found = narrowed(any_of(" ".join(f"w{number}" for number in range(100))), lambda word: 1.0, most=5)
    assert telling_note(found) == (
        "the query has 100 different words; looked for the 5 most telling: w0, w1, w2, w3, w4"
    )


def test_two_thousand_words_are_narrowed_at_once() -> None:
    query = any_of(" ".join(f"w{number}" for number in range(2000)))
    start = time.process_time()
    assert len(narrowed(query, lambda word: 1.0).kept) == 48
    assert time.process_time() - start < 0.1
