"""Is a text an article's, or data that only looks like text?

A file within its kind's limit of bytes may hold a million lines of one letter, or a million words each of its
own, and take a hundred times its size in memory. No article does, so it is said and not read.

>>> why_no_article("Leaders of six states met on Monday.")
>>> why_no_article("a\\n" * 300_000)
'300,001 lines, the limit is 250,000'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dateline.indexer.errors import SourceError

__all__ = ["demand_article", "why_no_article"]

# The longest book has 6 MB: 90,000 lines of 70 characters. A line takes half a kilobyte as a paragraph.
_MOST_LINES: Final = 250_000
# All of Reuters-21578, 27 MB, has 39,000; a language with many endings some times that. A word takes 800
# bytes.
_MOST_WORDS: Final = 400_000
_FEW_CHARS: Final = 2**20  # can't have so many words: they are not counted
_WINDOW: Final = 2**16
_LONG: Final = 64  # characters: what is longer between two blanks is looked into
_RUN: Final = re.compile(r"[^\W_]{1,255}")


def why_no_article(*texts: str) -> str | None:
    """Why texts are not those of one article; None when they may be."""
    lines = sum(text.count("\n") + 1 for text in texts)
    if lines > _MOST_LINES:
        return f"{lines:,} lines, the limit is {_MOST_LINES:,}"
    if sum(map(len, texts)) <= _FEW_CHARS:
        return None
    met: set[str] = set()
    for text in texts:
        for start in range(0, len(text), _WINDOW):
            met.update(_words(text[start : start + _WINDOW]))
            if len(met) > _MOST_WORDS:
                return f"more than {_MOST_WORDS:,} different words: data, no article"
    return None


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        if len(word) <= _LONG:
            yield word
        else:
            yield from _RUN.findall(word)


def demand_article(*texts: str) -> None:
    """SourceError when texts are not those of one article."""
    if (reason := why_no_article(*texts)) is not None:
        raise SourceError(None, reason)
