"""A snippet: what is shown of a passage, and how marked text is written for a terminal, a page, a document.

`plain` marks nothing, `brackets` is `[so]` (for output that is piped), `ansi` is bold red, `html` is escaped
with `<mark>`, `markdown` is escaped with `**`. Pieces are joined by ` … `. No style passes a control
character of the text on; line breaks of the text stay, but in `brackets` and `markdown`, where a run of them
is a blank: a piece of a `plain` snippet is a piece of the text.

>>> snippet = Snippet("Nobody of AT&T met guards", ((10, 25),), ((19, 25),))
>>> snippet.render("plain"), snippet.render("html")
('… AT&T met guards', '… AT&amp;T met <mark>guards</mark>')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.format import kernels
from dateline.indexer.shown.printable import is_printable
from dateline.search.highlight.printable import printable, printable_lines

__all__ = [
    "ELLIPSIS",
    "Fragment",
    "MarkStyle",
    "Snippet",
    "Span",
    "Style",
    "join_fragments",
    "mark_spans",
    "printable_spans",
]

Span = tuple[int, int]  # [start, end) in code points of the text beside it
Style = Literal["plain", "ansi", "html", "markdown"]
MarkStyle = Literal["plain", "brackets", "ansi", "html", "markdown"]

ELLIPSIS: Final = "…"
_KERNELS: Final = kernels.compiled()
_BEFORE: Final = f"{ELLIPSIS} "
_BETWEEN: Final = f" {ELLIPSIS} "
_AFTER: Final = f" {ELLIPSIS}"

# Everything CommonMark and its usual extensions (tables, strikethrough, math) give a meaning to anywhere.
_MARKDOWN_SPECIAL: Final = lazy_pattern(r"[\\`*_{}\[\]<>|~&$]")
# And what means something only where a line begins: headings, lists, rules.
_MARKDOWN_BEGIN: Final = lazy_pattern(r"\s*(?:\d{1,9}(?=[.)])|(?=[#+=-]))")


# Where a mark begins and ends until the text around it is escaped: no printable text has these.
_OPEN: Final = "\x02"
_CLOSE: Final = "\x03"

# A line break would end what is marked, or the list item or quotation a snippet is put into.
_ON_ONE_LINE: Final = ("brackets", "markdown")


class Fragment(NamedTuple):
    """An unbroken piece of a passage: its slice `[start, end)`, and the spans inside, relative to `text`."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...] = ()


class Snippet(NamedTuple):
    """What is shown of a passage: pieces `[start, end)` of its text, in order, and all spans of it."""

    text: str
    pieces: tuple[Span, ...]
    spans: tuple[Span, ...] = ()

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """The pieces, each with the spans inside it."""
        return tuple(
            [
                Fragment(
                    self.text[start:end],
                    start,
                    end,
                    tuple([(s - start, e - start) for s, e in self.spans if start <= s and e <= end]),
                )
                for start, end in self.pieces
            ]
        )

    @property
    def before(self) -> bool:
        """Whether the passage has more text before the first piece."""
        start = self.pieces[0][0]
        return start > 0 and not self.text[:start].isspace()

    @property
    def after(self) -> bool:
        """Whether the passage has more text after the last piece."""
        end = self.pieces[-1][1]
        return end < len(self.text) and not self.text[end:].isspace()

    def render(self, style: MarkStyle = "plain") -> str:
        """The snippet as text, with the matches marked as `style` does.

        `html` is escaped, quotes too. No style passes a terminal control character on; line breaks stay, but
        in `markdown`. Raises ValueError for a style there is none of.
        """
        if not isinstance(style, str):
            raise TypeError(f"style takes one of {', '.join(_STYLES)}, got {type(style).__name__}")
        return _render_snippet(self, style)

    def __repr__(self) -> str:
        return f"<Snippet {printable(self.render())}>"

    def _repr_html_(self) -> str:
        from dateline.search import notebook

        return notebook.passage(self.render("html"))


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


def _render_snippet(snippet: Snippet, style: MarkStyle) -> str:
    """The snippet with its matches marked in `style`; `…` where the passage has more text."""
    if style == "markdown":  # escapes what means something where a piece begins
        shown = _BETWEEN.join([mark_spans(piece.text, piece.spans, style) for piece in snippet.fragments])
        return f"{_BEFORE if snippet.before else ''}{shown}{_AFTER if snippet.after else ''}"
    text, edges, spans = snippet
    if _KERNELS is not None and style in _STYLES:
        opening, closing, _ = _STYLES[style]
        written: str | None = _KERNELS.marked(
            text, edges, spans, opening, closing, style == "html", style not in _ON_ONE_LINE
        )
        if written is not None:
            return written
    pieces: list[str] = [_BEFORE] if edges[0][0] > 0 and snippet.before else []
    for number, (start, end) in enumerate(edges):
        if number:
            pieces.append(_BETWEEN)
        if not is_printable(text[start:end]):
            fragment = snippet.fragments[number]
            _add_marked(pieces, fragment.text, fragment.spans, style)
            continue
        for first, last in spans:
            if first >= start:
                if last > end:
                    break
                pieces += (text[start:first], _OPEN, text[first:last], _CLOSE)
                start = last
        pieces.append(text[start:end])
    if snippet.after:
        pieces.append(_AFTER)
    return _finished("".join(pieces), style)


def mark_spans(text: str, spans: Sequence[Span], style: MarkStyle = "plain") -> str:
    """The text with `spans` marked in `style`; the spans are in order and disjoint."""
    pieces: list[str] = []
    _add_marked(pieces, text, spans, style)
    text = _finished("".join(pieces), style)
    if style != "markdown":
        return text
    # Keeps a piece that begins a line from becoming code, a heading or a list.
    text = text.lstrip(" ")
    found = _MARKDOWN_BEGIN.match(text)
    return f"{text[: found.end()]}\\{text[found.end() :]}" if found else text


def _add_marked(pieces: list[str], text: str, spans: Sequence[Span], style: MarkStyle) -> None:
    """Add the text piece by piece, without control characters but for those that stand for marks."""
    if not is_printable(text):
        text, spans = printable_spans(text, spans, keep_lines=style not in _ON_ONE_LINE)
    position = 0
    for start, end in spans:
        pieces += (text[position:start], _OPEN, text[start:end], _CLOSE)
        position = end
    pieces.append(text[position:] if position else text)


def _finished(text: str, style: MarkStyle) -> str:
    """The text escaped, all at once, and then the marks written as `style` has them."""
    try:
        opening, closing, written = _STYLES[style]
    except KeyError:
        raise ValueError(f"style {style!r} is none of {', '.join(_STYLES)}") from None
    return written(text).replace(_OPEN, opening).replace(_CLOSE, closing)


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
