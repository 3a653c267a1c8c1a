"""Headlines in capitals, where AND, OR and NOT are words like the others.

A headline is told from a query by its length: all of it is in capitals, without a sign of the query language,
and between its ANDs, ORs and NOTs words stand in rows, as they do in sentences. `NATO OR EU NOT UN` is none.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["HEADLINE_NOTE", "is_headline"]

HEADLINE_NOTE: Final = (
    "all of it is in capitals, so AND, OR and NOT are read as words; "
    "for operators write the other words in small letters"
)

# Chosen by eye on headlines of Reuters-21578 and on queries of names: AT&T OR IBM, WORLD BANK NOT IMF.
_WORDS: Final = 5
_ROW: Final = 3

_OPERATOR: Final = re.compile(r"(?<!\S)(?:AND|OR|NOT)(?!\S)")
_SIGNS: Final = re.compile(r'["“”„«»()*|~=]|\w:\w|(?<!\S)[-+!]\w|(?<!\S)(?:NEAR|ADJ)\b|&&|\bW/')


def is_headline(text: str) -> bool:
    """Whether the text is a headline in capitals with an AND, OR or NOT in it.

    >>> is_headline("MINISTERS AGREED NOT TO PUBLISH BANDS"), is_headline("NATO AND EU NOT UN")
    (True, False)
    """
    if text != text.upper() or not _OPERATOR.search(text) or _SIGNS.search(text):
        return False
    rows = [len(row.split()) for row in _OPERATOR.split(text)]
    return sum(rows) >= _WORDS and max(rows) >= _ROW
