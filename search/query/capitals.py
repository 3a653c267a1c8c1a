"""Headlines in capitals, where AND, OR and NOT are words like the others.

A headline is told from a query by its length: all of it is in capitals, without a sign of the query language,
and between its ANDs, ORs and NOTs words stand in rows, as they do in sentences. `NATO OR EU NOT UN` is none.
It may end in an aside in brackets, or after six words in a source with a dash before it (`… PLANS -REPORT`).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["HEADLINE_NOTE", "is_headline"]

HEADLINE_NOTE: Final = (
    "all of it is in capitals, so AND, OR, NOT and a dash are read as words; "
    "for operators write the other words in small letters"
)

# Words before the dash of "… OUTPUT PLANS -REPORT", where a query would leave a word out.
_LONG_ROW: Final = 6
# Chosen by eye on headlines of Reuters-21578 and on queries of names: AT&T OR IBM, WORLD BANK NOT IMF.
_WORDS: Final = 5
_ROW: Final = 3

_OPERATOR: Final = re.compile(r"(?<!\S)(?:AND|OR|NOT)(?!\S)")
# An aside in brackets at the end, or a source after a dash: MEETS TODAY (UPDATE), … OUTPUT PLANS -REPORT.
_ASIDE: Final = re.compile(r"(?<=\s)\((?!(?:[^()]*\s)?(?:AND|OR|NOT)\s)[^()|*~=\"]*\)\s*\Z")
_SOURCE: Final = re.compile(r"(?<=\s)-[^\W\d_]+\s*\Z")
_SIGNS: Final = re.compile(r'["“”„«»()*|~=]|\w:\w|(?<!\S)[-+!]\w|(?<!\S)(?:NEAR|ADJ)\b|&&|\bW/')


def is_headline(text: str) -> bool:
    """Whether the text is a headline in capitals with an AND, OR or NOT in it.

    >>> is_headline("MINISTERS AGREED NOT TO PUBLISH BANDS"), is_headline("NATO AND EU NOT UN")
    (True, False)
    >>> is_headline("FORD <F> INCREASES 2ND QTR OUTPUT PLANS -REPORT"), is_headline("NATO EU -UN")
    (True, False)
    """
    if text != text.upper():
        return False
    aside = _ASIDE.search(text)
    words = text[: aside.start()] if aside else text
    ending = _SOURCE.search(words)
    if ending:
        words = words[: ending.start()]
        if len(words.split()) < _LONG_ROW:
            return False
    if not (ending or _OPERATOR.search(words)) or _SIGNS.search(words):
        return False
    rows = [len(row.split()) for row in _OPERATOR.split(words)]
    # A word in brackets says nothing in a query, and so tells of a sentence.
    said = len(aside[0].split()) if aside else 0
    return sum(rows) + said >= _WORDS and max(rows) >= (_ROW - 1 if aside else _ROW)
