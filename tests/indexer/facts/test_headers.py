"""Lines about an article: dates, bylines, sources, and titles beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.facts.headers import Header, is_header, may_date_title, read_header


def header_of(line: str) -> Header:
    header = read_header(line)
    assert header is not None
    return header


@pytest.mark.parametrize(
    "line",
    [
        "date 2021-09-16 Leaders attend the meeting",
        "2021-09-16 Leaders attend the meeting",
        "16.09.2021: Leaders attend the meeting",
        "Leaders attend the meeting | 16 September 2021",
        "Leaders attend the meeting – September 16, 2021, 10:30",
        "Leaders attend the meeting (16 September 2021)",
        "Дата: 16 сентября 2021 Leaders attend the meeting",
    ],
)
def test_a_line_may_hold_the_title_and_its_date(line: str) -> None:
    header = header_of(line)
    assert header.date is not None
    assert (header.title, header.date.iso) == ("Leaders attend the meeting", "2021-09-16")


@pytest.mark.parametrize(
    "line",
    [
        "16 September 2021",
        "Published: 16 September 2021",
        "Published on September 16, 2021 at 10:30 a.m. GMT",
        "Thursday, 16 September 2021",
        "Опубликовано 16 сентября 2021 г.",
        "Veröffentlicht am 16. September 2021 um 10:30 Uhr",
    ],
)
def test_a_date_may_stand_alone(line: str) -> None:
    header = header_of(line)
    assert header.date is not None
    assert (header.title, header.date.iso) == (None, "2021-09-16")


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane Doe and John van Dyke", "Jane Doe and John van Dyke"),
        ("By Jane Doe, Reuters", "Jane Doe"),
        ("Author: Jane Doe", "Jane Doe"),
        ("Автор: Анна Иванова", "Анна Иванова"),
        ("By Jane Doe | 16 September 2021 | 5 min read", "Jane Doe"),
        ("16 September 2021 | By Jane Doe", "Jane Doe"),
    ],
)
def test_a_byline_names_the_author(line: str, author: str) -> None:
    header = header_of(line)
    assert header.author == author


def test_labels_name_source_title_and_address() -> None:
    assert header_of("Source: Kazinform").source == "Kazinform"
    assert header_of("Title: Leaders met.").title == "Leaders met."
    assert header_of("URL: https://example.org/a").url == "https://example.org/a"
    assert header_of("Reuters | 16 September 2021").source == "Reuters"


@pytest.mark.parametrize(
    "line",
    [
        "By then the leaders had left the city.",
        "By George, he did it",
        "On 25 July 2024, staff met with graduates.",
        "25 July 2024, staff of the Secretariat met with graduates",
        "Informal meeting of the heads of the member states in Bishkek on May 28, 2013",
        "The meeting was held on 16 September 2021.",
        "Source: it is said that nobody knows where these figures come from",
        "URL: none",
        "a" * 300,
    ],
)
def test_a_sentence_or_a_plain_title_is_no_header(line: str) -> None:
    assert read_header(line) is None
    assert not is_header(line)


@given(st.text())
def test_no_line_breaks_the_reading(line: str) -> None:
    read_header(line)


@pytest.mark.parametrize(
    "line",
    [
        "Leaders attend the meeting - 16 September 2021.",
        "Leaders attend the meeting | 16.09.2021.",
        "2021-09-16 Leaders attend the meeting of Astana Motors Inc.",
        "16 September 2021 Leaders attend the meeting in the U.S.",
        "marzo 7, 2019 Leaders attend the meeting",
        "At 10:30, Monday, May 28, 2013: Leaders attend the meeting",
        "Last updated: 16 September 2021 Leaders attend the meeting",
    ],
)
def test_a_title_and_its_date_are_looked_for_where_they_may_be(line: str) -> None:
    assert may_date_title(line)
    header = header_of(line)
    assert header.title is not None and header.title.startswith("Leaders attend the meeting")
    assert header.date is not None


def test_a_paragraph_that_ends_a_sentence_is_passed_over() -> None:
    assert not may_date_title("On 16 September 2021 the leaders attended the well-prepared meeting.")


@given(
    st.lists(
        st.sampled_from(
            [
                "16 September 2021",
                "May 28, 2013",
                "|",
                " - ",
                "Leaders met",
                "Inc.",
                "U.S.",
                ".",
                "at",
                "By Jane Doe",
            ]
        ),
        max_size=6,
    ).map(" ".join)
)
def test_what_is_passed_over_holds_no_title_with_its_date(line: str) -> None:
    header = read_header(line)
    assert may_date_title(line) or header is None or header.title is None or header.date is None
