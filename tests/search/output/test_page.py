"""What does a person see of an answer in a terminal?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article, Paragraph
from dateline.search.errors import QueryError
from dateline.search.highlight.printable import width
from dateline.search.output.page import Screen, answer_lines, nothing_found_lines, query_error_lines
from dateline.search.output.tables import article_page, facet_lines, size_text, stats_lines
from dateline.search.results import (
    ArticleHit,
    FacetCount,
    Found,
    PartCount,
    PartScore,
    PassageHit,
    Stats,
)

TEXT = "The guards of five countries met at the border post, which had been closed for good in the spring."


def passage(text: str = TEXT, why: tuple[PartScore, ...] = ()) -> PassageHit:
    spans = tuple(match.span() for match in re.finditer("guards|border post", text))
    return PassageHit(text, spans, 1.5, (3, 3), "a folder/with a long name/story.txt:3", why=why)


def article(heading: str = "Guards meet", *passages: PassageHit) -> ArticleHit:
    return ArticleHit(
        id="a",
        title=heading,
        heading=heading,
        date=None,
        date_kind="partial",
        date_text="28 May",
        source="Kazinform",
        place=None,
        author=None,
        authors=(),
        language=None,
        path="story.txt",
        url=None,
        score=1.0,
        title_spans=((0, 6),),
        passages=passages or (passage(),),
    )


def found(*articles: ArticleHit) -> Found:
    return Found(articles, total=len(articles), passage_total=len(articles), read_as="guards")


def uncolored(lines: list[str]) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]


def test_in_a_pipe_nothing_is_wrapped() -> None:
    lines = list(answer_lines(found(article()), Screen()))

    assert lines[0] == "1  [Guards] meet  ·  28 May  ·  Kazinform"
    assert lines[1].count("[") == 2
    assert len(lines) == 3


def test_where_only_the_title_matched_the_file_is_named() -> None:
    lines = list(answer_lines(found(replace(article(), passages=())), Screen()))

    assert lines == ["1  [Guards] meet  ·  28 May  ·  Kazinform", "   story.txt"]


def test_in_a_terminal_lines_are_wrapped_and_marks_go_on_below() -> None:
    lines = list(answer_lines(found(article()), Screen(columns=53, color=True)))

    assert uncolored(lines)[1:4] == [
        "   The guards of five countries met at the border",
        "   post, which had been closed for good in the",
        "   spring.",
    ]
    assert "\x1b[1;31mborder\x1b[0m" in lines[1]
    assert "\x1b[1;31mpost\x1b[0m" in lines[2]


def test_a_long_heading_is_wrapped_and_its_facts_stay_together() -> None:
    heading = "Guards meet at the border post in the mountains to talk"

    lines = uncolored(list(answer_lines(found(article(heading)), Screen(columns=60, color=True))))

    assert lines[:2] == [f"1  {heading}", "   28 May  ·  Kazinform"]


def test_a_citation_is_never_broken() -> None:
    lines = list(answer_lines(found(article()), Screen(columns=40)))

    assert "   a folder/with a long name/story.txt:3" in lines


def test_articles_are_parted_by_a_blank_line_and_ranked() -> None:
    lines = list(answer_lines(found(*[article()] * 10), Screen()))

    assert lines.count("") == 9
    assert lines[-3].startswith("10 [Guards] meet")


def test_why_lists_the_parts_of_the_score_below_each_other() -> None:
    why = (PartScore("guards", "text", 1.25), PartScore("border post", "title", 10.5))

    lines = list(answer_lines(found(article("Guards meet", passage(why=why))), Screen()))

    assert lines[-3:] == [
        "   score 1.500",
        "      1.250  guards       text",
        "     10.500  border post  title",
    ]


def test_where_nothing_is_found_the_killing_part_is_pointed_at() -> None:
    nothing = Found(
        (),
        total=0,
        passage_total=0,
        read_as="",
        parts=(PartCount("bordr", 0, ("border", "bored")), PartCount("guards", 1_200)),
    )

    assert list(nothing_found_lines(nothing)) == [
        "nothing found",
        "  bordr       0 articles  ← nowhere; did you mean border or bored?",
        "  guards  1,200 articles",
    ]


def test_parts_that_occur_but_never_together_are_told_so() -> None:
    nothing = Found(
        (), total=0, passage_total=0, read_as="", parts=(PartCount("border", 3), PartCount("guards", 1))
    )

    assert list(nothing_found_lines(nothing))[-1] == "  each occurs, but nowhere as asked for together"


def test_a_caret_stands_under_the_place_also_below_wide_letters() -> None:
    error = QueryError("a quote is not closed", query='国境 "guards', position=3, hint="Close it.")

    assert list(query_error_lines(error)) == [
        "Error: a quote is not closed at column 4. Close it.",
        '  国境 "guards',
        "       ^",
    ]


def test_an_error_without_a_place_is_one_line() -> None:
    error = QueryError("'x' is not a date", query="guards", position=-1)

    assert list(query_error_lines(error)) == ["Error: 'x' is not a date."]


@given(st.text(max_size=400), st.integers(0, 400), st.integers(40, 120))
def test_the_caret_stays_in_the_terminal(query: str, position: int, columns: int) -> None:
    error = QueryError("wrong", query=query, position=min(position, len(query)))

    _, *shown = query_error_lines(error, columns)

    assert all(width(line) <= columns for line in shown)
    assert all(line.isprintable() or "\xa0" in line or not line.isascii() for line in shown)


@given(st.text(max_size=120), st.integers(40, 100), st.booleans())
def test_no_line_is_wider_than_the_terminal(heading: str, columns: int, color: bool) -> None:
    lines = uncolored(list(answer_lines(found(article(f"Guards {heading}")), Screen(columns, color))))

    assert all(width(line) <= columns for line in lines if "story.txt" not in line)


def test_an_article_is_shown_with_the_fields_it_has() -> None:
    shown = Article(
        id="a",
        title="Guards\x1b meet",
        paragraphs=(Paragraph("One.", (3, 3)), Paragraph("Two.", (5, 6))),
        date="2013",
        date_kind="partial",
        date_text="in 2013",
        path="a.txt",
    )

    assert list(article_page(shown, Screen(80))) == [
        "Guards meet",
        "",
        "id         a",
        "date       2013 (partial: “in 2013”)",
        "file       a.txt:3",
        "",
        "One.",
        "",
        "Two.",
    ]


def test_many_sources_are_summed_up() -> None:
    sources = tuple((f"Source {number}", 1) for number in range(12))
    stats = Stats(12, 40, None, None, sources, (), 1_250_000, 1, 2, "index")

    lines = list(stats_lines(stats, Screen(40)))

    assert lines[2:6] == [
        "dates      none",
        "sources    Source 0 1, Source 1 1,",
        "           Source 2 1, Source 3 1,",
        "           Source 4 1, Source 5 1,",
    ]
    assert "Source 7 1, 4 more" in " ".join(" ".join(lines).split())
    assert lines[-3:] == ["size       1.2 MB", "format     version 1, 2 segments", "index      index"]


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (1_000, "1.0 kB"), (999_960, "1.0 MB"), (3_400_000_000_000, "3.4 TB")]
)
def test_sizes_are_for_people(size: int, text: str) -> None:
    assert size_text(size) == text


def test_facet_counts_stand_below_each_other() -> None:
    assert list(facet_lines((FacetCount("Kazinform", 1_200), FacetCount(None, 3)))) == [
        "1,200  Kazinform",
        "    3  (none)",
    ]
    assert list(facet_lines(())) == []
