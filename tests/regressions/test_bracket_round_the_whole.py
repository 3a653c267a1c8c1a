"""A bracket round the whole query was opened where any of its words would do; beside another word it stayed
together, as docs/query.md says."""

from __future__ import annotations

import pytest

from dateline.search.query.reading import read_query


@pytest.mark.parametrize(
    "query", ["(kabul baghdad)", "((kabul baghdad))", "kabul AND baghdad", "(kabul baghdad) -osh"]
)
def test_it_stays_together(query: str) -> None:
    reading = read_query(query, languages={"en": 1})
    assert reading.any_query is None
    assert read_query(query, languages={"en": 1}, match="any").query == reading.query


def test_beside_another_word_it_is_one_of_two() -> None:
    reading = read_query("(kabul baghdad) osh", languages={"en": 1}, match="any")
    assert reading.read_as == "(kabul AND baghdad) OR osh (English, stemmed)"
