"""Dates as texts name them, and no others."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.facts.dates import dated, find_dates
from dateline.indexer.facts.dating import date_article


def isos(text: str, language: str | None = None) -> list[str | None]:
    return [found.iso for found in find_dates(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "2021-09-16",
        "2021-09-16T23:30:00+05:00",
        "16 September 2021",
        "16th of September, 2021",
        "September 16, 2021",
        "Sept. 16, 2021",
        "SEPTEMBER 16, 2021",
        "Thu, 16 Sep 2021 10:00:00 GMT",
        "16.09.2021",
        "16/09/2021",
        "9/16/2021",
        "16. September 2021",
        "16 сентября 2021 года",
        "16 septembre 2021",
        "16 de septiembre de 2021",
        "16 Eylül 2021'de",
        "2021 жылғы 16 қыркүйекте",
        "2021-жылдын 16-сентябры",
        "16–17 September 2021",
    ],
)
def test_a_full_date_is_read_in_many_forms(text: str) -> None:
    assert isos(text) == ["2021-09-16"]


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [("Sept.15", 9, 15), ("on November 28.", 11, 28), ("May 28th this year", 5, 28), ("15 сентября", 9, 15)],
)
def test_a_year_is_never_invented(text: str, month: int, day: int) -> None:
    [found] = find_dates(text)
    assert (found.iso, found.month, found.day) == (None, month, day)


@pytest.mark.parametrize(
    "text",
    [
        "inked 14 separate documents",
        "the 28 decided to assist",
        "the Great Patriotic War of 1941-1945",
        "under development since 2013",
        "the Action Plan for 2025",
        "they may 28 times",
        "in March 3,000 people came",
        "March 3 percent growth",
        "31 February 2021",
        "2021-13-40",
        "call 2021-555-1234",
        "sept 2013 personnes",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert [found for found in find_dates(text) if found.day] == []


def test_two_small_numbers_are_day_first_unless_the_text_may_be_english() -> None:
    assert isos("03/04/2021", "de") == ["2021-04-03"]
    assert isos("03.04.2021", "en") == ["2021-04-03"]
    assert isos("03/04/2021", "en") == isos("03/04/2021") == ["2021"]


def test_a_found_date_is_a_slice_of_its_text() -> None:
    text = "They met on Sept. 15, and on 16 September 2021."
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text


@given(st.dates(datetime.date(1500, 1, 1), datetime.date(2099, 12, 31)))
def test_every_date_survives_being_written_out(date: datetime.date) -> None:
    assert isos(date.isoformat()) == [date.isoformat()]
    assert isos(f"{date.day} {date:%B} {date.year}") == [date.isoformat()]
    assert isos(f"{date:%B} {date.day}, {date.year}") == [date.isoformat()]


@given(st.text())
def test_no_text_breaks_the_search_for_dates(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("stated", "value", "kind"),
    [
        ("2021-09-16", "2021-09-16", "exact"),
        ("Published: 16 September 2021, 10:30", "2021-09-16", "exact"),
        ("2013-05", "2013-05", "partial"),
        ("May 2013", "2013-05", "partial"),
        ("2013", "2013", "partial"),
        ("Sept. 15", None, "partial"),
        ("last week", None, "none"),
        ("2013-02-31", None, "none"),
    ],
)
def test_a_stated_date_says_how_much_it_knows(stated: str, value: str | None, kind: str) -> None:
    found = dated(stated)
    assert (found.value, found.kind) == (value, kind)
    assert found.text is not None


def test_nothing_stated_is_undated() -> None:
    assert dated(None) == dated("") == (None, "none", None)


def test_the_title_dates_an_article_before_its_paragraphs() -> None:
    found = date_article(None, None, "Meeting on May 28, 2013", ["On 1 June 2014 it met."], "en")
    assert found == ("2013-05-28", "exact_in_text", "May 28, 2013")


def test_a_date_that_bounds_a_time_is_not_that_of_the_event() -> None:
    assert date_article(None, None, None, ["It has held talks since 28 May 2013."], "en").kind == "none"


def test_a_date_far_down_is_not_that_of_the_event() -> None:
    paragraphs = ["They met.", "They talked.", "On 11 September 2001 it all began."]
    assert date_article(None, None, None, paragraphs, "en").kind == "none"


def test_a_dateline_without_a_year_leaves_the_article_partial() -> None:
    [sent] = find_dates("March 3")
    assert date_article(None, sent, None, ["In 1987 it was."], "en") == (None, "partial", "March 3")
    assert date_article(None, sent, None, ["On 4 March 1987 it was."], "en") == (None, "partial", "March 3")


def test_the_words_may_complete_a_dateline() -> None:
    [sent] = find_dates("March 3")
    assert date_article(None, sent, None, ["On 3 March 1987 it was."], "en")[:2] == (
        "1987-03-03",
        "exact_in_text",
    )


def test_a_dateline_with_its_year_is_exact() -> None:
    [sent] = find_dates("March 3, 1987")
    assert date_article(None, sent, "On May 28, 2013", [], "en")[:2] == ("1987-03-03", "exact")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("16 September 2021", "2021-09-16"),
        ("16-17 September 2021", "2021-09-16"),
        ("16ª September 2021", "2021-09-16"),
        ("16thMay 2021", "2021-05-16"),
        ("May 28, 2013", "2013-05-28"),
        ("May 2013", "2013-05"),
        ("2021 жылғы 16 қыркүйек", "2021-09-16"),
        ("7 maart 2019", "2019-03-07"),
        ("marzo 7, 2019", "2019-03-07"),
        ("2019. gada 7. marts", "2019-03-07"),
        ("2019 m. kovo 7 d.", "2019-03-07"),
        ("2019(令和1)年3月7日", "2019-03-07"),
        ("7 tháng 3 năm 2019", "2019-03-07"),
        ("7. 3. 2019", "2019-03-07"),
        ("2019. 3. 7.", "2019-03-07"),
        ("03-07-2019", "2019"),
        ("2019-03-07", "2019-03-07"),
    ],
)
def test_a_date_is_found_whatever_numbers_stand_around_it(text: str, iso: str) -> None:
    for before, after in (("", ""), ("The 12 read 1,250 papers; ", " on 3 of 2030 days, 17 of 5.")):
        assert [found for found in isos(f"{before}{text}{after}") if found] == [iso]
