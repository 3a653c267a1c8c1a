"""Where does the word end that begins at a place of a text?

A text is not analysed again for that where a pattern tells it: nine words in ten are letters and digits
between blanks. `kernels/word_ends.c` says the same of texts in which it knows every letter.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.folding import INVISIBLE, MARKS
from dateline.indexer.analysis.patterns import lazy_pattern
from dateline.indexer.analysis.scripts import BETWEEN, UNSPACED
from dateline.indexer.analysis.tokens import analyzer, token_pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

__all__ = ["plain_word", "word_end"]

# What may join two runs of letters and digits into one token of several parts (analysis.TOKEN) ...
_JOINS: Final = "'’‘‛′`´＇\\-‐‑‒–&.,*:_/\"״”\u00a0\u202f"
# ... and what a token has inside that is neither: marks and joiners. And the scripts without blanks, in
# which each character is a part.
_SPECIAL: Final = MARKS + INVISIBLE + UNSPACED + BETWEEN
_PLAIN_WORD: Final = lazy_pattern(
    rf"(?<![^\W_][{_JOINS}])[^\W_{_SPECIAL}]+(?![^\W_]|[{_SPECIAL}+#]|[{_JOINS}]-?[^\W_])"
)
# Of ASCII letters with ASCII around them it says the same, and is compiled in a tenth of the time.
_ASCII_WORD: Final = lazy_pattern(
    rf"(?<![^\W_][{_JOINS}])[A-Za-z0-9]+(?![^\W_]|[^\x00-\x7f]|[+#]|[{_JOINS}]-?[^\W_])"
)
# Nine in ten are told sooner by this one.
_ENGLISH_WORD: Final = lazy_pattern(r"(?<=[ \n(\"])[A-Za-z0-9]+(?=[ \n;?!)]|[.,:\"][ \n])")


def plain_word(text: str, start: int) -> re.Match[str] | None:
    """The word that begins there, if it is a token of one part."""
    word = _ENGLISH_WORD.match(text, start) or _ASCII_WORD.match(text, start)
    if word is None and not text[slice(*_unbroken(text, start))].isascii():
        word = _PLAIN_WORD.match(text, start)
    return word


def _unbroken(text: str, start: int) -> tuple[int, int]:
    """The stretch without a blank or line break around a character: no token goes beyond it."""
    begin = text.rfind(" ", 0, start) + 1
    begin = max(text.rfind("\n", begin, start) + 1, begin)
    end = text.find(" ", start)
    end = len(text) if end < 0 else end
    line_end = text.find("\n", start, end)
    return begin, end if line_end < 0 else line_end


def word_end(text: str, start: int, language: Callable[[], str | None], asked: Callable[[str], bool]) -> int:
    """Where the word ends that begins there.

    Inside a token of several parts it is the longest entry there with a term asked for. `language` is that of
    the text; `asked` tells whether the query asks for a term.
    """
    word = plain_word(text, start)
    if word is not None:
        return word.end()
    before, after = _unbroken(text, start)
    around = text[before:after]
    for token in token_pattern(around).finditer(around):
        if before + token.end() > start:
            begin = before + token.start()
            here = _entries_at(language() or "xx", token[0], start - begin)
            ends = [end for term, end in here if len(here) == 1 or asked(term)] or [end for _, end in here]
            return begin + max(ends) if ends else before + token.end()
    return start


@lru_cache(maxsize=4096)
def _entries_at(language: str, token: str, start: int) -> tuple[tuple[str, int], ...]:
    """The terms of a token that begin at this character of it, and where they end."""
    entries = analyzer(language).entries(token)
    return tuple([(entry.term, entry.end) for entry in entries if entry.start == start])
