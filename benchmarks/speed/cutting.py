"""How an article is cut into the passages that all engines index.

Runs of whole sentences of at least 100 words; the tail of an article joins the passage before it when it has
under 30; a "sentence" over 200 words, usually a table, is cut at 200. It is a cut of the benchmark's own, so
that no engine's way of cutting is measured: Reuters-21578 gives 29,494 passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["cut"]

PASSAGE_WORDS: Final = 100
TAIL_WORDS: Final = 30
LONGEST_SENTENCE: Final = 200
BOUNDARY: Final = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[\"'(]?[A-Z0-9])")
ABBREVIATION: Final = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Dr|St|Inc|Corp|Co|Ltd|Gov|Sen|Rep|Gen|No|vs"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.$"
)


def cut(text: str) -> list[str]:
    """The passages of a text, in order; runs of white space are one blank. No text, no passage."""
    passages: list[str] = []
    run: list[str] = []
    words = 0
    for sentence in _sentences(" ".join(text.split())):
        run.append(sentence)
        words += sentence.count(" ") + 1
        if words >= PASSAGE_WORDS:
            passages.append(" ".join(run))
            run, words = [], 0
    if run and passages and words < TAIL_WORDS:
        passages[-1] += " " + " ".join(run)
    elif run:
        passages.append(" ".join(run))
    return passages


def _sentences(text: str) -> Iterator[str]:
    for sentence in _whole_sentences(text):
        words = sentence.split()
        for start in range(0, len(words), LONGEST_SENTENCE):
            yield " ".join(words[start : start + LONGEST_SENTENCE])


def _whole_sentences(text: str) -> Iterable[str]:
    start = 0
    for boundary in BOUNDARY.finditer(text):
        if not ABBREVIATION.search(text, start, boundary.start()):
            yield text[start : boundary.end()].rstrip()
            start = boundary.end()
    yield text[start:]
