"""How is an article cited where somebody writes about it: in a line of text, or of Markdown?

Author, title, source, place and date as far as they are known, then where it is read: its address on the web,
else where it stands on the disk. All that an article brings is made printable, and in Markdown escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.indexer.shown.printable import printable
from dateline.search.highlight.snippet import mark_spans
from dateline.search.output.webpage import web_address

if TYPE_CHECKING:
    from dateline.search.results import ArticleHit

__all__ = ["cited", "cited_in_markdown", "day_text"]

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_text(date: str) -> str:
    """A date as a newspaper prints it; what is no date of ISO 8601 as it is.

    >>> day_text("2013-05-28"), day_text("2013-05"), day_text("2013"), day_text("May 28")
    ('28 May 2013', 'May 2013', '2013', 'May 28')
    """
    year, *rest = date.split("-")
    if not all(part.isascii() and part.isdecimal() for part in (year, *rest)) or len(rest) > 2:
        return date
    if rest and not 1 <= int(rest[0]) <= len(_MONTHS):
        return date
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    return f"{f'{int(rest[1])} ' if len(rest) == 2 else ''}{month}{year}"


def cited(article: ArticleHit) -> str:
    """As text: `Ivan Petrov, “Border guards meet”, Kazinform, 28 May 2013, https://example.org/a`."""
    author = f"{printable(article.author)}, " if article.author else ""
    about = f", {about}" if (about := _about(article)) else ""
    return f"{author}“{printable(article.heading)}”{about}, {_where(article)}"


def cited_in_markdown(article: ArticleHit) -> str:
    """The same in Markdown; the title leads to the address."""
    title = mark_spans(article.heading, (), "markdown")
    address = (web_address(article.url) or "").replace("<", "%3C").replace(">", "%3E")
    linked = f"[{title}](<{address}>)" if address else f"“{title}”"
    author = f"{mark_spans(article.author, (), 'markdown')}, " if article.author else ""
    about = f", {mark_spans(about, (), 'markdown')}" if (about := _about(article)) else ""
    where = "" if address else f", {mark_spans(_where(article), (), 'markdown')}"
    return f"{author}{linked}{about}{where}"


def _about(article: ArticleHit) -> str:
    """Source, place and date, as far as they are known."""
    date = day_text(article.date) if article.date else article.date_text
    return ", ".join(printable(fact) for fact in (article.source, article.place, date) if fact)


def _where(article: ArticleHit) -> str:
    return web_address(article.url) or printable(article.cite or article.path or article.id)
