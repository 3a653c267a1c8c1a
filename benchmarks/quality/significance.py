"""Is one run better than another, or were the queries kind to it?

A paired randomisation test (Smucker, Allan & Carterette 2007, "A comparison of statistical significance tests
for information retrieval evaluation"). If the two runs were alike, each query's difference could as well have
the other sign: the p-value is the share of random sign flips whose mean difference is as far from zero as the
one observed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

__all__ = ["Comparison", "compare"]

# The p-value's standard error at .05 is .002, below what one would decide by.
FLIPS: Final = 10_000
SEED: Final = 2007
BLOCK: Final = 500  # flips drawn at a time: bounds the memory with thousands of queries


@dataclass(frozen=True, slots=True)
class Comparison:
    """The mean difference of two runs, and the two-sided p-value of a difference that large."""

    difference: float
    p: float

    @property
    def mark(self) -> str:
        """An asterisk where p is below .05."""
        return "*" if self.p < 0.05 else ""


def compare(now: Sequence[float], before: Sequence[float]) -> Comparison:
    """Compare two runs by their values for the same queries, in the same order.

    The observed signs count as one of the flips, so that p is never 0. The same input gives the same answer.
    """
    if len(now) != len(before) or not now:
        raise ValueError(f"runs of {len(now)} and {len(before)} queries can't be compared query by query")
    differences = np.asarray(now, dtype=float) - np.asarray(before, dtype=float)
    observed = abs(differences.sum())
    random = np.random.default_rng(SEED)
    as_far = 1
    for start in range(0, FLIPS, BLOCK):
        signs = random.integers(0, 2, size=(min(BLOCK, FLIPS - start), len(differences))) * 2 - 1
        # Sums of the same numbers in another order differ in the last bits.
        as_far += int((np.abs(signs @ differences) >= observed - 1e-9).sum())
    return Comparison(float(differences.mean()), as_far / (FLIPS + 1))
