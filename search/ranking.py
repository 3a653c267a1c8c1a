"""By which formulae and constants are passages and articles ranked?

BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, eq. 3.15) with
the idf of Lucene, which is never negative and pays common words less than Whoosh's:

    weight = ln(1 + (N - n + .5) / (n + .5))                       N documents, n of them with the term
    impact = weight (k1 + 1) tf / (tf + k1 (1 - b + b length / average length))

An article is scored by BM25F (ibid., eq. 3.19-3.21): the frequencies in its fields are weighted and summed
before they saturate. Its rank is that score mixed with the score of its best passage.

An impact is kept in single precision and a score is the sum of impacts in double precision: 24-bit numbers
of about the same size add up in 53 bits without rounding, so a score does not depend on the order in which
its parts were added, and pruned, full and Whoosh's own evaluation agree bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEFAULT", "Ranking", "Saturation", "idf", "impacts", "norms"]


@dataclass(frozen=True, slots=True)
class Saturation:
    """The two constants of BM25: how soon repetition stops to count, how much long documents lose."""

    k1: float = 1.2  # Lucene's and tantivy's defaults; tuning gained nothing on five judged sets
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class Ranking:
    """All constants of ranking.

    `title` and `lead` say how many times an occurrence there counts; `best_passage` is the share (0 to 1) of
    the best passage's score in an article's, the rest is the whole article's.
    """

    passage: Saturation = field(default_factory=Saturation)
    article: Saturation = field(default_factory=Saturation)
    title: float = 2.0
    lead: float = 1.0
    best_passage: float = 0.3


DEFAULT: Final = Ranking()


def idf(documents: int, having: int) -> float:
    """How much it says that a document has a term which `having` of all `documents` have; above 0."""
    return log(1.0 + (documents - having + 0.5) / (having + 0.5))


def norms(lengths: NDArray[Any], average: float, saturation: Saturation) -> NDArray[np.float32]:
    """What a document's length adds to the denominator of its impacts, k1 included."""
    k1, b = saturation.k1, saturation.b
    scale = k1 * b / average if average > 0 else 0.0
    return (k1 * (1.0 - b) + scale * lengths.astype(np.float64)).astype(np.float32)


def impacts(
    weight: float, frequencies: NDArray[Any], lengths: NDArray[np.float32], saturation: Saturation
) -> NDArray[np.float32]:
    """The impacts of one term on documents with these frequencies and length norms, all above 0."""
    tf = frequencies.astype(np.float32)
    scores: NDArray[np.float32] = tf * np.float32(weight * (saturation.k1 + 1.0))
    tf += lengths
    scores /= tf
    return scores
