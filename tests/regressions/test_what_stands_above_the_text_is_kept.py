"""The standfirst was lost where it stands outside the body or JSON-LD leaves it out, the printed headline
where metadata have another, and the last paragraphs where JSON-LD is cut short."""

from __future__ import annotations

import json

import pytest

from tests.regressions.story import STORY, TITLE, page, paragraphs, read, rules, texts

STANDFIRST = "Three weeks without a crossing: farmers, pupils and shopkeepers count what it will cost them."


def stated(text: str) -> str:
    data = {"@type": "NewsArticle", "headline": TITLE, "articleBody": text}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize("label", ["standfirst", "article__dek", "subtitle", "lead", "vorspann", "summary"])
def test_a_standfirst_outside_the_body_is_one(label: str) -> None:
    body = f"<p class={label}>{STANDFIRST}</p><div class=article-body>{paragraphs()}</div>"
    article = read(page(body))
    assert texts(article) == [STANDFIRST, *STORY]
    assert texts(article, "standfirst") == [STANDFIRST]


def test_so_is_the_description_of_the_page_and_what_stands_next_below_the_title() -> None:
    body = f"<p>{STANDFIRST}</p><div class=article-body>{paragraphs()}</div>"
    assert texts(read(page(body)), "standfirst") == [STANDFIRST]
    described = f'<meta name="description" content="{STANDFIRST}">'
    body = f"<p>By Jane Doe</p><div>{STANDFIRST}</div><div class=article-body>{paragraphs()}</div>"
    assert texts(read(page(body, described)), "standfirst") == [STANDFIRST]


def test_a_standfirst_that_json_ld_leaves_out_is_kept() -> None:
    article = read(page(f"<p class=lead>{STANDFIRST}</p>{paragraphs()}", stated(" ".join(STORY))))
    assert texts(article) == [STANDFIRST, *STORY]


@pytest.mark.parametrize("count", [11, 12, 13])
def test_json_ld_that_is_cut_short_cuts_nothing(count: int) -> None:
    assert texts(read(page(paragraphs(), stated(" ".join(STORY[:count]))))) == list(STORY)


def test_a_printed_headline_with_other_words_than_the_title_is_kept() -> None:
    head = '<meta property="og:title" content="Ferry instead: Valley bridge closed until May">'
    body = f"<article><h1>Pupils row to school as crossing shuts</h1>{paragraphs()}</article>"
    article = read(f"<html><head>{head}</head><body>{body}</body></html>")
    assert "row to school" in f"{article.title} {article.text}"


def test_a_headline_that_the_title_has_is_not_said_twice() -> None:
    assert texts(read(page(paragraphs()))) == list(STORY)


@pytest.mark.parametrize("label", ["paywall", "premium-content", "is-metered"])
def test_the_paragraphs_before_the_paid_ones_are_no_standfirst(label: str) -> None:
    body = f"{paragraphs(STORY[:4])}{paragraphs(STORY[4:], f'class={label}')}"
    article = read(page(body))
    assert texts(article) == list(STORY)
    assert texts(article, "standfirst") == []


@pytest.mark.parametrize("line", ["March 7, 2019 10:00 AM", "7 March 2019", "Published: March 7, 2019"])
def test_a_line_of_the_date_above_the_text_is_told_and_is_no_text(line: str) -> None:
    article = read(page(f"<p>By Jane Doe</p><p>{line}</p>{paragraphs()}"))
    assert (article.author, article.date) == ("Jane Doe", "2019-03-07")
    assert texts(article) == list(STORY)
    assert rules(article)[line] == "header"
