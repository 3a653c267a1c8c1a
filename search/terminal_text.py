"""Which characters of an article may reach a terminal, and how wide do they stand there?

An article is somebody else's text: it must not move the cursor, change colours, ring the bell or turn the
direction of what is printed beside it.

>>> printable("Border\\x1b[2J guards\\r\\n\\tmeet \\u202eback")
'Border[2J guards meet back'
>>> width("Кыргыз"), width("東京"), width("e\\u0301")
(6, 4, 1)
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category, combining, east_asian_width

__all__ = ["printable", "width"]

_BLANKS: Final = r"[\t-\r\x85\u2028\u2029]"
# C0 and C1 (ESC and CSI among them), then directional embeddings, overrides and isolates and interlinear
# marks, then lone surrogates.
_UNSAFE: Final = re.compile(
    rf" ?{_BLANKS}(?:{_BLANKS}| )*|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
    r"|[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|[\ud800-\udfff]"
)
_WIDE: Final = "WF"


def printable(text: str) -> str:
    """The text on one line without control characters; half a surrogate pair becomes U+FFFD.

    A run of tabs and line breaks, with the blanks around it, becomes one blank.
    """
    if text.isprintable() or _UNSAFE.search(text) is None:
        return text
    return _UNSAFE.sub(_replaced, text)


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
