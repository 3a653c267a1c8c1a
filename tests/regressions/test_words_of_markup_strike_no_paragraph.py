"""Classes that lay a page out (`print:px-6`, `overflow-hidden`), a paywall's class on every paragraph, and
spans within a paragraph (`sr-only`, `date`) struck the paragraphs of the story, and teasers were shown for
it. Names are judged token by token, what most paragraphs bear is no name, and a span strikes only itself."""

from __future__ import annotations

import pytest

from tests.regressions.story import OTHER, STORY, page, paragraphs, read, rules, texts

TEASERS = "".join(f"<div><h3>Elsewhere</h3><p>{text}</p></div>" for text in OTHER)


@pytest.mark.parametrize(
    "label",
    [
        *(
            "print:px-6 mx-4",
            "overflow-hidden",
            "hidden md:block",
            "elementor-widget",
            "text-widget",
            "image-text",
        ),
        *("teaser-text", "paywall", "has-share-buttons", "no-print", "hide-on-mobile", "md:[&_.ads]:mt-2"),
        *(
            "print:hidden",
            "with-sidebar",
            "d-print-none",
            "social",
            "wp-caption-text",
            "standfirst",
            "date",
            "comments-open",
        ),
    ],
)
def test_a_class_that_every_paragraph_bears_strikes_none(label: str) -> None:
    body = paragraphs(attributes=f'class="{label}"')
    markup = page(body).replace("</article>", f"</article><section><h2>From here</h2>{TEASERS}</section>")
    assert texts(read(markup)) == list(STORY)


def test_a_paywall_class_on_the_later_paragraphs_strikes_none() -> None:
    body = paragraphs(STORY[:4]) + paragraphs(STORY[4:], 'class="paywall"')
    assert texts(read(page(body))) == list(STORY)


@pytest.mark.parametrize(
    "span",
    [
        '<span class="sr-only"> (opens in a new window)</span>',
        '<span class="icon" aria-hidden="true"></span>',
        '<span class="date">14 May:</span>',
        '<a class="share" href="/s">here</a>',
        '<span style="display:none">x</span>',
    ],
)
def test_a_span_strikes_no_more_than_itself(span: str) -> None:
    article = read(page(paragraphs().replace("milk elsewhere", f"milk {span} elsewhere")))
    assert len(article.paragraphs) == 14
    assert "until lorries can cross" in article.text


@pytest.mark.parametrize("wrapper", ["left-navigation-wrapper", "site-sidebar-layout", "dialog-off-canvas"])
def test_what_is_around_the_article_does_not_strike_it(wrapper: str) -> None:
    markup = page(paragraphs()).replace("<article>", f'<div class="{wrapper}"><article>')
    assert texts(read(markup)) == list(STORY)


def test_the_title_of_a_part_made_an_id_is_no_name_of_it() -> None:
    body = paragraphs(STORY[:7]) + f'<div id="menu-ideas-for-a-small-kitchen">{paragraphs(STORY[7:])}</div>'
    assert texts(read(page(body))) == list(STORY)


def test_what_is_struck_is_listed_with_its_rule() -> None:
    body = (
        f'<div class="share-buttons"><p>{OTHER[0]}</p></div>{paragraphs()}'
        f'<div id="comments">{paragraphs(OTHER[1:])}</div>'
    )
    found = rules(read(page(body).replace("<article>", "<nav>Home</nav><article>")))
    assert (found["Home"], found[OTHER[0]], found[OTHER[1]]) == ("navigation", "aside", "comments")


def test_paragraphs_named_the_body_leave_none_of_the_others_out() -> None:
    body = "".join(
        f"<p{' class=article-text' if number % 3 else ''}>{text}</p>" for number, text in enumerate(STORY)
    )
    assert texts(read(page(body).replace("article>", "main>"))) == list(STORY)
