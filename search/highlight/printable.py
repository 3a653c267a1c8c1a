"""How wide does text stand in a terminal, and how is it cut and wrapped there?

What may reach a terminal at all is decided in `dateline.indexer.shown.printable`, for both command lines.

>>> width("Кыргыз"), width("東京"), width("e\u0301")
(6, 4, 1)
>>> fit("border guards", 9), fit_end("border guards", 9), fit("東京都", 5)
('border gu', 'er guards', '東京')
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.shown.columns import char_width, width
from dateline.indexer.shown.printable import printable, printable_lines
from dateline.search.highlight.graphemes import is_boundary

__all__ = ["fit", "fit_end", "printable", "printable_lines", "width", "wrap"]

_WORD: Final = lazy_pattern("[^ ]+")


def fit(text: str, columns: int) -> str:
    """As much of the beginning as `columns` hold, in whole graphemes."""
    if text.isascii() or width(text) <= columns:
        return text[:columns] if text.isascii() else text
    end = taken = 0
    for position, character in enumerate(text):
        if is_boundary(text, position):
            end = position
        taken += char_width(character)
        if taken > columns:
            break
    return text[:end]


def fit_end(text: str, columns: int) -> str:
    """As much of the end as `columns` hold, in whole graphemes."""
    if text.isascii() or width(text) <= columns:
        return text[max(0, len(text) - columns) :] if text.isascii() else text
    start, taken = len(text), 0
    for position in range(len(text) - 1, -1, -1):
        taken += char_width(text[position])
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
