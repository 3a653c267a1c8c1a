"""Is what was typed a query, or a text that was pasted? A paragraph or an article has no operators.

A text is told by its length, by the signs of its sentences, and by its having no sign that only a query has.
Its quotes, brackets and dashes say nothing then, and AND, OR and NOT are words: what a query would leave out
is what the text itself says.

>>> is_prose("border guards NOT drone"), [part.text for part in prose('He did "NOT" go (yet).').parts]
(False, ['He', 'did', 'NOT', 'go', 'yet'])
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.analysis.tokens import TOKEN
from dateline.search.query.names import FIELD_NAMES, NAMED_FIELDS
from dateline.search.query.syntax import And, Term

__all__ = ["PROSE_NOTE", "has_signs", "is_prose", "prose"]

PROSE_NOTE: Final = (
    "read as a text, since it has sentences: quotes, brackets, dashes say nothing, AND, OR and NOT are words"
)

# Chosen by eye: a question is shorter, and a query of so many words has operators between them.
_LEAST_CHARS: Final = 90
_LEAST_WORDS: Final = 30
_LEAST_STOPS: Final = 2
_WORDS_AN_OPERATOR: Final = 12
_LETTERS_A_WORD: Final = 2  # of writings without blanks

_STOP: Final = lazy_pattern(r"(?<=[\w\"'”»’)])[.,;:!?…](?=[\s\"'”»’)]|\Z)|[、。，；！？：।။።؟،؛]")
_OPERATOR: Final = lazy_pattern(r"(?<!\S)\(*(?:AND|OR|NOT|ANDNOT)(?!\S)")
# What no sentence has: a field with its value, nearness, a word left open, what is exact or counted.
_OF_QUERIES: Final = lazy_pattern(
    rf"(?<!\S)[-+(!]*(?:(?:{'|'.join(FIELD_NAMES)}|(?:{'|'.join(NAMED_FIELDS)})\.[\w.-]+|atleast\d+):[^\s,]|=[\w\"“])"
    r"|(?<!\S)(?:NEAR|ADJ)(?:/\d+)?(?!\S)|(?<!\S)[wW]/(?:[sSpP]|\d+)(?!\S)|\w[*~](?!\S)|&&|\|\|"
)
_SIGNS: Final = lazy_pattern(r"[\"“”„«»()|*~=]|(?<!\S)[-+!]\w|(?<!\S)(?:AND|OR|NOT)(?!\S)")
_CHUNK: Final = re.compile(r"\S+")


@lru_cache(maxsize=4)  # asked by the parser, and when it is said how the query was read
def is_prose(text: str) -> bool:
    """Whether the text is a pasted one."""
    if len(text) < _LEAST_CHARS or _OF_QUERIES.search(text):
        return False
    stops = len(_STOP.findall(text))
    if stops < _LEAST_STOPS:
        return False
    words = 0
    for token in TOKEN.findall(text):
        words += len(token) // _LETTERS_A_WORD if has_unspaced(token) else 1
    operators = len(_OPERATOR.findall(text))
    return words >= _LEAST_WORDS and operators * _WORDS_AN_OPERATOR <= words


def has_signs(text: str) -> bool:
    """Whether the text has anything that would say something in a query."""
    return _SIGNS.search(text) is not None


def prose(text: str) -> And:
    """The words of the text, all of them; `parts` is empty where it has none."""
    terms = [
        Term(token.group(), chunk.start() + token.start(), chunk.start() + token.end())
        for chunk in _CHUNK.finditer(text)
        for token in TOKEN.finditer(chunk.group())
    ]
    return And(tuple(terms), 0, len(text))
