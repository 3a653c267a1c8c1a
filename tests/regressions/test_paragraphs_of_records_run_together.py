"""Records whose text had single line ends were one paragraph, and HTML in them was shown with its tags.

Line ends part paragraphs unless lines were wrapped; tags and entities are read as what they say.
"""

from __future__ import annotations

import pytest

from dateline.indexer.article import Article
from dateline.indexer.intake import take_record

ONE = "The bridge over the river would be closed for three weeks, the ministry said on Tuesday."
TWO = "Local councillors complained that they had been told only a day before that it would be."


def paragraphs(text: str) -> list[str]:
    article = take_record({"text": text}, 1)
    assert isinstance(article, Article)
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n{TWO}",
        f"{ONE}\r\n{TWO}",
        f"{ONE}\n\n{TWO}",
        f"<p>{ONE}</p><p>{TWO}</p>",
        f"<div>{ONE}<br><br>{TWO}</div>",
        f"<b>{ONE}</b>\n{TWO}",
    ],
)
def test_each_paragraph_is_one(text: str) -> None:
    assert paragraphs(text) == [ONE, TWO]


def test_wrapped_lines_are_joined() -> None:
    assert paragraphs(ONE.replace("three weeks", "three\nweeks").replace("over", "over\n")) == [ONE]


def test_entities_are_the_signs_they_stand_for() -> None:
    assert paragraphs("Tom &amp; Jerry said &quot;no&quot; at the caf&eacute;.") == [
        'Tom & Jerry said "no" at the café.'
    ]


def test_signs_that_are_no_tags_stay() -> None:
    for text in ("If a < b and b > c, AT&T wins.", "He wrote <3 and left.", "It is a <T> of &c; and more."):
        assert paragraphs(text) == [text]
