"""Which blocks of an article say again what others of it say?

A pull quote, a caption printed twice, a summary made of the story's own sentences: all of their runs of five
words stand in other blocks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from dateline.indexer.cleaning.outline import Block

__all__ = ["repeats"]

_SIGNS: Final = re.compile(r"[^\w\s]|_")
_SHINGLE: Final = 5  # words
_FEWEST: Final = 8  # words of a block that can be told to be a repeat
_SHARE: Final = 0.9  # of its shingles


def repeats(blocks: Sequence[Block], kept: Sequence[int], doubtful: Collection[int]) -> set[int]:
    """Those of the doubtful blocks whose words all stand in other kept ones; of two alike the later."""
    words = {number: _SIGNS.sub("", blocks[number].text.casefold()).split() for number in kept}
    # Only what stands in a doubtful one is looked for.
    where: dict[tuple[str, ...], list[int]] = {
        shingle: [] for number in doubtful for shingle in _shingles(words[number])
    }
    for number, found in words.items():
        for shingle in _shingles(found):
            places = where.get(shingle)
            if places is not None and len(places) < 3 and (not places or places[-1] != number):
                places.append(number)
    again: set[int] = set()
    for number in sorted(doubtful, key=lambda number: (len(words[number]), -number)):
        own = _shingles(words[number])
        if len(words[number]) < _FEWEST:
            continue
        held = sum(any(place != number and place not in again for place in where[shingle]) for shingle in own)
        if held >= _SHARE * len(own):
            again.add(number)
    return again


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
