"""Which characters of somebody else's text may reach a terminal, a page or a spreadsheet?

An article, a file name or what was typed must not move the cursor, change colours, ring the bell, turn the
direction of what is printed beside it, or say what nobody can see. So these are taken out:

- controls (C0, C1, ESC and CSI among them) and interlinear marks;
- every directional mark: embeddings, overrides and isolates, and the single marks U+061C, U+200E and U+200F
  too. A mark is as strong as a letter: at the end of a title it turns the punctuation and the figures printed
  after it, and no output but HTML can isolate what it shows. Letters have their direction without;
- what nobody sees and no writing needs: tag characters, word joiners, byte order marks, marks of notes and
  shorthand, code points that are for ever unseen;
- of what is unseen and needed (joiners of Persian, Hindi and emoji, variation selectors, soft hyphens) all
  after the second in a row: whole messages are hidden in longer runs, and no word is spelt with one.

Half a surrogate pair becomes U+FFFD.

>>> printable("Border\\x1b[2J guards\\r\\n\\tmeet \\u202eback\\u200f")
'Border[2J guards meet back'
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern

__all__ = ["ACTS", "UNSEEN", "is_printable", "printable", "printable_lines"]

# Besides controls and line breaks, as part of a set of characters. Most are Default_Ignorable_Code_Point.
ACTS: Final = (
    "\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff\ud800-\udfff"
)
# Unseen, and right where writing needs it: alone, or two together as in an emoji with its colour.
UNSEEN: Final = "\u00ad\u034f\u180b-\u180f\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"

_BLANKS: Final = r"[\t-\r\x85\u2028\u2029]"
_UNSAFE: Final = lazy_pattern(rf" ?{_BLANKS}(?:{_BLANKS}| )*|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{ACTS}]")
_UNSAFE_IN_LINES: Final = lazy_pattern(rf"\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029{ACTS}]")
_HIDDEN: Final = lazy_pattern(rf"([{UNSEEN}]{{2}})[{UNSEEN}]+")


def is_printable(text: str) -> bool:
    """Whether all of the text may be shown as it is, on one line."""
    return text.isprintable() and (text.isascii() or _HIDDEN.search(text) is None)


def printable(text: str) -> str:
    """The text on one line without characters that act; half a surrogate pair becomes U+FFFD.

    A run of tabs and line breaks, with the blanks around it, becomes one blank.
    """
    if not text.isprintable():
        text = _UNSAFE.sub(_replaced, text)
    return text if text.isascii() else _HIDDEN.sub(r"\1", text)


def printable_lines(text: str) -> str:
    """The text without characters that act, but line feeds and tabs; other line breaks become line feeds."""
    if not text.isprintable():
        text = _UNSAFE_IN_LINES.sub(_replaced_in_lines, text)
    return text if text.isascii() else _HIDDEN.sub(r"\1", text)


def _replaced_in_lines(match: re.Match[str]) -> str:
    return "\n" if match[0][0] in "\r\v\f\x85\u2028\u2029" else _replaced(match)


def _replaced(match: re.Match[str]) -> str:
    first = match[0][0]
    if "\ud800" <= first <= "\udfff":
        return "\ufffd"
    return " " if first in " \t\n\v\f\r\x85\u2028\u2029" else ""
