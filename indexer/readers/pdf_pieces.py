"""Which pieces of lines stand where on a page of a PDF?

A PDF has signs at places, no lines or words. Here signs that follow each other on one line become pieces; a
line that runs through two columns is two of them. A page turned on its side is turned back first; what is
written across the others (a stamp, a margin note on its side) is told apart.

Places are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence, Set
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
_BULLETS: Final = "•▪■●◦‣–-"
_NAME_BYTES: Final = 128
_WIDEST_BLANK: Final = 5.0  # heights, of a line that is set even in a narrow column
_ALIKE: Final = 1.6  # blanks of such a line
_TOLERANCE: Final = 1.5  # points by which its end may be off
_NEAR: Final = 10.0  # heights
_LEAST_BLANKS: Final = 2
_SMALL: Final = 0.8  # of the height of the others
_MOST_NOTE_SIGNS: Final = 3


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
    notes = {said for line in lines for place, said in _raised(line).items() if place}
    notes &= {_number(line) for line in lines}
    pieces: list[Piece] = []
    set_even = _Even(lines)
    for line in lines:
        at = 0
        for place in range(1, 1 if set_even.holds(line) else len(line)):
            before, sign = line[place - 1], line[place]
            gap = sign.left - before.right if sign.left >= before.left else before.left - sign.right
            height = max(before.bottom - before.top, 1.0)
            if gap > _WIDE * height or (gap > _GAP * height and _is_gutter(before, sign, gaps)):
                pieces.append(_piece(line[at:place], text, notes))
                at = place
        pieces.append(_piece(line[at:], text, notes))
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


class _Even:
    """Which lines are set even: their blanks are wide and alike, and they end where lines near them do."""

    def __init__(self, lines: Sequence[list[_Sign]]) -> None:
        self._ends: dict[int, list[list[_Sign]]] = {}
        for line in lines:
            self._ends.setdefault(round(line[-1].right), []).append(line)

    def holds(self, line: list[_Sign]) -> bool:
        """Whether a line is one; it has a gap that would part it, which a row of a table has, too."""
        height = max(line[0].bottom - line[0].top, 1.0)
        gaps = [sign.left - before.right for before, sign in pairwise(line) if sign.after_blank]
        if line[0].text in _BULLETS:
            del gaps[:1]
        if not gaps or not _GAP * height < max(gaps) < _WIDEST_BLANK * height:
            return False
        if max(gaps) > _ALIKE * min(gaps):
            return False
        return any(
            other is not line
            and abs(other[-1].right - line[-1].right) < _TOLERANCE
            and 0 < abs(other[0].top - line[0].top) < _NEAR * height
            and _is_prose(other)
            and abs(other[0].left - line[0].left) < _NEAR * height
            for end in range(round(line[-1].right) - 1, round(line[-1].right) + 2)
            for other in self._ends.get(end, ())
        )


def _is_prose(line: Sequence[_Sign]) -> bool:
    """Whether a line has blanks, and as words have them."""
    gaps = [sign.left - before.right for before, sign in pairwise(line) if sign.after_blank]
    return len(gaps) >= _LEAST_BLANKS and max(gaps) < _GAP * (line[0].bottom - line[0].top)


def _raised(line: Sequence[_Sign]) -> dict[int, str]:
    """The numbers that stand small and high in a line, by their places: of notes, or powers."""
    heights = [sign.bottom - sign.top for sign in line]
    height = max(heights)
    if min(heights) >= _SMALL * height:
        return {}
    base = max(sign.bottom for sign, own in zip(line, heights, strict=True) if own > 0.9 * height)
    found: dict[int, str] = {}
    first = 0
    for place, sign in enumerate(line):
        small = heights[place] < _SMALL * height and sign.bottom < base - 0.1 * height
        if not small or not (sign.text.isdecimal() or sign.text in "*†‡"):
            first = place + 1
            continue
        found[first] = found.get(first, "") + sign.text
    return {place: said for place, said in found.items() if len(said) <= _MOST_NOTE_SIGNS}


def _number(line: Sequence[_Sign]) -> str:
    """The number with which a line begins, as a note below the text does; "" without one."""
    said = ""
    for sign in line[: _MOST_NOTE_SIGNS + 1]:
        if sign.after_blank and said:
            return said
        if not (sign.text.isdecimal() or sign.text in "*†‡"):
            return said if sign.text.isalpha() or sign.text in ".)" else ""
        said += sign.text
    return ""


def _worded(line: Sequence[_Sign], notes: Set[str]) -> str:
    """The words of a line, without the numbers of notes on the page in and behind them."""
    raised = _raised(line) if notes else {}
    words: list[str] = []
    place = 0
    while place < len(line):
        said = raised.get(place, "")
        if said in notes and place and not _is_power(words, said):
            place += len(said)
            continue
        sign = line[place]
        words.append(f" {sign.text}" if sign.after_blank and place else sign.text)
        place += 1
    text = "".join(words)
    number = _number(line)
    return f"{number} {text[len(number) :].lstrip()}" if number in notes and text.startswith(number) else text


def _is_power(words: Sequence[str], said: str) -> bool:
    """Whether a raised number makes an area or a volume of a length: km2, m3."""
    unit = "".join(words[-3:]).rpartition(" ")[2].lstrip("0123456789.,")
    return said in ("2", "3") and unit in ("m", "km", "cm", "mm", "dm", "ft", "in")


def _piece(line: list[_Sign], text: object, notes: Set[str]) -> Piece:
    words = _worded(line, notes)
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
