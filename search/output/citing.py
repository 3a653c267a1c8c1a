"""How is an article cited where somebody writes about it: in a line of text, or of Markdown?

Author, title, source and date as far as they are known, then where it is read: its address on the web, else
where it stands on the disk. All that an article brings is made printable, and escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.indexer.shown.paths import shown_cite
from dateline.search.highlight.printable import printable
from dateline.search.highlight.snippet import mark_spans

if TYPE_CHECKING:
    from dateline.search.results import ArticleHit

__all__ = ["cited", "cited_in_markdown"]


def cited(article: ArticleHit) -> str:
    """
    As text, on one line.

    `Ivan Petrov: “Border guards meet”. Kazinform, 2013-05-28. https://example.org/a`
    """
    where = printable(_where(article))
    return f"{_author(article)}“{printable(article.heading)}”{_stop(article)} {_published(article)}{where}"


def cited_in_markdown(article: ArticleHit) -> str:
    """The same in Markdown, on one line; the title leads to the address."""
    title = _escaped(article.heading)
    lead = f"{_escaped(_author(article).strip())} " if article.author else ""
    published = _escaped(_published(article).strip())
    address = article.url or ""
    if address.startswith(("https://", "http://")) and address.isascii() and address.isprintable():
        for sign in "()<> \\":  # which Markdown may read as the end of an address
            address = address.replace(sign, f"%{ord(sign):02X}")
        return f"{lead}[{title}]({address}){_stop(article)} {published}".rstrip()
    parts = (f"{lead}“{title}”{_stop(article)}", published, _escaped(_where(article)))
    return " ".join(part for part in parts if part)


def _stop(article: ArticleHit) -> str:
    """The full stop behind a title, unless that ends a sentence itself."""
    return "" if printable(article.heading).rstrip().endswith((".", "!", "?", "…")) else "."


def _author(article: ArticleHit) -> str:
    return f"{printable(article.author)}: " if article.author else ""


def _published(article: ArticleHit) -> str:
    facts = [printable(fact) for fact in (article.source, article.date or article.date_text) if fact]
    return f"{', '.join(facts)}. " if facts else ""


def _where(article: ArticleHit) -> str:
    return article.url or shown_cite(article.cite, article.path)


def _escaped(text: str) -> str:
    return mark_spans(printable(text), (), "markdown")
