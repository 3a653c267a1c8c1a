"""Which pieces of lines stand where on a page of a PDF?

A PDF has signs at places, no lines or words. Here signs that follow each other on one line become pieces; a
line that runs through two columns is two of them. A page turned on its side is turned back first; what is
written across the others (a stamp, a margin note on its side) is told apart.

Places are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import pypdfium2.raw as pdfium

__all__ = ["MOST_PIECES", "Page", "Piece", "read_page"]

_LIGATURES: Final = {
    **dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    0x0132: "IJ",
    0x0133: "ij",
}
# What stands for a hyphen at the end of a line: the first two are PDFium's own.
_HYPHENS: Final = frozenset((0x2, 0xFFFE, 0xAD))
_BLANKS: Final = frozenset((0x20, 0x9, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F))
_ENDS: Final = frozenset((0xA, 0xD))
_WIDE: Final = 1.8  # heights: so wide a gap parts two pieces in any case
_GAP: Final = 0.8  # heights: so wide a one does if others stand above or below it
_LEAST_GAPS: Final = 3
_MOST_GAPS: Final = 2000
_MOST_CHARS: Final = 200_000  # of a page; the densest newspaper has 30,000
MOST_PIECES: Final = 3_000  # of a page that is taken apart; one of the densest newspaper has 2,000
_NAME_BYTES: Final = 128


@dataclass(slots=True, eq=False)
class Piece:
    """Part of a line: `[left, right]` across, `[top, bottom]` down; `height` is that of its letters."""

    left: float
    right: float
    top: float
    bottom: float
    text: str
    bold: bool = False

    @property
    def height(self) -> float:
        """The height of its letters, a sixth more than the size of the font."""
        return self.bottom - self.top


@dataclass(slots=True, eq=False)
class Page:
    """What stands on a page: `pieces`, those `across` the others; signs that mean `nothing`, of `signs`."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    across: list[Piece] = field(default_factory=list)
    signs: int = 0
    nothing: int = 0


@dataclass(slots=True, eq=False)
class _Sign:
    left: float
    right: float
    top: float
    bottom: float
    text: str
    index: int
    after_blank: bool


def read_page(text: object, width: float, height: float, turned: int) -> Page:
    """The pieces of a page by its handle of text; the sheet is shown `turned` by so many degrees."""
    result = Page(width, height)
    by_turn: dict[int, list[list[_Sign]]] = {}
    for turn, run in _runs(text, result):
        by_turn.setdefault((turn - turned) % 360, []).append(run)
    if not by_turn:
        return result
    upright = max(by_turn, key=lambda turn: sum(map(len, by_turn[turn])))
    for turn, runs in by_turn.items():
        for run in runs:
            _turn(run, (turn + turned) % 360, width, height, turned)
        pieces = _pieces(runs, text)
        (result.pieces if turn == upright else result.across).extend(pieces)
    if upright % 180:
        result.width, result.height = height, width
    return result


def _runs(text: object, page: Page) -> list[tuple[int, list[_Sign]]]:
    """The signs of a page in runs that PDFium takes for lines, in its order, and how each is turned."""
    runs: list[tuple[int, list[_Sign]]] = []
    run: list[_Sign] = []
    box = pdfium.FS_RECTF()
    blank = False
    turn = 0
    for index in range(min(pdfium.FPDFText_CountChars(text), _MOST_CHARS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _ENDS:
            if run:
                runs.append((turn, run))
            run, blank = [], False
            continue
        if code in _BLANKS:
            blank = True
            continue
        page.signs += 1
        if code in _HYPHENS:
            sign = "-" if code != 0xAD else "\u00ad"
        elif code < 0x20 or code == 0xFFFD or 0xE000 <= code < 0xF900 or code > 0x10FFFF:
            page.nothing += 1
            continue
        else:
            sign = _LIGATURES.get(code) or chr(code)
        if not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        if not run:
            turn = _quarter(pdfium.FPDFText_GetCharAngle(text, index))
        run.append(_Sign(box.left, box.right, box.bottom, box.top, sign, index, blank))
        blank = False
    if run:
        runs.append((turn, run))
    return runs


def _quarter(angle: float) -> int:
    """An angle in radians as one of four; what is askew counts as what it is nearest to, but 0."""
    degrees = -math.degrees(angle) % 360  # PDFium counts clockwise
    if degrees < 10 or degrees > 350:
        return 0
    return (round(degrees / 90) * 90) % 360 or 90


def _turn(signs: list[_Sign], turn: int, width: float, height: float, shown: int) -> None:
    """Place signs from the top left of the page as read; they are from the bottom left of the sheet."""
    if shown % 180:
        width, height = height, width  # of the sheet
    for sign in signs:
        left, right, low, high = sign.left, sign.right, sign.top, sign.bottom
        if turn == 0:
            sign.top, sign.bottom = height - high, height - low
        elif turn == 90:
            sign.left, sign.right, sign.top, sign.bottom = low, high, left, right
        elif turn == 180:
            sign.left, sign.right, sign.top, sign.bottom = width - right, width - left, low, high
        else:
            sign.left, sign.right, sign.top, sign.bottom = (
                height - high,
                height - low,
                width - right,
                width - left,
            )


def _pieces(runs: list[list[_Sign]], text: object) -> list[Piece]:
    """Signs of runs as pieces: parted where the line is left, or where a gutter runs down the page."""
    lines: list[list[_Sign]] = []
    for run in runs:
        at = 0
        for place in range(1, len(run)):
            if _leaves(run[place - 1], run[place]):
                lines.append(run[at:place])
                at = place
        lines.append(run[at:])
    gaps = [
        (before.right, sign.left, sign.top)
        for line in lines
        for before, sign in pairwise(line)
        if sign.left - before.right > _GAP * (before.bottom - before.top)
    ]
    if len(gaps) > _MOST_GAPS:  # a table, or letters strewn about
        gaps = []
    pieces: list[Piece] = []
    for line in lines:
        at = 0
        for place in range(1, len(line)):
            before, sign = line[place - 1], line[place]
            gap = sign.left - before.right if sign.left >= before.left else before.left - sign.right
            height = max(before.bottom - before.top, 1.0)
            if gap > _WIDE * height or (gap > _GAP * height and _is_gutter(before, sign, gaps)):
                pieces.append(_piece(line[at:place], text))
                at = place
        pieces.append(_piece(line[at:], text))
    return pieces


def _leaves(before: _Sign, sign: _Sign) -> bool:
    """Whether a sign stands on another line than the one before it."""
    if before.top == sign.top and before.bottom == sign.bottom:  # as nearly all do
        return False
    shared = min(before.bottom, sign.bottom) - max(before.top, sign.top)
    return shared < 0.4 * min(before.bottom - before.top, sign.bottom - sign.top)


def _is_gutter(before: _Sign, sign: _Sign, gaps: list[tuple[float, float, float]]) -> bool:
    """Whether other lines have a gap where two signs have one."""
    others = {round(top) for left, right, top in gaps if min(right, sign.left) - max(left, before.right) > 2}
    return len(others) >= _LEAST_GAPS


def _piece(line: list[_Sign], text: object) -> Piece:
    words = "".join(
        f" {sign.text}" if sign.after_blank and place else sign.text for place, sign in enumerate(line)
    )
    tallest = max(line, key=lambda sign: sign.bottom - sign.top)  # not a note's number
    return Piece(
        min(sign.left for sign in line),
        max(sign.right for sign in line),
        tallest.top,
        tallest.bottom,
        words,
        _is_bold(text, line[0].index) and _is_bold(text, line[-1].index),
    )


def _is_bold(text: object, index: int) -> bool:
    name = ctypes.create_string_buffer(_NAME_BYTES)
    flags = ctypes.c_int()
    if not 0 < pdfium.FPDFText_GetFontInfo(text, index, name, _NAME_BYTES, flags) <= _NAME_BYTES:
        return False
    said = name.value.lower()
    return any(word in said for word in (b"bold", b"black", b"heavy", b"semibd", b"-bd"))
