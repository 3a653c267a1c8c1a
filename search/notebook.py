"""How does a record look in a notebook?

Pieces of HTML, made of plain values: everything is escaped here but what says that it is markup. The style is
inline, since a notebook has none of ours: it follows the colours around it and can be printed.

>>> article("AT&amp;T and <mark>guards</mark>", ["2013"], [], url="javascript:x").count("<a ")
0
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from dateline.indexer.shown.printable import printable

__all__ = ["answer", "article", "note", "passage", "safe"]

# What matched is bold too: on paper a background is often left out.
_MARK: Final = '<mark style="background:#ffe58a;color:#000;font-weight:600">'
_SMALL: Final = "font-size:.85em;opacity:.75;margin:0"
_TEXT: Final = "margin:0;white-space:pre-line"
_QUOTED: Final = "margin:.4em 0;padding-left:.8em;border-left:3px solid #8886;break-inside:avoid"


def safe(text: str) -> str:
    """Text as it may stand in HTML: escaped, without characters that act."""
    return escape(printable(text))


def note(text: str) -> str:
    """A small line."""
    return f'<p style="{_SMALL}">{safe(text)}</p>\n'


def passage(markup: str, cite: str = "") -> str:
    """A passage as a quotation; `markup` is escaped text with what matched in `<mark>`."""
    below = f'<p style="{_SMALL};overflow-wrap:anywhere">{safe(cite)}</p>' if cite else ""
    return f'<div style="{_QUOTED}"><p dir="auto" style="{_TEXT}">{_marked(markup)}</p>{below}</div>\n'


def article(heading: str, facts: Iterable[str | None], passages: Iterable[str], *, url: str | None) -> str:
    """An article; `heading` and `passages` are markup, `url` is a link where it is an address of the web."""
    title = _marked(heading)
    if url and url.startswith(("http://", "https://")):
        title = f'<a href="{safe(url)}">{title}</a>'
    about = note(" · ".join(fact for fact in facts if fact))
    below = "".join([about, *passages])
    return f'<div style="margin:.8em 0"><p dir="auto" style="margin:0"><b>{title}</b></p>\n{below}</div>\n'


def answer(notes: Iterable[str], articles: Sequence[str]) -> str:
    """An answer: what is said of it, and its articles, which are markup, numbered."""
    items = "".join(f"<li>{one}</li>\n" for one in articles)
    return f'<div style="max-width:48em">{"".join(map(note, notes))}<ol>{items}</ol></div>\n'


def _marked(markup: str) -> str:
    """With marks as they are here; a tag in the text itself is escaped, and is none."""
    return markup.replace("<mark>", _MARK)
