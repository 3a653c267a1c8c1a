"""What do the rules say of a page's blocks, and what does the page state that blocks are compared with?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Clues", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say. Blocks are meant by number.

    `kept` are the article's, in order; `dropped` are all others with the rule that dropped each. `settled`
    are those of the kept that the rules know by what they are, as a standfirst: they are not judged again.
    """

    kept: tuple[int, ...]
    dropped: tuple[tuple[int, str], ...]
    settled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Clues:
    """What the page states of its article; `body` is the text that JSON-LD claims is its own."""

    title: str | None = None
    author: str | None = None
    description: str | None = None
    site: str | None = None
    body: str | None = None
