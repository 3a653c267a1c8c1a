"""Is a hyphen at the end of a wrapped line one of the word, or was the word broken there?

A broken word is put together where its parts are no two words: by the same text, which may have the word or
the compound elsewhere, and by a word list of its language where there is one (pyspellchecker, loaded when a
line ends so). What is left undecided is put together unless both parts are words of the text.

>>> text = ["The ministry of trans-", "port spoke of the well-", "known Tajik-", "Afghan border."]
>>> LineEnds("\\n".join(text)).join(text)
'The ministry of transport spoke of the well-known Tajik-Afghan border.'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Final

from dateline.indexer.analysis.scripts import has_no_blank_between
from dateline.indexer.facts.language import detect_language

__all__ = ["SOFT_HYPHEN", "LineEnds"]

SOFT_HYPHEN: Final = "\u00ad"

_END: Final = re.compile(r"(?P<before>[^\W_]+)[-\u2010]$")
_BEGIN: Final = re.compile(r"[^\W_]+")
_WORD: Final = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
_LANGUAGE_CHARS: Final = 2000
_LONGEST_WORD: Final = 64
# Languages whose compounds are written as one word: a hyphen at a line end is none of theirs.
_CLOSED: Final = frozenset({"de", "nl", "da", "sv", "no", "nb", "nn", "fi", "et", "hu", "is"})
_LISTED: Final = frozenset({"ar", "de", "en", "es", "eu", "fa", "fr", "it", "lv", "nl", "pt", "ru"})
# A word a hundred times rarer than both its parts is a slip for the compound (wellknown).
_RARER: Final = 100
# After these the hyphen stands for what follows: Ein- und Ausgang, two- and three-year.
_SUSPENDING: Final = frozenset(
    [
        "and",
        "or",
        "to",
        "und",
        "oder",
        "bis",
        "sowie",
        "beziehungsweise",
        "et",
        "ou",
        "y",
        "o",
        "e",
        "u",
        "ed",
        "en",
        "of",
        "og",
        "och",
        "eller",
        "i",
        "a",
        "и",
        "или",
        "та",
        "або",
        "және",
        "немесе",
    ]
)


class LineEnds:
    """Joins the lines of one text; `text` is all of it, by which doubts are settled."""

    def __init__(self, text: str) -> None:
        self._text = text

    def join(self, lines: Iterable[str]) -> str:
        """The lines of one paragraph as one, words that were broken put together.

        They are parted by blanks, but for those of a writing that has none.
        """
        parts: list[str] = []
        for line in lines:
            if parts and parts[-1].endswith(SOFT_HYPHEN):
                parts[-1] = parts[-1][:-1]
                parts.append(line)
                continue
            end = _END.search(parts[-1][-_LONGEST_WORD:]) if parts else None
            begin = _BEGIN.match(line)
            if end is None or begin is None or begin[0].lower() in _SUSPENDING:
                is_parted = parts and not has_no_blank_between(parts[-1][-1:], line[:1])
                parts += [" ", line] if is_parted else [line]
            elif self._is_broken(end["before"], begin[0]):
                parts[-1] = parts[-1][:-1]
                parts.append(line)
            else:
                parts.append(line)
        return "".join(parts)

    def _is_broken(self, before: str, after: str) -> bool:
        if not (before + after).isalpha():  # 1941-1945, F-16
            return False
        if after[0].isupper() and not (before.isupper() and after.isupper()):
            return False
        first, second = before.lower(), after.lower()
        whole = first + second
        if whole in self._words:
            return True
        if f"{first}-{second}" in self._words:
            return False
        if self._language in _CLOSED:
            return True
        counts = _word_list(self._language)
        if not counts:
            return not (first in self._words and second in self._words)
        rarest = min(counts.get(first, 0), counts.get(second, 0))
        return counts.get(whole, 0) * _RARER > rarest or not rarest

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words that stand within lines; the parts of compounds too."""
        found: set[str] = set()
        for line in self._text.lower().splitlines():
            words = _WORD.findall(line)
            if _END.search(line.rstrip()):
                words = words[:-1]
            for word in words:
                found.add(word.replace("\u2010", "-"))
        return frozenset(found)

    @cached_property
    def _language(self) -> str | None:
        return detect_language(self._text[:_LANGUAGE_CHARS])


@cache
def _word_list(language: str | None) -> Mapping[str, int]:
    """How often words are used; nothing for a language without a list."""
    if language not in _LISTED:
        return {}
    from spellchecker import SpellChecker  # .2 s to load a list, and seldom needed

    counts: Mapping[str, int] = SpellChecker(language=language, distance=1).word_frequency.dictionary
    return counts
