"""Signs that exclude, glued to what stands before them: `(oil)-gas`, `!!oil`, `NOT-gas`.

Right after a bracket or a quote a hyphen may join (`"green"-minded`, `(OPEC)-led`) or exclude, and so a short
query is asked which; in a pasted sentence it joins, and a note says so. Two signs in a row, and an operator
with a hyphen after it, are refused.
"""

from __future__ import annotations

import re
from typing import Final

from dateline.search.query.typed import Typed

__all__ = ["BEFORE_A_SIGN", "refuse_glued", "refuse_hyphened_operator", "refuse_signs"]

# What stands right before a sign that excludes or requires, besides a blank.
BEFORE_A_SIGN: Final = "([{|&,;"

_SIGNS: Final = re.compile(r"(?!--+(?![-+!]))[-+!]{2,}(?=[^\W\d_]|[\"“„«(=])")
_HYPHENED: Final = re.compile(r"(AND|OR|NOT)-(?=\S)(.*)")
_SENTENCE_WORDS: Final = 12  # longer texts are pasted; chosen by eye


def refuse_signs(typed: Typed, at: int) -> None:
    """Refuse two signs or more before one thing: `!!oil`, `-!gas`, `+-gas`. Dashes only are a dash."""
    found = _SIGNS.match(typed.text, at)
    if not found:
        return
    signs = found.group()
    ways = [
        ("To leave it out", typed.edited(at, found.end(), "-")),
        ("To search for it", typed.edited(at, found.end())),
    ]
    if (signs.count("-") + signs.count("!")) % 2 == 0:
        ways.reverse()
    typed.refuse(f"{signs!r} is more than one sign", at, *ways)


def refuse_glued(typed: Typed, at: int) -> None:
    """Refuse the `-` or `!` at a place, which follows right on a bracket or quote, or stands before one."""
    if len(typed.text.split(maxsplit=_SENTENCE_WORDS)) > _SENTENCE_WORDS:
        return
    typed.refuse(
        f"{typed.text[at]!r} may exclude or join",
        at,
        ("To leave out what follows", typed.edited(at, at + 1, " -")),
        ("To search for it", typed.edited(at, at + 1, " ")),
    )


def refuse_hyphened_operator(typed: Typed, start: int, chunk: str) -> None:
    """Refuse `NOT-gas`, unless all is in capitals, where NOT-GUILTY is a word."""
    found = _HYPHENED.fullmatch(chunk) if "-" in chunk else None
    after = typed.text[start + len(chunk) : start + len(chunk) + 1]
    if not found and chunk in ("AND-", "OR-", "NOT-") and after in tuple('"“„«('):
        found = re.match(r"(\w+)-()", chunk)
    if not found or typed.text == typed.text.upper():
        return
    operator, end = found[1], start + len(chunk)
    spaced = f"NOT {found[2]}" if operator == "NOT" else f"{operator} -{found[2]}"
    quoted = ("To search the word, quote it", typed.edited(start, end, f'"{chunk}"'))
    typed.refuse(
        f"{operator} has a blank after it",
        start,
        ("Type", typed.edited(start, end, spaced)),
        *((quoted,) if found[2] else ()),
    )
