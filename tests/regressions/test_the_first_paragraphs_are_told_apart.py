"""A standfirst in the column of the text was taken for its first paragraph, a caption or the headline in
other words for a standfirst; and a text that says a stanza twice lost it the second time."""

from __future__ import annotations

import pytest

from tests.regressions.story import STORY, TITLE, page, paragraphs, read, texts

STANDFIRST = "Three weeks without a crossing: farmers, pupils and shopkeepers count what it will cost them."


@pytest.mark.parametrize(
    "first",
    [
        f"<p><b>{STANDFIRST}</b></p>",
        f'<p class="copy copy-strong">{STANDFIRST}</p>',
        f"<div class=head-part><p>{STANDFIRST}</p></div>",
        f"<ul class=summary-list><li>{STANDFIRST}</li></ul>",
    ],
)
def test_a_first_text_that_is_set_otherwise_is_a_standfirst(first: str) -> None:
    article = read(page(f"<div class=article-body>{first}{paragraphs()}</div>"))
    assert texts(article, "standfirst") == [STANDFIRST]
    assert texts(article) == [STANDFIRST, *STORY]


@pytest.mark.parametrize("label", ["drop-cap", "first"])
def test_a_first_paragraph_that_is_named_for_being_the_first_is_none(label: str) -> None:
    body = f"<div class=article-body><p class={label}>{STANDFIRST}</p>{paragraphs()}</div>"
    assert texts(read(page(body)), "standfirst") == []


def test_a_caption_below_the_title_is_no_standfirst() -> None:
    figure = f"<figure><figcaption><p>{STANDFIRST}</p></figcaption></figure>"
    article = read(page(f"{figure}<div class=article-body>{paragraphs()}</div>"))
    assert texts(article, "standfirst") == []


def test_a_heading_that_says_the_title_in_other_words_is_no_standfirst() -> None:
    body = f"<h2>Valley: {TITLE}, they say</h2><div class=article-body>{paragraphs()}</div>"
    article = read(page(body))
    assert texts(article, "standfirst") == []
    assert texts(article) == list(STORY)


def test_a_stanza_that_is_said_twice_in_a_text_is_kept_twice() -> None:
    refrain = f"{'The river took the bridge, and the bridge took the road, ' * 3}and nobody came."
    body = f"<article><div>{paragraphs()}<p>{refrain}</p></div><div><p>{refrain}</p></div></article>"
    assert texts(read(page(body))).count(refrain) == 2


def test_a_card_that_is_one_link_is_one_however_its_source_is_indented() -> None:
    blank = "\n" + " " * 200
    card = (
        "<h2>{0}</h2>{1}<p>What to know of it, told by those who were there at the time.</p>{1}<p>Jo Roe</p>"
    )
    cards = "".join(
        f"<div><a href='/{name}'>{blank}{card.format(name, blank)}{blank}</a></div>"
        for name in ("Ferries stop at the harbour", "Fishers count a poor year", "Roads wait for a thaw")
    )
    kept = texts(read(page(f"<div class=article-body>{paragraphs()}</div><div>{cards}</div>")))
    assert kept == list(STORY)
