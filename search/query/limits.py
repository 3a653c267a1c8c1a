"""How much may one query ask for? The limits, each with what it protects.

They hold for what a person types or pastes; a query tree built by a program has none.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "DEFAULT_NEAR",
    "MAX_CHARS",
    "MAX_COMPOUND",
    "MAX_COUNT",
    "MAX_DEPTH",
    "MAX_DISTANCE",
    "MAX_EXACT",
    "MAX_EXPANSIONS",
    "MAX_NEAR",
    "MAX_PATTERNS",
    "MAX_PHRASE",
    "MAX_STARS",
    "MAX_TELLING",
    "MAX_WORDS",
    "MIN_FUZZY_LETTERS",
    "MIN_OPEN_LETTERS",
    "MIN_WILDCARD_LETTERS",
]

# A pasted article fits, a pasted book does not and is told so.
MAX_CHARS: Final = 20_000
MAX_WORDS: Final = 2_000
# Patterns are looked up among all the words of an index, exact words in the texts, and phrases and nearness
# are compared place by place. Measured on Reuters-21578: at these limits the commonest words take about half
# a second, and sixty times NEAR half a minute.
MAX_PATTERNS: Final = 64
MAX_EXACT: Final = 256
MAX_PHRASE: Final = 256
# A compound of more parts is pasted noise (`a-a-a-…`): its first are looked for.
MAX_COMPOUND: Final = 64
MAX_NEAR: Final = 24
# Words that `--match any` looks for: the most telling ones of a pasted text. A query of 48 words takes about
# as long as one of ten, and the words that are left out would hardly change the order (chosen by eye).
MAX_TELLING: Final = 48
# Brackets within brackets: deeper ones are pasted noise, and reading them is recursive.
MAX_DEPTH: Final = 20
# `s*` would stand for a tenth of a dictionary.
MIN_WILDCARD_LETTERS: Final = 2
# In a row, in a word of which not even the beginning is given: `*er` would stand for a tenth again.
MIN_OPEN_LETTERS: Final = 3
# Terms one pattern may stand for, the most frequent first; the answer carries a warning when it is cut.
MAX_EXPANSIONS: Final = 1_000
# NEAR without a number: within a short sentence, as most newspaper archives have it.
DEFAULT_NEAR: Final = 10
# Farther than any passage is long (180 words) is the same as AND.
MAX_DISTANCE: Final = 1_000
MAX_COUNT: Final = 1_000
# `ab*c*d*e*` takes long to compare and means nothing anybody asks for.
MAX_STARS: Final = 3
# One typo in a word of two letters is another word.
MIN_FUZZY_LETTERS: Final = 3
