"""Which elements hold each block of a page, from the innermost outwards?"""

from __future__ import annotations

from typing import Final

from dateline.indexer.cleaning.elements import SOFT
from dateline.indexer.cleaning.outline import Outline

__all__ = ["Ancestry"]

# Elements that are a block themselves: they group no blocks.
_OWN: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre"))
_MOST_DEPTH: Final = (
    32  # ancestors of a block that are looked at: pages nest deeper by mistake, or to confuse
)


class Ancestry:
    """The elements around the blocks of a page, each looked up once."""

    def __init__(self, page: Outline) -> None:
        self.elements = page.elements
        self.holders = [block.holder for block in page.blocks]
        self._chains: dict[int, tuple[int, ...]] = {-1: ()}

    def chain(self, element: int) -> tuple[int, ...]:
        """An element and its ancestors, at most 32, without those within a line; none of -1."""
        chains, elements = self._chains, self.elements
        waiting: list[int] = []
        while element not in chains:
            waiting.append(element)
            element = elements[element].parent
        chain = chains[element]
        for number in reversed(waiting):
            if elements[number].tag not in SOFT:
                chain = (number, *chain[: _MOST_DEPTH - 1])
            chains[number] = chain
        return chain

    def around(self, block: int) -> tuple[int, ...]:
        """The elements around a block."""
        return self.chain(self.holders[block])

    def containers(self, block: int) -> tuple[int, ...]:
        """What groups the block with others: not the paragraph it is itself."""
        chain = self.chain(self.holders[block])
        return chain[1:] if chain and self.elements[chain[0]].tag in _OWN else chain
