"""The downloads of news databases, from whichever kind of file their lines come."""

from __future__ import annotations

import pytest

from dateline.indexer.cleaning import clean
from dateline.indexer.readers.exports import stories_of_page, stories_of_paragraphs, stories_of_text
from dateline.indexer.readers.raw import RawDocument, RawStory
from tests.indexer.readers.saved_files import SAVED

DOWNLOADS = ["lexisnexis", "nexis_uni", "factiva", "factiva_tagged", "proquest", "europresse"]


def stated(story: RawStory | RawDocument) -> list[object]:
    [article] = clean(story)
    texts = [paragraph.text for paragraph in article.paragraphs]
    return [article.title, article.date, article.source, article.author, article.place, article.meta, texts]


@pytest.mark.parametrize("name", DOWNLOADS)
def test_paragraphs_of_a_document_say_what_lines_of_a_text_do(name: str) -> None:
    text = (SAVED / f"{name}.txt").read_text("utf-8")
    of_text = [stated(story) for story in stories_of_text(text) or ()]
    paragraphs = [" ".join(part.split("\n")) if name == "lexisnexis" else part for part in text.split("\n\n")]
    lines = [line for part in paragraphs for line in part.split("\n") if line.strip()]
    of_document = [stated(story) for story in stories_of_paragraphs(lines) or ()]
    assert len(of_document) == len(of_text) > 1
    if name != "lexisnexis":  # whose lines are wrapped: an office document has none of the breaks
        assert of_document == of_text


@pytest.mark.parametrize("name", DOWNLOADS)
def test_each_line_of_a_download_is_kept_or_struck(name: str) -> None:
    text = (SAVED / f"{name}.txt").read_text("utf-8")
    stories = stories_of_text(text) or []
    kept = {
        number for story in stories for number in range(story.line, story.line + story.text.count("\n") + 1)
    }
    struck = {one.line for story in stories for one in story.struck}
    titled = {story.title_line for story in stories}
    lines = {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    titles = " ".join(story.title or "" for story in stories)
    lost = [
        number
        for number in lines - kept - struck - titled
        if text.split("\n")[number - 1].strip() not in titles
    ]
    assert [text.split("\n")[number - 1] for number in sorted(lost)] == []


def test_a_text_and_a_page_of_nobody_are_no_download() -> None:
    assert stories_of_text("Bridge closes\n\nThe end of document 1 of 2 was read.\n") is None
    assert stories_of_page("<p>End of Document</p><p>1 of 2 DOCUMENTS</p>") is None
    assert stories_of_paragraphs(["Bridge closes", "It is shut."]) is None
