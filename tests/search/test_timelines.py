"""How many articles match over time: which periods there are, and what is of none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.search import Archive, Period, Timeline, TooManyPeriods
from dateline.search.periods import PeriodUnit
from dateline.search.timelines import MOST_PERIODS, UNITS, timelines
from tests.search.tiny import new_article, write_segments


def timeline(dates: dict[str | None, int], by: PeriodUnit | None = "month") -> Timeline:
    (found,) = timelines([("oil", dates)], dates, by)
    return found


def counts(found: Timeline) -> list[tuple[str, int]]:
    return [(period.label, period.articles) for period in found.periods]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("dated")
    write_segments(
        folder,
        [
            new_article("a", "Oil rose.", date="2013-05-28", source="Reuters"),
            new_article("b", "Oil fell.", date="2013-05"),
            new_article("c", "Oil stood.", date="2013"),
            new_article("d", "Oil spilt."),
            new_article("e", "Rain fell.", date="2013-05-01"),
            new_article("gone", "Oil burnt.", date="2013-05-28"),
        ],
        [new_article("f", "Oil rose.", date="2013-08-02"), new_article("g", "Snow fell.", date="2013-07-01")],
        deleted=["gone"],
    )
    with Archive.open(folder) as opened:
        yield opened


def test_periods_without_a_match_are_kept_with_what_the_archive_has_of_them(archive: Archive) -> None:
    assert archive.timeline("oil") == Timeline(
        query="oil",
        by="month",
        periods=(
            Period("2013-05", "2013-05-01", "2013-05-31", 2, 3),
            Period("2013-06", "2013-06-01", "2013-06-30", 0, 0),
            Period("2013-07", "2013-07-01", "2013-07-31", 0, 1),
            Period("2013-08", "2013-08-01", "2013-08-31", 1, 1),
        ),
        articles=5,
        undated=1,
        imprecise=1,
        total=7,
    )


def test_a_partial_date_counts_where_it_says_enough(archive: Archive) -> None:
    by_year, by_week = archive.timeline("oil", by="year"), archive.timeline("oil", by="week")

    assert (counts(by_year), by_year.imprecise) == ([("2013", 4)], 0)
    assert by_week.imprecise == 2
    assert [period.label for period in by_week.periods if period.articles] == ["2013-W22", "2013-W31"]


def test_compared_queries_have_the_same_periods(archive: Archive) -> None:
    oil, snow = archive.timelines(["oil", "snow"])

    assert [period.label for period in oil.periods] == [period.label for period in snow.periods]
    assert counts(snow) == [("2013-05", 0), ("2013-06", 0), ("2013-07", 1), ("2013-08", 0)]


def test_a_blank_query_is_every_article_and_filters_narrow_it(archive: Archive) -> None:
    assert archive.timeline("").articles == 7
    assert archive.timeline("", source="Reuters").articles == 1
    assert counts(archive.timeline("", after="2013-07")) == [("2013-07", 1), ("2013-08", 1)]


def test_what_has_no_match_or_no_date_has_no_periods(archive: Archive) -> None:
    assert archive.timeline("zebra").periods == ()
    assert archive.timeline("spilt").periods == ()
    assert archive.timeline("spilt").undated == 1


def test_words_no_article_has_together_are_counted_as_any_of_them(archive: Archive) -> None:
    assert archive.timeline("snow oil").articles == archive.count("snow oil").articles > 0


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2013-05-01", "2013-06-20"], "day"),
        (["2013-05-01", "2013-09-20"], "month"),
        (["1990-05-01", "2013-09-20"], "year"),
        (["2013-05", "2013-06"], "month"),
        (["2013", "2013"], "year"),
        (["2013-05-01", "2013-06-20", "2013"], "day"),
        (["2013-05-01", "2013", "2013-06", "2014", "2015"], "year"),
        (["0001-01-01", "9999-12-31"], "year"),
        ([], "year"),
    ],
)
def test_where_nobody_says_the_dates_tell_by_what_is_counted(dates: list[str], expected: str) -> None:
    assert timeline(dict.fromkeys(dates, 1), by=None).by == expected


def test_too_many_periods_are_refused_with_what_to_do() -> None:
    dates: dict[str | None, int] = {"1950-01-01": 1, "2013-05-28": 1}

    with pytest.raises(TooManyPeriods, match=r"23,159 days from 1950-01-01 .*longer period") as told:
        timeline(dates, "day")
    assert told.value.count == 23_159 > told.value.most == MOST_PERIODS
    assert len(timeline({"0001-01-01": 1, "9999-12-31": 1}, "year").periods) == 9_999


def test_the_last_week_of_the_calendar_ends_with_it() -> None:
    assert timeline({"9999-12-31": 1}, "week").periods[0].last == "9999-12-31"


def test_what_is_no_day_of_the_calendar_is_undated() -> None:
    assert timeline({"0000-01-01": 1, "2013-13": 2, None: 4}).undated == 7


@pytest.mark.parametrize(("argument", "value"), [("by", "century"), ("by", 3), ("match", "some")])
def test_what_an_argument_can_not_be_is_named(archive: Archive, argument: str, value: object) -> None:
    with pytest.raises((TypeError, ValueError), match=argument):
        archive.timeline("oil", **{argument: value})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="queries"):
        archive.timelines("oil")


partial = st.dates(date(1995, 1, 1), date(1999, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(st.dictionaries(st.none() | partial, st.integers(1, 9), max_size=8), st.sampled_from(UNITS))
def test_periods_follow_each_other_and_every_article_is_told_once(
    dates: dict[str | None, int], by: PeriodUnit
) -> None:
    found = timeline(dates, by)

    told = sum(period.articles for period in found.periods) + found.undated + found.imprecise
    assert told == found.articles == sum(dates.values())
    ends = [date.fromisoformat(period.last) + timedelta(1) for period in found.periods[:-1]]
    assert ends == [date.fromisoformat(period.first) for period in found.periods[1:]]
    assert all(period.articles == period.total for period in found.periods)
    if found.periods:
        assert found.periods[0].articles
        assert found.periods[-1].articles
