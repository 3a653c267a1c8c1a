"""Which lines does a page hold that a database or program made for download?

Its elements become lines, with a blank one between those that are blocks; nothing on such a page is
furniture. Of a page of Europresse the classes say what a line is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from dateline.indexer.readers.exports.europresse import state_day
from dateline.indexer.readers.exports.story import Line, Story

__all__ = ["europresse_stories", "lines_of_page"]

_BLOCK_NAMES: Final = """
    address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3
    h4 h5 h6 header hr li main nav ol p pre section table tbody td th thead tr ul
"""
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_UNREAD: Final = frozenset(("script", "style", "head", "title", "noscript", "template", "svg"))
_EMPTY_NAMES: Final = "area base br col embed hr img input link meta source track wbr"
_EMPTY: Final = frozenset(_EMPTY_NAMES.split())


class _Lines(HTMLParser):
    """The lines of a page, each with the classes it stands in and the number of its line in the file."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str, frozenset[str]]] = []
        self._open: list[tuple[str, frozenset[str]]] = []
        self._parts: list[str] = []
        self._at: tuple[int, frozenset[str]] | None = None
        self._unread = 0
        self.stories: list[int] = []  # after how many lines each `article` begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element: a block ends the line before."""
        if tag == "br" or tag in _BLOCKS:
            self.end_line(apart=tag != "br")
        if tag == "article":
            self.stories.append(len(self.found))
        if tag in _EMPTY:
            return
        if tag in _UNREAD:
            self._unread += 1
        named = frozenset((dict(attrs).get("class") or "").split())
        above = self._open[-1][1] if self._open else frozenset[str]()
        self._open.append((tag, above | named))

    def handle_endtag(self, tag: str) -> None:
        """End an element and those in it that were never ended."""
        if tag in _BLOCKS:
            self.end_line(apart=True)
        if not any(name == tag for name, _ in self._open[-_DEEPEST:]):
            return
        while self._open:
            name, _ = self._open.pop()
            if name in _UNREAD:
                self._unread -= 1
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._unread:
            return
        if self._at is None and data.strip():
            self._at = self.getpos()[0], self._open[-1][1] if self._open else frozenset()
        self._parts.append(data)

    def end_line(self, *, apart: bool) -> None:
        """Keep what was read since the last line, and that something new begins."""
        text = " ".join("".join(self._parts).split())
        self._parts = []
        if text and self._at is not None:
            self.found.append((self._at[0], text, self._at[1]))
        if apart and self.found and self.found[-1][1]:
            self.found.append((self.found[-1][0], "", frozenset()))
        self._at = None


_DEEPEST: Final = 256  # elements that are looked through for the one that ends


def _read(html: str) -> _Lines:
    parser = _Lines()
    parser.feed(html)
    parser.close()
    parser.end_line(apart=True)
    return parser


def lines_of_page(html: str) -> list[Line]:
    """The lines of a page, numbered in their order: several may stand in one line of the file."""
    return [Line(number, text) for number, (_, text, _) in enumerate(_read(html).found, 1)]


def europresse_stories(html: str) -> Iterator[Story]:
    """The stories of a page of Europresse, each an `article` whose parts are named by classes."""
    read = _read(html)
    numbered = [(Line(number, text), names) for number, (_, text, names) in enumerate(read.found, 1)]
    edges = [*read.stories, len(numbered)]
    for start, end in itertools.pairwise(edges):
        story = Story([line for line, _ in numbered[start:end]])
        title: list[Line] = []
        for line, names in numbered[start:end]:
            if not line.said:
                continue
            if "DocPublicationName" in names:
                story.source = story.source or line.said.partition(", n")[0]
            elif "DocHeader" in names:
                if story.date is None:
                    state_day(story, line.said)
            elif any(name.startswith("titreArticle") for name in names):
                title.append(line)
            elif names & {"docAuthors", "sm-margin-bottomNews"}:
                story.author = story.author or line.said
            elif names & {"DocText", "docOcurrContainer"}:
                story.take_body([line])
        story.take_title(title)
        yield story
