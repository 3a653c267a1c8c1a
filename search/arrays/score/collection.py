"""What does scoring have to know of a whole collection, where only some of its articles are at hand?

An index in a folder is its own collection, and is asked for nothing. A sample of a larger one, which lies
elsewhere, is scored as if all of it were here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dateline.search.query.nodes import Leaf

__all__ = ["Collection"]


class Collection(Protocol):
    """The numbers of a collection. Lengths are in positions, over the articles or passages that have any."""

    @property
    def languages(self) -> tuple[tuple[str, int], ...]:
        """The languages with their numbers of articles, by code."""
        ...

    @property
    def articles(self) -> int:
        """How many articles there are."""
        ...

    @property
    def passages(self) -> int:
        """How many passages they have."""
        ...

    @property
    def text_length(self) -> float:
        """The average length of the text of an article that has one."""
        ...

    @property
    def title_length(self) -> float:
        """The average length of a title that there is."""
        ...

    @property
    def passage_length(self) -> float:
        """The average length of a passage that has words."""
        ...

    @property
    def lengths_of_passages(self) -> tuple[float, float]:
        """The average length of all passages, and of the titles over them."""
        ...

    def having(self, leaf: Leaf, *, passages: bool) -> int:
        """In how many articles, or passages, a leaf occurs."""
        ...

    def having_term(self, term: str) -> int:
        """In how many articles a term is in title or text."""
        ...
