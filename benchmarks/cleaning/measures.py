"""How near is what was extracted to what should have been?

Bodies are compared by their runs of four words, as the article extraction benchmark of Zyte does
(https://github.com/scrapinghub/article-extraction-benchmark): each page weighs the same, precision and
recall are means over pages, F1 is made of those means.

>>> shared = overlap("One two three four five.", "One two three four six.")
>>> shared.precision, shared.recall
(0.5, 0.5)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Overlap", "f1", "lost_paragraphs", "names", "overlap", "plain", "same_words", "snippets_right"]

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 4  # words
_LEAST_WORDS: Final = 8  # of a paragraph that can be lost
_LOST: Final = 0.5  # up to which share of its runs found a paragraph is lost
_NAMES: Final = re.compile(r"\s*(?:[,;|/&]|\s(?:and|und|et|y)\s)\s*")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Runs of words found and right, found and wrong, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Which share of what was found is right; None when nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Which share of what is right was found; None when nothing was to be found."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else None


def overlap(gold: str, found: str) -> Overlap:
    """The runs of four words of two texts, each as often as it occurs; a shorter text is one run."""
    wanted, got = Counter(_runs(gold)), Counter(_runs(found))
    right = (wanted & got).total()
    return Overlap(right, got.total() - right, wanted.total() - right)


def f1(precision: float, recall: float) -> float:
    """The harmonic mean; 0 when both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def same_words(gold: str, found: str) -> bool:
    """Whether the texts are the same word for word, in order."""
    return _WORD.findall(gold) == _WORD.findall(found)


def lost_paragraphs(gold: str, found: str) -> int:
    """How many paragraphs (lines) of eight words and more are missing, but for half of their runs."""
    got = Counter(_runs(found))
    lost = 0
    for line in gold.split("\n"):
        runs = [*_runs(line)]
        if len(_WORD.findall(line)) >= _LEAST_WORDS:
            lost += sum(run in got for run in runs) <= _LOST * len(runs)
    return lost


def snippets_right(present: Iterable[str], absent: Iterable[str], found: str) -> tuple[int, int]:
    """How many snippets are where they should be, in the text or not, and how many there are."""
    text = _flat(found)
    right = [_flat(snippet) in text for snippet in present]
    right += [_flat(snippet) not in text for snippet in absent]
    return sum(right), len(right)


def plain(text: str) -> str:
    """A title to compare: without case, signs and blanks."""
    return " ".join(_WORD.findall(text.casefold()))


def names(text: str) -> frozenset[str]:
    """The people of a byline, to compare: without case, signs and order."""
    return frozenset(name for part in _NAMES.split(text) if (name := plain(part)))


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text)
    if words:
        yield from zip(*(words[place:] for place in range(min(_RUN, len(words)))), strict=False)


def _flat(text: str) -> str:
    return " ".join(text.split())
