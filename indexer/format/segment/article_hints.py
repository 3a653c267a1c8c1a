"""Where does a search for the article of a passage begin?

An index has where each article's passages begin, ascending. To find there whose passage one is takes many
steps all over that array; so it is also told, for every 16th passage, whose that is: the article of any other
is a few behind. In the array `article_hints`.
"""

from __future__ import annotations

from typing import Final

from dateline.indexer.format.later import np
from dateline.indexer.format.storage.array_file import AnyArray, narrow

__all__ = ["ARTICLE_HINTS", "HINTED", "hints_of"]

ARTICLE_HINTS: Final = "article_hints"
# Passages a hint is for. Measured at 500,000 passages, ns to find the article of one: 16 7, without hints 32.
HINTED: Final = 16


def hints_of(first_passage: AnyArray) -> AnyArray:
    """The hints, from where each article's passages begin, and the end of the last."""
    passages = int(first_passage[-1])
    asked = np.arange(0, passages, HINTED, dtype=first_passage.dtype)
    return narrow(first_passage.searchsorted(asked, side="right") - 1)
