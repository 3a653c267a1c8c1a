"""What does a person see of a record in a notebook, and in the rows of a table?"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from dateline.search import Archive, ArticleHit, Found, PassageHit, Snippet
from dateline.search.results import COLUMNS
from tests.search.tiny import new_article, write_segments

EVIL = '<script>alert("1")</script><mark>\x1b[2J\u202e'


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("notebook")
    oil = ("Crude oil prices rose.", "The oil ministry met.\nNobody spoke.", "Nothing else.")
    write_segments(
        folder,
        [
            new_article("oil", *oil, title="Oil", date="2013-05-28", source="Reuters", path="a.txt"),
            new_article("rain", "Rain fell on the oil field.", "Rain fell."),
        ],
    )
    with Archive.open(folder) as opened:
        yield opened


def hostile() -> Found:
    spans = ((EVIL.index("alert"), EVIL.index("alert") + 5),)
    passage = PassageHit(EVIL, spans, 1.0, (3, 4), f"{EVIL}.txt:3")
    facts: dict[str, Any] = dict.fromkeys(
        ("title", "heading", "date", "date_kind", "date_text", "source", "place", "author", "path"), EVIL
    )
    article = ArticleHit(
        id=EVIL, authors=(), language=None, url=f"javascript:{EVIL}", score=1.0,
        title_spans=spans, passages=(passage,), **facts,
    )  # fmt: skip
    web = replace(article, url=f'https://example.org/"{EVIL}')
    return Found((article, web), total=2, passage_total=2, read_as=EVIL, warnings=(EVIL,))


def shown(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{markup}</div>")


def test_an_answer_shows_its_articles_with_what_matched_marked(archive: Archive) -> None:
    page = shown(archive.search("oil")._repr_html_())

    text = " ".join("".join(page.itertext()).split())
    assert text.startswith("2 of 2 · oil (English, stemmed)")
    assert "Oil 2013-05-28 · Reuters" in text
    assert "a.txt" in text
    assert {mark.text for mark in page.iter("mark")} == {"Oil", "oil"}
    assert all(mark.get("style") for mark in page.iter("mark"))


def test_nothing_found_is_told_with_its_parts(archive: Archive) -> None:
    assert "zebra: 0" in archive.search("zebra")._repr_html_()


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_nothing_of_an_article_acts_in_a_notebook(number: int) -> None:
    found = hostile()
    passage = found[0].passages[0]
    records: list[Any] = [found, found[1], passage, passage.snippet()]
    page = shown(records[number]._repr_html_())

    assert not list(page.iter("script"))
    assert "script" in "".join(page.itertext())
    assert {link.get("href", "")[:8] for link in page.iter("a")} <= {"https://"}
    assert {mark.text for mark in page.iter("mark")} == {"alert"}
    for said in (records[number]._repr_html_(), repr(records[number])):
        assert "\x1b" not in said
        assert "\u202e" not in said


def test_a_timeline_is_a_picture_with_what_is_not_in_it(archive: Archive) -> None:
    timeline = archive.timeline("oil")
    page = shown(timeline._repr_html_())

    assert repr(timeline) == "<Timeline oil: 2 articles by month, 2013-05 to 2013-05>"
    assert "1 undated" in "".join(page.itertext())
    assert list(page.iter("{http://www.w3.org/2000/svg}rect"))


def test_representations_are_a_line(archive: Archive) -> None:
    found = archive.search("oil")
    article = found[0]

    assert repr(article) == "<ArticleHit oil: Oil · 2013-05-28 · Reuters, 2 passages>"
    assert repr(article.passages[0]).startswith("<PassageHit a.txt: ")
    assert repr(Snippet("Oil\nfell.", ((0, 9),))) == "<Snippet Oil fell.>"
    long = replace(article.passages[0], text="oil\n" * 400)
    assert len(repr(long)) < 100
    assert repr(found) == "<Found 2 of 2: oil (English, stemmed)>"


def test_showing_an_answer_counts_once() -> None:
    counted: list[int] = []

    def total() -> int:
        counted.append(1)
        return 7

    found = Found((), total=total, passage_total=total, read_as="oil")
    assert counted == []
    for _ in range(2):
        assert re.search("7", repr(found))
        found._repr_html_()
    assert counted == [1]


def test_a_long_answer_shows_its_beginning(archive: Archive) -> None:
    article = archive.search("rain")[0]
    found = Found((article,) * 60, total=60, passage_total=60, read_as="rain")

    assert "… 10 more" in found._repr_html_()
    assert found._repr_html_().count("<li>") == 50


def test_rows_are_passages(archive: Archive) -> None:
    rows = archive.search("oil").to_dicts()

    assert [(row["rank"], row["id"]) for row in rows] == [(1, "oil"), (1, "oil"), (2, "rain")]
    assert all(tuple(row) == COLUMNS for row in rows)
    assert rows[0]["heading"] == "Oil"
    assert {match for row in rows for match in row["matches"]} == {"oil"}
    assert rows[2]["text"] == "Rain fell on the oil field."
    (bare,) = archive.search("rain", passages=0).to_dicts()
    assert (bare["id"], bare["text"], bare["matches"]) == ("rain", None, None)


def test_a_table_has_the_rows_and_columns_where_pandas_is(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    pandas = ModuleType("pandas")
    pandas.DataFrame = lambda rows, columns: (rows, columns)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    found = archive.search("oil")

    assert found.to_pandas() == (found.to_dicts(), list(COLUMNS))
    assert archive.search("zebra").to_pandas() == ([], list(COLUMNS))


def test_without_pandas_it_is_told_what_to_do(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ImportError, match=r"pip install pandas.*to_dicts"):
        archive.search("oil").to_pandas()
