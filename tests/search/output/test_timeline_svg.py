"""A timeline as a picture: well-formed, said in words, and safe whatever was searched for."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from dateline.search.output.timeline_svg import timeline_svg
from dateline.search.periods import Timeline
from dateline.search.timelines import timelines

SVG = "{http://www.w3.org/2000/svg}"
EVERY: dict[str | None, int] = {"2013-05-28": 40, "2013-06": 5, "2013-07-01": 20, None: 3}
HOSTILE = '</title><script>alert("1")</script>\x1b[2J\x00\ufffe\u202e'


def drawn(*queries: str) -> tuple[Timeline, ...]:
    counts: dict[str | None, int] = {"2013-05-28": 2, "2013-07-01": 1, "2013": 4, None: 1}
    return timelines([(query, counts) for query in queries], EVERY, "month")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_a_picture_says_what_it_shows_and_each_bar_its_count_and_share() -> None:
    picture = parsed(timeline_svg(drawn("oil")))

    assert picture.get("aria-label") == "oil: 8 articles by month, 2013-05 to 2013-07"
    assert (
        picture.findtext(f"{SVG}desc") == "oil: 1 without a date and 4 dated by less than a month not drawn."
    )
    said = [title.text for title in picture.iterfind(f"{SVG}g/{SVG}g/{SVG}title")]
    assert said == ["2013-05: 2 of 40 articles (5.0%)", "2013-07: 1 of 20 articles (5.0%)"]


def test_with_links_every_period_leads_somewhere_an_empty_one_too() -> None:
    svg = timeline_svg(drawn("oil"), link=lambda one, period: f"/?q={one.query}&after={period.first}")

    links = [link.get("href") for link in parsed(svg).iter(f"{SVG}a")]
    assert links == ["/?q=oil&after=2013-05-01", "/?q=oil&after=2013-06-01", "/?q=oil&after=2013-07-01"]


def test_bars_are_as_high_as_their_counts_and_the_smallest_is_seen() -> None:
    (timeline,) = timelines([("oil", {"2013": 1000, "2014": 500, "2015": 1})], {"2013": 1000}, "year")

    bars = [
        float(bar.get("height", 0))
        for bar in parsed(timeline_svg([timeline], legend=False)).iter(f"{SVG}rect")
    ]
    assert bars[0] == pytest.approx(2 * bars[1], abs=0.2)
    assert bars[2] == 1


def test_compared_timelines_have_colours_and_a_legend() -> None:
    picture = parsed(timeline_svg(drawn("oil", "gas")))

    first, second = picture.iterfind(f"{SVG}g")
    assert first.get("fill") != second.get("fill")
    assert {"oil", "gas"} <= {text.text for text in picture.iter(f"{SVG}text")}


@pytest.mark.parametrize("query", [HOSTILE, "x" * 5000])
def test_what_was_searched_for_stays_text(query: str) -> None:
    svg = timeline_svg(drawn(query), link=lambda _, __: query)

    picture = parsed(svg)
    assert not list(picture.iter(f"{SVG}script"))
    assert "style" not in svg
    assert not any(character in svg for character in "\x1b\x00\ufffe\u202e")
    assert all(len(text.text or "") <= 70 for text in picture.iter(f"{SVG}text"))


def test_nothing_found_is_a_picture_too() -> None:
    (nothing,) = timelines([("zebra", {})], EVERY, "month")

    assert parsed(timeline_svg([nothing])).get("aria-label") == "zebra: 0 articles by month"
