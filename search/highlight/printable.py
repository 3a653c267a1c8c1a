"""Text that is safe to print: which characters may reach a terminal, and how wide they stand there.

An article is somebody else's text: it must not move the cursor, change colours, ring the bell or turn the
direction of what is printed beside it.

>>> printable("Border\\x1b[2J guards\\r\\n\\tmeet \\u202eback")
'Border[2J guards meet back'
>>> width("Кыргыз"), width("東京"), width("e\\u0301")
(6, 4, 1)
>>> fit("border guards", 9), fit_end("border guards", 9), fit("東京都", 5)
('border gu', 'er guards', '東京')
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, combining, east_asian_width

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.search.highlight.graphemes import is_boundary

__all__ = ["fit", "fit_end", "printable", "printable_lines", "width", "wrap"]

_BLANKS: Final = r"[\t-\r\x85\u2028\u2029]"
# C0 and C1 (ESC and CSI among them), then directional embeddings, overrides and isolates and interlinear
# marks, then lone surrogates.
_UNSAFE: Final = lazy_pattern(
    rf" ?{_BLANKS}(?:{_BLANKS}| )*|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
    r"|[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|[\ud800-\udfff]"
)
_UNSAFE_IN_LINES: Final = lazy_pattern(
    r"\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
_WORD: Final = lazy_pattern("[^ ]+")
_WIDE: Final = "WF"


def printable(text: str) -> str:
    """The text on one line without control characters; half a surrogate pair becomes U+FFFD.

    A run of tabs and line breaks, with the blanks around it, becomes one blank.
    """
    if text.isprintable() or _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_replaced, text)


def printable_lines(text: str) -> str:
    """The text without control characters but line feeds and tabs; other line breaks become line feeds."""
    if text.isprintable() or _UNSAFE_IN_LINES.search(text) is None:
        return text
    return _UNSAFE_IN_LINES.sub(_replaced_in_lines, text)


def _replaced_in_lines(match: re.Match[str]) -> str:
    return "\n" if match[0][0] in "\r\v\f\x85\u2028\u2029" else _replaced(match)


def _replaced(match: re.Match[str]) -> str:
    first = match[0][0]
    if "\ud800" <= first <= "\udfff":
        return "\ufffd"
    return " " if first in " \t\n\v\f\r\x85\u2028\u2029" else ""


def width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian wide ones two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if character < "\u0300":
        return 0 if character == "\xad" else 1
    if combining(character) or category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in _WIDE else 1


def fit(text: str, columns: int) -> str:
    """As much of the beginning as `columns` hold, in whole graphemes."""
    if text.isascii() or width(text) <= columns:
        return text[:columns] if text.isascii() else text
    end = taken = 0
    for position, character in enumerate(text):
        if is_boundary(text, position):
            end = position
        taken += _width(character)
        if taken > columns:
            break
    return text[:end]


def fit_end(text: str, columns: int) -> str:
    """As much of the end as `columns` hold, in whole graphemes."""
    if text.isascii() or width(text) <= columns:
        return text[max(0, len(text) - columns) :] if text.isascii() else text
    start, taken = len(text), 0
    for position in range(len(text) - 1, -1, -1):
        taken += _width(text[position])
        if taken > columns:
            break
        if is_boundary(text, position):
            start = position
    return text[start:]


def wrap(text: str, columns: int) -> list[tuple[int, int]]:
    """The slices of a one-line text that stand on lines of `columns`, broken at blanks.

    A word wider than a line is broken between graphemes. The blanks at the breaks are on neither line.
    """
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    for word in _WORD.finditer(text):
        word_start, word_end = word.span()
        size = width(word[0])
        if end > start and used + (word_start - end) + size <= columns:
            used += (word_start - end) + size
            end = word_end
            continue
        if end > start:
            lines.append((start, end))
        while size > columns:
            piece = fit(text[word_start:word_end], columns)
            if not piece:
                break
            lines.append((word_start, word_start + len(piece)))
            word_start += len(piece)
            size = width(text[word_start:word_end])
        start, end, used = word_start, word_end, size
    if end > start:
        lines.append((start, end))
    return lines
