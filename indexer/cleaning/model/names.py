"""How often does an element with such a name hold text of an article?

Each class, id and role is cut into its parts, and a table that was learned from pages says of each part
how much likelier it is around text of an article than around other text: the logarithm of the odds, in
hundredths, as whole numbers, so that their sums are the same everywhere.

>>> sorted(parts("entry-content c7 is_wide"))
['content', 'entry', 'entry-content', 'is', 'is-wide', 'wide']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.cleaning.model.ancestry import Ancestry

__all__ = ["NAMES", "Odds", "parts", "weigh_names"]

_SIGNS: Final = re.compile(r"[\s_\-:./\[\]()!,#]+|\d+")
_MOST_NAMES: Final = 14  # of a label, and
_MOST_PARTS: Final = 6  # of a name: utility classes go on for ever

Odds = Mapping[str, int]
NAMES: Final = ("least", "second", "most", "mean", "first", "next", "third", "sum_least", "sum_most")


def parts(label: str) -> frozenset[str]:
    """The parts of the names of a label, and each name of several parts, without numbers."""
    found: set[str] = set()
    for name in label.split()[:_MOST_NAMES]:
        found.update(_parts_of_name(name))
    return frozenset(found)


@lru_cache(16384)
def _parts_of_name(name: str) -> tuple[str, ...]:
    pieces = [piece for piece in _SIGNS.split(name) if 1 < len(piece) < 18][:_MOST_PARTS]
    return (*pieces, "-".join(pieces[:4])) if len(pieces) > 1 else tuple(pieces)


def weigh_names(ancestry: Ancestry, blocks: NDArray[np.intp], odds: Odds) -> dict[str, NDArray[np.float64]]:
    """The odds of the elements around the blocks that are given by number, each an array as long as they."""
    known: dict[str, tuple[int, int, int] | None] = {}
    chains: dict[int, tuple[int, ...]] = {}
    rows = np.zeros((len(blocks), len(NAMES)))
    for row, block in enumerate(blocks.tolist()):
        # What has no name says nothing: paragraphs side by side are looked up once.
        inner = ancestry.holders[block]
        while inner >= 0 and not ancestry.elements[inner].label:
            inner = ancestry.elements[inner].parent
        found = chains.get(inner)
        if found is None:
            found = chains[inner] = _of_chain(ancestry, inner, odds, known)
        rows[row] = found
    return {f"odds_{name}": rows[:, place] for place, name in enumerate(NAMES)}


def _of_chain(
    ancestry: Ancestry, inner: int, odds: Odds, known: dict[str, tuple[int, int, int] | None]
) -> tuple[int, ...]:
    values = []
    for number in ancestry.chain(inner):
        label = ancestry.elements[number].label
        if label:
            if label not in known:
                known[label] = _of_label(label, odds)
            if (value := known[label]) is not None:
                values.append(value)
    if not values:
        return (0,) * len(NAMES)
    least = sorted(value[0] for value in values)
    most = [value[2] for value in values]
    means = [value[1] for value in values]
    near = [*means[:3], 0, 0][:3]
    return (
        least[0],
        least[1] if len(least) > 1 else 0,
        max(most),
        sum(means) // len(means),
        *near,
        sum(least),
        sum(most),
    )


def _of_label(label: str, odds: Odds) -> tuple[int, int, int] | None:
    """The least, mean and greatest odds of a label's parts; None when none of them is known."""
    values = [odds[part] for part in parts(label) if part in odds]
    return (min(values), sum(values) // len(values), max(values)) if values else None
