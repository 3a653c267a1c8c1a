"""Quotations, tables and posts in a `figure`, lists and sentences that are links, and sentences that begin
like a promotion were dropped from the story."""

from __future__ import annotations

import pytest

from tests.regressions.story import STORY, page, paragraphs, read, rules, texts


def amid(markup: str) -> str:
    return page(paragraphs(STORY[:5]) + markup + paragraphs(STORY[5:]))


def test_what_wordpress_puts_into_figures_is_text_of_its_kind() -> None:
    article = read(
        amid(
            "<figure class=wp-block-pullquote><blockquote><p>We shall rebuild it.</p></blockquote></figure>"
            "<figure class=wp-block-table><table><tr><td>Ferry</td><td>each hour</td></tr></table></figure>"
            "<figure><blockquote class=tweet><p>Use the ferry.</p>&mdash; Valley</blockquote></figure>"
            "<figure><img src=a><figcaption>The bridge on Tuesday, seen from the east.</figcaption></figure>"
        )
    )
    assert texts(article, "quote") == ["We shall rebuild it.", "Use the ferry.", "— Valley"]
    assert texts(article, "table") == ["Ferry each hour"]
    assert texts(article, "caption") == ["The bridge on Tuesday, seen from the east."]
    assert texts(article, "body") == list(STORY)


def test_links_between_paragraphs_are_text() -> None:
    article = read(
        amid(
            "<p>The candidates are:</p><ul><li><a href=/a>Ann Smith, mayor</a></li>"
            "<li><a href=/b>Bob</a></li>"
            "</ul><p><a href=/c>The council voted nine to four for the ferry.</a></p>"
            "<h3><a href=#q>Who pays for the ferry?</a></h3>"
        )
    )
    assert texts(article, "list") == ["Ann Smith, mayor", "Bob"]
    assert texts(article, "subhead") == ["Who pays for the ferry?"]
    assert "The council voted nine to four for the ferry." in texts(article, "body")


@pytest.mark.parametrize(
    "sentence",
    [
        "Click here for the second half of this epic story, the poster said, and thousands of people did.",
        "Get out of the valley: that was the advice on Facebook and on Twitter when the dam broke.",
        "Like many towns it has a newsletter that tells people what the council decided.",
        "© Valley Post/AP<br>The mayor and the minister met on the bridge and shook hands for cameras.",
        "Follow the ministers on X, said the note that was found in the office.",
        "Subscribe to our newsletter was all that the page still said when the firm had gone.",
    ],
)
def test_a_sentence_that_begins_like_a_promotion_is_none(sentence: str) -> None:
    assert sentence.rpartition("<br>")[2] in read(amid(f"<p>{sentence}</p>")).text


@pytest.mark.parametrize(
    "promotion", ["Follow us on Facebook", "© 2021 The Valley Post", "Sign up for our newsletter"]
)
def test_a_promotion_still_is_one(promotion: str) -> None:
    assert rules(read(amid(f"<p>{promotion}</p>")))[promotion] == "promotion"


@pytest.mark.parametrize(
    ("furniture", "rule"),
    [
        ("Advertisement", "furniture"),
        ("Up next", "furniture"),
        ("Image caption", "furniture"),
        ("Lesedauer: 4 Min.", "furniture"),
        ("Already a subscriber? Log in", "furniture"),
        ("Dieser Inhalt wird von einem Dritten bereitgestellt.", "furniture"),
        ("PGRpdj48cD5U" * 40, "data"),
        (" ".join(["PGRpdj48cD5UaGUg" * 4] * 9), "data"),
        ("%D0%BC%D0%BE%D1%81%D1%82" * 20, "data"),
    ],
)
def test_furniture_and_data_go(furniture: str, rule: str) -> None:
    article = read(amid(f"<p>{furniture}</p>"))
    assert (texts(article), rules(article)[furniture]) == (list(STORY), rule)


def test_cards_of_other_stories_amid_the_text_go() -> None:
    cards = "".join(
        f"<div class=card><h3><a href=/{number}>Another story, no. {number}</a></h3><p>It says so.</p></div>"
        for number in range(3)
    )
    article = read(amid(f"<div>{cards}</div>"))
    assert (texts(article), rules(article)["It says so."]) == (list(STORY), "links")


def test_a_pull_quote_that_says_a_sentence_of_the_story_again_is_a_repeat() -> None:
    quote = "the bridge would be closed while the bearings are replaced"
    article = read(amid(f"<blockquote class=pull-quote><p>{quote}</p></blockquote>"))
    assert (texts(article), rules(article)[quote]) == (list(STORY), "repeat")


def test_code_between_paragraphs_is_text() -> None:
    body = ""
    for number, text in enumerate(STORY):
        body += f"<p>{text}</p><div class=highlight><pre>median\n────────\n{number + 30}</pre></div>"
    article = read(page(body))
    assert [text for text in texts(article) if text.startswith("median")][1:-1] == [
        f"median ──────── {number + 30}" for number in range(1, len(STORY) - 1)
    ]
