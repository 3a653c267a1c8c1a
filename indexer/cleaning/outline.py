"""A page as a row of blocks of text, and the elements that hold them.

One walk over the parsed page writes down its blocks (a paragraph, a heading, an item of a list) in order, and
for every element of interest which run of blocks it holds. What is body and what is not is then decided
by runs of numbers, however deep the page is nested.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement, Tag

from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.errors import SourceError

__all__ = ["Block", "Element", "Outline", "outline", "parse"]

# Markup that holds no words of the article is cut out before parsing: half of a news page is scripts, and
# the parser is the slowest part. Line ends stay, so that lines can be counted. JSON-LD is metadata.
_SILENT: Final = re.compile(r"<(?P<name>script|style|svg|noscript|template|iframe)\b|<!--", re.IGNORECASE)
_CLOSE: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "svg", "noscript", "template", "iframe")
}
_MOST_ATTRIBUTES: Final = 2000  # characters between the name of silent markup and its bracket

# The news page with most tags of 1,440 has 19,252, and a tag takes a kilobyte and 25 µs as a tree and as
# blocks.
_MOST_TAGS: Final = 200_000

_UNREAD: Final = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "dialog",
        "embed",
        "iframe",
        "input",
        "map",
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
_BLOCKS: Final = frozenset(
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
        "tr",
        "ul",
    ]
)
_HOLDERS: Final = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "details",
        "div",
        "dl",
        "fieldset",
        "figure",
        "footer",
        "form",
        "header",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "section",
        "span",
        "table",
        "tbody",
        "td",
        "ul",
    ]
)


@dataclass(slots=True)
class Block:
    """A run of text between block boundaries. `linked` counts characters within links.

    `strings` are its first and last text as they stand in the source, to find its lines by.
    """

    tag: str
    text: str
    linked: int
    strings: tuple[str, str]

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0 to 1."""
        return min(self.linked / len(self.text), 1.0) if self.text else 0.0


@dataclass(slots=True)
class Element:
    """An element that holds the blocks `[first, end)`. `label` is its class, id and role, lower case."""

    tag: str
    label: str
    depth: int
    first: int
    end: int = 0
    hidden: bool = False


@dataclass(slots=True)
class Outline:
    """The blocks of a page and the elements around them, both in document order."""

    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)


def parse(page: str) -> BeautifulSoup:
    """The page as a tree. Lone surrogates and NULs, which the parser can't take, are replaced first.

    SourceError when it has more tags than a page of an article has.
    """
    clean = _without_silent(page.encode("utf-8", "replace").decode("utf-8").replace("\0", ""))
    if (tags := clean.count("<")) > _MOST_TAGS:
        raise SourceError(None, f"a page with {tags:,} tags, the limit is {_MOST_TAGS:,}")
    with warnings.catch_warnings():
        # XHTML with an XML declaration, or a page without a tag: both are read as what they are called, HTML.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        return BeautifulSoup(clean, "lxml")


def _without_silent(page: str) -> str:
    """The page without silent markup; in one pass, however often an element is opened and never closed."""
    parts: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for match in _SILENT.finditer(page):
        name = (match["name"] or "comment").lower()
        if match.start() < done or name in unclosed:
            continue
        begin = match.end() if name == "comment" else _bracket(page, match.end())
        if begin is None or "ld+json" in page[match.end() : begin].lower():
            continue
        end = _silent_end(page, name, begin)
        if end is None:
            unclosed.add(name)
            continue
        parts += page[done : match.start()], "\n" * page.count("\n", match.start(), end) or " "
        done = end
    return "".join([*parts, page[done:]])


def _bracket(page: str, start: int) -> int | None:
    """Where a tag ends whose attributes begin at `start`; found, as a pattern would try each length."""
    found = page.find(">", start, start + _MOST_ATTRIBUTES + 1)
    return found + 1 if found >= 0 else None


def _silent_end(page: str, name: str, start: int) -> int | None:
    """Where silent markup is closed; None when it never is."""
    if name == "comment":
        found = page.find("-->", start)
        return found + 3 if found >= 0 else None
    ends = (_bracket(page, close.end()) for close in _CLOSE[name].finditer(page, start))
    return next((end for end in ends if end is not None), None)


def outline(soup: BeautifulSoup) -> Outline:
    """The blocks and elements of a page."""
    found = Outline()
    run = _Run(found)
    for tag, entered in _walk(soup):
        if isinstance(tag, Tag):
            run.boundary(tag, entered)
        else:
            run.add(str(tag))
    run.flush()
    return found


def _walk(soup: BeautifulSoup) -> Iterator[tuple[PageElement, bool]]:
    """Every text, and every tag twice: entered (True) and left. A stack of our own: pages nest 5,000 deep."""
    stack: list[tuple[PageElement, bool]] = [(soup, True)]
    while stack:
        node, entered = stack.pop()
        if isinstance(node, Tag):
            if node.name in _UNREAD:
                continue
            yield node, entered
            if entered:
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node.contents))
        elif type(node) is NavigableString or type(node) is CData:
            yield node, True


class _Run:
    """The text gathered since the last boundary, and the elements open around it."""

    def __init__(self, found: Outline) -> None:
        self._found = found
        self._open: list[Element] = []
        self._tags: list[str] = []
        self._parts: list[str] = []
        self._worded = False  # whether one of them is more than blanks
        self._links = 0
        self._linked = 0
        self._breaks = 0
        self._heading = ""

    def add(self, text: str) -> None:
        self._parts.append(text)
        if text and not text.isspace():
            self._worded = True
            self._breaks = 0
            if self._links:
                self._linked += len(text.strip())

    def boundary(self, tag: Tag, entered: bool) -> None:
        name = tag.name
        if name == "a":
            self._links += 1 if entered else -1
        elif name == "br":
            if entered:
                self._break()
        elif name in ("td", "th"):
            self._parts.append(" ")
        elif name in _BLOCKS:
            self.flush()
            if entered:
                self._tags.append(name)
            elif self._tags:
                self._tags.pop()
        if name in _HOLDERS:
            self._hold(tag, entered)

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self.flush()
        else:
            self._parts.append("\n")

    def _hold(self, tag: Tag, entered: bool) -> None:
        if entered:
            if tag.name in ("span", "td"):
                self._parts.append("")
            element = Element(
                tag.name, _label(tag), len(self._open), len(self._found.blocks), 0, _hidden(tag)
            )
            self._open.append(element)
            self._found.elements.append(element)
            return
        if self._parts and tag.name not in ("span", "td"):
            self.flush()
        # A span's text may still be gathering: its block will be the next one.
        self._open.pop().end = len(self._found.blocks) + self._worded

    def flush(self) -> None:
        text = tidy("".join(self._parts))
        if text:
            strings = [part for part in map(str.strip, self._parts) if part]
            tag = self._tags[-1] if self._tags else "body"
            self._found.blocks.append(Block(tag, text, self._linked, (strings[0], strings[-1])))
        self._parts.clear()
        self._worded = False
        self._linked = 0
        self._breaks = 0


def _label(tag: Tag) -> str:
    values: list[str] = []
    for name in ("class", "id", "role", "itemprop", "data-testid", "data-component"):
        value = tag.get(name)
        if isinstance(value, str):
            values.append(value)
        elif value:
            values.extend(value)
    return " ".join(values)[:400].lower()


def _hidden(tag: Tag) -> bool:
    style = tag.get("style")
    styled = isinstance(style, str) and re.search(r"display\s*:\s*none", style) is not None
    return styled or tag.has_attr("hidden") or tag.get("aria-hidden") == "true"
