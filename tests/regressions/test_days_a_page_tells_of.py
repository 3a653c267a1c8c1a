"""A birth, or the year a studio opened, dated a page that states no day: one from before the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import read
from tests.regressions.test_days_of_pages import TEXT, TITLE


def page(folder: Path, words: str, *, head: str = "") -> tuple[str | None, str]:
    (folder / "a.html").write_text(
        f"<!doctype html><html lang=en><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
        f"{head}{words}</article></body></html>",
        "utf-8",
    )
    [article] = read(folder / "a.html")
    return article.date, article.date_kind


@pytest.mark.parametrize(
    "words",
    [
        f"<p>Ann Lee (born January 28, 1975) is a singer who lives in Kabul and in Almaty.</p>{TEXT}",
        f"<p>The mill had stood there since it was built in May 1948, after the war.</p>{TEXT}",
        f"{TEXT * 6}<p>On August 21, 1948 the studio opened</p>{TEXT}",
    ],
)
def test_a_day_before_the_web_is_one_it_tells_of(tmp_path: Path, words: str) -> None:
    assert page(tmp_path, words) == (None, "none")


def test_a_later_day_beside_it_counts(tmp_path: Path) -> None:
    words = f"<p>Ann Lee (born January 28, 1975) sang in Kabul on May 3, 2020, before thousands.</p>{TEXT}"
    assert page(tmp_path, words) == ("2020-05-03", "exact_in_text")


def test_a_day_by_the_headline_and_a_dateline_count(tmp_path: Path) -> None:
    assert page(tmp_path, TEXT, head="<p>August 21, 1948</p>") == ("1948-08-21", "exact")
    words = f"<p>LONDON, Aug. 21, 1948 (Reuters) - The studio opened to a crowd of thousands.</p>{TEXT}"
    assert page(tmp_path, words) == ("1948-08-21", "exact")


def test_a_plain_text_has_the_days_it_has(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The studio opens\n\nThe studio opened on August 21, 1948 to a crowd.\n")
    [article] = read(tmp_path / "a.txt")
    assert (article.date, article.date_kind) == ("1948-08-21", "exact_in_text")
