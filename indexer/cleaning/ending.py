"""Where does an article end, and which scraps stand at its edges and amid it?

A heading like "Comments" ends the story. One like "Read more" does where links follow; where the story goes
on after it, only the box of links is cut out; and where no link follows, it is a subhead like others.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from dateline.indexer.cleaning.elements import HEADINGS
from dateline.indexer.cleaning.naming import ends_story
from dateline.indexer.cleaning.outline import Block
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["trimmed"]

_BODY_BEFORE_END: Final = 0.3  # of the text, before a heading that cuts the rest off
_HEADING: Final = 60  # characters of one
_LINKED: Final = 0.5  # from this share on a block is a link
_GOES_ON: Final = 2  # paragraphs beside those of the story, after a box of links
_MUCH: Final = 0.3  # of the text, in paragraphs after it wherever they stand


def trimmed(
    blocks: Sequence[Block], kept: Sequence[int], linked: frozenset[int], columns: Sequence[int]
) -> tuple[list[int], list[tuple[int, str]]]:
    """The kept blocks without boxes of links, what follows the story, and scraps; those cut with their rules.

    `linked` are the numbers of blocks that were dropped as links; `columns` tells for each block of the page
    the element it stands in beside the paragraphs around it.
    """
    cut: list[tuple[int, str]] = []
    boxed: set[int] = set()
    weights = [*accumulate(len(blocks[number].text) for number in kept)]
    end = len(kept)
    for place, number in enumerate(kept):
        text = blocks[number].text
        if number in boxed or len(text) >= _HEADING or text.endswith(".") or place == 0:
            continue
        early = weights[place - 1] <= _BODY_BEFORE_END * weights[-1]
        verdict = "no" if early else ends_story(text)
        box = _box(blocks, kept, place, linked)
        if verdict == "surely" or (verdict == "before links" and box):
            if _goes_on(blocks, kept, place + len(box - linked), columns):
                boxed |= {number, *(box - linked)}
                continue
            end = place
            break
        if ends_story(text) == "before links" and box:
            boxed |= {number, *(box - linked)}
    cut += [(number, "after the story") for number in kept[end:]]
    rest = [number for number in kept[:end] if number not in boxed]
    cut += [(number, "links") for number in kept[:end] if number in boxed]
    start, stop = _edges(blocks, rest)
    cut += [(number, "scrap") for number in (*rest[:start], *rest[stop:])]
    return rest[start:stop], cut


def _box(blocks: Sequence[Block], kept: Sequence[int], place: int, linked: frozenset[int]) -> set[int]:
    """The links that follow a heading at once: the rest of its box."""
    box: set[int] = set()
    number = kept[place] + 1
    while number < len(blocks) and (number in linked or blocks[number].link_share > _LINKED):
        box.add(number)
        number += 1
    return box


def _goes_on(blocks: Sequence[Block], kept: Sequence[int], place: int, columns: Sequence[int]) -> bool:
    """Whether paragraphs follow that stand beside those before: the story goes on after a box."""
    before = {columns[number] for number in kept[:place] if _is_paragraph(blocks[number])}
    after = [
        number for number in kept[place + 1 :] if columns[number] in before and _is_paragraph(blocks[number])
    ]
    if len(after) >= _GOES_ON:
        return True
    whole = sum(len(blocks[number].text) for number in kept)
    rest = sum(len(blocks[number].text) for number in kept[place + 1 :] if _is_paragraph(blocks[number]))
    return rest > _MUCH * whole


def _is_paragraph(block: Block) -> bool:
    return (
        block.tag not in HEADINGS
        and len(block.text) >= 60
        and block.link_share < _LINKED
        and ends_sentence(block.text)
    )


def _edges(blocks: Sequence[Block], kept: Sequence[int]) -> tuple[int, int]:
    """Where an article may begin and end; all of it where nothing may."""
    end = len(kept)
    while end and not _closes(blocks[kept[end - 1]]):
        end -= 1
    start = 0
    while start < end and not _opens(blocks[kept[start]]):
        start += 1
    return (start, end) if start < end else (0, len(kept))


def _opens(block: Block) -> bool:
    """Whether an article may begin with this block."""
    return (
        block.tag in HEADINGS
        or block.tag in ("li", "tr")
        or len(block.text) >= 40
        or ends_sentence(block.text)
    )


def _closes(block: Block) -> bool:
    """Whether an article may end with this block."""
    if block.tag in HEADINGS:
        return False
    return block.tag in ("li", "tr", "dd", "pre") or len(block.text) >= 40 or ends_sentence(block.text)
