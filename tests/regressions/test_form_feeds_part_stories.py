"""Stories parted by form feeds, as databases export them, were read as one. Pages of one story, which form
feeds part too, stay one."""

from __future__ import annotations

from dateline.indexer.cleaning.text import clean_text
from tests.regressions.story import STORY

FEED = "\f"


def test_a_story_with_a_title_begins_after_a_form_feed() -> None:
    titles = ("Bridge closes for three weeks", "Ferry to start on Monday", "School moves lessons home")
    text = FEED.join(
        f"{title}\n\n" + "\n\n".join(STORY[3 * place : 3 * place + 3]) + "\n"
        for place, title in enumerate(titles)
    )
    articles = clean_text(text)
    assert [article.title for article in articles] == list(titles)
    assert [len(article.paragraphs) for article in articles] == [3, 3, 3]


def test_a_form_feed_amid_a_story_parts_nothing() -> None:
    parts = ("Bridge closes", STORY[0], f"The ministry said that{FEED}\nthe bridge stays closed.", STORY[1])
    text = "\n\n".join(parts)
    assert len(clean_text(text)) == 1
    running = f"Bridge closes\n\n{STORY[0]}\n{FEED}Bridge closes\n\n{STORY[1]}\n"
    assert len(clean_text(running)) == 1
