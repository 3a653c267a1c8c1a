"""Is a text that was given HTML, or plain, and which paragraphs does it hold?

Whoever gives a text says rarely how it is written. One with tags is HTML: its blocks are the paragraphs, or,
of one with tags in its lines alone, the lines. One with entities and no tag is plain, and they are the signs
they stand for. In a plain text a blank line parts paragraphs; a single line end does too, unless lines were
wrapped.

>>> [part.text for part in given_paragraphs("<p>Tom &amp; Jerry</p><p>met.</p>")]
['Tom & Jerry', 'met.']
>>> [part.text for part in given_paragraphs("Tom &amp; Jerry said no.\\nThey left.")]
['Tom & Jerry said no.', 'They left.']
"""

from __future__ import annotations

import html
import re
from typing import Final

from dateline.indexer.article import Lines, Paragraph
from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.format import kernels

__all__ = ["given_paragraphs", "plain_value"]

_BLOCK: Final = re.compile(
    r"<(?:p|br|div|h[1-6]|li|ul|ol|blockquote|table|article|section|figure|pre)\b[^<>]*>", re.IGNORECASE
)
_INLINE: Final = re.compile(
    r"<(?P<name>a|b|i|em|strong|span|sub|sup|u|small|abbr|cite|font|mark|q|time)(?:\s[^<>]*)?>[^<>]*</(?P=name)\s*>"
    r"|<img\s[^<>]*>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")


def given_paragraphs(text: str, lines: Lines | None = None, *, markup: bool = False) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, each with `lines`; `markup`: it is said to be HTML.

    SourceError when it has too many tags.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text and (markup or _BLOCK.search(text) or _INLINE.search(text)):
        from dateline.indexer.cleaning.fragments import clean_fragment  # the parser of pages, which few need

        if not _BLOCK.search(text):
            text = "<p>".join(re.split(r"\n+", text))
        return clean_fragment(text, lines)
    return _plain(_unescaped(text), lines)


def plain_value(value: str | None) -> str | None:
    """A title or name that was given, on one line and without tags and entities; None for an empty one."""
    if not value:
        return None
    if "<" in value and (_INLINE.search(value) or _BLOCK.search(value)):
        value = re.sub(r"</?[A-Za-z][^<>]*>", "", value)
    return tidy(_unescaped(value)) or None


def _unescaped(text: str) -> str:
    """The text with the signs its entities stand for, also where they were escaped twice."""
    if "&" not in text or not _ENTITY.search(text):
        return text
    once = html.unescape(text)
    return html.unescape(once) if _ENTITY.search(once) else once


def _plain(text: str, lines: Lines | None) -> tuple[Paragraph, ...]:
    compiled = kernels.compiled()
    if compiled is not None and (ready := compiled.tidy_paragraphs(text)) is not None:
        return tuple([Paragraph(part, lines) for part in ready])
    parts = _BLANK_LINE.split(text) if "\n" in text else (text,)
    if any("\n" in part.strip() for part in parts):
        from dateline.indexer.cleaning.wrapping import pieces

        found = [piece.text for piece in pieces(text)]
        return tuple([Paragraph(said, lines) for said in found])
    return tuple([Paragraph(tidied, lines) for part in parts if (tidied := tidy(part))])
