"""Which blocks does a run of the article close over, and which stand alone?

Blocks are judged one by one, articles are runs of them: what lies between two kept blocks under one parent
is kept more easily, and a block with nothing kept near it needs to be surer, or kept by the rules too.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from dateline.indexer.cleaning.model.forest import UNIT

__all__ = ["smooth"]

# Probabilities of .25 and .75 as logarithms of odds; .5 is 0.
_BETWEEN: Final = -int(1.0986122886681098 * UNIT)
_ALONE: Final = int(1.0986122886681098 * UNIT)
_NEAR: Final = 2  # places to a kept block on each side
_ALONE_NEAR: Final = 3


def smooth(
    weights: Sequence[int | None], parents: Sequence[int], ruled: Container[int] = frozenset()
) -> list[bool]:
    """Which blocks are kept.

    `weights` are those of the forest, None for what is no candidate, `parents` elements, both by block;
    `ruled` are the blocks that the rules keep.
    """
    kept = [weight is not None and weight > 0 for weight in weights]
    smoothed = list(kept)
    for block, weight in enumerate(weights):
        if weight is None:
            continue
        if kept[block]:
            alone = not any(_near(kept, block, _ALONE_NEAR, side) for side in (-1, 1))
            smoothed[block] = not alone or weight >= _ALONE or block in ruled
        elif weight > _BETWEEN:
            before, after = _near(kept, block, _NEAR, -1), _near(kept, block, _NEAR, 1)
            if before and after and parents[block] in (parents[before[0]], parents[after[0]]):
                smoothed[block] = True
    return smoothed


def _near(kept: Sequence[bool], block: int, reach: int, side: int) -> list[int]:
    """The kept blocks on a side, the nearest first."""
    places = (block + side * step for step in range(1, reach + 1))
    return [place for place in places if 0 <= place < len(kept) and kept[place]]
