"""What a page says about its article outside the text: JSON-LD, OpenGraph, meta tags, marked elements.

JSON-LD and OpenGraph are sparse but right, so they come first; then what the page marks up; then its address.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from dateline.indexer.analysis.languages import language_code
from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.facts.bylines import without_by
from dateline.indexer.facts.dates import UNDATED, Dated, dated

__all__ = ["Metadata", "host_of", "read_metadata"]

_TYPES: Final = re.compile(
    r"(?:News|Blog|Opinion|Analysis|Report|Review|Live|Scholarly|Tech)?\w*(?:Article|Posting|Report)$|WebPage$"
)
_DATES: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
)
_AUTHORS: Final = (
    "author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "article:author",
)
_SUFFIX: Final = re.compile(r"\s+[|–—·•»«:-]+\s+")
_DATE_LABEL: Final = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|published|pubdate|publish|time|posted|timestamp|entry-date)", re.I
)
_AUTHOR_LABEL: Final = re.compile(
    r"(?:^|[\s_-])(?:author|byline|autor|writer|fn|vcard)(?:$|[\s_-]|name)", re.I
)
_ADDRESS_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/_-]|$)")
_MOST_AUTHORS: Final = 200
_MOST_OBJECTS: Final = 10_000  # and lists, of a JSON-LD script
_MOST_TITLE: Final = 1_000  # characters: what is longer is no title
_MOST_CHARS: Final = 4_000  # of a byline: what is longer is no list of people
_PARTS: Final = re.compile(r"[,;،，、|\n]|\s(?:and|und|et|y|и)\s")
_NO_AUTHOR: Final = re.compile(
    r"https?:|@|\d{3}|:$|\.\w{2,4}\b|"
    r"^(?:admin|administrator|alle beiträge|editor|redaktion|staff|user|webmaster)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is stated about the article; `body` is the text JSON-LD claims is its own.

    `description` is the page's, made for those who link to it: often the standfirst.
    """

    title: str | None = None
    date: Dated = UNDATED
    authors: tuple[str, ...] = ()
    site: str | None = None
    url: str | None = None
    language: str | None = None
    body: str | None = None
    description: str | None = None


def read_metadata(soup: BeautifulSoup) -> Metadata:
    """The metadata of a page; each field None when nothing states it."""
    metas = _metas(soup)
    linked = _json_ld(soup)
    url = _url(soup, metas)
    site = _first([metas.get("og:site_name"), _name(linked.get("publisher")), metas.get("application-name")])
    return Metadata(
        title=_title(soup, metas, linked, site),
        date=_date(soup, metas, linked, url),
        authors=_authors(soup, metas, linked, site),
        site=site,
        url=url,
        language=_language(soup, metas, linked),
        body=_body(linked.get("articleBody")),
        description=_first([metas.get("og:description"), metas.get("description")]),
    )


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return (tidy(value) or None) if isinstance(value, str) else None


def _body(value: object) -> str | None:
    """The text JSON-LD gives, markup taken out, its line ends kept."""
    if not isinstance(value, str):
        return None
    return re.sub(r"<[^<>]{1,300}>", " ", html.unescape(value)).strip() or None


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    """The meta tags by name or property, lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        if not isinstance(meta, Tag):
            continue
        content = meta.get("content")
        if isinstance(content, str) and (value := tidy(content)):
            for name in _meta_names(meta):
                found.setdefault(name, value)
    return found


def _meta_names(meta: Tag) -> list[str]:
    names = (meta.get(attribute) for attribute in ("property", "name", "itemprop", "http-equiv"))
    return [name.strip().lower() for name in names if isinstance(name, str)]


def _json_ld(soup: BeautifulSoup) -> dict[str, Any]:
    """The JSON-LD object of the article: an article's type goes before a page's; empty without one."""
    found = [
        item
        for script in soup.find_all("script", type=re.compile("ld\\+json", re.IGNORECASE))
        for item in _objects(script.get_text())
        if _TYPES.match(_type(item))
    ]
    found.sort(
        key=lambda item: (_type(item) == "WebPage", "articleBody" not in item and "headline" not in item)
    )
    merged: dict[str, Any] = {}
    for item in found[:3]:
        for key, value in item.items():
            merged.setdefault(key, value)
    return merged


def _type(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    return kind if isinstance(kind, str) else ""


def _objects(source: str) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD script, those in lists and graphs too; broken JSON has none."""
    try:
        waiting = deque([json.loads(source.strip().rstrip(";"), strict=False)])
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.popleft()
        if isinstance(item, list):
            waiting.extend(item[:50])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def _name(value: object) -> str | None:
    """The name of a person or organisation of JSON-LD, or of several."""
    if isinstance(value, list):
        names = [name for name in map(_name, value[:5]) if name]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _title(
    soup: BeautifulSoup, metas: dict[str, str], linked: dict[str, Any], site: str | None
) -> str | None:
    """The title without the site's name: a heading that the page's title repeats, or what is stated."""
    element = soup.find("title")
    page = tidy(element.get_text(" ")) if isinstance(element, Tag) else None
    named = (_text(linked.get("headline")), metas.get("og:title"), metas.get("twitter:title"), page)
    stated = [title if title and len(title) <= _MOST_TITLE else None for title in named]
    whole = [title.casefold() for title in stated if title]
    found = [tidy(heading.get_text(" ")) for heading in soup.find_all("h1", limit=5)]
    headings = [heading for heading in found if len(heading) <= _MOST_TITLE]
    for heading in headings:
        if len(heading) > 8 and heading != site and any(heading.casefold() in title for title in whole):
            return heading
    for title in stated:
        if title:
            return _without_site(title, site, known=title is not stated[0])
    return _first(headings)


def _without_site(title: str, site: str | None, *, known: bool) -> str:
    """The title before " | Site"; a part is cut if it is the site's name, or short beside the rest."""
    parts = list(_SUFFIX.finditer(title)) if known else []
    if not parts:
        return title
    before, after = title[: parts[-1].start()], title[parts[-1].end() :]
    if site and after.casefold() in site.casefold() + " " + site.casefold():
        return before
    return before if len(after) < 30 and len(before) > len(after) else title


def _date(soup: BeautifulSoup, metas: dict[str, str], linked: dict[str, Any], url: str | None) -> Dated:
    stated = [
        _text(linked.get("datePublished")),
        *(metas.get(name) for name in _DATES),
        _text(linked.get("dateCreated")),
    ]
    for value in [*stated, *_marked_dates(soup)]:
        found = dated(value)
        if found.kind == "exact":
            return found
    if url and (match := _ADDRESS_DATE.search(url)):
        return dated("-".join((match[1], match[2].zfill(2), match[3].zfill(2))))
    return UNDATED


def _marked_dates(soup: BeautifulSoup) -> Iterator[str]:
    """The dates of elements marked as one: `time`, itemprop, then a telling class; the earlier first."""
    for element in soup.find_all(attrs={"itemprop": re.compile("datePublished|dateCreated")}, limit=3):
        yield from _values(element)
    for element in soup.find_all("time", limit=3):
        yield from _values(element)
    for element in soup.find_all(class_=_DATE_LABEL, limit=12):
        text = tidy(element.get_text(" "))
        if len(text) <= 80:
            yield text


def _values(element: object) -> Iterator[str]:
    if isinstance(element, Tag):
        for name in ("datetime", "content", "title"):
            value = element.get(name)
            if isinstance(value, str):
                yield value
        text = tidy(element.get_text(" "))
        if len(text) <= 80:
            yield text


def _authors(
    soup: BeautifulSoup, metas: dict[str, str], linked: dict[str, Any], site: str | None
) -> tuple[str, ...]:
    """The bylines of the first place that states any: all of its names, each once."""
    # Among the pieces of the page one is enough: others there may be those of other articles.
    marked = ((value,) for value in _marked_authors(soup))
    for values in (_people(linked.get("author")), *_meta_authors(soup, metas), *marked):
        names = (without_by(value).strip(" ,|·") for value in values if len(value) <= _MOST_CHARS)
        if authors := tuple(dict.fromkeys(name for name in names if _is_author(name, site))):
            return authors
    return ()


def _people(value: object) -> list[str]:
    """The names of people in JSON-LD."""
    named = map(_name, value[:_MOST_AUTHORS]) if isinstance(value, list) else [_name(value)]
    return [name for name in named if name]


def _meta_authors(soup: BeautifulSoup, metas: dict[str, str]) -> Iterator[list[str]]:
    """What the meta tags of each name for authors hold; a page may have one tag for each person."""
    for name in _AUTHORS:
        if name in metas:
            tags = soup.find_all(lambda tag, name=name: tag.name == "meta" and name in _meta_names(tag))
            contents = [tag.get("content") for tag in tags[:_MOST_AUTHORS] if isinstance(tag, Tag)]
            yield [text for text in (tidy(value) for value in contents if isinstance(value, str)) if text]


def _is_author(name: str, site: str | None) -> bool:
    if not name or _NO_AUTHOR.search(name) or (site and name.casefold() == site.casefold()):
        return False
    return len(name) <= _MOST_CHARS and name[0].isalpha() and max(map(_words, _PARTS.split(name))) <= 15


def _words(part: str) -> int:
    return len(part.split())


def _marked_authors(soup: BeautifulSoup) -> Iterator[str]:
    for element in soup.find_all(attrs={"itemprop": "author"}, limit=2):
        yield tidy(element.get_text(" "))
    for element in soup.find_all("a", rel="author", limit=2):
        yield tidy(element.get_text(" "))
    for element in soup.find_all(class_=_AUTHOR_LABEL, limit=4):
        text = tidy(element.get_text(" "))
        if len(text.split()) <= 5:
            yield text


def _url(soup: BeautifulSoup, metas: dict[str, str]) -> str | None:
    link = soup.find("link", rel="canonical")
    href = link.get("href") if isinstance(link, Tag) else None
    for value in (href, metas.get("og:url"), metas.get("twitter:url")):
        if isinstance(value, str) and (url := tidy(value)) and host_of(url):
            return url
    return None


def host_of(url: str) -> str | None:
    """The host of a web address; None when it is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _language(soup: BeautifulSoup, metas: dict[str, str], linked: dict[str, Any]) -> str | None:
    root = soup.find("html")
    declared = root.get("lang") if isinstance(root, Tag) else None
    for value in (declared, metas.get("content-language"), metas.get("og:locale"), linked.get("inLanguage")):
        if isinstance(value, str) and (code := language_code(value)) is not None:
            return code
    return None
