"""Which blocks of a page are cards of other stories: a linked title and a sentence, again and again?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from dateline.indexer.cleaning.outline import Element, Outline

__all__ = ["teasers"]

_CARDS: Final = frozenset(("article", "div", "li", "section"))
_FEWEST: Final = 3  # cards side by side
_BLOCKS: Final = 5  # of a card at most
_CHARS: Final = 400
_LINKED: Final = 0.7  # of its title
_MOST: Final = 0.25  # of the page's running text
_MOST_AFTER: Final = 0.75  # or so much, after
_STORY: Final = 1500  # characters of running text


def teasers(page: Outline, totals: Sequence[float]) -> set[int]:
    """The numbers of the blocks in cards; `totals` are the running totals of the blocks' weights."""
    groups: dict[tuple[int, str, str], list[Element]] = defaultdict(list)
    for element in page.elements:
        if element.tag in _CARDS and _is_card(page, element):
            groups[element.parent, element.tag, element.label].append(element)
    found: set[int] = set()
    for cards in groups.values():
        held = sum(totals[card.end] - totals[card.first] for card in cards)
        most = _MOST if totals[cards[0].first] < _STORY else _MOST_AFTER
        if len(cards) >= _FEWEST and held <= most * totals[-1]:
            for card in cards:
                found.update(range(card.first, card.end))
    return found


def _is_card(page: Outline, element: Element) -> bool:
    """Whether an element holds a linked title and little else."""
    blocks = page.blocks[element.first : element.end]
    return (
        2 <= len(blocks) <= _BLOCKS
        and element.chars <= _CHARS
        and any(block.link_share > _LINKED and len(block.text) > 15 for block in blocks[:2])
    )
