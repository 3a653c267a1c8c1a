"""Bars in a terminal, an eighth of a column exact where it has the signs for it.

>>> bar(3, 8, 4), bar(1, 8, 4, blocks=False), bar(0, 8, 4)
('█▌', '#', '')
"""

from __future__ import annotations

from typing import Final

from dateline.search.output.page import RESET, Screen

__all__ = ["bar", "has_blocks", "painted"]

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_FULL: Final = "█"

# Of the first query, the second …: cyan, yellow, magenta, green, blue. Red is what matched.
_PAINTS: Final = ("\x1b[36m", "\x1b[33m", "\x1b[35m", "\x1b[32m", "\x1b[34m")


def bar(value: int, most: int, columns: int, *, blocks: bool = True) -> str:
    """A bar as long as `value` is of `most`, which fills `columns`; what is not nothing can be seen."""
    if value <= 0:
        return ""
    if not blocks:
        return "#" * max(round(value * columns / most), 1)
    eighths = max(round(value * columns * 8 / most), 1)
    return f"{_FULL * (eighths // 8)}{_EIGHTHS[eighths % 8]}".rstrip()


def painted(text: str, number: int, screen: Screen) -> str:
    """The text in the colour of query `number`, counted from 0, where there is colour."""
    return f"{_PAINTS[number % len(_PAINTS)]}{text}{RESET}" if screen.color and text else text


def has_blocks(encoding: str | None) -> bool:
    """Whether what is written in this encoding can have the signs bars are made of."""
    try:
        f"{_FULL}{_EIGHTHS}–⋮".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
