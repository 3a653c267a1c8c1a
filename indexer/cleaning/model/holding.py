"""Which elements hold each block of a page?

An outline says of every element which run of blocks it holds. Here that is turned round: of every block the
innermost element, and of every element its parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dateline.indexer.cleaning.outline import Element, Outline

__all__ = ["Holding", "hold"]

# Elements within a line, or that are a block themselves: they group no blocks.
_INLINE: Final = frozenset(("span", "a"))
_OWN: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre"))
_MOST_DEPTH: Final = (
    32  # ancestors of a block that are looked at: pages nest deeper to confuse, or by mistake
)


@dataclass(slots=True)
class Holding:
    """The elements around the blocks of a page, by number; -1 is none.

    `innermost` is that of each block, `parents` that of each element.
    """

    elements: Sequence[Element]
    innermost: list[int]
    parents: list[int]
    _chains: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def chain(self, element: int) -> tuple[int, ...]:
        """The element and its ancestors, from the innermost on, at most 32; without those within a line."""
        found = self._chains.get(element)
        if found is None:
            numbers: list[int] = []
            number = element
            while number >= 0 and len(numbers) < _MOST_DEPTH:
                if self.elements[number].tag not in _INLINE:
                    numbers.append(number)
                number = self.parents[number]
            found = self._chains[element] = tuple(numbers)
        return found

    def containers(self, block: int) -> tuple[int, ...]:
        """What groups the block with others, from the innermost on: not the paragraph it is itself."""
        chain = self.chain(self.innermost[block])
        return chain[1:] if chain and self.elements[chain[0]].tag in _OWN else chain


def hold(page: Outline) -> Holding:
    """Turn the runs of the elements round."""
    elements = page.elements
    parents: list[int] = []
    last: list[int] = []  # the element seen last at each depth
    for number, element in enumerate(elements):
        depth = element.depth
        parents.append(last[depth - 1] if 0 < depth <= len(last) else -1)
        del last[depth:]
        last.append(number)
    innermost: list[int] = []
    around: list[int] = []
    waiting = 0
    for block in range(len(page.blocks)):
        while around and elements[around[-1]].end <= block:
            around.pop()
        while waiting < len(elements) and elements[waiting].first <= block:
            element = elements[waiting]
            if element.end > block:
                # Two spans of one paragraph hold the same block, and not each other.
                while around and elements[around[-1]].depth >= element.depth:
                    around.pop()
                around.append(waiting)
            waiting += 1
        innermost.append(around[-1] if around else -1)
    return Holding(elements, innermost, parents)
