"""Which segments are merged while a long run goes on?

Few: what a run publishes on its way need not be as tidy as what it leaves. A search pays for every segment,
a run for every byte it rewrites; so segments may pile up to `PILE` of a size before they become one of the
next size, as in a log-structured merge tree (O'Neil et al. 1996). A passage is then rewritten once for each
size it passes through, which are a factor of `PILE` apart: twice in a run of 100 to 1,000 checkpoints. When a
run ends the policy of merge.py has its say.

As there, only neighbours are merged, so that the order of the articles stays that of indexing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = ["PILE", "choose_piled"]

PILE: Final = 10


def choose_piled(sizes: Sequence[int]) -> range | None:
    """Which segments to merge, of these live passages in their order: a run at the end, None for none.

    The size of a segment is a power of `PILE`. The run is the one of the smallest size for which as many as
    `PILE` segments at the end are that size or smaller; one that is larger than all others of them together
    is not rewritten for their sake.
    """
    levels = [_level(size) for size in sizes]
    for level in sorted(set(levels)):
        first = len(levels)
        while first and levels[first - 1] <= level:
            first -= 1
        while 2 * max(sizes[first:], default=0) > sum(sizes[first:]):
            first += sizes[first:].index(max(sizes[first:])) + 1
        if len(levels) - first >= PILE:
            return range(first, len(levels))
    return None


def _level(size: int) -> int:
    level = 0
    while size >= PILE:
        size //= PILE
        level += 1
    return level
