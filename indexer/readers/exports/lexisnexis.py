"""LexisNexis: "1 of 2 DOCUMENTS", paper and day in the middle of their lines, BYLINE: and its like.

The lines before the first label are the paper, the day, an edition and the title; those after the labels are
the text, down to the labels that follow it (LOAD-DATE:, LANGUAGE:).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from dateline.indexer.readers.exports.story import Line, Story, blocks, is_copyright, is_day, is_page_mark

__all__ = ["MARK", "split"]

MARK: Final = re.compile(
    r"^[ \t]*(?:\d+ (?:of|von|de|sur|di|van) \d+ (?:documents?|dokumenten?|documentos?|documenti|documenten)"
    r"|(?:document|dokument|documento) \d+ (?:of|von|de|sur|di|van) \d+)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# The labels in the languages of the service, and the field each is; "" for what is struck.
_FIELDS: Final = {
    "HEADLINE": "title",
    "BYLINE": "author", "AUTOR": "author", "AUTEUR": "author", "VON": "author", "AUTORE": "author",
    "SECTION": "section", "RUBRIK": "section", "RUBRIQUE": "section", "SECCIÓN": "section",
    "SEZIONE": "section",
    "SECTIE": "section", "RESSORT": "section",
    "LENGTH": "length", "LÄNGE": "length", "LONGUEUR": "length", "LONGITUD": "length", "LUNGHEZZA": "length",
    "LENGTE": "length",
    "DATELINE": "place", "ORT": "place", "ORIGINE": "place",
    "HIGHLIGHT": "body", "ZUSAMMENFASSUNG": "body", "ENCART": "body", "ABSTRACT": "body", "BODY": "body",
    "LANGUAGE": "language", "SPRACHE": "language", "LANGUE": "language", "IDIOMA": "language",
    "LINGUA": "language", "TAAL": "language",
    "LOAD-DATE": "", "UPDATE": "", "DATE-CHARGEMENT": "", "FECHA-CARGA": "", "CORRECTION-DATE": "",
    "GRAPHIC": "", "GRAPHIK": "", "GRAFIK": "", "GRAPHIQUE": "", "CORRECTION": "", "NOTES": "", "PATENT": "",
    "PUBLICATION-TYPE": "type", "TYPE-PUBLICATION": "type", "PUBLIKATIONSTYP": "type",
    "DOCUMENT-TYPE": "document_type", "SERIES": "series", "JOURNAL-CODE": "journal_code",
    "SUBJECT": "subject", "COMPANY": "company", "ORGANIZATION": "organization", "PERSON": "person",
    "INDUSTRY": "industry", "GEOGRAPHIC": "geographic", "CITY": "city", "STATE": "state",
    "COUNTRY": "country",
    "TICKER": "ticker", "ISSN": "issn", "URL": "url", "TYPE": "type", "DISTRIBUTION": "distribution",
}  # fmt: skip
# After one of these the text has ended.
_BEHIND: Final = frozenset(
    ("", "language", "type", "document_type", "journal_code", "subject", "issn", "url")
)
_LABEL: Final = re.compile(r"[ \t]*([A-ZÄÖÜÀ-Þ]{2,}(?:-[A-ZÄÖÜÀ-Þ]+)?):(?:\s+|$)(.*)")
_EDITION: Final = re.compile(
    r"\b(?:edition|edn|ausgabe|édition|edición|edizione)\b|^(?:final|late|early|first)$", re.IGNORECASE
)
_INDENT: Final = 8  # blanks, before which a line stands in the middle


def split(lines: Sequence[Line]) -> Iterator[Story]:
    """The stories, in order; what stands before the first is struck with it."""
    starts = [place for place, line in enumerate(lines) if MARK.match(line.text)]
    edges = [0, *starts[1:], len(lines)]
    for start, first, end in zip(edges, starts, edges[1:], strict=False):
        yield _story(lines[start:end], lines[first + 1 : end])


def _label(line: Line) -> tuple[str, str] | None:
    """The field that a line labels, and what stands beside the label."""
    found = _LABEL.match(line.text)
    if found is None or found[1] not in _FIELDS:
        return None
    return _FIELDS[found[1]], found[2].strip()


def _story(all_lines: Sequence[Line], lines: Sequence[Line]) -> Story:
    story = Story(all_lines)
    found = [block for block in blocks(lines) if not is_page_mark(block[0].text)]
    place = _head(story, found)
    behind = False
    for block in found[place:]:
        labelled = _label(block[0])
        if labelled is None:
            if not behind and not is_copyright(block[0].text):
                story.take_body(block)
            continue
        name, value = labelled
        if name == "body":
            story.take_body([Line(block[0].number, value), *block[1:]])
            continue
        behind = behind or (name in _BEHIND and bool(story.body))
        _state(story, block)
    return story


def _state(story: Story, block: Sequence[Line]) -> None:
    """What the labelled lines of a block state; a line without a label goes on in the one before."""
    stated: list[list[str]] = []
    for line in block:
        labelled = _label(line)
        if labelled is not None:
            stated.append([*labelled])
        elif stated:
            stated[-1][1] = f"{stated[-1][1]} {line.said}".strip()
    for name, value in stated:
        if name == "title" and value and story.title is None:
            story.title, story.title_line = value, block[0].number
        elif name and name not in ("title", "body"):
            story.state(name, value)


def _head(story: Story, found: Sequence[Sequence[Line]]) -> int:
    """Read paper, day and title; the number of the first block that is none of them."""
    place = 0
    free: list[Sequence[Line]] = []
    while place < len(found) and _label(found[place][0]) is None and len(free) < len(found):
        block = found[place]
        if story.date is None:
            _before_the_day(story, block)
        elif not is_copyright(block[0].text):
            free.append(block)
        place += 1
    if place == len(found) and story.date is None:  # nothing of what was expected: all of it is text
        story.source = None
        return 0
    # An edition stands in the middle too, or says what it is.
    titles = [block for block in free if not _is_edition(block)]
    for block in free:
        if _is_edition(block):
            story.note("edition", " ".join(line.said for line in block).rstrip(";"))
    if place == len(found):  # no label at all: of the blocks the first is the title
        first = next((number for number, block in enumerate(found) if titles and block is titles[0]), place)
        story.take_title(titles[0] if titles else ())
        return first + 1
    story.take_title(titles[0] if titles else ())
    for block in titles[1:]:
        story.take_body(block)
    return place


def _before_the_day(story: Story, block: Sequence[Line]) -> None:
    for number, line in enumerate(block):
        if is_copyright(line.text):
            continue
        if story.date is None and is_day(line.said):
            story.date = line.said
            edition = " ".join(after.said for after in block[number + 1 :])
            story.note("edition", edition.rstrip(";"))
            return
        story.source = story.source or line.said


def _is_edition(block: Sequence[Line]) -> bool:
    indent = len(block[0].text) - len(block[0].text.lstrip())
    return indent >= _INDENT or (len(block) == 1 and bool(_EDITION.search(block[0].said)))
