"""The one table of months, for dates in texts and for dates that are typed."""

from __future__ import annotations

import pytest

from dateline.indexer.analysis.months import month_number
from dateline.indexer.facts.dates import find_dates
from dateline.search.query.dates import read_dates


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("May", 5), ("MAY", 5), ("sept", 9), ("März", 3), ("maerz", 3), ("août", 8), ("ENERO", 1),
        ("Mayıs", 5), ("MAYIS", 5), ("мая", 5), ("Мае", 5), ("января", 1), ("январе", 1), ("фев", 2),
        ("қыркүйегі", 9), ("oil", None), ("", None), ("mayo", 5), ("mayor", None),
    ],
)  # fmt: skip
def test_a_month_is_known_in_any_case_and_language(name: str, month: int | None) -> None:
    assert month_number(name) == month


@pytest.mark.parametrize(
    "written", ["28 May 2013", "28. Mai 2013", "28 мая 2013", "28 mayo 2013", "28 Mayıs 2013"]
)
def test_what_is_found_in_a_text_can_be_typed(written: str) -> None:
    assert [found.iso for found in find_dates(written)] == ["2013-05-28"]
    assert read_dates(written) == ("2013-05-28", "2013-05-28")


def test_a_short_form_that_is_a_word_elsewhere_is_a_month_only_where_a_date_is_typed() -> None:
    assert read_dates("сен 2013") == ("2013-09", "2013-09")
    assert list(find_dates("сен 2013")) == []
