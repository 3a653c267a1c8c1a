"""By which formulae and constants are passages and articles ranked?

A passage is ranked by BM25 (Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
2009, eq. 3.15) with the idf of Lucene, which is never negative and pays common words less than Whoosh's:

    weight = ln(1 + (N - n + .5) / (n + .5))                       N documents, n of them with the term
    impact = weight (k1 + 1) tf / (tf + k1 (1 - b + b length / average length))

An article is ranked by BM25F (ibid., eq. 3.19-3.21; Robertson, Zaragoza & Taylor 2004): frequencies are
weighted by field and divided by each field's own length before they are summed and saturate. Occurrences
among the first words of the text count a little more. Its score is that of the whole, mixed with that of its
best passage, in which the title counts as well:

    B     = 1 - b + b length / average length
    tf    = title tf_title / B(title) + tf_text / B(text) + opening tf_opening
    whole = sum of weight tf / (k1 + tf)
    score = (1 - best_passage) whole + best_passage (largest such sum over the passages)

To the articles that lead, neighbouring words of the query add as pseudo-terms where they stand together
(sequential dependence: Metzler & Croft 2005): adjacent and in order, or within `window` words.

An impact is kept in single precision and a score is the sum of impacts in double precision: 24-bit numbers
of about the same size add up in 53 bits without rounding, so a score does not depend on the order in which
its parts were added, and pruned, full and Whoosh's own evaluation agree bit for bit.

Constants were chosen on five judged sets together (Reuters topics and headlines, Cranfield, XQuAD English and
Russian); "flat" gives the range in which none of them loses more than .002 nDCG@10.
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
    """All constants of ranking; shares and weights are relative to an occurrence in the text, which is 1."""

    passage: Saturation = field(default_factory=Saturation)
    article: Saturation = field(default_factory=Saturation)
    title: float = 3.0  # flat 2.5-4
    title_b: float = 0.5  # flat 0-.75
    opening: float = 0.25  # more for each of the first `opening_words`, not divided by length; flat .2-.5
    opening_words: int = 40  # the lead of a newswire story is a sentence of 25 to 40 words; flat 25-60
    best_passage: float = 0.3  # flat .2-.5
    function_word: float = 0.5  # weight of a function word beside other words; flat .3-.7
    ordered: float = 0.25  # flat .1-.5
    unordered: float = 0.1  # flat 0-.2
    window: int = 8  # Metzler & Croft
    candidates: int = 200  # articles whose neighbouring words are looked at


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
