"""Which paragraphs do the blocks of a PDF's pages hold, and which of them is the headline?

A paragraph begins with an indented line, after a short one, after a space, with another size of letters. One
that runs over into the next column or page is one, cited by the page it begins on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from dateline.indexer.article import ParagraphKind
from dateline.indexer.readers.pdf_order import Block
from dateline.indexer.readers.pdf_pieces import Piece

__all__ = ["Printed", "body_height", "headline", "paragraphs_of"]

_LARGE: Final = 1.15  # times the height of the body: a heading
_HEADLINE: Final = 1.25
_UNDER_MASTHEAD: Final = 1.8
_HEADING_WORDS: Final = 30
_BOLD_WORDS: Final = 14
_INDENT: Final = 0.5  # of a line's height
_SPACED: Final = 0.3  # of a line's height, more than between the other lines
_RAGGED: Final = 0.25  # of the width: so much shorter is a last line where lines are not set even
_ENDED: Final = re.compile(r"[.!?…:;。！？؟][\"'”’»)\]]*$")
_BULLET: Final = re.compile(r"[•▪■●◦·*]\s|[-–]\s|\(?\d{1,2}[.)]\s")
_SURELY_SET: Final = 3  # lines: of so many it can be said where a line ends
_CELLS: Final = " | "
_MASTHEAD_WORDS: Final = 4
_LEAST_CHARS: Final = 5  # what is shorter is an initial, or a page's number


@dataclass(slots=True, eq=False)
class Printed:
    """A paragraph: its lines, the page it begins on, the height of its letters, whether it is a heading.

    `full` tells that its last line reaches the end of the column, `indented` that its first one does not
    begin at the beginning.
    """

    lines: list[str]
    page: int
    height: float
    heading: bool = False
    row: bool = False
    full: bool = False
    indented: bool = False

    @property
    def kind(self) -> ParagraphKind:
        """What it is, by how it is set."""
        if self.row:
            return "table"
        return "subhead" if self.heading else "list" if _BULLET.match(self.lines[0]) else "body"

    @property
    def text(self) -> str:
        """On one line, for looking at."""
        return " ".join(self.lines)


@dataclass(slots=True, eq=False)
class _Line:
    left: float
    right: float
    top: float
    bottom: float
    text: str
    bold: bool


def body_height(pages: Iterable[Iterable[Piece]]) -> float:
    """The height of most letters."""
    heights: Counter[float] = Counter()
    for pieces in pages:
        for piece in pieces:
            heights[round(piece.height, 1)] += len(piece.text)
    return heights.most_common(1)[0][0] if heights else 1.0


def paragraphs_of(pages: Iterable[tuple[int, Sequence[Block]]], body: float) -> list[Printed]:
    """The paragraphs of pages in order; `body` is the height of the letters of the text."""
    found: list[Printed] = []
    for number, blocks in pages:
        for block in blocks:
            parts = _split(block, number, body)
            if found and parts and _goes_on(found[-1], parts[0]):
                found[-1].lines.extend(parts[0].lines)
                found[-1].full = parts[0].full
                parts = parts[1:]
            found.extend(parts)
    return found


def headline(
    paragraphs: Sequence[Printed], body: float, repeated: frozenset[str]
) -> tuple[Printed | None, Printed | None]:
    """The headline, the largest letters of the first page, and the masthead above it; None without.

    A masthead is short, `repeated` as a running head, and does not stand alone: else it is the title.
    """
    first = [
        one
        for one in paragraphs
        if one.page == paragraphs[0].page
        and one.height > _HEADLINE * body
        and len(one.text) > _LEAST_CHARS
        and any(letter.isalpha() for letter in one.text)
        and len(one.text.split()) <= _HEADING_WORDS
    ]
    largest = max(first, key=lambda one: round(one.height), default=None)
    if largest is None or len(largest.text.split()) > _MASTHEAD_WORDS:
        return largest, None
    longer = [
        one
        for one in first
        if len(one.text.split()) > _MASTHEAD_WORDS and one.height > _UNDER_MASTHEAD * body
    ]
    if not longer or not any(largest.text.casefold() in said for said in repeated):
        return largest, None
    return max(longer, key=lambda one: round(one.height)), largest


def _lines(block: Block) -> list[_Line]:
    return [
        _Line(
            min(piece.left for piece in line),
            max(piece.right for piece in line),
            min(piece.top for piece in line),
            max(piece.bottom for piece in line),
            " ".join(piece.text for piece in line).strip(),
            all(piece.bold for piece in line),
        )
        for line in block.lines
    ]


def _split(block: Block, page: int, body: float) -> list[Printed]:
    """The paragraphs of a block."""
    if block.row:
        cells = _CELLS.join(piece.text.strip() for piece in block.lines[0])
        return [Printed([cells], page, block.height, row=True)]
    lines = [line for line in _lines(block) if line.text]
    if not lines:
        return []
    height = median(line.bottom - line.top for line in lines)
    left, right = block.left, block.right
    if _is_from_right(lines):
        for line in lines:  # seen in a mirror
            line.left, line.right = -line.right, -line.left
        left, right = -right, -left
    if height > _LARGE * body and sum(len(line.text.split()) for line in lines) <= _HEADING_WORDS:
        return [Printed([line.text for line in lines], page, height, heading=True)]
    breaks = _Breaks(lines, height, left, right)
    found: list[Printed] = []
    for place, line in enumerate(lines):
        if place == 0 or breaks.begins(place) or line.bold != lines[place - 1].bold:
            found.append(Printed([], page, height, indented=breaks.is_indented(line)))
            found[-1].heading = line.bold
        found[-1].lines.append(line.text)
        found[-1].full = len(lines) >= _SURELY_SET and right - line.right < height
    for one in found:
        words = len(one.text.split())
        one.heading = one.heading and words <= _BOLD_WORDS and not _ENDED.search(one.text)
    return found


class _Breaks:
    """Where paragraphs begin in a block, by how its lines are set."""

    def __init__(self, lines: Sequence[_Line], height: float, left: float, right: float) -> None:
        self._lines = lines
        self._height = height
        self._left = left
        near = sum(line.left - left < 0.3 * height for line in lines)
        self._indents = len(lines) > 2 and near >= 0.4 * len(lines)
        even = sum(right - line.right < 0.5 * height for line in lines)
        self._even = len(lines) > 3 and even >= 0.5 * len(lines)
        self._short = right - (1.2 * height if self._even else max(_RAGGED * (right - left), 2 * height))
        gaps = [line.top - before.bottom for before, line in pairwise(lines)]
        self._gap = min(median(gaps), 0.5 * height) if gaps else 0.0

    def is_indented(self, line: _Line) -> bool:
        """Whether a line begins further in than the others."""
        return self._indents and line.left - self._left > _INDENT * self._height

    def begins(self, place: int) -> bool:
        """Whether a line begins a paragraph; not asked of the first."""
        before, line = self._lines[place - 1], self._lines[place]
        if _BULLET.match(line.text):
            return True
        if line.top - before.bottom - self._gap > _SPACED * self._height:
            return True
        if self.is_indented(line) and not self.is_indented(before):
            return True
        ended = _ENDED.search(before.text) is not None
        if self.is_indented(line) and ended:
            return True
        return before.right < self._short and (ended or self._even) and not line.text[:1].islower()


def _goes_on(before: Printed, after: Printed) -> bool:
    """Whether what the next block begins with belongs to the paragraph before it."""
    if before.heading or after.heading or before.row or after.row:
        return False
    if abs(before.height - after.height) > 0.1 * before.height:
        return False
    end, begin = before.lines[-1], after.lines[0]
    if end.endswith(("-", "\u00ad", "\u2010")):
        return begin[:1].islower()
    if _ENDED.search(end) or _BULLET.match(begin):
        return False
    if begin[:1].islower():
        return True
    unicase = begin[:1].isalpha() and not begin[:1].isupper()
    return before.full and not after.indented and (unicase or begin[:1].isalnum() or begin[:1] in "\"'“„«(")


def _is_from_right(lines: Sequence[_Line]) -> bool:
    text = "".join(line.text for line in lines[:20])
    return sum("\u0590" <= letter < "\u0900" for letter in text) > len(text) / 3
