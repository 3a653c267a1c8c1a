"""An answer as a feed: what a feed reader asks for again and again (Atom, RFC 4287).

An article is one entry for ever: its id is made of the article's id, whatever the query and wherever the
server. It is updated when it came into the index and published on its day, a partial date at its beginning;
in an index that does not say when, that day stands for both, and what has none is of 1970.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Final
from urllib.parse import quote

from dateline.indexer.shown.printable import printable
from dateline.search.output.webpage import web_address
from dateline.search.results import ArticleHit, Found

__all__ = ["atom", "atom_news"]

# A tag (RFC 4151) of a name that nobody can own: it is never looked up, only compared.
_TAG: Final = "tag:dateline.invalid,2026"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_NO_XML: Final = re.compile("[\ufffe\uffff]")
_UNDATED: Final = "1970-01-01T00:00:00Z"
_SNIPPET_CHARS: Final = 400


def atom(
    found: Iterable[ArticleHit],
    *,
    query: str,
    feed_address: str,
    page_address: str,
    address_of: Callable[[ArticleHit], str],
) -> Iterator[str]:
    """The feed of a query; the addresses, of the feed, of its page and of each article, are whole ones."""
    articles = list(found)
    updated = max(map(_updated, articles), default=_UNDATED)
    yield from _head(f"{query} – Dateline", f"search:{quote(query, safe='', errors='replace')}", updated)
    yield f"""<link rel="self" type="application/atom+xml" href="{_text(feed_address)}"/>
<link rel="alternate" type="text/html" href="{_text(page_address)}"/>
"""
    for article in articles:
        yield _entry(article)
        yield f'<link rel="alternate" type="text/html" href="{_text(address_of(article))}"/>\n'
        if url := web_address(article.url):
            yield f'<link rel="related" href="{_text(url)}"/>\n'
        yield from _about(article)
        yield f'<summary type="html">{_passages(article)}</summary>\n</entry>\n'
    yield "</feed>\n"


def atom_news(told: Iterable[tuple[str, Found]], *, name: str, title: str) -> Iterator[str]:
    """A feed of what is new to saved searches, each a category; what is new to several is one entry.

    `name` is that of the feed, for ever. The last indexed come first.
    """
    found: dict[str, ArticleHit] = {}
    searches: dict[str, list[str]] = {}
    for search, answer in told:
        for article in answer:
            found.setdefault(article.id, article)
            searches.setdefault(article.id, []).append(search)
    articles = sorted(found.values(), key=_updated, reverse=True)
    updated = max(map(_updated, articles), default=_UNDATED)
    yield from _head(title, f"saved:{quote(name, safe='', errors='replace')}", updated)
    for article in articles:
        yield _entry(article)
        if url := web_address(article.url):
            yield f'<link rel="alternate" href="{_text(url)}"/>\n'
        yield from _about(article)
        yield from (f'<category term="{_text(search)}"/>\n' for search in searches[article.id])
        # An entry without a page of its own has to bring a content.
        yield f'<content type="html">{_passages(article)}</content>\n</entry>\n'
    yield "</feed>\n"


def _head(title: str, name: str, updated: str) -> Iterator[str]:
    yield f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>{_text(title)}</title>
<id>{_TAG}:{name}</id>
<updated>{updated}</updated>
<author><name>Dateline</name></author>
<generator>Dateline</generator>
"""


def _entry(article: ArticleHit) -> str:
    return f"""<entry>
<title>{_text(article.heading)}</title>
<id>{_TAG}:article:{quote(article.id, safe="", errors="replace")}</id>
<updated>{_updated(article)}</updated>
"""


def _about(article: ArticleHit) -> Iterator[str]:
    if published := _published(article):
        yield f"<published>{published}</published>\n"
    for author in article.authors or ((article.source,) if article.source else ()):
        yield f"<author><name>{_text(author)}</name></author>\n"


def _passages(article: ArticleHit) -> str:
    """What was found of an article, as HTML in XML."""
    paragraphs = [
        f"<p>{passage.snippet(_SNIPPET_CHARS).render('html')}</p><p>{escape(printable(passage.cite))}</p>"
        for passage in article.passages
    ]
    return _text("".join(paragraphs))


def _updated(article: ArticleHit) -> str:
    return article.indexed or _published(article) or _UNDATED


def _published(article: ArticleHit) -> str:
    date = _DATE.match(article.date or "")
    if not date:
        return ""
    year, month, day = date.groups(default="01")
    return f"{year}-{month}-{day}T00:00:00Z"


def _text(text: str) -> str:
    return _NO_XML.sub("", escape(printable(text)))
