"""Tells the characters of a source that are text from noise to leave out.

>>> tidy(" two\\u00a0 words\\x07 "), tidy("10\\u00a0000 people")
('two words', '10\\xa0000 people')
>>> tidy("a \\x1b[31mred\\x1b[0m line")
'a red line'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["folded", "is_data", "opening_words", "physical_lines", "tidy"]

# Never shown and never searched, whatever stands around it.
_NOISE: Final[dict[int, str | None]] = {
    # Controls, C0 and C1: they drive a terminal.
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), None),
    # Soft hyphen, zero-width blank, word joiner, byte order mark: they would part a word from its index term.
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF), None),
    # Overrides of direction: they make a text read otherwise than it is stored, in every language.
    **dict.fromkeys((0x202D, 0x202E), None),
    # Deprecated format characters (Unicode 3.0: "strongly discouraged").
    **dict.fromkeys(range(0x206A, 0x2070), None),
    # Interlinear annotation: for a program's own use, "not intended for interchange".
    **dict.fromkeys(range(0xFFF9, 0xFFFC), None),
    # Noncharacters: each is no character for ever.
    **dict.fromkeys(range(0xFDD0, 0xFDF0), None),
    **{plane << 16 | last: None for plane in range(17) for last in (0xFFFE, 0xFFFF)},
    # A lone surrogate is no character at all and can't be written as UTF-8.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# What has a meaning in some places only. ZWNJ and ZWJ (Persian, Indic, emoji) always stay.
# Tags: only as the flag of a region (England, Scotland, Wales: a black flag, letters and digits, an end).
_TAGS: Final = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f]"
)
# Direction marks, embeddings and isolates: where a letter that is written from the right stands beside them.
_DIRECTIONS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]")
_FROM_THE_RIGHT: Final = re.compile(
    "[\u0590-\u05ff\u0620-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


# What colours a terminal, saved with its output: whole, or its letters would stay behind as words.
_TERMINAL_SEQUENCE: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_DATA_CHARS: Final = 100
_DATA: Final = re.compile(rf"[A-Za-z0-9+/=_-]{{{_DATA_CHARS},}}|(?:%[0-9A-Fa-f]{{2}}){{30,}}")
# Lines of Base64 as mails have them: letters of both kinds and digits, 60 to 76 of them without a sign.
_DATA_LINE: Final = re.compile(
    r"(?<!\S)(?=[^\s0-9]{0,75}[0-9])(?=[^\sa-z]{0,75}[a-z])(?=[^\sA-Z]{0,75}[A-Z])[A-Za-z0-9+/]{60,76}(?!\S)"
)
_DATA_WORD: Final = 60  # characters of the shortest run of either kind, which holds no blank
_BLANKS: Final = re.compile(r"\s+")
_SIGNS: Final = re.compile(r"[\W_]+")
_ASCII_SIGNS: Final = bytes(code for code in range(128) if not chr(code).isalnum())
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
        line = _BLANKS.sub(_one_blank, _meant(_TERMINAL_SEQUENCE.sub("", line).translate(_NOISE)))
    return line.strip()


def _meant(line: str) -> str:
    """The line without the invisible characters that mean nothing where they stand."""
    line = _TAGS.sub(lambda found: found[1] or "", line)
    if _DIRECTIONS.search(line) and not _FROM_THE_RIGHT.search(line):
        line = _DIRECTIONS.sub("", line)
    return line


def is_data(text: str) -> bool:
    """Whether most of a text is bytes written as letters (Base64, %D0%B1): runs of 100 and more, or lines.

    >>> is_data("PGRpdj48" * 20), is_data("PGRpdj48" * 9 + " " + "aW4gZ7Vs" * 9), is_data("Rhabarber" * 9)
    (True, True, False)
    """
    if len(text) < _DATA_CHARS or max(map(len, text.split())) < _DATA_WORD:
        return False  # most texts: their words are looked at much faster than for runs
    return any(2 * sum(map(len, runs.findall(text))) > len(text) for runs in (_DATA, _DATA_LINE))


def folded(text: str) -> str:
    """The letters and digits of a text, case folded: what two spellings of it share."""
    if text.isascii():  # a hundredth of a microsecond a character
        return text.lower().encode("ascii").translate(None, _ASCII_SIGNS).decode("ascii")
    return _SIGNS.sub("", text.casefold())


def opening_words(texts: Iterable[str], most: int) -> str:
    """The first `most` characters of texts joined by blanks."""
    parts: list[str] = []
    left = most
    for text in texts:
        if left <= 0:
            break
        parts.append(text[:left])
        left -= len(text) + 1
    return " ".join(parts)[:most]


def physical_lines(text: str) -> list[str]:
    """The lines of `text` as an editor counts them (LF, CRLF, CR), without their ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")
