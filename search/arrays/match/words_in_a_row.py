"""Phrases of plain words, found by a kernel in one call.

The rarest word is gone through, the others are looked up around it: no place of a frequent word is decoded
where the rare one is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dateline.indexer.format.later import np
from dateline.search.arrays.match.positional import Occurrences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.search.arrays.match.segment_view import SegmentView

__all__ = ["MOST_WORDS", "in_a_row"]

MOST_WORDS: Final = 64


def in_a_row(view: SegmentView, field: str, terms: Sequence[int]) -> Occurrences:
    """The places where words of these terms of a field stand one after the other; of no term, none.

    In runs, where paragraphs were cut (cut_passages.py).
    """
    if not terms:
        return words(())
    goes_on = None if field == "title" or view.cuts is None else view.reader.goes_on
    compiled = view.compiled_field("title" if field == "title" else "text")
    found = view.told(compiled.phrase, tuple(terms), goes_on)
    starts = np.frombuffer(found, np.int64)
    return Occurrences(starts, starts + (len(terms) - 1))
