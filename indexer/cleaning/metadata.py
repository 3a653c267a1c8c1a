"""What a page says about its article outside the text: JSON-LD, OpenGraph, meta tags, marked elements.

`read_metadata` is for choosing the body; `read_fields`, once it is chosen, dates the article and names its
authors, since those are printed around it. How each is read: the modules of `stated`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NamedTuple

from dateline.indexer.analysis.languages import language_code
from dateline.indexer.cleaning.outline import Outline
from dateline.indexer.cleaning.stated.addresses import address_of, host_of
from dateline.indexer.cleaning.stated.days import day_of
from dateline.indexer.cleaning.stated.linked import (
    Linked,
    Object,
    is_page,
    names_of,
    read_linked,
    story_of,
    text_of,
)
from dateline.indexer.cleaning.stated.marks import Marks, gather
from dateline.indexer.cleaning.stated.people import Credits, credits_of
from dateline.indexer.cleaning.stated.printed import Printed
from dateline.indexer.cleaning.stated.scripted import scripted_day
from dateline.indexer.cleaning.stated.titles import Titles, title_of
from dateline.indexer.facts.dates import Dated

__all__ = ["Fields", "Metadata", "host_of", "read_fields", "read_metadata"]

_MOST_PARTS: Final = 3  # a story of a page of a site
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_DECORATED: Final = re.compile(
    r"[.:|*~=+#<>«»_-]{2,}\s*(?P<name>[^\W_].*?)\s*(?:(?<=\s)[.:|*~=+#<>«»_-]{2,}.*|[.:|*~=+#<>«»_-]{2,})?"
)
_TITLE_CHARS: Final = 1_000
_TITLES: Final = ("og:title", "twitter:title", "dc.title", "dcterms.title", "dc:title", "parsely-title")
_DAY_FIRST: Final = frozenset(
    ("uk", "au", "nz", "ie", "in", "za", "sg", "pk", "ng", "ke")
)  # English, day first
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2})?(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is stated about the article; `body` is the text JSON-LD claims is its own.

    `locale` is the language as a tag, by which its numbers are dates; `description` is the page's, made for
    those who link to it: often the standfirst.
    """

    title: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None
    locale: str | None = None
    body: str | None = None
    description: str | None = None
    marks: Marks = field(default_factory=Marks)
    linked: Linked = field(default_factory=lambda: Linked((), {}))
    story: Object = field(default_factory=dict)
    source: str = field(default="", repr=False)


class Fields(NamedTuple):
    """What is read once the body is known."""

    date: Dated
    authors: Credits


def read_metadata(root: Any, page: str) -> Metadata:
    """What a page states, each field None where nothing does; `root` is its tree (`markup.tree`)."""
    marks = gather(root)
    linked = read_linked(page)
    entity = None
    url = address_of((marks.canonical, marks.meta("og:url"), marks.meta("twitter:url")), page)
    headings = [heading.text for heading in marks.headings]
    titles = [marks.meta("og:title"), marks.title, *headings]
    story = story_of(linked, [title for title in titles if title], url)
    if url is None:
        entity = text_of(story.get("url")) or text_of(story.get("mainEntityOfPage"))
        url = address_of((entity,), page)
    site = _site(marks, linked, story)
    found = Titles(
        page=marks.title,
        social=_first([marks.meta(name) for name in _TITLES]),
        linked=text_of(story.get("headline")),
        headings=marks.headings,
        site=site,
        host=host_of(url) if url else None,
    )
    language = _language(marks, story)
    return Metadata(
        title=title_of(found),
        site=_site_name(site) if site else None,  # in titles it stands as it is stated
        url=url,
        language=language,
        locale=_locale(marks, url, language),
        body=_body(story.get("articleBody")),
        description=_first([marks.meta("og:description"), marks.meta("description")]),
        marks=marks,
        linked=linked,
        story=story,
        source=page,
    )


def read_fields(stated: Metadata, page: Outline, kept: Sequence[int], language: str | None) -> Fields:
    """The date and the authors of a page of whose blocks `kept` are the article.

    `language` is that of its words.
    """
    printed = Printed(page, stated.title, kept)
    locale = stated.locale if stated.locale and (stated.locale[:2] == language or not language) else language
    date = day_of(
        stated.marks,
        stated.story,
        stated.url,
        printed,
        stated.title,
        locale,
        partial(scripted_day, stated.source),
    )
    names = (stated.site, host_of(stated.url) if stated.url else None)
    authors = credits_of(stated.marks, stated.linked, stated.story, printed, stated.title, names)
    return Fields(date, authors)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _site(marks: Marks, linked: Linked, story: Object) -> str | None:
    """What the site calls itself."""
    publisher = names_of(linked, story.get("publisher"))
    named = [
        marks.meta("og:site_name"),
        ", ".join(publisher),
        _whole(linked, story),
        marks.meta("application-name"),
    ]
    return _first([name for name in named if name and len(name) <= _TITLE_CHARS])


def _site_name(stated: str) -> str:
    """The name of a site without decoration: "NMB" of ".:: NMB ::. Templates"; of an address its host."""
    if _ADDRESS.fullmatch(stated):
        return (host_of(stated if "//" in stated else f"https://{stated}") or stated).removeprefix("www.")
    decorated = _DECORATED.fullmatch(stated)
    return decorated["name"] if decorated else stated


def _whole(linked: Linked, story: Object) -> str | None:
    """What a story is part of: a paper, a site; of a page of one, the site."""
    part: object = story
    for _ in range(_MOST_PARTS):
        part = linked.resolved(part.get("isPartOf")) if isinstance(part, dict) else None
        if isinstance(part, list):
            part = part[0] if part else None
        if isinstance(part, dict) and not is_page(part):
            return text_of(part.get("name"))
    return None


def _body(value: object) -> str | None:
    """The text JSON-LD gives, markup taken out, its line ends kept."""
    if not isinstance(value, str):
        return None
    return re.sub(r"<[^<>]{1,300}>", " ", html.unescape(value)).strip() or None


def _language(marks: Marks, story: Object) -> str | None:
    for value in _languages(marks, story):
        if (code := language_code(value)) is not None:
            return code
    return None


def _languages(marks: Marks, story: Object) -> list[str]:
    stated = [
        marks.language,
        marks.meta("content-language"),
        marks.meta("og:locale"),
        story.get("inLanguage"),
    ]
    return [value for value in stated if isinstance(value, str) and value.strip()]


def _locale(marks: Marks, url: str | None, language: str | None) -> str | None:
    """The language and region by which a page writes its dates; a site's country tells its English."""
    for value in (marks.language, marks.meta("og:locale")):
        if value and (tag := _TAG.match(value.strip())) and len(tag[0]) > 3:
            return tag[0].lower().replace("_", "-")
    country = (host_of(url) or "").rsplit(".", 1)[-1] if url else ""
    return f"en-{country}" if language == "en" and country in _DAY_FIRST else language
