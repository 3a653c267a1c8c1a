"""Which characters of a source are text, and which are noise to leave out?

>>> tidy(" two\\u00a0 words\\x07 ")
'two words'
"""

from __future__ import annotations

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


def tidy(text: str) -> str:
    """`text` on one line: runs of blanks of any kind (NBSP too) made one space, noise left out."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join(line.translate(_NOISE).split())


def physical_lines(text: str) -> list[str]:
    """The lines of `text` as an editor counts them (LF, CRLF, CR), without their ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")
