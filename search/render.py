"""How is a snippet, or any text with spans, written for a terminal, a web page, a document?

`plain` marks nothing, `brackets` is `[so]` (for output that is piped), `ansi` is bold red, `html` is escaped
with `<mark>`, `markdown` is escaped with `**`. Pieces are joined by ` … `. No style passes a control
character of the text on; line breaks of the text stay, but in `brackets` and `markdown`, where a run of them
is a blank: a piece of a `plain` snippet is a piece of the text.

>>> from search.results import Fragment, Snippet
>>> snippet = Snippet((Fragment("AT&T met guards", 9, 24, ((9, 15),)),), before=True)
>>> render_snippet(snippet, "plain"), render_snippet(snippet, "html")
('… AT&T met guards', '… AT&amp;T met <mark>guards</mark>')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal

from search.results import Snippet, Span
from search.terminal_text import printable, printable_lines

__all__ = ["ELLIPSIS", "MarkStyle", "join_fragments", "mark_spans", "printable_spans", "render_snippet"]

MarkStyle = Literal["plain", "brackets", "ansi", "html", "markdown"]

ELLIPSIS: Final = "…"

# Everything CommonMark and its usual extensions (tables, strikethrough, math) give a meaning to anywhere.
_MARKDOWN_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>|~&$]")
# And what means something only where a line begins: headings, lists, rules.
_MARKDOWN_BEGIN: Final = re.compile(r"\s*(?:\d{1,9}(?=[.)])|(?=[#+=-]))")


# A line break would end what is marked, or the list item or quotation a snippet is put into.
_ON_ONE_LINE: Final = ("brackets", "markdown")


def _unchanged(text: str) -> str:
    return text


def _escape_html(text: str) -> str:
    """What `html.escape` does, without its module's table of entities, 2 ms of every cold start."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")


def _escape_markdown(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\g<0>", text)


_STYLES: Final[dict[str, tuple[str, str, Callable[[str], str]]]] = {
    "plain": ("", "", _unchanged),
    "brackets": ("[", "]", _unchanged),
    "ansi": ("\x1b[1;31m", "\x1b[0m", _unchanged),
    "html": ("<mark>", "</mark>", _escape_html),
    "markdown": ("**", "**", _escape_markdown),
}


def render_snippet(snippet: Snippet, style: MarkStyle = "plain") -> str:
    """The snippet with its matches marked in `style`; `…` where the passage has more text."""
    pieces = [mark_spans(fragment.text, fragment.spans, style) for fragment in snippet.fragments]
    text = f" {ELLIPSIS} ".join(pieces)
    if snippet.before:
        text = f"{ELLIPSIS} {text}"
    return f"{text} {ELLIPSIS}" if snippet.after else text


def mark_spans(text: str, spans: Sequence[Span], style: MarkStyle = "plain") -> str:
    """The text with `spans` marked in `style`; the spans are in order and disjoint."""
    try:
        opening, closing, written = _STYLES[style]
    except KeyError:
        raise ValueError(f"style {style!r} is none of {', '.join(_STYLES)}") from None
    if not text.isprintable():
        text, spans = printable_spans(text, spans, keep_lines=style not in _ON_ONE_LINE)
    if style == "markdown" and _MARKDOWN_SPECIAL.search(text) is None:
        written = _unchanged
    if style == "plain" or not spans:
        return _begun(written(text), style)
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += (written(text[position:start]), opening, written(text[start:end]), closing)
        position = end
    pieces.append(written(text[position:]))
    return _begun("".join(pieces), style)


def join_fragments(snippet: Snippet) -> tuple[str, list[Span]]:
    """The snippet as `plain` renders it, and where its spans are in that."""
    text = f"{ELLIPSIS} " if snippet.before else ""
    spans: list[Span] = []
    for number, fragment in enumerate(snippet.fragments):
        if number:
            text += f" {ELLIPSIS} "
        piece, inside = printable_spans(fragment.text, fragment.spans)
        spans += [(start + len(text), end + len(text)) for start, end in inside]
        text += piece
    return f"{text} {ELLIPSIS}" if snippet.after else text, spans


def printable_spans(
    text: str, spans: Sequence[Span], *, keep_lines: bool = False
) -> tuple[str, Sequence[Span]]:
    """The text without control characters, and where the spans are in it; on one line or with its lines.

    A span of nothing but such characters is gone.
    """
    made_printable = printable_lines if keep_lines else printable
    if made_printable(text) == text:
        return text, spans
    kept: list[Span] = []
    for start, end in spans:
        new_start = len(made_printable(text[:start]))
        new_end = len(made_printable(text[:end]))
        if new_start < new_end:
            kept.append((new_start, new_end))
    return made_printable(text), kept


def _begun(text: str, style: MarkStyle) -> str:
    """Keeps a piece that begins a line of markdown from becoming a heading or a list."""
    if style != "markdown":
        return text
    found = _MARKDOWN_BEGIN.match(text)
    return f"{text[: found.end()]}\\{text[found.end() :]}" if found else text
