"""Which stories does a download of a news database hold?

LexisNexis, Nexis Uni, Factiva, ProQuest and Europresse give many stories in a file, as text, page or office
document; a module each knows the lines of one. They all work on lines, from whichever kind of file.

>>> head = "1 of 1 DOCUMENT\\n\\n  Valley Post\\n\\n  March 7, 2019\\n\\nFerry starts\\n\\n"
>>> [story] = stories_of_text(head + "LENGTH: 9 words\\n\\nIt runs.")
>>> story.title, story.source, story.date, story.text
('Ferry starts', 'Valley Post', 'March 7, 2019', 'It runs.')
>>> stories_of_text("Ferry starts\\n\\nIt runs.") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from dateline.indexer.readers.exports import europresse, factiva, lexisnexis, nexis_uni, proquest
from dateline.indexer.readers.exports.pages import europresse_stories, lines_of_page
from dateline.indexer.readers.exports.story import Line, Story
from dateline.indexer.readers.raw import RawDocument, RawStory

__all__ = ["stories_of_page", "stories_of_paragraphs", "stories_of_text"]

_Split = Callable[[Sequence[Line]], Iterator[Story]]

# In this order: a download of ProQuest says "Document 1 of 2" too.
_PROGRAMS: Final[tuple[tuple[re.Pattern[str], re.Pattern[str], _Split], ...]] = (
    (proquest.MARK, re.compile(r"^[ \t]*(?:Full text|Abstract|Title):", re.MULTILINE), proquest.split),
    (
        nexis_uni.MARK,
        re.compile(r"^[ \t]*(?:Length|Länge|Longueur|Section|Load-Date|Body|Copyright)\b", re.MULTILINE),
        nexis_uni.split,
    ),
    (
        lexisnexis.MARK,
        re.compile(
            r"^[ \t]*(?:LENGTH|LÄNGE|LONGUEUR|LONGITUD|LUNGHEZZA|LENGTE|BYLINE|LOAD-DATE|SECTION):",
            re.MULTILINE,
        ),
        lexisnexis.split,
    ),
    (
        factiva.MARK,
        re.compile(
            r"^[ \t]*(?:WC[ \t]+)?\d[\d.,\u00a0\u202f ]*"
            r"(?:words?|mots?|Wörter|palabras?|parole|palavras?|woorden|слов\w*|字|語)[ \t]*$|^WC\b",
            re.MULTILINE,
        ),
        factiva.split,
    ),
    (europresse.MARK, re.compile(r"©|\(c\)", re.IGNORECASE), europresse.split),
)
_EUROPRESSE_PAGE: Final = 'class="DocPublicationName'
_PAGE_MARKS: Final = re.compile(
    r"\d+ (?:of|von|de|sur) \d+ DOCUMENTS?|(?:Document|Dokument|Documento) [A-Za-z0-9]{15,40}\s*<|"
    r"ProQuest document ID|End of Document",
    re.IGNORECASE,
)


def _program(text: str) -> _Split | None:
    """What splits the lines of a download; None where it is none: two things must speak for it."""
    return next(
        (split for mark, beside, split in _PROGRAMS if mark.search(text) and beside.search(text)), None
    )


def stories_of_text(text: str) -> list[RawStory] | None:
    """The stories of a text, each with its number as `part`; None where no database made it."""
    split = _program(text)
    if split is None:
        return None
    lines = [Line(number, line) for number, line in enumerate(re.split(r"\r\n|[\n\r\f]", text), 1)]
    return [story.as_lines(part) for part, story in _numbered(split(lines))] or None


def stories_of_paragraphs(paragraphs: Iterable[str]) -> list[RawDocument] | None:
    """The stories of a document that tells its paragraphs; None where no database made it."""
    texts = list(paragraphs)
    split = _program("\n".join(texts))
    if split is None:
        return None
    # Between two paragraphs is what a text has a blank line for.
    lines = [
        line
        for number, text in enumerate(texts)
        for line in (Line(2 * number + 1, text), Line(2 * number + 2, ""))
    ]
    return [story.as_paragraphs(part) for part, story in _numbered(split(lines))] or None


def stories_of_page(html: str) -> list[RawDocument] | None:
    """The stories of a page that a database made for download; None for a page of a site."""
    if _EUROPRESSE_PAGE in html:
        return [story.as_paragraphs(part) for part, story in _numbered(europresse_stories(html))] or None
    if not _PAGE_MARKS.search(html):
        return None
    lines = lines_of_page(html)
    split = _program("\n".join(line.text for line in lines))
    if split is None:
        return None
    return [story.as_paragraphs(part) for part, story in _numbered(split(lines))] or None


def _numbered(stories: Iterable[Story]) -> Iterator[tuple[str, Story]]:
    found = [story for story in stories if not story.is_empty()]
    yield from ((str(number), story) for number, story in enumerate(found, 1))
