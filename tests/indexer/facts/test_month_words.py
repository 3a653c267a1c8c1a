"""No name of a month is missed, however it is written; most words are passed over."""

from __future__ import annotations

import pytest

from dateline.indexer.analysis.months import CAPITALISED, UNCAPITALISED
from dateline.indexer.facts.dates import find_dates
from dateline.indexer.facts.month_words import month_words

NAMES = [name for names in CAPITALISED.values() for name in names.split()]
STEMS = [name for names in UNCAPITALISED.values() for name in names.split() if name.isalpha()]


@pytest.mark.parametrize("name", [*NAMES, *map(str.upper, NAMES), *STEMS, *map(str.title, STEMS)])
def test_each_name_is_told_by_its_place(name: str) -> None:
    assert month_words(f"on 3 {name}, and so on: {name}") == [5, 18 + len(name)]


def test_a_letter_that_is_another_only_to_a_person_is_the_same() -> None:
    assert [found.iso for found in find_dates("3 YANVAR 2019, 4 agoſto 2019, 5 APRIL 2019")] == [
        "2019-01-03",
        "2019-08-04",
        "2019-04-05",
    ]


def test_few_words_are_told() -> None:
    assert month_words("The company had a loss of 12 mln dlrs in 1986, against a profit of 3.5 mln.") == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("16thSeptember 2021", "2021-09-16"),
        ("16September2021", "2021-09-16"),
        ("2021 жылғы 16 қыркүйекте", "2021-09-16"),
        ("on 2021/09/16", "2021-09-16"),
        ("16 maart 2019", "2019-03-16"),
    ],
)
def test_what_stands_close_to_the_number_hides_no_date(text: str, iso: str) -> None:
    assert [found.iso for found in find_dates(text)] == [iso]
