"""`date:1987 to 1988` asked for 1987 and the words "to 1988"; `after=1987` suggested `date:1987`,
`date:1987-1988` and `date:19870226` nothing of use. Each is refused, and what is suggested means what was
meant."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.search import QueryError
from dateline.search.query.reading import read_query

LANGUAGES = {"en": 9}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("after=1987-03-02", "after:1987-03-02"),
        ("before=1987 oil", "before:1987 oil"),
        ("after==1987", "after:1987"),
        ("before:=1987", "before:1987"),
        ("date!=1987", "-date:1987"),
        ("date <> 1987", "-date:1987"),
        ("source!=Reuters", "-source:Reuters"),
        ("source<>Reuters", "-source:Reuters"),
        ("source = Reuters", "source:Reuters"),
        ("title=(oil OR gas)", "title:(oil OR gas)"),
        ("@date>=1987", "after:1987"),
        ("date:1987 to 1988 x", "date:1987..1988 x"),
        ("date:1987 .. 1988", "date:1987..1988"),
        ("date:1987.. 1988", "date:1987..1988"),
        ("date:1987-02 TO 1987-03", "date:1987-02..1987-03"),
        ("after:1987 to 1988", "date:1987..1988"),
        ("date:[1987 to 1988] oil", "date:1987..1988 oil"),
        ("date:[1987..1988]", "date:1987..1988"),
        ("date:1987-1988", "date:1987..1988"),
        ("date:1987–1988", "date:1987..1988"),
        ("date:1987/1988", "date:1987..1988"),
        ("date:1987|1988", "date:1987,1988"),
        ("date:1987-02-26/1987-03-01", "date:1987-02-26..1987-03-01"),
        ("date:[1987-02-26 TO NOW]", "date:1987-02-26..today"),
        ("date:[* TO 1988]", "date:..1988"),
        ("date:19870226", "date:1987-02-26"),
        ("date:1987-02-26T10:00", "date:1987-02-26"),
        ("date:1987-*", "date:1987"),
        ("date:>1987-02-26,<1987-03-02", "after:1987-02-27 before:1987-03-01"),
        ("date>1986 AND <1989", "after:1987 before:1988"),
    ],
)
def test_the_suggestion_means_what_was_typed(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(typed, languages=LANGUAGES, today=date(1990, 1, 1))
    assert caught.value.suggestion == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oil NEAR,3 gas", "oil NEAR/3 gas"),
        ("oil ONEAR/3 gas", "oil ADJ/3 gas"),
        ("oil w/5,000 gas", "oil NEAR/1000 gas"),
        ("oil NEAR/3 -gas", "oil -(oil NEAR/3 gas)"),
        ("-oil NEAR/3 gas", "gas -(oil NEAR/3 gas)"),
        ("x OR oil NEAR/3 -gas", "x OR (oil -(oil NEAR/3 gas))"),
        ("title:[oil]", "title:oil"),
        ("title:{oil gas} x", "title:(oil gas) x"),
        ("atleast3: oil", "atleast3:oil"),
        ('"oil gas"~0', '"oil gas"'),
        ("oil~0", "=oil"),
        ("oil AND *", "oil"),
        ("* OR oil", "oil"),
    ],
)
def test_other_suggestions_mean_what_was_typed(typed: str, meant: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(typed, languages=LANGUAGES)
    assert caught.value.suggestion.strip() == meant


def test_a_number_of_typos_is_told_whole() -> None:
    with pytest.raises(QueryError, match=r"~0\.7 asks"):
        read_query("oil~0.7", languages=LANGUAGES)


@pytest.mark.parametrize(
    ("typed", "note"), [("oil PRE5 gas", "ADJ/5"), ("oil n5 gas", "NEAR/5"), ("oil w5 gas", "NEAR/5")]
)
def test_a_nearness_without_its_slash_is_read_as_a_word_and_said(typed: str, note: str) -> None:
    (warning,) = read_query(typed, languages=LANGUAGES).warnings
    assert note in warning


@pytest.mark.parametrize("typed", ["a > b", "text > 5", "10 - 20 = 5", "x = (y)", "he said text <b>x</b>"])
def test_signs_between_words_that_are_no_fields_are_text(typed: str) -> None:
    assert " AND " in read_query(typed, languages=LANGUAGES).read_as
