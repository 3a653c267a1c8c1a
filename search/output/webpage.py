"""An answer as a page that can be mailed, kept and printed.

One HTML file that stands alone: no script, nothing loaded from elsewhere. Everything is escaped, quotes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from dateline.indexer.format.fields import FIELDS
from dateline.indexer.shown.paths import shown_cite
from dateline.indexer.shown.printable import printable
from dateline.search.highlight.snippet import mark_spans
from dateline.search.output.marks import cut_spans, paragraph_places
from dateline.search.results import ArticleHit, Found, PassageHit

__all__ = ["html_news", "html_page", "language_tag", "web_address"]

_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere }
h1 { font-size: 1.4rem } section + section { margin-top: 3rem }
h2 { font-size: 1.1rem; margin: 2rem 0 .2rem; line-height: 1.3 }
.about, .facts, cite { font: .85rem/1.4 system-ui, sans-serif; opacity: .75 }
blockquote { margin: .6rem 0; padding-left: .8rem; border-left: 3px solid #8886 }
blockquote p { margin: 0 0 .5rem }
mark { background: #ffe58a; color: #000; padding: 0 .1em }
@media print {
  body { font-size: 10.5pt; max-width: none; margin: 0; padding: 0 }
  h2 { break-after: avoid } blockquote { break-inside: avoid }
  mark { background: none; color: inherit; font-weight: bold; text-decoration: underline }
  a { color: inherit; text-decoration: none }
  a::after { content: " <" attr(href) ">"; font-weight: normal; overflow-wrap: anywhere }
}
""".strip()

# A tag of BCP 47: nothing else is worth an attribute, or harmless in one.
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")

_WEB_ADDRESS: Final = re.compile("https?://")  # no javascript: or file: of somebody else's


def language_tag(code: str | None) -> str | None:
    """The code of a language as an attribute may have it; None for what is no code."""
    return code if code and _LANGUAGE.fullmatch(code) else None


def web_address(url: str | None) -> str | None:
    """The address of a page on the web, as a link may have it; None for what is none."""
    return printable(url).strip() if url and _WEB_ADDRESS.match(url) else None


def html_page(found: Found, *, query: str) -> Iterator[str]:
    """A page that stands alone: no script, nothing loaded from elsewhere; on paper, links are spelt out."""
    yield _head(query)
    yield from _answer(found, query, f"Read as: {escape(printable(found.read_as))}")
    yield "</body>\n</html>\n"


def html_news(title: str, told: Iterable[tuple[str, str, Found]]) -> Iterator[str]:
    """The same of several answers, a section each: under which name, what was asked, and what was found."""
    yield _head(title)
    for name, query, found in told:
        yield "<section>\n"
        yield from _answer(found, name, f"Asked: {escape(printable(query))}")
        yield "</section>\n"
    yield "</body>\n</html>\n"


def _head(title: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(printable(title))}</title>
<style>
{_STYLE}
</style>
</head>
<body>
"""


def _answer(found: Found, heading: str, asked: str) -> Iterator[str]:
    """An answer under its heading; `asked` is HTML."""
    yield f"""<h1>{escape(printable(heading))}</h1>
<p class="about">{asked}<br>
{_counts(found)}</p>
"""
    for warning in found.warnings:
        yield f'<p class="about">Note: {escape(printable(warning))}</p>\n'
    if found:
        yield "<ol>\n"
        for article in found:
            yield _html_article(article)
        yield "</ol>\n"
    else:
        yield "<p>Nothing found.</p>\n"


def _counts(found: Found) -> str:
    articles = f"{found.total:,} article{'s' * (found.total != 1)}"
    passages = f"{found.passage_total:,} passage{'s' * (found.passage_total != 1)}"
    return f"{articles}, {passages}; {len(found):,} shown"


def _paragraphs(passage: PassageHit) -> Iterator[str]:
    """The paragraphs of a passage, short ones of which are one, with what matched marked."""
    paragraphs = passage.text.split("\n\n")
    cut = cut_spans(passage.spans, paragraph_places(paragraphs))
    for paragraph, inside in zip(paragraphs, cut, strict=True):
        yield mark_spans(paragraph, inside, "html")


def _html_article(article: ArticleHit) -> str:
    heading = mark_spans(article.heading, article.title_spans if article.title else (), "html")
    if url := web_address(article.url):
        heading = f'<a href="{escape(url)}">{heading}</a>'
    facts = [
        article.date or article.date_text if field.kind == "date" else getattr(article, field.name)
        for field in FIELDS
        if field.fact
    ]
    language = f' lang="{tag}"' if (tag := language_tag(article.language)) else ""
    parts = [f'<li{language}>\n<h2 dir="auto">{heading}</h2>\n']
    if any(facts):
        parts.append(
            f'<p class="facts">{" · ".join(escape(printable(fact)) for fact in facts if fact)}</p>\n'
        )
    for passage in article.passages:
        text = "".join(f'<p dir="auto">{paragraph}</p>' for paragraph in _paragraphs(passage))
        cite = escape(printable(shown_cite(passage.cite, article.path)))
        parts.append(f"<blockquote>{text}<cite>{cite}</cite></blockquote>\n")
    parts.append("</li>\n")
    return "".join(parts)
