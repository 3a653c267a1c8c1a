"""What do the trees say of each row? A gradient-boosted forest as arrays, walked in numpy.

All trees are walked at once, a level at a time. Thresholds are the 64-bit numbers they were trained as:
rounded ones would send rows the other way. What leaves say is a whole number of 2^-24, so that sums do not
depend on their order, nor a page on the machine it is cleaned on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["UNIT", "Forest"]

UNIT: Final = 2**24  # in which leaves say the logarithm of the odds
_ROWS: Final = 512  # walked at a time: 160 trees of a row take 10 kB


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees. Nodes are numbered through all of them; a leaf has feature 0 and is its own child.

    A row goes left where its number is at most the threshold. `roots` are the nodes that trees begin with,
    `depth` is how many steps the deepest leaf is away.
    """

    features: NDArray[np.intp]
    thresholds: NDArray[np.float64]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    values: NDArray[np.int64]
    roots: NDArray[np.intp]
    depth: int

    def weigh(self, rows: NDArray[np.float64]) -> NDArray[np.int64]:
        """The logarithm of the odds that each row is the article's, in 2^-24."""
        parts = [self._weigh(rows[start : start + _ROWS]) for start in range(0, len(rows), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def _weigh(self, rows: NDArray[np.float64]) -> NDArray[np.int64]:
        flat = np.ascontiguousarray(rows).ravel()
        starts = (np.arange(len(rows)) * rows.shape[1])[:, None]
        nodes = np.repeat(self.roots[None, :], len(rows), 0)
        for _ in range(self.depth):
            places = self.features.take(nodes)
            places += starts
            left = flat.take(places) <= self.thresholds.take(nodes)
            nodes = np.where(left, self.left.take(nodes), self.right.take(nodes))
        sums: NDArray[np.int64] = self.values.take(nodes).sum(axis=1)
        return sums
