"""How likely is text within elements of each name to be an article's? Learned from pages with bodies.

Each page with a name counts once, whatever it holds: as the share of its text in elements of that name that
is the article's, and the share that isn't. Names on few pages are not learned.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from benchmarks.cleaning.training.examples import Example
from dateline.indexer.cleaning.model.names import parts

__all__ = ["learn_odds"]

_LEAST_PAGES: Final = 4
_HUNDREDTHS: Final = 100


def learn_odds(pages: Iterable[Example]) -> dict[str, int]:
    """The logarithm of the odds of each part of a name, in hundredths, by part in alphabetical order."""
    inside: dict[str, float] = defaultdict(float)
    outside: dict[str, float] = defaultdict(float)
    seen: dict[str, int] = defaultdict(int)
    for page in pages:
        if page.weak or not page.taught:
            continue
        for part, (right, wrong) in _shares(page).items():
            inside[part] += right
            outside[part] += wrong
            seen[part] += 1
    return {
        part: round(_HUNDREDTHS * math.log((inside[part] + 0.5) / (outside[part] + 0.5)))
        for part in sorted(seen)
        if seen[part] >= _LEAST_PAGES
    }


def _shares(page: Example) -> dict[str, tuple[float, float]]:
    """For each part, the shares of the text in its elements that are the article's and that are not."""
    sizes = [math.sqrt(min(len(block.text), 400)) for block in page.page.blocks]
    every = [0.0, *accumulate(sizes)]
    right = [0.0, *accumulate(own * label for own, label in zip(sizes, page.everywhere, strict=True))]
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    last = len(sizes)
    for element in page.page.elements:
        end = min(element.end, last)
        if element.label and end > element.first:
            article = right[end] - right[element.first]
            other = every[end] - every[element.first] - article
            for part in parts(element.label):
                sums[part][0] += article
                sums[part][1] += other
    return {
        part: (article / (article + other), other / (article + other))
        for part, (article, other) in sums.items()
        if article + other > 0
    }
