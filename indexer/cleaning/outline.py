"""A page as a row of blocks of text, and the elements that hold them.

One walk over the parsed page writes down its blocks (a paragraph, a heading, an item of a list) in order, and
for every element of interest which run of blocks it holds. What is body and what is not is then decided
by runs of numbers, however deep the page is nested.

>>> page = outline("<main id=story><h1>Talks</h1><p>They <b>met</b>.<p><a href=/x>More</a></main>")
>>> [(block.tag, block.text, block.link_share) for block in page.blocks]
[('h1', 'Talks', 0.0), ('p', 'They met.', 0.0), ('p', 'More', 1.0)]
>>> [page.elements[number].label for number in page.around(1)]
['', 'story', '']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Final

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.cleaning.elements import (
    BLOCKS,
    EMPHASIS,
    HOLDERS,
    INLINE,
    MISUSED,
    PARAGRAPHS,
    SOFT,
    UNREAD,
)
from dateline.indexer.cleaning.markup import parse, prepared, tree
from dateline.indexer.cleaning.note_marks import is_note_mark

__all__ = ["Block", "Element", "Outline", "outline", "outline_of"]

_BUTTON_CHARS: Final = 300  # no button, and no word about a film that can't be shown, has more
_MOST_LOOKED_INTO: Final = 2**20  # elements of a page, for whether they are misused

_LABELS: Final = ("class", "id", "role", "itemprop", "data-testid", "data-component")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
# Letters that are words: "A man", "I said", "Y después", "О том".
_QUOTES: Final = "\"'“”„‚‘«»"
_LETTER_WORDS: Final = frozenset("AEIOUYÀÁÈÉÍÓÚАВЕЁИКОСУЯЄІЇ")


@dataclass(slots=True)
class Block:
    """A run of text between block boundaries.

    `tag` is the innermost block element around it. `linked` and `emphasised` count its characters within
    links and within `b`, `em` and the like; `links` its links. `strings` are its first and last text as they
    stand in the source, to find its lines by; `line` is where the element around it opens there (0: unknown).
    `holder` is the number of the innermost element that holds it and is not SOFT, -1 for none.
    """

    tag: str
    text: str
    linked: int
    strings: tuple[str, str]
    links: int = 0
    emphasised: int = 0
    line: int = 0
    holder: int = -1

    @property
    def link_share(self) -> float:
        """How much of the text is links, 0 to 1."""
        return min(self.linked / len(self.text), 1.0) if self.text else 0.0


@dataclass(slots=True)
class Element:
    """An element that holds the blocks `[first, end)`, or for a SOFT one perhaps only a part of them.

    `label` is its class, id, role and so on, lower case. `parent` is the number of the element around it, -1
    for none, and `depth` how many are around it. `chars` counts the characters of its own text.
    """

    tag: str
    label: str
    depth: int
    first: int
    end: int = 0
    hidden: bool = False
    parent: int = -1
    chars: int = 0


@dataclass(slots=True)
class Outline:
    """The blocks of a page and the elements around them, both in document order."""

    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    captioned: dict[int, bool] = field(default_factory=dict, repr=False)
    """Of the elements asked about so far, whether blocks in them are captions (`kinds`)."""
    _alike: dict[tuple[str, str], int] = field(default_factory=dict, repr=False)
    _chars: int = 0

    def alike(self, number: int) -> float:
        """How much of the page's text the elements of the same tag and label hold, from 0 to 1 and more."""
        if not self._alike:
            for element in self.elements:
                key = element.tag, element.label
                self._alike[key] = self._alike.get(key, 0) + element.chars
        element = self.elements[number]
        whole = sum(len(block.text) for block in self.blocks) if not self._chars else self._chars
        self._chars = whole
        return self._alike[element.tag, element.label] / (whole or 1)

    def around(self, block: int, most: int | None = None) -> tuple[int, ...]:
        """The numbers of the elements around a block, `most` of them, from the innermost one outwards."""
        found: list[int] = []
        elements = self.elements
        number = self.blocks[block].holder
        while number >= 0 and len(found) != most:
            found.append(number)
            number = elements[number].parent
        return tuple(found)


def outline(page: str, *, noscript: bool = False) -> Outline:
    """The blocks and elements of a page, given as its source or prepared (`markup.prepared`)."""
    return outline_of(prepared(page, noscript=noscript))


def outline_of(source: str, parsed: tuple[Any, bool] | None = None) -> Outline:
    """The blocks and elements of a prepared page; `parsed` is its `markup.tree`, where somebody has it."""
    run = _Run(Outline(), source)
    root, whole = parsed or tree(source)
    if not whole:
        _walk_soup(parse(source), run)
    elif root is not None:
        _walk(root, run)
    run.flush()
    return run.found


def _walk(root: Any, run: _Run) -> None:
    """Tell `run` of every tag, entered and left, and every text. A stack of our own: pages nest deep."""
    stack: list[Any] = [root]  # elements to enter, and tuples of one to leave
    look = _Look()
    data, start, end = run.data, run.start, run.end
    while stack:
        node = stack.pop()
        entered = type(node) is not tuple
        if not entered:
            node = node[0]
        name = node.tag
        if entered:
            if not isinstance(name, str) or (name in UNREAD and not look.is_misused(node)):
                if stack and node.tail:
                    data(node.tail)
                continue
            if name == "a" and is_note_mark(node):
                if stack and node.tail:
                    data(node.tail)
                continue
            start(name, node.get, node, link=name == "a" and look.is_link(node))
            if node.text:
                data(node.text)
            if len(node):
                stack.append((node,))
                stack.extend(reversed(node))
                continue
            end(name)
            if stack and node.tail:
                data(node.tail)
        else:
            end(name)
            if stack and node.tail:
                data(node.tail)


class _Look:
    """Whether elements are what their names say, looked up so that the whole page costs a bounded time."""

    def __init__(self) -> None:
        self._left = _MOST_LOOKED_INTO

    def is_misused(self, node: Any) -> bool:
        """Whether an element that holds no text of an article holds some: it was never closed."""
        return node.tag in MISUSED and self._holds(node, 1)

    def is_link(self, node: Any) -> bool:
        """Whether a link is one, and no forgotten end tag put half of the article into it."""
        return not len(node) or not self._holds(node, 3)

    def _holds(self, node: Any, paragraphs: int) -> bool:
        chars = found = 0
        for child in islice(node.iter(), 400):
            self._left -= 1
            if self._left < 0:
                return False
            found += child.tag in PARAGRAPHS
            chars += len((child.text or "").strip()) + len((child.tail or "").strip())
            if found >= paragraphs and chars > _BUTTON_CHARS * paragraphs:
                return True
        return False


def _walk_soup(soup: BeautifulSoup, run: _Run) -> None:
    """The same of a page that is nested deeper than the parser's own trees are."""
    stack: list[tuple[PageElement, bool]] = [(soup, True)]
    while stack:
        node, entered = stack.pop()
        if not isinstance(node, Tag):
            if type(node) is NavigableString or type(node) is CData:
                run.data(str(node))
        elif node.name in UNREAD:
            continue
        elif entered:
            if node is not soup:
                run.start(node.name, partial(_attribute, node), link=node.name == "a")
                stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.contents))
        else:
            run.end(node.name)


def _attribute(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value


class _Run:
    """The text gathered since the last boundary, and the elements open around it."""

    def __init__(self, found: Outline, source: str) -> None:
        self.found = found
        # Most pages have few of the attributes, which are asked for of each element: those it can have.
        written = source.encode("utf-8", "replace").lower()
        self._labels = tuple(name for name in _LABELS if name.encode("ascii") in written)
        self._styled, self._hides = b"style" in written, b"hidden" in written
        self._open: list[int] = []
        self._tags: list[str] = []
        self._links: list[bool] = []
        self._parts: list[str] = []
        self._worded = False  # whether one of them is more than blanks
        self._inside_links = self._emphasis = 0
        self._linked = self._linking = self._emphasised = self._breaks = 0
        self._chars = 0  # of the whole page so far
        self._line = 0
        self._holder = -1
        self._node: Any = None
        self._left = ""  # the inline element that was left last, if no text came since
        self._seam = ""  # that, and the one entered after it

    def data(self, text: str) -> None:
        if self._seam:
            if self._parts and _fuses(self._parts[-1][-1], text[0], self._seam == "a a"):
                self._parts.append(" ")
            self._seam = ""
        self._left = ""
        stripped = text.strip()
        if not stripped:
            if self._parts:
                self._parts.append(text)
            return
        if not self._worded:
            self._begin()
        self._parts.append(text)
        self._breaks = 0
        length = len(stripped)
        self._chars += length
        if self._inside_links:
            self._linked += length
        if self._emphasis:
            self._emphasised += length

    def _begin(self) -> None:
        self._worded = True
        place = len(self._open) - 1
        while place > 0 and self.found.elements[self._open[place]].tag in SOFT:
            place -= 1
        self._holder = self._open[place] if self._open else -1
        self._line = (self._node.sourceline or 0) if self._node is not None else 0

    def start(
        self, name: str, get: Callable[[str], str | None], node: Any = None, *, link: bool = False
    ) -> None:
        self._node = node
        if name in BLOCKS:
            self.flush()
            self._tags.append(name)
        elif name == "br":
            self._breaks += 1
            if self._breaks > 1:
                self.flush()
            else:
                self._parts.append("\n")
        elif name in ("td", "th"):
            self._parts.append(" ")
        elif name in INLINE or "-" in name:
            if self._left:
                self._seam = f"{self._left} {name}"
            if name == "a":
                self._links.append(link)
                self._inside_links += link
                self._linking += link
        if name in EMPHASIS:
            self._emphasis += 1
        if name in HOLDERS:
            self._hold(name, get)

    def _hold(self, name: str, get: Callable[[str], str | None]) -> None:
        # One by one: all attributes at once, addresses and the like too, leave lxml in half as much again.
        label = " ".join([value for value in map(get, self._labels) if value])[:400].lower()
        style = get("style") if self._styled else None
        hidden = (style is not None and _HIDDEN.search(style) is not None) or (
            self._hides and get("hidden") is not None
        )
        elements = self.found.elements
        parent = self._open[-1] if self._open else -1
        self._open.append(len(elements))
        first = len(self.found.blocks)
        elements.append(Element(name, label, len(self._open) - 1, first, 0, hidden, parent, -self._chars))

    def end(self, name: str) -> None:
        if name in BLOCKS:
            self.flush()
            if self._tags:
                self._tags.pop()
        elif name in ("td", "th"):
            self._parts.append(" ")
        elif name in INLINE or "-" in name:
            self._left = name
            if name == "a" and self._links:
                self._inside_links -= self._links.pop()
        if name in EMPHASIS:
            self._emphasis -= 1
        if name in HOLDERS and self._open:
            element = self.found.elements[self._open.pop()]
            # A soft element's text may still be gathering: its block will be the next one.
            element.end = len(self.found.blocks) + self._worded
            element.chars += self._chars

    def flush(self) -> None:
        if not self._worded:
            if self._parts:
                self._parts.clear()
            self._linking = self._breaks = 0
            self._left = self._seam = ""
            return
        text = tidy("".join(self._parts))
        if text:
            strings = [part for part in map(str.strip, self._parts) if part]
            if len(strings[0].lstrip(_QUOTES)) == 1 and _has_drop_cap(text, strings[0]):
                text = strings[0] + text[len(strings[0]) + 1 :]
            self.found.blocks.append(
                Block(
                    self._tags[-1] if self._tags else "body",
                    text,
                    self._linked,
                    (strings[0], strings[-1]),
                    self._linking,
                    self._emphasised,
                    self._line,
                    self._holder,
                )
            )
        self._parts.clear()
        self._worded = False
        self._linked = self._linking = self._emphasised = self._breaks = 0
        self._left = self._seam = ""


def _fuses(before: str, after: str, links: bool) -> bool:
    """Whether two words of elements side by side would be taken for one: a style sheet parts them."""
    if links:
        return before.isalnum() and after.isalnum()
    return after.isupper() and (before.islower() or before.isdigit() or before in ".!?:;,)")


def _has_drop_cap(text: str, first: str) -> bool:
    """Whether the first letter of a text, an element of its own, was parted from the rest of its word."""
    rest = text[len(first) :]
    letter = first[-1]
    return letter.isupper() and letter not in _LETTER_WORDS and rest[:1] == " " and rest[1:2].islower()
