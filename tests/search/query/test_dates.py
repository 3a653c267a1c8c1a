"""Dates as people type them, read on Tuesday, 28 May 2013."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search import QueryError
from dateline.search.query.dates import DateError, read_dates
from dateline.search.query.reading import read_date

TUESDAY = date(2013, 5, 28)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2013", "2013", "2013"),
        ("2013-05", "2013-05", "2013-05"),
        ("2013-5-8", "2013-05-08", "2013-05-08"),
        ("2013/05/28", "2013-05-28", "2013-05-28"),
        ("28.05.2013", "2013-05-28", "2013-05-28"),
        ("28. 5. 2013", "2013-05-28", "2013-05-28"),
        ("28/05/2013", "2013-05-28", "2013-05-28"),
        ("05/28/2013", "2013-05-28", "2013-05-28"),
        ("05.2013", "2013-05", "2013-05"),
        ("28 May 2013", "2013-05-28", "2013-05-28"),
        ("28th of May, 2013", "2013-05-28", "2013-05-28"),
        ("May 28, 2013", "2013-05-28", "2013-05-28"),
        ("MAY 2013", "2013-05", "2013-05"),
        ("Sept. 2013", "2013-09", "2013-09"),
        ("28. Mai 2013", "2013-05-28", "2013-05-28"),
        ("28 мая 2013 г.", "2013-05-28", "2013-05-28"),
        ("28 de mayo de 2013", "2013-05-28", "2013-05-28"),
        ("2013-Q2", "2013-04", "2013-06"),
        ("q4 2013", "2013-10", "2013-12"),
        ("29.02.2012", "2012-02-29", "2012-02-29"),
    ],
)
def test_a_day_a_month_or_a_year_in_the_usual_ways(typed: str, first: str | None, last: str | None) -> None:
    assert read_dates(typed) == (first, last)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("today", "2013-05-28", "2013-05-28"),
        ("Yesterday", "2013-05-27", "2013-05-27"),
        ("this week", "2013-05-27", "2013-06-02"),
        ("last week", "2013-05-20", "2013-05-26"),
        ("this month", "2013-05", "2013-05"),
        ("last month", "2013-04", "2013-04"),
        ("this year", "2013", "2013"),
        ("last  year", "2012", "2012"),
        ("3 days ago", "2013-05-25", "2013-05-25"),
        ("a week ago", "2013-05-21", "2013-05-21"),
        ("6 months ago", "2012-11", "2012-11"),
        ("2 years ago", "2011", "2011"),
        ("last 7 days", "2013-05-22", "2013-05-28"),
        ("past 3 months", "2013-02", "2013-05-28"),
    ],
)
def test_what_is_said_relative_to_today(typed: str, first: str | None, last: str | None) -> None:
    assert read_dates(typed, today=TUESDAY) == (first, last)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2013-05..2013-09", "2013-05", "2013-09"),
        ("28 May 2013..today", "2013-05-28", "2013-05-28"),
        ("2013-05..2013", "2013-05", "2013"),
        ("..2013-09", None, "2013-09"),
        ("2013-05..", "2013-05", None),
        ("since May 2013", "2013-05", None),
        ("since last week", "2013-05-20", None),
        ("until 2013", None, "2013"),
        ("up to 2013", None, "2013"),
        ("from 2012 to 2013", "2012", "2013"),
        ("2012 to 2013-05-28", "2012", "2013-05-28"),
    ],
)
def test_a_range_holds_both_its_ends_and_may_be_open(typed: str, first: str | None, last: str | None) -> None:
    assert read_dates(typed, today=TUESDAY) == (first, last)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("soon", "is not a date"),
        ("", "is not a date"),
        ("..", "is not a date"),
        ("28 May", "has no year"),
        ("May", "has no year"),
        ("2013-02-30", "has no day 30"),
        ("29.02.2013", "has no day 29"),
        ("2013-13", "no month 13"),
        ("2013-00", "no month 0"),
        ("0000", "no year 0"),
        ("05/06/2013", "two days"),
        ("2014..2013", "later"),
        ("2013-05-28..2013-05-27", "later"),
        ("999999 days ago", "before the calendar"),
        ("9999 years ago", "before the calendar"),
        ("[19870226 TO 19870227]", "is not a date"),
        ("٢٠١٣", "is not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_something_to_type(typed: str, reason: str) -> None:
    with pytest.raises(DateError, match=reason) as caught:
        read_dates(typed, today=TUESDAY)
    assert caught.value.hint


def test_a_script_gets_a_query_error() -> None:
    with pytest.raises(QueryError) as caught:
        read_date("soon")
    assert str(caught.value).startswith("'soon' is not a date. Dates are typed like 2013")
    assert read_date("last month", today=TUESDAY) == ("2013-04", "2013-04")


@given(
    st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y"])
)
def test_every_day_is_read_back_in_every_form(day: date, form: str) -> None:
    assert read_dates(day.strftime(form)) == (day.isoformat(), day.isoformat())


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_last_week_is_the_seven_days_before_this_week(today: date) -> None:
    first, last = (date.fromisoformat(text or "") for text in read_dates("last week", today=today))
    assert first.weekday() == 0
    assert last - first == timedelta(days=6)
    assert read_dates("this week", today=today)[0] == (last + timedelta(days=1)).isoformat()


@given(st.text(max_size=30), st.dates())
def test_any_text_is_dates_in_order_or_refused(text: str, today: date) -> None:
    try:
        first, last = read_dates(text, today=today)
    except DateError:
        return
    assert first or last
