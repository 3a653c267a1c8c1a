"""A typed query that changes by a click: what is added and taken out is typed as a person would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.errors import QueryError
from dateline.search.query.editing import Editing, typed_value
from dateline.search.query.grammar import parse
from dateline.search.query.syntax import And, Filter, required_parts

WIDE = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "source:Kazinform"),
        ("drug", "drug source:Kazinform"),
        ("drug -Kabul", "drug -Kabul source:Kazinform"),
        ("drug OR gas", "(drug OR gas) source:Kazinform"),
        ("(drug OR gas) police", "(drug OR gas) police source:Kazinform"),
        ("drug NEAR/5 gas", "drug NEAR/5 gas source:Kazinform"),
        ("drug source:Reuters", "drug source:Reuters,Kazinform"),
        ("source:Reuters drug", "source:Reuters,Kazinform drug"),
        ("-source:Reuters drug", "-source:Reuters drug source:Kazinform"),
        ("drug place:Astana", "drug place:Astana source:Kazinform"),
        ("drug (", ""),
    ],
)
def test_a_value_is_added_where_it_narrows_the_whole_query(query: str, expected: str) -> None:
    assert Editing(query).with_value("source", "Kazinform") == expected


def test_a_value_with_a_blank_or_signs_is_quoted() -> None:
    edited = Editing("oil")

    assert edited.with_value("source", "The Astana Times") == 'oil source:"The Astana Times"'
    assert edited.with_value("author", 'Jo "JJ" O’Neil') == 'oil author:"Jo JJ O’Neil"'
    assert edited.with_value("place", "a*b") == 'oil place:"a b"'
    assert edited.with_value("place", "…") == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("drug source:Kazinform", "drug"),
        ("source:Kazinform drug", "drug"),
        ("source:Kazinform", ""),
        ("drug AND source:kazinform AND gas", "drug AND gas"),
        ("drug (source:Kazinform) gas", "drug gas"),
        ('drug source:"The Astana Times",Kazinform', 'drug source:"The Astana Times"'),
        ("drug source:Reuters", "drug source:Reuters"),
        ("drug -source:Kazinform", "drug -source:Kazinform"),
    ],
)
def test_a_value_that_is_asked_for_is_taken_out(query: str, expected: str) -> None:
    assert Editing(query).without_value("source", "Kazinform") == expected


def test_a_language_is_one_by_code_and_by_name() -> None:
    assert Editing("oil lang:German").is_asked("lang", "de")
    assert Editing("oil lang:German").without_value("lang", "de") == "oil"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("oil", "oil date:2013-05"),
        ("oil date:2012", "oil date:2013-05"),
        ("after:2012 oil before:2014", "oil date:2013-05"),
        ("oil date:2012,2014", "oil date:2013-05"),
        ("oil OR gas", "(oil OR gas) date:2013-05"),
        ("date:2012", "date:2013-05"),
        ("", "date:2013-05"),
        ("oil -date:2012", "oil -date:2012 date:2013-05"),
    ],
)
def test_days_take_the_place_of_those_that_were_asked_for(query: str, expected: str) -> None:
    assert Editing(query).with_dates("2013-05") == expected


def test_days_are_taken_out() -> None:
    assert Editing("oil after:2013 gas").with_dates("") == "oil gas"


@pytest.mark.parametrize(
    ("query", "part", "expected"),
    [
        ("oil gas coal", "gas", "oil coal"),
        ("oil AND gas AND coal", "coal", "oil AND gas"),
        ("oil AND gas AND coal", "oil", "gas AND coal"),
        ('oil "border guards"', '"border guards"', "oil"),
        ("oil (gas OR coal)", "(gas OR coal)", "oil"),
        ("(gas OR coal) NEAR/5 oil tin", "(gas OR coal) NEAR/5 oil", "tin"),
        ("+oil gas", "oil", "gas"),
        ("oil, gas", "oil", "gas"),
        ("oil source:Reuters", "source:Reuters", "oil"),
        ("oil gas", "tin", ""),
        ("oil", "oil", ""),
    ],
)
def test_a_part_is_dropped_with_what_joins_it(query: str, part: str, expected: str) -> None:
    assert Editing(query).without_part(part) == expected


def test_another_word_is_put_in_place_of_one() -> None:
    assert (
        Editing("drug traficking -Kabul").with_part("traficking", "trafficking") == "drug trafficking -Kabul"
    )
    assert Editing("traficking").with_part("traficking", "traffic king") == '"traffic king"'
    assert Editing("drug").with_part("zebra", "horse") == ""


def test_a_text_that_was_pasted_is_left_alone() -> None:
    pasted = "They met on Monday, he said. Nobody knows why. " * 6

    assert Editing(pasted).with_value("source", "Reuters") == ""
    assert Editing(pasted).without_part("Monday") == ""


@given(value=WIDE)
def test_any_value_is_typed_so_that_it_can_be_read_and_means_its_words(value: str) -> None:
    typed = typed_value(value)

    if not typed:
        return
    (part,) = required_parts(parse(f"source:{typed}"))
    assert isinstance(part, Filter)
    assert len(part.values) == 1
    assert all(sign.isalnum() for sign in value if sign.isalnum())
    assert [c for c in part.values[0] if c.isalnum()] == [c for c in value if c.isalnum()]


@given(query=st.text("ab ()\"'-+:,=*OR|&!AND source", max_size=24), value=WIDE)
def test_no_edit_of_any_query_fails_and_each_can_be_read(query: str, value: str) -> None:
    edited = Editing(query)
    edits = [
        edited.with_value("source", value),
        edited.with_dates("2013"),
        edited.without_part("a"),
        edited.with_part("a", "b"),
    ]

    for edit in edits:
        if edit:
            parse(edit)


@given(query=st.text('ab ()"-+:,OR AND', max_size=20))
def test_what_is_added_is_taken_out_again(query: str) -> None:
    try:
        before = parse(query)
    except QueryError:
        return
    added = Editing(query).with_value("source", "The Astana Times")
    if not added:
        return
    again = Editing(added).without_value("source", "the astana times")
    after = parse(again)
    words = [part for part in required_parts(before) if not isinstance(part, And)]
    assert len(required_parts(after)) == len(words)
