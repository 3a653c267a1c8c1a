"""Files state the whole dateline as the place: a day written as few do was part of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline import read
from dateline.indexer.facts.datelines import place_of, read_dateline

TEXT = "The ministry said on Tuesday that the bridge over the river would be closed for three weeks."


@pytest.mark.parametrize(
    ("stated", "place", "day"),
    [
        ("SALVADOR, Feb 26 -", "Salvador", "02-26"),
        ("London, March 3", "London", "03-03"),
        ("Bogota, march 4 -", "Bogota", "03-04"),
        ("WEST HARTFORD, Conn., FEb 26 -", "West Hartford, Conn.", "02-26"),
        ("LAKE SUCCESS, N.Y. March 3 -", "Lake Success, N.Y.", "03-03"),
        ("ROCKVILLE, Md, - March 6 -", "Rockville, Md", "03-06"),
        ("AMSTERDAM, 2 March - ", "Amsterdam", "03-02"),
        ("WILMINGTON, Del, Feb 26 -", "Wilmington, Del", "02-26"),
        ("MONTREAL, Feb 26-", "Montreal", "02-26"),
        ("SAMARKAND. Sept 15 (Interfax)", "Samarkand", "09-15"),
        ("March 4, London", "London", "03-04"),
        ("****Rio De Janeiro", "Rio De Janeiro", None),
        ("'s-Hertogenbosch", "'s-Hertogenbosch", None),
        ("Place du 8 Mai 1945, Paris", "Place du 8 Mai 1945, Paris", None),
        ("March, Cambridgeshire", "March, Cambridgeshire", None),
        ("Washington, D.C.", "Washington, D.C.", None),
        ("Gate 7, Baghdad", "Gate 7, Baghdad", None),
        ("****", None, None),
    ],
)
def test_a_place_is_parted_from_its_day(stated: str, place: str | None, day: str | None) -> None:
    found, date = place_of(stated)
    assert (found, date and f"{date.month:02d}-{date.day:02d}") == (place, day)


def test_the_day_dates_what_states_none(tmp_path: Path) -> None:
    records = [
        {"title": "One", "text": TEXT, "place": "London, March 3, 1987"},
        {"title": "Two", "text": TEXT, "place": "London, March 3"},
        {"title": "Three", "text": TEXT, "place": "London, March 3", "date": "1987-03-05"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    found = [(one.place, one.date, one.date_kind, one.date_text) for one in read(tmp_path / "a.jsonl")]
    assert found == [
        ("London", "1987-03-03", "exact", "March 3, 1987"),
        ("London", None, "partial", "March 3"),
        ("London", "1987-03-05", "exact", "1987-03-05"),
    ]


def test_stories_of_a_wire(tmp_path: Path) -> None:
    story = (
        "<REUTERS NEWID='1'>{}<TEXT><TITLE>A BRIDGE</TITLE><DATELINE>{}</DATELINE>"
        "<BODY>{}</BODY></TEXT></REUTERS>"
    )
    stories = (
        story.format("<DATE> 4-MAR-1987 10:00:00.00</DATE>", "    La paz, march 4 - ", TEXT),
        story.format("", "    RENO, Nev., Mach 4 -", TEXT),
        story.format("", "    RICHMOND, Va. Feb 26 -", TEXT),
    )
    (tmp_path / "a.sgm").write_text("\n".join(stories), "utf-8")
    one, misspelt, other = read(tmp_path / "a.sgm")
    assert (one.place, one.date) == ("La paz", "1987-03-04")
    assert misspelt.place == "RENO, Nev."
    assert (other.place, other.date_kind, other.date_text) == ("Richmond, Va.", "partial", "Feb 26")


def test_datelines_in_texts() -> None:
    found = read_dateline("WEST HARTFORD, Conn., FEb 26 - The company said")
    assert found is not None and (found.place, found.date and found.date.text) == ("West Hartford", "FEb 26")
