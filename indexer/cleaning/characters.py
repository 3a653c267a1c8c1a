"""Tells the characters of a source that are text from noise to leave out.

>>> tidy(" two\\u00a0 words\\x07 "), tidy("10\\u00a0000 people")
('two words', '10\\xa0000 people')
>>> tidy("a \\x1b[31mred\\x1b[0m line")
'a red line'
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["physical_lines", "tidy"]

# Never shown and never searched: control characters (they could drive a terminal), the byte order mark,
# soft hyphens and zero-width blanks (they would part a word from its index term). A lone surrogate is no
# character at all and can't be written as UTF-8.
_NOISE: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None),
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF), None),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


# What colours a terminal, saved with its output: whole, or its letters would stay behind as words.
_TERMINAL_SEQUENCE: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_BLANKS: Final = re.compile(r"\s+")
_KEPT_BLANKS: Final = frozenset("\u00a0\u202f")


def _one_blank(run: re.Match[str]) -> str:
    return run[0] if run[0] in _KEPT_BLANKS else " "


def tidy(text: str) -> str:
    """`text` on one line: runs of blanks made one space, noise left out.

    A no-break blank alone between two words is the writer's (10 000, « mot ») and stays.
    """
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    line = _BLANKS.sub(_one_blank, text)
    if not line.isprintable():
        line = _BLANKS.sub(_one_blank, _TERMINAL_SEQUENCE.sub("", line).translate(_NOISE))
    return line.strip()


def physical_lines(text: str) -> list[str]:
    """The lines of `text` as an editor counts them (LF, CRLF, CR), without their ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")
