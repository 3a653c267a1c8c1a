"""Of a record's "28-May-2013" the year was thrown away, 20130528 was no date, and a record whose date or
title was a number was left out: the day is read from each form that can mean one day only.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.indexer import build
from dateline.search import Archive


def dated(folder: Path, date: object) -> tuple[str | None, str, str | None]:
    source = folder / "a.jsonl"
    source.write_text(json.dumps({"id": "a", "date": date, "text": "Fog came."}))
    assert build(source, index=folder / "index").articles == 1
    with Archive.open(folder / "index") as archive:
        [article] = archive.articles()
    return article.date, article.date_kind, article.date_text


@pytest.mark.parametrize(
    "date",
    [
        "28-May-2013",
        "28-MAY-2013 15:01:01.79",
        "2013 May 28",
        "20130528",
        20130528,
        1369699200,
        1369699200000,
        1369699200.0,
        "1369699200",
        "2013-05-28T23:30:00+06:00",
        "Tue, 28 May 2013 23:30:00 -0600",
        "Tue May 28 23:30:00 +0000 2013",
        "28/05/2013",
        "2013年5月28日",
    ],
)
def test_a_day_is_read_from_each_form_that_can_mean_one_day_only(tmp_path: Path, date: object) -> None:
    assert dated(tmp_path, date)[:2] == ("2013-05-28", "exact")


@pytest.mark.parametrize(("date", "value"), [("05/06/2013", "2013"), (2013, "2013"), ("2013 May", "2013-05")])
def test_what_leaves_the_day_open_is_kept_as_said(tmp_path: Path, date: object, value: str) -> None:
    assert dated(tmp_path, date) == (value, "partial", str(date))


@pytest.mark.parametrize("date", ["201305", "20131350", "soon"])
def test_what_is_no_date_is_kept_as_said(tmp_path: Path, date: str) -> None:
    assert dated(tmp_path, date) == (None, "none", date)


def test_a_number_is_taken_for_a_title_and_an_id(tmp_path: Path) -> None:
    build(
        [{"id": 7, "title": 1984, "text": "Fog."}, {"id": 8.0, "title": 3.5, "text": "Mist."}], index=tmp_path
    )
    with Archive.open(tmp_path) as archive:
        assert [(hit.id, hit.title) for hit in archive.search("1984")] == [("7", "1984")]
        assert archive.get("8").title == "3.5"
