"""Phrases of plain words, found or counted by a kernel in one call.

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

__all__ = ["MOST_WORDS", "Counts", "counts_in_a_row", "in_a_row"]

MOST_WORDS: Final = 64

Counts = tuple[memoryview, memoryview]  # documents, ascending, and how often something is in each


def in_a_row(view: SegmentView, field: str, terms: Sequence[int]) -> Occurrences:
    """The places where words of these terms of a field stand one after the other; of no term, none.

    In runs, where paragraphs were cut (cut_passages.py).
    """
    if not terms:
        return words(())
    goes_on = None if field == "title" else view.reader.goes_on_for_kernel()
    compiled = view.compiled_field("title" if field == "title" else "text")
    found = view.told(compiled.phrase, tuple(terms), goes_on)
    starts = np.frombuffer(found, np.int64)
    return Occurrences(starts, starts + (len(terms) - 1))


def counts_in_a_row(
    view: SegmentView, text: tuple[int, ...], title: tuple[int, ...], *, opening: int
) -> tuple[Counts | None, Counts | None, Counts | None]:
    """How often words of these terms stand one after the other: in passages, openings of articles, titles.

    Where there are no terms, or an opening is of no words, nothing is told.
    """
    if not text and not title:
        return None, None, None
    goes_on = view.reader.goes_on_for_kernel() if text else None
    told = view.told(view.compiled_segment().phrase_counts, text, title, goes_on, opening)
    in_text, in_openings, in_titles = map(_counts, told)
    return in_text, in_openings if opening else None, in_titles


def _counts(told: tuple[bytes, bytes] | None) -> Counts | None:
    return None if told is None else (memoryview(told[0]).cast("I"), memoryview(told[1]).cast("I"))
