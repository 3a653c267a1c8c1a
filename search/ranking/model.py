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
    whole = sum of query weight · weight tf / (k1 + tf)
    score = (1 - best_passage) whole + best_passage (largest such sum over the passages)

To the articles that lead, neighbouring words of the query add as pseudo-terms where they stand together
(sequential dependence: Metzler & Croft 2005): adjacent and in order, or within `window` words.

An impact is kept in single precision and a score is the sum of impacts in double precision: 24-bit numbers
of about the same size add up in 53 bits without rounding, so a score does not depend on the order in which
its parts were added, and pruned, full and Whoosh's own evaluation agree bit for bit.

What the weight of a query word is: weighting.py. Constants are one set for all languages and kinds of
query, chosen on five judged sets together (Reuters topics and headlines, Cranfield, XQuAD English and
Russian).
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.format.later import np
from dateline.indexer.format.records import record

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEFAULT", "Ranking", "Saturation", "idf", "impacts", "norms"]


@record
class Saturation:
    """The two constants of BM25: how soon repetition stops to count, how much long documents lose."""

    k1: float = 1.2  # Lucene's and tantivy's defaults; tuning gained nothing on five judged sets
    b: float = 0.75


@record
class Ranking:
    """All constants of ranking; weights are relative to an occurrence in the text, which is 1.

    Beside each stand its source and the range in which it hardly matters ("flat").
    """

    passage: Saturation = Saturation()
    article: Saturation = Saturation()

    title: float = 3.0  # an occurrence in the title counts as so many: BM25F; flat 2-5
    title_b: float = 0.5  # b of the title: each field has its own (Robertson & Zaragoza, 3.6); flat 0-1
    opening: float = 0.25  # more for each of the first `opening_words`, not divided by length; flat 0-.5
    opening_words: int = 40  # the lead of a newswire story is a sentence of 25 to 40 words; flat 25-80
    best_passage: float = 0.3  # its share in the score: Callan 1994, "Passage-level evidence"; flat 0-.7

    function_word: float = 0.5  # weight of a function word beside other words; flat 0-.7
    joined: float = 0.75  # weight of a compound as one word, beside its parts with 1 each; flat 0-1

    ordered: float = 0.25  # weight of neighbouring words in a row: Metzler & Croft 2005; flat 0-.5
    unordered: float = 0.1  # weight of them within the window; flat 0-.3
    passed_over: float = 0.15  # weight of a name with one word between, George W. Bush: less than `ordered`
    window: int = 8  # fewer than so many positions apart: Metzler & Croft 2005; flat 4-16
    candidates: int = 200  # articles, best by all else, whose neighbouring words are looked at; flat 50-400

    kept_query: float = 0.8  # share of the typed words after expansion: RM3's lambda; flat .6-.85
    feedback_articles: int = 10  # articles whose words are looked at; flat 5-15
    feedback_terms: int = 20  # words added at most; flat 10-30
    feedback_having: int = 2  # so many of these articles have a word that is added
    feedback_most: float = 0.1  # no more than this share of all articles has it; flat .05-.2


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
