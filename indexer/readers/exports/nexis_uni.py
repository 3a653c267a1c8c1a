"""Nexis Uni and Lexis+: title, paper and day, labels in small letters, "Body", "End of Document"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dateline.indexer.readers.exports.story import Line, Story, is_copyright, is_day, is_page_mark

__all__ = ["MARK", "split"]

MARK: Final = re.compile(
    r"^[ \t]*(?:End of Document|Ende des Dokuments|Fin du document|"
    r"Fin del documento|Einde van document)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"[ \t]*(Section|Length|Byline|Dateline|Highlight|Language|Publication-Type|Subject|Industry|Person|"
    r"Company|Organization|Geographic|Load-Date|Series|Journal Code|Rubrik|Länge|Autor|Rubrique|Longueur|"
    r"Auteur|Update|Sprache|Langue):[ \t]*(.*)",
    re.IGNORECASE,
)
_FIELDS: Final = {
    "section": "section", "rubrik": "section", "rubrique": "section",
    "length": "length", "länge": "length", "longueur": "length",
    "byline": "author", "autor": "author", "auteur": "author", "dateline": "place",
    "language": "language", "sprache": "language", "langue": "language", "publication-type": "type",
    "subject": "subject", "industry": "industry", "person": "person", "company": "company",
    "organization": "organization", "geographic": "geographic", "series": "series",
    "journal code": "journal_code",
}  # fmt: skip
_BODY: Final = re.compile(r"(?:Body|Volltext|Corps|Cuerpo|Text)", re.IGNORECASE)
_BEHIND: Final = re.compile(
    r"(?:Graphic|Graphik|Classification|Klassifikation|Notes|Correction|Bibliography)|(?:Load-Date|Update):.*",
    re.IGNORECASE,
)


def split(lines: Sequence[Line]) -> Iterator[Story]:
    """The stories, in order."""
    start = 0
    for place, line in enumerate(lines):
        if MARK.match(line.text) or place + 1 == len(lines):
            yield _story(lines[start : place + 1])
            start = place + 1


def _story(lines: Sequence[Line]) -> Story:
    story = Story(lines)
    said = [line for line in lines if line.said and not is_page_mark(line.text) and not MARK.match(line.text)]
    begins = next((place for place, line in enumerate(said) if _BODY.fullmatch(line.said)), None)
    if begins is None:  # some have no such line: after the last label of the head comes the text
        labels = [place for place, line in enumerate(said[:20]) if _LABEL.match(line.text)]
        begins = labels[-1] if labels else -1
    _head(story, said[: max(begins, 0) + 1])
    ends = next(
        (place for place in range(begins + 1, len(said)) if _BEHIND.fullmatch(said[place].said)), len(said)
    )
    story.take_body(said[begins + 1 : ends])
    for line in said[ends:]:
        _state(story, line)
    return story


def _head(story: Story, said: Sequence[Line]) -> None:
    labels = [place for place, line in enumerate(said) if _LABEL.match(line.text) or is_copyright(line.text)]
    days = [place for place, line in enumerate(said) if place not in labels and is_day(line.said)]
    # The day stands right before the first label or the copyright; above it a cover may have one of its own.
    before = [place for place in days if place + 1 in labels] or days
    if before:
        day = before[0]
        story.date = said[day].said
        story.source = said[day - 1].said if day else None
        story.take_title(said[max(day - 2, 0) : day - 1] if day > 1 else ())
    elif said:
        story.take_title(said[:1])
    for line in said:
        _state(story, line)
    for line in said:
        if (found := _LABEL.match(line.text)) and found[1].lower() == "highlight":
            story.take_body([Line(line.number, found[2])])


def _state(story: Story, line: Line) -> None:
    found = _LABEL.match(line.text)
    name = _FIELDS.get(found[1].lower()) if found else None
    if found is None or name is None or not found[2].strip():
        return
    story.state(name, found[2].strip())
