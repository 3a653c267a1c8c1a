"""Which lines are printed by a page's headline, and where its text ends? They may tell a day or a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.indexer.cleaning.outline import Outline
from dateline.indexer.cleaning.stated.marks import folded, is_of_another

__all__ = ["Printed"]

_BEFORE: Final = 4  # lines before the headline
_AFTER: Final = 8
_BEHIND: Final = 4  # lines after the text
_LINE_CHARS: Final = 120
_HEADLINE_CHARS: Final = 400
_MOST_LINES: Final = 400  # among which the headline is looked for
_REST: Final = 400
_MOST_HOLDERS: Final = 3


class Printed:
    """The short lines of a page, by where they stand; `kept` are the numbers of the article's blocks."""

    def __init__(self, page: Outline, title: str | None, kept: Sequence[int]) -> None:
        lines = [(block.tag, block.text) for block in page.blocks]
        first = kept[0] if kept else 0
        name = folded(title)
        found = [
            number
            for number, (_, text) in enumerate(lines[:_MOST_LINES])
            if name
            and len(text) < _HEADLINE_CHARS
            and name.startswith(folded(text[:8]))  # few lines begin so: the rest of the others is not read
            and folded(text) == name
        ]
        headline = ([number for number in found if number <= first + 1] or found[:1] or [first])[-1]
        low, high = max(0, headline - _BEFORE), min(len(lines), max(first + 2, headline + _AFTER))
        last = kept[-1] + 1 if kept else len(lines)
        self._near = [lines[at] for at in range(low, high) if _is_short_line(page, at)]
        self._above = sum(_is_short_line(page, at) for at in range(low, min(headline, high)))
        behind = range(max(high, last - 2), min(len(lines), last + _BEHIND))
        self._behind = [lines[at] for at in behind if _is_short_line(page, at)]
        self.rest = [text for _, text in lines[high : high + _REST] if len(text) < _LINE_CHARS]
        """The short lines after those around the headline."""

    @property
    def near(self) -> list[str]:
        """The lines around the headline, down to the first of the text."""
        return [text for _, text in self._near]

    @property
    def around(self) -> list[str]:
        """The same lines, those from the headline on first: what stands above it may be another story's."""
        near = self.near
        return [*near[self._above :], *near[: self._above]]

    @property
    def below(self) -> list[str]:
        """The lines from the headline down to the first of the text."""
        return self.near[self._above :]

    @property
    def behind(self) -> list[str]:
        """The lines that end the text, or follow it at once."""
        return [text for _, text in self._behind]

    @property
    def running(self) -> list[str]:
        """The lines around the headline that are neither headings nor menus."""
        return [text for tag, text in self._near if tag not in ("h1", "h2", "h3", "h4", "nav", "li")]


def _is_short_line(page: Outline, number: int) -> bool:
    """Whether a block is a short line, and not of another story."""
    block = page.blocks[number]
    if len(block.text) >= _LINE_CHARS:
        return False
    labels: list[str] = []
    holder = block.holder
    while holder >= 0 and len(labels) < _MOST_HOLDERS:
        element = page.elements[holder]
        labels.append(element.label)
        if element.tag in ("article", "main", "header"):
            break
        holder = element.parent
    return not is_of_another(labels)
