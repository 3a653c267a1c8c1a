"""A heading like "Read more", "Auch interessant" or the French "Comment …" cut off all that followed. A box
of links is cut out where the story goes on, and a heading without links is a subhead."""

from __future__ import annotations

import pytest

from tests.regressions.story import OTHER, STORY, page, paragraphs, read, texts


@pytest.mark.parametrize("heading", ["Read more", "Auch interessant", "Related stories", "Lesen Sie auch"])
@pytest.mark.parametrize("tag", ["h3", "p", "div"])
def test_of_a_box_only_the_heading_and_its_links_go(heading: str, tag: str) -> None:
    box = f"<{tag}>{heading}</{tag}><ul><li><a href=/x>The dog that came home</a></li></ul>"
    article = read(page(paragraphs(STORY[:6]) + box + paragraphs(STORY[6:])))
    assert texts(article) == list(STORY)


@pytest.mark.parametrize(
    "heading", ["Comment réagissent les pêcheurs ?", "Related work", "Newsletter of 1900"]
)
def test_a_heading_without_links_is_a_subhead(heading: str) -> None:
    article = read(page(f"{paragraphs(STORY[:6])}<h2>{heading}</h2>{paragraphs(STORY[6:])}"))
    assert texts(article) == [*STORY[:6], heading, *STORY[6:]]


def test_the_story_ends_where_links_follow_and_nothing_else() -> None:
    teasers = "".join(f"<div><h3><a href=/x>Elsewhere</a></h3><p>{text}</p></div>" for text in OTHER[:2])
    article = read(page(f"{paragraphs()}<h3>More from the valley</h3>{teasers}"))
    assert texts(article) == list(STORY)


def test_the_story_ends_where_comments_are_headed() -> None:
    article = read(page(f"{paragraphs()}<h3>Comments (2)</h3><div><p>{OTHER[0]}</p></div>"))
    assert texts(article) == list(STORY)
