"""ProQuest: a label before each thing, "Full text:" before the text, rules of underscores between stories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dateline.indexer.readers.exports.story import Line, Story, is_copyright

__all__ = ["MARK", "split"]

MARK: Final = re.compile(
    r"^[ \t]*(?:ProQuest document ID|ProQuest-Dokument-ID|ID de documento de ProQuest):", re.MULTILINE
)
_APART: Final = re.compile(r"\s*(?:_{20,}|\*{20,}|={20,}|Document \d+ of \d+)\s*")
# The labels, small, and the field each is of; of none what is struck.
_ROWS: Final = """
    title = title
    author = author
    credit =
    publication title = source
    publication info = info
    publication date = date
    publication year = year
    year = year
    abstract = abstract
    full text = body
    links =
    subject = subject
    location = location
    people = people
    company / organization = company
    business indexing term =
    classification =
    pages = page
    first page = page
    section = section
    publisher = publisher
    place of publication = published_in
    country of publication = country
    publication subject =
    issn = issn
    e-issn =
    isbn =
    source type = type
    language of publication = language
    document type = document_type
    document feature =
    proquest document id = proquest_id
    document url = url
    proquest document link =
    copyright =
    last updated =
    database =
    volume = volume
    issue = issue
    edition = edition
    column = column
    supplement =
    narrow subject =
    broad subject =
    illustration =
    caption =
    identifier / keyword =
    correspondence author =
    identifier =
    url =
    name =
    dateline = place
"""
_FIELDS: Final = {
    label.strip(): name.strip()
    for label, _, name in (row.partition("=") for row in _ROWS.strip().splitlines())
}
_LABEL: Final = re.compile(r"[ \t]*([A-Z][A-Za-z /-]{2,35}):(?:[ \t]+(.*)|[ \t]*)$")


def split(lines: Sequence[Line]) -> Iterator[Story]:
    """The stories, in order; a list of titles before or after them is struck."""
    found: list[list[Line]] = [[]]
    for line in lines:
        if _APART.fullmatch(line.text) and _is_story(found[-1]):
            found.append([])
        found[-1].append(line)
    last = [] if _is_story(found[-1]) or len(found) == 1 else found.pop()
    for number, own in enumerate(found, 1):
        story = _story(own)
        if number == len(found):
            story.lines = [*own, *last]
        yield story


def _is_story(lines: Sequence[Line]) -> bool:
    return any(MARK.match(line.text) for line in lines)


def _story(lines: Sequence[Line]) -> Story:
    story = Story(lines)
    name: str | None = None
    free: list[Line] = []
    stated: dict[str, list[Line]] = {}
    for line in lines:
        found = _LABEL.match(line.text)
        label = found[1].lower() if found else ""
        if found is not None and label in _FIELDS:
            name = _FIELDS[label]
            line = Line(line.number, found[2] or "")
        elif _APART.fullmatch(line.text) or (name == "body" and is_copyright(line.text)):
            continue
        if name == "body":
            story.take_body([line])
        elif name is None and line.said:
            free.append(line)
        elif name and line.said:
            stated.setdefault(name, []).append(line)
    _state(story, stated, free)
    return story


def _state(story: Story, stated: dict[str, list[Line]], free: Sequence[Line]) -> None:
    story.take_title(stated.pop("title", []) or free[:1])
    abstract = stated.pop("abstract", [])
    if not any(text.strip() for text in story.body.values()):
        story.body.clear()
        story.take_body(abstract)
    said = {name: " ".join(line.said for line in lines) for name, lines in stated.items()}
    story.date = said.pop("date", None) or said.pop("year", None) or said.get("info")
    said.pop("year", None)
    info = said.pop("info", None)
    source = said.pop("source", None) or info or ""
    story.source = re.split(r"\s*[;:(\[]", source)[0] or None  # "Valley Post; London (UK)"
    for name, value in said.items():
        story.state(name, value)
