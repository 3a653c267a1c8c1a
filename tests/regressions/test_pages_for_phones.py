"""A page that is mailed keeps paragraphs apart, and a long address does not widen a phone."""

from __future__ import annotations

import re

from dateline.search.output.webpage import html_page
from dateline.search.results import ArticleHit, Found, PassageHit


def page(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    hit = ArticleHit(
        id="a",
        title=None,
        heading="https://example.org/" + "long" * 40,
        date=None,
        date_kind="none",
        date_text=None,
        source=None,
        place=None,
        author=None,
        authors=(),
        language=None,
        path=None,
        url=None,
        score=1.0,
        title_spans=(),
        passages=(PassageHit(text, spans, 1.0, None, "a"),),
    )
    return "".join(html_page(Found((hit,), total=1, passage_total=1, read_as="x"), query="x"))


def test_paragraphs_of_a_passage_stand_apart_with_their_marks() -> None:
    text = "Oil rose.\n\nGas & oil fell.\n\nNothing."
    spans = ((0, 3), (17, 20))

    shown = page(text, spans)

    quote = re.search("<blockquote>(.*)<cite>", shown)
    assert quote is not None
    assert re.findall('<p dir="auto">(.*?)</p>', quote[1]) == [
        "<mark>Oil</mark> rose.",
        "Gas &amp; <mark>oil</mark> fell.",
        "Nothing.",
    ]


def test_a_mark_across_paragraphs_is_closed_in_each() -> None:
    shown = page("One two\n\nthree four", ((4, 14),))

    assert "One <mark>two</mark></p>" in shown
    assert "<mark>three</mark> four</p>" in shown


def test_every_text_of_the_page_may_be_broken() -> None:
    body = re.search(r"body \{(.*?)\}", page("Oil.", ()), re.S)

    assert body is not None
    assert "overflow-wrap: anywhere" in body[1]
