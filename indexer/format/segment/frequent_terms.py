"""In how many articles is a term that most passages have?

What a word weighs depends on it. Of a rare term the postings are counted when it is asked for; of a frequent
one, a function word above all, that takes longer than the search. So it is kept for terms in `FREQUENT`
passages and more: `text.frequent_terms` has their numbers, ascending, and `text.frequent_articles` how many
articles have each in text or title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

import numpy as np

from dateline.indexer.format.storage.array_file import AnyArray, ArrayFileWriter, narrow

__all__ = ["FREQUENT", "FREQUENT_ARTICLES", "FREQUENT_TERMS", "frequent_terms", "write_frequent_terms"]

FREQUENT_TERMS: Final = "text.frequent_terms"
FREQUENT_ARTICLES: Final = "text.frequent_articles"

_RELEASED: Final = 1 << 22  # postings gone through between two releases of mapped memory

FREQUENT: Final = 1 << 10  # passages: their postings are counted in 5 µs


def write_frequent_terms(file: ArrayFileWriter) -> None:
    """Write both arrays into a segment file that has its text fields already."""
    found = frequent_terms(file.read_back, file.release)
    for name, values in zip((FREQUENT_TERMS, FREQUENT_ARTICLES), found, strict=True):
        file.add(name, values)
    file.release()


def frequent_terms(
    array: Callable[[str], AnyArray], release: Callable[[], None] = lambda: None
) -> tuple[AnyArray, AnyArray]:
    """Both arrays, of a segment that has these arrays by name.

    `release` is called now and then: memory mapped so far may be given back.
    """
    starts, first_passage = array("text.postings_start"), array("first_passage")
    frequent = np.flatnonzero(starts[1:] - starts[:-1] >= FREQUENT)
    if not len(frequent):
        return narrow(frequent), narrow(frequent)
    numbers = narrow(np.arange(len(first_passage) - 1))
    article_of = np.repeat(numbers, first_passage[1:] - first_passage[:-1])
    documents, text, title = array("text.documents"), _Terms(array, "text."), _Terms(array, "title.")
    having = np.zeros(len(first_passage) - 1, bool)
    counts = np.zeros(len(frequent), np.int64)
    gone_through = 0
    for place, number in enumerate(frequent.tolist()):
        gone_through += int(starts[number + 1]) - int(starts[number])
        if gone_through >= _RELEASED:
            release()
            gone_through = 0
        articles = article_of[documents[starts[number] : starts[number + 1]]]
        having[articles] = True
        titled = title.documents(title.find(text.term(number)))
        counts[place] = (
            1 + np.count_nonzero(articles[1:] != articles[:-1]) + np.count_nonzero(~having[titled])
        )
        having[articles] = False
    return narrow(frequent), narrow(counts)


class _Terms:
    """The terms of a field."""

    def __init__(self, array: Callable[[str], AnyArray], prefix: str) -> None:
        self._blob = array(prefix + "term_blob")
        self._offsets = array(prefix + "term_offsets")
        self._starts = array(prefix + "postings_start")
        self._documents = array(prefix + "documents")

    def term(self, number: int) -> bytes:
        return self._blob[self._offsets[number] : self._offsets[number + 1]].tobytes()

    def find(self, term: bytes) -> int:
        """The number of a term, -1 for none."""
        count = max(len(self._offsets) - 1, 0)
        place = bisect_left(range(count), term, key=self.term)
        return place if place < count and self.term(place) == term else -1

    def documents(self, number: int) -> AnyArray:
        if number < 0:
            return self._documents[:0]
        return self._documents[self._starts[number] : self._starts[number + 1]]
