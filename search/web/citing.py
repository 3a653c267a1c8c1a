"""How is an article cited? As a line of text, of Markdown, as RIS and as BibTeX."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.indexer.shown.printable import printable
from dateline.search.highlight.snippet import mark_spans
from dateline.search.output import references
from dateline.search.output.webpage import web_address
from dateline.search.web.article_facts import day_text

if TYPE_CHECKING:
    from dateline.search.results import ArticleHit

__all__ = ["Citation", "citations"]


Citation = tuple[str, str, str]  # what it is called, the ending of its address or "", the text


def citations(hit: ArticleHit) -> tuple[Citation, ...]:
    """The ways to cite an article; each text can be copied as it is."""
    hit = replace(hit, passages=())
    return (
        ("Text", "", _line(hit)),
        ("Markdown", "", _markdown(hit)),
        ("RIS", "ris", "".join(references.ris((hit,))).strip()),
        ("BibTeX", "bib", "".join(references.bibtex((hit,))).strip()),
    )


def _about(hit: ArticleHit) -> str:
    """Source, place and date, as far as they are known."""
    date = day_text(hit.date) if hit.date else hit.date_text
    return ", ".join(printable(fact) for fact in (hit.source, hit.place, date) if fact)


def _line(hit: ArticleHit) -> str:
    """Author, “Title”, source, place, date, address."""
    author = f"{printable(hit.author)}, " if hit.author else ""
    about = f", {about}" if (about := _about(hit)) else ""
    return f"{author}“{printable(hit.heading)}”{about}, {_where(hit)}"


def _markdown(hit: ArticleHit) -> str:
    title = mark_spans(hit.heading, (), "markdown")
    address = (web_address(hit.url) or "").replace("<", "%3C").replace(">", "%3E")
    linked = f"[{title}](<{address}>)" if address else f"“{title}”"
    author = f"{mark_spans(hit.author, (), 'markdown')}, " if hit.author else ""
    about = f", {mark_spans(about, (), 'markdown')}" if (about := _about(hit)) else ""
    return f"{author}{linked}{about}" + ("" if address else f", {mark_spans(_where(hit), (), 'markdown')}")


def _where(hit: ArticleHit) -> str:
    return web_address(hit.url) or printable(hit.cite or hit.path or hit.id)
