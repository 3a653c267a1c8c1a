"""What Arabic and Hebrew write together with the word after it: and, the, in, to, from.

"And the Cairo" is one Arabic word. A prefix goes only where enough of the word is left, so that short words
do not meet: Hebrew "and" and "the" leave three letters, "in", "to", "from", "as" and "that" four. What is
taken off a word with prefixes is taken off the word without them too, if it begins so: both end the same.

>>> without_arabic_prefixes("والقاهره"), without_arabic_prefixes("واشنطن"), without_hebrew_prefixes("והממשלה")
('قاهره', 'واشنطن', 'משלה')
"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.analysis.folding import fold_accents

__all__ = [
    "as_noun",
    "without_arabic_accents",
    "without_arabic_and",
    "without_arabic_prefixes",
    "without_hebrew_prefixes",
]

# Roots that begin with wa-a: what follows is no word of its own.
_ROOTS: Final = (
    "حد|شنط|قع|قف|قي|قل|سع|سط|لد(?:$|ه|ي$|ت|ا)|لي(?:ه|ا)?$|دي|جه"
    "|جب|رد|رث|ضح|ضع|فد|فق|في|صل|صف|زن|ثق|عد|عي|عظ|هم|هب|كب|ت"
)
_ARABIC: Final = re.compile(
    f"و(?=ا(?!{_ROOTS})\\w{{3}})|ف(?=ال\\w{{3}})|[وف](?=ل?لل\\w{{3}}|بال\\w{{3}}|كال\\w{{3}})"
)
# The article, alone or after "in", "as", "so"; with "to" it is written ll-.
_ARTICLE: Final = re.compile(r"(?:[بكف]?ال|لل)(?=\w{3})")
# Endings that no verb has: plurals in -at, those from somewhere (-i, -iya, -iyin), plurals of participles.
_NOUN: Final = re.compile(r"\w{3,}ات|[^\Wيت]\w{2,}ي(?:[هة]|[وي]ن)?|(?:م\w{3,}|\wا\w\w)[وي]ن")
# و before another letter. Snowball takes it off too, but then leaves an ending that it takes elsewhere.
_AND: Final = re.compile(r"و(?=[^\Wاويىةءؤئ]\w{3})")
_AND_OF_STEM: Final = re.compile(r"و(?=[^\Wا]\w\w)")
_HEBREW: Final = re.compile(r"[הו](?=\w{3})|[בלמכש](?=\w{4})")


def without_arabic_prefixes(word: str) -> str:
    """The folded word without "and" or "so" in front of the article, of another prefix or of a long word, and
    without the article."""
    while (found := _ARABIC.match(word) or _AND.match(word) or _ARTICLE.match(word)) is not None:
        word = word[found.end() :]
    return word


def as_noun(word: str) -> str:
    """A word without prefixes as Snowball is to see it: a noun by its ending with the article, by which it
    knows one."""
    return "ال" + word if _NOUN.fullmatch(word) else word


def without_arabic_accents(word: str) -> str:
    """A normalised word without vowel signs, and with plain alefs.

    What a hamza else sits on stays: Snowball's rules would take هيئة for another word as هيية.
    """
    if word.isascii():
        return word
    return "".join([fold_accents(letter) if letter not in "ئؤ" else letter for letter in word])


def without_arabic_and(stem: str) -> str:
    """A stem without its first و: Snowball takes that off "minister", and leaves it to "the minister"."""
    found = _AND_OF_STEM.match(stem)
    return stem[found.end() :] if found else stem


def without_hebrew_prefixes(word: str) -> str:
    """The folded word without all prefixes that leave enough of it."""
    while (found := _HEBREW.match(word)) is not None:
        word = word[found.end() :]
    return word
