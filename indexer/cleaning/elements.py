"""What are the elements of HTML to a reader of articles: paragraphs, parts of one, or none of its text?"""

from __future__ import annotations

from typing import Final

__all__ = ["BLOCKS", "EMPHASIS", "HEADINGS", "HOLDERS", "INLINE", "MISUSED", "PARAGRAPHS", "SOFT", "UNREAD"]

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# No text of an article is in them.
UNREAD: Final = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "embed",
        "iframe",
        "input",
        "map",
        "noembed",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
# Of these a page has one that is never closed now and then, and all of its text in it: then they hold some of
MISUSED: Final = frozenset(["audio", "button", "canvas", "map", "object", "option", "select", "svg", "video"])
# these.
PARAGRAPHS: Final = frozenset(["article", "blockquote", "h1", "h2", "h3", "main", "p", "section"])
# A boundary between two blocks of text, before and after.
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
# They hold runs within a block as well as blocks.
SOFT: Final = frozenset(("a", "span", "td"))
# What an outline writes down as an element around its blocks.
HOLDERS: Final = SOFT | BLOCKS - frozenset(
    ["caption", "dd", "dt", "hgroup", "hr", "html", "summary", "tfoot", "thead", "tr"]
)
EMPHASIS: Final = frozenset(("b", "em", "i", "small", "strong"))
# Parts of a line: where one follows another at once, a style sheet may part them.
INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "label",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "time",
        "u",
    ]
)
