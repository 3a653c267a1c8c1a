"""Which blocks of a page does the text that its JSON-LD states leave out?

It is the article's text as the publisher keeps it, so what stands between its paragraphs on the page is
something else. It often lacks the standfirst and is cut at some length, so what comes before and after counts
for more.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from dateline.indexer.cleaning.characters import folded
from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.outline import Block

__all__ = ["as_stated"]

_SHORTEST: Final = 300  # characters of a stated text that tells anything
_SHARED: Final = 0.8  # of each text must be in the other
# Blocks times characters that are compared with the text JSON-LD states: a second. A page with 1,000 blocks
# and 200 kB has a tenth.
_MOST_COMPARED: Final = 2**31
_LIKE_THE_REST: Final = 0.6  # of the length of a usual paragraph, for those after a text that was cut
_SET_APART: Final = frozenset(("blockquote", "caption", "dd", "dt", "figcaption", "li", "pre", "td", "tr"))


def as_stated(
    blocks: Sequence[Block], kept: list[int], stated: str | None
) -> tuple[list[int], list[tuple[int, str]]]:
    """The kept blocks that are stated too, and those dropped, when most of each text is in the other."""
    if not stated or len(stated) < _SHORTEST or len(kept) * len(stated) > _MOST_COMPARED:
        return kept, []
    text = folded(stated)
    shared = [number for number in kept if folded(blocks[number].text)[:80] in text]
    length = sum(len(folded(blocks[number].text)) for number in shared)
    own = sum(len(folded(blocks[number].text)) for number in kept)
    if not own or min(length / own, length / len(text)) < _SHARED:
        return kept, []
    common = set(shared)
    usual = median(len(blocks[number].text) for number in shared)
    after = [number for number in kept if number > shared[-1]]
    cut = bool(after) and median(len(blocks[number].text) for number in after) >= _LIKE_THE_REST * usual
    gone = {
        number
        for number in kept
        if number not in common
        and blocks[number].tag not in HEADINGS
        and (
            (shared[0] < number < shared[-1] and blocks[number].tag not in _SET_APART)
            or (number > shared[-1] and not cut)
        )
    }
    return [number for number in kept if number not in gone], [
        (number, "not in JSON-LD") for number in sorted(gone)
    ]
