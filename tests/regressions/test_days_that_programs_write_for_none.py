"""A page whose program knew no day states the moment its clock begins; that was the day of its article."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import read
from dateline.indexer.facts.dates import dated
from tests.regressions.test_days_of_pages import page, stamp

ZERO = [
    "1970-01-01T01:00+01:00",
    "1970-01-01T00:00:00Z",
    "1969-12-31T16:00:00-08:00",
    "1970-01-01T05:30:00.000+0530",
    "1970-01-01 01:00:00",
    "1970-01-01",
    "0001-01-01T00:00:00",
    "1900-01-01T00:00:00",
    "0",
]


@pytest.mark.parametrize("moment", ZERO)
def test_the_next_best_source_is_taken(tmp_path: Path, moment: str) -> None:
    linked = (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{moment}"}}</script>'
    )
    line = f'<time datetime="{moment}">January 1, 1970</time><p class=date>March 7, 2019</p>'
    assert page(tmp_path, head=linked + stamp(moment), line=line).date == "2019-03-07"
    assert page(tmp_path, head=linked).date is None


def test_a_day_of_that_time_is_one(tmp_path: Path) -> None:
    assert page(tmp_path, head=stamp("1970-01-01T05:00:00.000Z")).date == "1970-01-01"
    assert page(tmp_path, head=stamp("1970-01-02T00:00:00Z")).date == "1970-01-02"
    assert dated("1970-01-01").value == "1970-01-01"  # of a record: the paper of that day


def test_records_of_programs_too(tmp_path: Path) -> None:
    text = "The ministry said on Tuesday that the bridge over the river would be closed for three weeks."
    (tmp_path / "a.jsonl").write_text(f'{{"title": "Bridge", "text": "{text}", "date": "{ZERO[0]}"}}\n')
    [article] = read(tmp_path / "a.jsonl")
    assert article.date is None
