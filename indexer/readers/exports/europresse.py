"""Europresse: paper, a line of section, day and page, title, and "© 2019 Valley Post" below the text.

A page of it names these by classes (`marked_lines`); a text has them in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dateline.indexer.readers.exports.story import Line, Story, blocks, is_copyright, is_day

__all__ = ["MARK", "split"]

# Its own certificate stands below each story, and the story's number: news·20190307·LF·412x20x9101.
MARK: Final = re.compile(
    r"^[ \t]*(?:news[·.:]\d{8}[·.:][A-Z0-9]+[·.:]\S+|(?:Certificat|Certificate) (?:émis|issued)\b.*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_DETAIL: Final = re.compile(r",\s*p\.\s*(?P<page>[^,]+)$")
_WORDS: Final = re.compile(r"(?:(?<=\d{4})|,)\s+\d{1,3}(?:[\u00a0 ]\d{3})?\s(?:mots|words)\b")
_NUMBER: Final = re.compile(r",\s*n[o°º]\.?\s*\S+.*$")


def split(lines: Sequence[Line]) -> Iterator[Story]:
    """The stories, in order: each up to its number or certificate, and what belongs to that."""
    start = 0
    place = 0
    while place < len(lines):
        if not MARK.match(lines[place].text):
            place += 1
            continue
        while place < len(lines) and (not lines[place].said or MARK.match(lines[place].text)):
            place += 1
        yield _story(lines[start:place])
        start = place
    if (
        start
        and any(line.said for line in lines[start:])
        and any(is_day(line.said) for line in lines[start:])
    ):
        yield _story(lines[start:])


def _story(lines: Sequence[Line]) -> Story:
    story = Story(lines)
    said = [line for line in lines if line.said and not MARK.match(line.text)]
    day = next((place for place, line in enumerate(said[:8]) if place and is_day(_plain(line.said))), None)
    if day is None:
        story.take_title(said[:1])
        story.take_body(said[1:])
        return story
    story.source = _NUMBER.sub("", said[day - 1].said)
    state_day(story, said[day].said)
    rest = [line for line in lines if line.number > said[day].number and not MARK.match(line.text)]
    found = blocks(rest)
    ends = next((number for number, block in enumerate(found) if is_copyright(block[0].text)), len(found))
    found = found[:ends]
    story.take_title(found[0] if found else ())
    body = found[1:]
    if len(body) > 1 and len(body[0]) == 1 and _is_name(body[0][0].said):
        story.author = body.pop(0)[0].said
    for block in body:
        story.take_body(block)
    return story


def state_day(story: Story, detail: str) -> None:
    """Section, day and page of "Région, jeudi 7 mars 2019, p. 4"."""
    page = _DETAIL.search(detail)
    if page is not None:
        story.note("page", page["page"].strip())
        detail = detail[: page.start()]
    detail = _WORDS.sub("", detail)
    section, comma, rest = detail.partition(",")
    if comma and is_day(rest) and not re.search(r"\d", section) and not re.search(r"\w+day$|di$", section):
        story.note("section", section.strip())
        detail = rest
    story.date = detail.strip(" ,")


def _plain(text: str) -> str:
    return _WORDS.sub("", _DETAIL.sub("", text))


def _is_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= 6 and text[-1:] not in ".!?:" and all(word[:1].isupper() for word in words)
