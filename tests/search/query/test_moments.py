from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from dateline.search.query.given import given_moment
from dateline.search.query.moments import moment_of, moment_text, read_moment

NOON = moment_of(datetime(2026, 5, 28, 12, tzinfo=timezone.utc))


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-28T12:00Z",
        "2026-05-28 12:00:00Z",
        "2026-05-28T12:00:00.000Z",
        "2026-05-28T14:00+02:00",
        "2026-05-28T14:00:00,0+0200",
        " 2026-05-28T12:00:00Z ",
    ],
)
def test_a_moment_is_read_in_its_spellings(text: str) -> None:
    assert read_moment(text) == NOON


@pytest.mark.parametrize("text", ["", "yesterday", "2026", "2026-13-01", "2026-05-28T25:00Z", "28.05.2026"])
def test_what_is_no_moment_is_refused_by_name(text: str) -> None:
    assert read_moment(text) is None
    with pytest.raises(ValueError, match="indexed_after takes a day or a time"):
        given_moment("indexed_after", text)


def test_a_day_begins_by_the_clock_of_this_machine() -> None:
    begins = int(datetime(2026, 5, 28).timestamp() * 1000)
    assert read_moment("2026-05-28") == begins
    assert given_moment("indexed_after", date(2026, 5, 28)) == begins
    assert given_moment("indexed_after", datetime(2026, 5, 28, 12, tzinfo=timezone.utc)) == NOON


def test_a_moment_that_is_written_is_read_back_to_the_millisecond() -> None:
    for moment in (NOON, NOON + 1, NOON + 999, 0):
        assert read_moment(moment_text(moment)) == moment
    later = moment_of(datetime(2026, 5, 28, tzinfo=timezone.utc) + timedelta(days=1))
    assert moment_text(NOON) < moment_text(NOON + 1) < moment_text(later)
