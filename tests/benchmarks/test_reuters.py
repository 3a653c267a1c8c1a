"""The Reuters-21578 reader, on a snippet of its SGML."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reuters import read_reuters, read_sgml
from tests.places import SHARED

COLLECTION = SHARED / "data" / "reuters"

NORM = """<REUTERS TOPICS="YES" OLDID="5544" NEWID="1">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<UNKNOWN> \n&#5;&#5;&#5;C T\n&#22;&#22;&#1;f0704&#31;reute</UNKNOWN>
<TEXT>&#2;
<TITLE>AT&amp;T &lt;T> SEES GAIN</TITLE>
<AUTHOR>    BY TED D'AFFLISIO, Reuters</AUTHOR>
<DATELINE>    NEW YORK, March 3 - </DATELINE><BODY>Showers continued in
the Bahia zone,&#127; officials told Reuters.
    A second paragraph told
Reuters.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
"""
BRIEF = """<REUTERS NEWID="2"><DATE> 1-APR-1987 605:12:19.12   # date added by S Finch as guesswork</DATE>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>RATES RISE
</TITLE>Blah blah blah.
&#3;</TEXT></REUTERS>
"""
UNPROC = """<REUTERS NEWID="3"><DATE>19-OCT-1987 10:00:00.00&#9;&#9;&#9;C</DATE>
<TEXT TYPE="UNPROC">&#2;
WEEKLY REPORT - FEB 26
    Two weeks ended Feb 25
 Net free reserves...644

 Reuter
&#3;</TEXT></REUTERS>
"""


def test_an_article_gives_its_fields_and_paragraphs() -> None:
    assert list(read_sgml(NORM)) == [
        {
            "id": "1",
            "title": "AT&T <T> SEES GAIN",
            "date": "1987-02-26",
            "source": "Reuters",
            "language": "en",
            "place": "New York",
            "author": "Ted D'Afflisio",
            "text": "Showers continued in the Bahia zone, officials told Reuters.\n\n"
            "A second paragraph told Reuters.",
        }
    ]


def test_a_brief_has_its_headline_for_a_text() -> None:
    (record,) = read_sgml(BRIEF)
    assert (record["title"], record["text"], record["date"]) == ("RATES RISE", "RATES RISE", "1987-04-01")


def test_an_unmarked_article_is_headed_by_its_first_line() -> None:
    (record,) = read_sgml(UNPROC)
    assert record["title"] == "WEEKLY REPORT - FEB 26"
    assert record["text"] == "Two weeks ended Feb 25 Net free reserves...644"
    assert record["date"] == "1987-10-19"


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("    SALVADOR, Feb 26 - ", "Salvador"),
        ("CALGARY, Alberta, April 1 - ", "Calgary, Alberta"),
        ("Rochester, N.Y., March 2 -", "Rochester, N.Y."),
        ("NEW YORK, Narch 2 -", "New York"),
        ("BUENOS AIRES, MARCH 7 -", "Buenos Aires"),
        ("H 6.12 - 5.87 2 Mth 6.50 - ", None),
    ],
)
def test_the_place_is_the_datelines(dateline: str, place: str | None) -> None:
    (record,) = read_sgml(NORM.replace("    NEW YORK, March 3 - ", dateline))
    assert record.get("place") == place


def test_only_bodies_leaves_the_others_out() -> None:
    assert [record["id"] for record in read_sgml(NORM + BRIEF + UNPROC, only_bodies=True)] == ["1"]


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no reut2-\*\.sgm files"):
        next(read_reuters(tmp_path))


@pytest.mark.skipif(not COLLECTION.is_dir(), reason="the Reuters-21578 collection is not here")
def test_the_whole_collection_is_read() -> None:
    records = list(read_reuters(COLLECTION))
    assert [int(record["id"]) for record in records] == list(range(1, 21_579))
    assert {record["date"][:7] for record in records} == {
        "1987-02", "1987-03", "1987-04", "1987-06", "1987-10",
    }  # fmt: skip
    assert not any("\x00" <= c < " " and c != "\n" for record in records for c in record["text"])
