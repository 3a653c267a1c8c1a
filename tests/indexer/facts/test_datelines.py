"""Datelines: place, agency, date, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.facts.agencies import agency_name
from dateline.indexer.facts.datelines import read_dateline


@pytest.mark.parametrize(
    ("paragraph", "place", "agency", "date"),
    [
        ("DUSHANBE – The presidents met", "Dushanbe", None, None),
        ("ASTANA — The ministers met", "Astana", None, None),
        ("DUSHANBE. KAZINFORM – A meeting took place", "Dushanbe", "Kazinform", None),
        ("NUR-SULTAN. KAZINFORM - A meeting took place", "Nur-Sultan", "Kazinform", None),
        ("WASHINGTON, March 3 (Reuters) - The president said", "Washington", "Reuters", "March 3"),
        ("MOSCOW, Sept 15. /TASS/. Leaders met", "Moscow", "TASS", "Sept 15"),
        ("SAMARKAND. Sept 15 (Interfax) - Leaders met", "Samarkand", "Interfax", "Sept 15"),
        ("BEIJING, Sept. 15 (Xinhua) -- Leaders met", "Beijing", "Xinhua", "Sept. 15"),
        ("ANKARA (AA) - Leaders met", "Ankara", "AA", None),
        ("London (AP) — Leaders met", "London", "AP", None),
        ("ST. PETERSBURG, Russia (AP) — Leaders met", "St. Petersburg", "AP", None),
        ("RIO DE JANEIRO, June 20 (Reuters) - Leaders met", "Rio de Janeiro", "Reuters", "June 20"),
        ("TASHKENT/ALMATY, June 20 (Reuters) - Leaders met", "Tashkent", "Reuters", "June 20"),
        ("ДУШАНБЕ, 16 сентября. /ТАСС/. Лидеры встретились", "Душанбе", "ТАСС", "16 сентября"),
        ("WASHINGTON, D.C. – The president said", "Washington", None, None),
    ],
)
def test_a_dateline_gives_place_agency_and_date(
    paragraph: str, place: str, agency: str | None, date: str | None
) -> None:
    found = read_dateline(paragraph)
    assert found is not None
    assert (found.place, found.agency, found.date and found.date.text) == (place, agency, date)
    assert paragraph[found.end :][:4] in {"The ", "A me", "Lead", "Лиде"}


@pytest.mark.parametrize(
    "paragraph",
    [
        "Kazakhstan – a country of steppes – has joined.",
        "The CSTO – six states – met.",
        "UN – the organisation – said so.",
        "EXCLUSIVE – Leaders met in secret.",
        "Leaders met in Bishkek.",
        "We met, and we talked - he said.",
        "",
    ],
)
def test_a_dash_alone_makes_no_dateline(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


def test_an_unknown_agency_in_capitals_is_written_small() -> None:
    assert agency_name("NOVINKI DAILY") == "Novinki Daily"


@given(st.text())
def test_no_paragraph_breaks_the_reading(paragraph: str) -> None:
    found = read_dateline(paragraph)
    assert found is None or 0 < found.end <= len(paragraph)
