"""How is a judged query asked, so that none of its punctuation is read as an operator?

The query texts are sentences and headlines, and say nothing in Dateline's query language: brackets, quotes,
colons, leading hyphens, asterisks, AND and OR in a headline of capitals. Only their words are kept.

>>> plain_words('SHEARSON <AXP> SEES "STRONG" 4TH-QTR: WHAT IS -NOT- A/B?').text
'SHEARSON AXP SEES STRONG 4TH-QTR WHAT IS not A B'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dateline.indexer.analysis.folding import INVISIBLE, MARKS
from dateline.search.query.limits import MAX_CHARS, MAX_WORDS

__all__ = ["PlainQuery", "plain_words"]

# Letters and digits with the marks that stand on them; joined by apostrophes and hyphens, digits by commas
# and points; initials with their points.
LETTER: Final = rf"(?:[^\W_]|[{MARKS}{INVISIBLE}])"
WORD: Final = re.compile(rf"(?:[^\W\d_]\.){{2,}}|{LETTER}+(?:(?:['’-]|(?<=\d)[.,](?=\d)){LETTER}+)*")
# Words that are operators when written in capitals; with their numbers, NEAR/5 has lost its stroke already.
OPERATORS: Final = frozenset({"AND", "OR", "NOT", "NEAR", "ADJ"})


@dataclass(frozen=True, slots=True)
class PlainQuery:
    """The words to ask for. `cut` tells that the query language's limits left some out."""

    text: str
    cut: bool


def plain_words(text: str) -> PlainQuery:
    """The words of a text as a query without operators, cut at a word where the language's limits end it."""
    words = [word.lower() if word in OPERATORS else word for word in WORD.findall(text)]
    kept: list[str] = []
    # A hyphenated word counts as its parts: whichever way the language counts, the limit holds.
    parts, chars = 0, 0
    for word in words:
        parts += len(re.split(r"['’.,-]+", word.strip(".")))
        chars += len(word) + bool(kept)
        if parts > MAX_WORDS or chars > MAX_CHARS:
            return PlainQuery(" ".join(kept), cut=True)
        kept.append(word)
    return PlainQuery(" ".join(kept), cut=False)
