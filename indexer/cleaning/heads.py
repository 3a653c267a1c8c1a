"""What do the first paragraphs of a document say about it, and is who made the file its author?

Title, byline and date stand above a text as paragraphs of their own. They are read and struck; a title that
the file states besides is not said twice.

>>> said = [("Ferry starts", "subhead"), ("By Ann Lee", "body"), ("It left at 7.30.", "body")]
>>> heads = read_heads(said, None)
>>> heads.title, heads.author, sorted(heads.struck)
('Ferry starts', 'Ann Lee', [0, 1])
>>> is_person("Ann Lee"), is_person("Microsoft Office User"), is_person("admin")
(True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from dateline.indexer.article import AuthorKind
from dateline.indexer.facts.bylines import without_by
from dateline.indexer.facts.dates import FoundDate
from dateline.indexer.facts.headers import read_byline, read_header
from dateline.indexer.facts.outlets import ends_as_outlet, is_outlet, is_place
from dateline.indexer.facts.roles import is_cjk
from dateline.indexer.facts.titles import count_words, ends_sentence, reads_like_title

__all__ = ["Heads", "is_person", "read_heads"]

_LOOKED_AT: Final = 6  # paragraphs
_BODY_WORDS: Final = 25  # a paragraph of so many is body
_BYLINE_CHARS: Final = 120
_LEAST_TITLE: Final = 10  # characters
_SITE: Final = re.compile(r"\s+[|–—·•»-]\s+(?P<name>[^|]{2,40})")
_PARTICLES: Final = re.compile(r"al|bin|da|del?|della|de[nr]|di|dos?|du|el|l[ae]|ten|ter|van|von|zu")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[-'’.])*")
# Whom programs call the one who wrote, where nobody said who that is.
_NOBODY: Final = re.compile(
    r"(?i:user|owner|admin\w*|customer|client|default|guest|office|microsoft|windows|adobe|acrobat|writer|author|"
    r"unknown|anonymous|test\w*|staff|desk|editor\w*|press|news\w*|scanner|computer|laptop|python\w*|pc|inc|ltd|gmbh|"
    r"llc|corp\w*|company|university|ministry|department|institute|agency|center|centre|group|team|service\w*|"
    r"пользователь|администратор|benutzer|utilisateur|usuario|utente)\.?"
)


@dataclass(slots=True)
class Heads:
    """What stands above a text; `struck` are the places of the paragraphs that say it."""

    title: str | None = None
    author: str | None = None
    author_kind: AuthorKind = "exact"
    date: FoundDate | None = None
    site: str | None = None  # that a stated title has behind it
    source: str | None = None
    url: str | None = None
    struck: dict[int, str] = field(default_factory=dict)


def read_heads(
    paragraphs: Sequence[tuple[str, str]], title: str | None, creators: Sequence[str] = ()
) -> Heads:
    """What the first of `paragraphs`, texts and their kinds, say; `title` is what the file states, and
    `creators` are whom its program noted as who wrote it. A name alone is one of these, or stands by a date.

    A first paragraph that is the title is struck without a rule (""), since nothing of it is lost.
    """
    heads = Heads(title)
    for place, (text, kind) in enumerate(paragraphs[:_LOOKED_AT]):
        if heads.title and _bare(text) == _bare(heads.title):
            heads.struck[place] = "" if text == heads.title else "repeat"
        elif heads.title and kind == "subhead" and (site := _behind(heads.title, text)):
            heads.title, heads.site = text, site
            heads.struck[place] = ""
        elif (author := _byline(text)) is not None:
            heads.author = heads.author or author
            heads.struck[place] = "header"
        elif kind == "body" and (names := _names_alone(paragraphs, place, creators)) is not None:
            heads.author_kind = heads.author_kind if heads.author else names.kind
            heads.author = heads.author or names.text
            heads.struck[place] = "header"
        elif kind == "body" and (header := read_header(text)) is not None:
            heads.title = heads.title or header.title
            heads.author = heads.author or header.author
            heads.date = heads.date or header.date
            heads.source = heads.source or header.source
            heads.url = heads.url or header.url
            heads.struck[place] = "header"
        elif (
            heads.title is None
            and place + 1 < len(paragraphs)
            and (kind == "subhead" or reads_like_title(text))
        ):
            heads.title = text
            heads.struck[place] = ""
        elif count_words(text) >= _BODY_WORDS or ends_sentence(text):
            break
    if len(heads.struck) == len(paragraphs):
        return Heads(title)
    return heads


class _Names(NamedTuple):
    text: str
    kind: AuthorKind


def _names_alone(paragraphs: Sequence[tuple[str, str]], place: int, creators: Sequence[str]) -> _Names | None:
    """The names that are a paragraph: those of who wrote the file, or a person's above or below a date."""
    text = paragraphs[place][0]
    if len(text) > _BYLINE_CHARS:
        return None
    if any(_bare(text) == _bare(creator) for creator in creators):
        return _Names(text, "exact")
    beside = [paragraphs[at][0] for at in (place - 1, place + 1) if 0 <= at < len(paragraphs)]
    if is_person(text) and not is_place(text) and any(_is_day(line) for line in beside):
        return _Names(text, "inferred")
    return None


def _is_day(line: str) -> bool:
    header = read_header(line)
    return header is not None and header.date is not None and header.title is None and header.author is None


def _behind(title: str, heading: str) -> str | None:
    """What a stated title has behind the printed one: "Ferry starts | Valley Post"."""
    if not title.startswith(heading) or len(heading) < _LEAST_TITLE:
        return None
    found = _SITE.fullmatch(title, len(heading))
    return found["name"] if found else None


def is_person(creator: str) -> bool:
    """Whether whom a program noted as who wrote a file surely is a person: several words, each a name."""
    if is_cjk(creator):
        return 1 < len(creator) < 5
    words = creator.replace(",", " ").split()
    if not 1 < len(words) < 5 or is_outlet(creator) or ends_as_outlet(creator):
        return False
    return all(
        _PARTICLES.fullmatch(word)
        or (_WORD.fullmatch(word) and not word[0].islower() and not _NOBODY.fullmatch(word))
        for word in words
    )


def _byline(text: str) -> str | None:
    if len(text) > _BYLINE_CHARS:
        return None
    return without_by(text) if read_byline(text) is not None else None


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
