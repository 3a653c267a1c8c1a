"""What is told of an article that an index did not take?"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The id of the article, its file as it is kept ("" for none), and why it was not taken."""

    id: str
    file: str
    reason: str
