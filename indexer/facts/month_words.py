"""Where in a text may the name of a month stand?

Asked before dates are looked for: few texts name one, and to try all names at each letter takes longer than
all else that is read of a text. A word that is told may be no month's name; no name is left out.

>>> month_words("The market fell in May; the dealers met on 3 June.")
[4, 19, 45]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final

from dateline.indexer.analysis.months import CAPITALISED, UNCAPITALISED

__all__ = ["month_words"]

_HEAD: Final = 3  # letters, by which a word is told: no name has fewer
_WORD: Final = re.compile(r"[^\W\d_][^\W\d_]{2,}")  # sought by its first class: faster than by {3,}
_PLAIN_WORD: Final = re.compile("[A-Za-z][A-Za-z]{2,}")  # the same in ASCII
# Letters before the first that is a choice of several, and these: "ма[йяе]".
_LITERAL: Final = re.compile(r"([^\W\d_]+)(?:\[([^\]]+)\])?")
_ALPHABET: Final = "".join(map(chr, range(0x3000)))  # all whose upper and lower case are of our letters


def month_words(text: str) -> list[int]:
    """Where the words begin that may be, or begin with, the name of a month, ascending."""
    heads = _heads()
    words = _PLAIN_WORD if text.isascii() else _WORD
    if heads.isdisjoint([word[:_HEAD] for word in words.findall(text)]):
        return []
    return [word.start() for word in words.finditer(text) if word[0][:_HEAD] in heads]


@cache
def _heads() -> frozenset[str]:
    """The first letters of all names, in whichever case they may be written."""
    heads: set[str] = set()
    for table in (CAPITALISED, UNCAPITALISED):
        for name in " ".join(table.values()).split():
            for head in _spelled(name):
                heads.update(map("".join, product(*map(_cases, head))))
    return frozenset(heads)


def _spelled(name: str) -> Iterator[str]:
    """The heads of a name, which may be a pattern."""
    found = _LITERAL.match(name)
    assert found is not None
    if len(found[1]) >= _HEAD:
        yield found[1][:_HEAD]
    else:
        yield from (found[1] + letter for letter in found[2])


@cache
def _cases(letter: str) -> tuple[str, ...]:
    """A letter in all that a pattern takes for it where it asks for no case: i, I, ı, İ."""
    return tuple(re.findall(letter, _ALPHABET, re.IGNORECASE))
