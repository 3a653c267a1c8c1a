"""Where a text may be cut without taking apart a character as people see it.

The rules of Unicode Standard Annex 29 (extended grapheme clusters), read strictly: a place the annex allows
may be refused here, a place it forbids is never allowed. Two halves of a surrogate pair count as one.

>>> is_boundary("e\\u0301a", 1), is_boundary("e\\u0301a", 2)
(False, True)
"""

from __future__ import annotations

from typing import Final
from unicodedata import category, combining

__all__ = ["boundary_at_or_after", "boundary_at_or_before", "is_boundary"]

_JOINERS: Final = frozenset("\u200c\u200d")
_PREPENDED: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3"
)
_VIRAMA: Final = 9  # the combining class of the sign that joins the next consonant (UAX 29, GB9c)


def is_boundary(text: str, position: int) -> bool:
    """Whether the cut before code point `position` lies between two grapheme clusters."""
    if position <= 0 or position >= len(text):
        return True
    left, right = text[position - 1], text[position]
    if right < "\u0300" and left < "\u0300":
        return not (left == "\r" and right == "\n")
    if _extends(right) or left in _JOINERS or left in _PREPENDED:
        return False
    if "\ud800" <= left <= "\udbff" and "\udc00" <= right <= "\udfff":
        return False
    if combining(left) == _VIRAMA and category(right)[0] == "L":
        return False
    if _is_jamo(right) and _is_hangul(left):
        return False
    if _is_flag_half(right) and _is_flag_half(left):
        return _flag_halves_before(text, position) % 2 == 0
    return True


def boundary_at_or_before(text: str, position: int) -> int:
    """The nearest boundary that is not after `position`."""
    while not is_boundary(text, position):
        position -= 1
    return position


def boundary_at_or_after(text: str, position: int) -> int:
    """The nearest boundary that is not before `position`."""
    while not is_boundary(text, position):
        position += 1
    return position


def _extends(character: str) -> bool:
    if character < "\u0300":
        return False
    if character in _JOINERS or category(character)[0] == "M":
        return True
    # Skin tones, tags of flags, halfwidth voicing marks.
    return (
        "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or character in "\uff9e\uff9f\u0e33\u0eb3"
    )


def _is_jamo(character: str) -> bool:
    return (
        "\u1100" <= character <= "\u11ff"
        or "\ua960" <= character <= "\ua97f"
        or "\ud7b0" <= character <= "\ud7fb"
    )


def _is_hangul(character: str) -> bool:
    return _is_jamo(character) or "\uac00" <= character <= "\ud7a3"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, position: int) -> int:
    start = position
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return position - start
