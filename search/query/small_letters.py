"""Were operators typed in small letters, where they are words?

`or`, `and`, `not` are words like any other: titles and quotations have them. Who meant an operator is told
once how it is typed; a pasted sentence is left alone.

>>> small_letters_note("oil or gas")
"'or' is searched as a word; OR in capitals finds either"
>>> small_letters_note("to be or not to be and so on, as the poet of all poets has it, and nobody else")
"""

from __future__ import annotations

from typing import Final

__all__ = ["small_letters_note"]

_MOST_WORDS: Final = 8  # a longer text is a sentence (chosen by eye), and so is one with its punctuation
_OF_SENTENCES: Final = frozenset('".,;!?…')
_MEANT: Final = {
    "or": "OR in capitals finds either",
    "and": "all words are asked for without it",
    "not": "NOT in capitals leaves out",
}


def small_letters_note(text: str) -> str | None:
    """A hint for the first of the words that stands where its operator would; None for none."""
    words = text.split()
    if len(words) > _MOST_WORDS or not _OF_SENTENCES.isdisjoint(text):
        return None
    for place, word in enumerate(words[:-1]):
        if word in _MEANT and (place or word == "not"):
            return f"{word!r} is searched as a word; {_MEANT[word]}"
    return None
