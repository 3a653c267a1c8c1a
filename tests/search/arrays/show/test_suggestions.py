"""Spelling suggestions come out of the index, with names as written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer import build
from dateline.indexer.format.index.reader import IndexReader
from dateline.search.arrays.show.suggestions import distance, near_strings, suggest, suggestions
from dateline.search.query.reading import read_query

TEXTS = [
    "President Lukashenko met Muammar Gaddafi in Bishkek.",
    "Lukashenko signed the declaration; the Élysée did not.",
    "Border guards fought trafficking. The training went on, and on, and on.",
    "Токаев прибыл в Астану.",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexReader]:
    folder = tmp_path_factory.mktemp("suggestions")
    records = [
        {"text": text, "source": source, "language": "ru" if "Токаев" in text else "en"}
        for text, source in zip(TEXTS, ["The Astana Times", "Kazinform", "Reuters", "Kazinform"], strict=True)
    ]
    build(records, index=folder)
    with IndexReader.open(folder) as reader:
        yield reader


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lukashenka", "Lukashenko"),
        ("Lukahsenko", "Lukashenko"),
        ("Qaddafi", "Gaddafi"),
        ("bishkeck", "Bishkek"),
        ("elisee", "Élysée"),
        ("trafiking", "trafficking"),
        ("Токоев", "Токаев"),
        ("gaurds", "guards"),
    ],
)
def test_a_misspelt_word_is_found_as_the_index_writes_it(index: IndexReader, typed: str, meant: str) -> None:
    assert suggest(index, typed)[0] == meant


@pytest.mark.parametrize("typed", ["Lukashenko", "guard", "ELYSEE", "zzzzzz", "qa", "x", "…", ""])
def test_nothing_is_suggested_for_a_word_of_the_index_or_one_like_nothing(
    index: IndexReader, typed: str
) -> None:
    assert suggest(index, typed) == ()


def test_the_parts_of_a_query_are_looked_at_each(index: IndexReader) -> None:
    def for_query(text: str) -> tuple[str, ...]:
        return suggestions(index, read_query(text, languages=index.languages).query)

    assert for_query('"bordr guards"') == ("Border",)
    assert for_query("bishkeck NEAR/3 Lukashenka") == ("Bishkek", "Lukashenko")
    assert for_query("source:kazinfrom") == ("Kazinform",)
    assert for_query("source:astna") == ("The Astana Times",)
    assert for_query("path:kazinfrom date:2013 secur*") == ()


def test_never_more_than_asked_for(index: IndexReader) -> None:
    assert suggest(index, "ond") == ("on", "and")
    assert suggest(index, "ond", limit=1) == ("on",)


@pytest.mark.parametrize(
    ("one", "other", "typos"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "abcd", 1), ("abcd", "acbd", 1),
     ("abc", "cab", 2), ("", "ab", 2), ("abc", "xyz", 3), ("a", "abcd", 3)],
)  # fmt: skip
def test_the_distance_is_the_number_of_typos_up_to_one_beyond_the_most(
    one: str, other: str, typos: int
) -> None:
    assert distance(one, other, 2) == typos
    assert distance(other, one, 2) == typos


def plainly(one: str, other: str) -> int:
    """The distance by the whole table, as it stands in books (optimal string alignment)."""
    table = [[row + column for column in range(len(other) + 1)] for row in range(len(one) + 1)]
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            table[row][column] = min(
                table[row - 1][column] + 1,
                table[row][column - 1] + 1,
                table[row - 1][column - 1] + (one[row - 1] != other[column - 1]),
            )
            if row > 1 and column > 1 and one[row - 2 : row] == other[column - 1] + other[column - 2]:
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
    return table[-1][-1]


words = st.text("abcd", max_size=7)


@given(words, st.lists(words, max_size=40), st.integers(0, 2))
def test_comparing_all_words_at_once_finds_what_comparing_each_does(
    wanted: str, strings: list[str], most: int
) -> None:
    near = [(place, plainly(wanted, string)) for place, string in enumerate(strings)]
    assert list(near_strings(wanted, strings, most)) == [pair for pair in near if pair[1] <= most]
