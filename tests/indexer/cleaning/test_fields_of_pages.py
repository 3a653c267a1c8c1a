"""The fields of a page, where what states them is odd: other stories' data, scripts, papers behind names."""

from __future__ import annotations

import json

import pytest

from dateline.indexer.article import Article
from dateline.indexer.cleaning import clean
from dateline.indexer.readers.raw import RawPage

TITLE = "Bridge closes for three weeks"
BODY = (
    "<p>The bridge over the lower valley was closed on Monday, said the council. Engineers found that two "
    "of its cables are worn through.</p><p>A ferry of the navy will carry everybody across until the work is "
    "done, at no cost to them, said the mayor.</p><p>It will count passengers until October and decide then "
    "whether the ferry sails in winter too.</p>"
)


def page(head: str = "", above: str = "", below: str = "") -> Article:
    [article] = clean(
        RawPage(
            f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>{above}"
            f"{BODY}</article>{below}</body></html>"
        )
    )
    return article


def linked(**stated: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **stated})}</script>'


def state(value: object) -> str:
    return f"<script>window.__STATE__ = {json.dumps(value)}</script>"


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("", "<p class=byline>By Jane Doe, Valley Post</p>"),
        ("<meta name=author content='Jane Doe, Valley Post'>", ""),
        ("<meta name=author content='Valley Post'>", "<p class=byline>Jane Doe, Valley Post</p>"),
        (
            linked(
                headline=TITLE,
                author=[
                    {"@type": "Person", "name": "Jane Doe"},
                    {"@type": "Organization", "name": "Valley Post"},
                ],
            ),
            "",
        ),
    ],
)
def test_the_paper_behind_a_name_is_no_author(head: str, above: str) -> None:
    assert [author.value for author in page(head, above).authors] == ["Jane Doe"]


def test_a_related_story_gives_nothing_also_where_it_alone_is_described() -> None:
    other = linked(headline="Bakery reopens after fire", datePublished="2019-01-02", author={"name": "Bo Li"})
    article = page(below=f"<aside class=related>{other}</aside>")
    assert (article.title, article.author, article.date) == (TITLE, None, None)


@pytest.mark.parametrize(
    "head",
    [
        linked(headline=TITLE, isPartOf={"@type": ["CreativeWork", "Product"], "name": "Valley Post"}),
        f"""<script type="application/ld+json">{json.dumps({"@graph": [
            {"@type": "Article", "headline": TITLE, "isPartOf": {"@id": "#page"}},
            {"@type": "WebPage", "@id": "#page", "name": TITLE, "isPartOf": {"@id": "#site"}},
            {"@type": "WebSite", "@id": "#site", "name": "Valley Post"},
        ]})}</script>""",
    ],
)  # fmt: skip
def test_what_a_story_is_part_of_is_its_source(head: str) -> None:
    assert page(head).source == "Valley Post"


def test_links_to_people_below_the_headline_are_all_its_authors() -> None:
    article = page(above="<div><a href=/authors/jane>Jane Doe</a>, <a href=/authors/bo>Bo Li</a></div>")
    assert ([author.value for author in article.authors], article.author_kind) == (
        ["Jane Doe", "Bo Li"],
        "inferred",
    )


@pytest.mark.parametrize("line", ["Get Started", "Buying Guides", "Our Expert"])
def test_words_of_a_menu_beside_a_date_are_no_author(line: str) -> None:
    assert page(above=f"<p>{line}</p><p>14 June 2021</p>").author is None


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("IndustrySelect on", "IndustrySelect"),
        ("Author Venteur", "Venteur"),
        ("Recipe by PJ Hamel", "PJ Hamel"),
        ("Ann Lee Reviewed by Bo Li", "Ann Lee"),
    ],
)
def test_more_of_what_pages_print_around_a_name_is_left_out(byline: str, author: str) -> None:
    assert page(above=f"<p class=author-name>{byline}</p>").author == author


@pytest.mark.parametrize(
    ("data", "day"),
    [
        ({"story": {"headline": TITLE, "publishedAt": "2021-06-14T08:00:00Z", "updatedAt": "2021-07-01"}},
         "2021-06-14"),
        ([{"datePublished": "2021-06-14"}, {"datePublished": "2021-06-14T08:00:00Z"}], "2021-06-14"),
        ([{"datePublished": "2021-06-14"}, {"datePublished": "2021-06-15"}], None),
    ],
)  # fmt: skip
def test_the_data_of_scripts_dates_a_page_that_states_no_day_where_it_has_one(
    data: object, day: str | None
) -> None:
    assert page(below=state(data)).date == day
    assert page(below=f'<div data-props="{json.dumps(data).replace(chr(34), "&quot;")}"></div>').date == day
    assert page("<meta name=date content=2020-01-01>", below=state(data)).date == "2020-01-01"


def test_where_the_stated_day_is_that_of_the_last_change_the_printed_one_before_it_counts() -> None:
    both = linked(headline=TITLE, datePublished="Jun 24, 2025", dateModified="Jun 24, 2025")
    assert page(both, "<p>Jane Doe</p><p>August 25, 2024</p>").date == "2024-08-25"
    assert page(both, "<p>Updated August 25, 2024</p>").date == "2025-06-24"
    own = linked(headline=TITLE, datePublished="Jun 24, 2025", dateModified="Jun 30, 2025")
    assert page(own, "<p>Jane Doe</p><p>August 25, 2024</p>").date == "2025-06-24"
    assert (
        page(own, below="<p>This article was originally published on May 2, 2023.</p>").date == "2023-05-02"
    )


def test_a_date_below_the_headline_goes_before_one_above_it() -> None:
    article = page()
    assert article.date is None
    html = f"<html><body><main><p>12/04/2025</p><h1>{TITLE}</h1><p>03/15/2017 by Ann Lee</p>{BODY}</main>"
    [article] = clean(RawPage(html.replace("<html>", "<html lang=en-us>")))
    assert article.date == "2017-03-15"


def test_an_office_program_states_when_it_saved_a_page_not_when_that_was_published() -> None:
    head = (
        '<meta name="generator" content="LibreOffice 7.4"><meta name="created" content="2021-06-13T17:00:00">'
    )
    assert page(head, "<p>14 June 2021</p>").date == "2021-06-14"


def test_an_address_dates_with_the_name_of_a_month() -> None:
    canonical = "<link rel=canonical href='https://post.example/blog/2023/october/03/bridge'>"
    assert page(canonical).date == "2023-10-03"
