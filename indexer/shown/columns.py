"""How wide does text stand in a terminal, and how is a line of talk wrapped there?

>>> width("Кыргыз"), width("東京"), width("e\\u0301")
(6, 4, 1)
>>> print(*wrapped("skipped my file.txt: looks like binary data", 22, whole=["my file.txt"]), sep="\\n")
skipped my file.txt:
  looks like binary
  data
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from unicodedata import category, combining, east_asian_width

__all__ = ["char_width", "width", "wrapped"]

_WIDE: Final = "WF"
_NARROWEST: Final = 20  # columns beside an indent: what is narrower is left to the terminal
_GLUE: Final = "\0"  # a blank at which no line is broken; no shown text has it


def width(text: str) -> int:
    """How many columns of a terminal the text takes: East Asian wide ones two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(char_width, text))


def char_width(character: str) -> int:
    """How many columns one character takes."""
    if character < "\u0300":
        return 0 if character == "\xad" else 1
    if combining(character) or category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if "\U0001f3fb" <= character <= "\U0001f3ff" or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if east_asian_width(character) in _WIDE else 1


def wrapped(line: str, columns: int | None, *, indent: int = 2, whole: Sequence[str] = ()) -> Iterator[str]:
    """A line in lines of so many columns, broken at blanks alone; what follows the first is indented.

    A word that is wider, as an address, is left whole to the terminal, and so is each of `whole`: paths and
    commands with blanks. With None for columns, or so few that nothing is left beside the indent, the line is
    left as it is.
    """
    if columns is None or columns - indent < _NARROWEST or width(line) <= columns:
        yield line
        return
    for text in whole:
        line = line.replace(text, text.replace(" ", _GLUE), 1) if text else line
    # The blanks before the first word are part of it.
    first, *words = line[len(line) - len(line.lstrip(" ")) :].split(" ") or [""]
    shown = line[: len(line) - len(line.lstrip(" "))] + first
    for word in words:
        size = width(word)
        if size > columns - indent or width(shown) + 1 + size <= columns:  # else no better on its own line
            shown = f"{shown} {word}"
        else:
            yield shown.rstrip(" ").replace(_GLUE, " ")
            shown = f"{'':{indent}}{word}"
    yield shown.replace(_GLUE, " ")
