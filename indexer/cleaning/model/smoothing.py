"""Which blocks does a run of the article close over, and which stand alone?

Blocks are judged one by one, articles are runs of them: what lies between two kept blocks under one parent is
kept more easily, and a block with nothing kept near it is dropped unless it is surer than others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.indexer.cleaning.model.forest import UNIT

__all__ = ["smooth"]

# Probabilities of .25 and .75 as logarithms of odds; .5 is 0.
_BETWEEN: Final = -int(1.0986122886681098 * UNIT)
_ALONE: Final = int(1.0986122886681098 * UNIT)
_NEAR: Final = 2  # places to a kept block on each side
_ALONE_NEAR: Final = 3


def smooth(weights: Sequence[int | None], parents: Sequence[int]) -> list[bool]:
    """Which blocks are kept. `weights` are those of the forest, None for no candidate; `parents` by block."""
    kept = [weight is not None and weight > 0 for weight in weights]
    smoothed = list(kept)
    for block, weight in enumerate(weights):
        if weight is None:
            continue
        if kept[block]:
            if (
                weight < _ALONE
                and not _near(kept, block, _ALONE_NEAR, -1)
                and not _near(kept, block, _ALONE_NEAR, 1)
            ):
                smoothed[block] = False
        elif weight > _BETWEEN:
            before, after = _near(kept, block, _NEAR, -1), _near(kept, block, _NEAR, 1)
            if before and after and parents[block] in (parents[before[0]], parents[after[0]]):
                smoothed[block] = True
    return smoothed


def _near(kept: Sequence[bool], block: int, reach: int, side: int) -> list[int]:
    """The kept blocks on a side, the nearest first."""
    places = (block + side * step for step in range(1, reach + 1))
    return [place for place in places if 0 <= place < len(kept) and kept[place]]
