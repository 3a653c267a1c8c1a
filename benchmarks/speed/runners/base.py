"""What does an engine have to do?

The same work for all: index the passage text (stemmed English, no stop words removed unless the runner says
so, positions kept), store the text, keep the date so that it can filter, rank by BM25 with k1 = 1.2 and
b = 0.75, answer passage ids. An engine is imported at the top of its module, so that a cold start has it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Final, TypedDict

from benchmarks.speed.passages import Passage

__all__ = ["KINDS", "Hit", "Query", "Runner"]

KINDS: Final = ("term", "multi", "long", "phrase", "and", "daterange", "prefix", "fuzzy")

# Passage id, score, and the highlighted snippet where one was asked for.
Hit = tuple[int, float, str | None]


class Query(TypedDict):
    """One query. `first` and `last` are days as integers (20130528), inclusive, for a date range."""

    qid: int
    kind: str
    text: str
    first: int
    last: int


class Runner(ABC):
    """One engine."""

    kinds: ClassVar[tuple[str, ...]] = KINDS  # what it can answer
    snippets: ClassVar[bool] = True  # whether it can show where the match is

    @abstractmethod
    def build(self, passages: Path, folder: Path, threads: int) -> None:
        """Index a file of passages into a folder that is empty. All is on disk on return."""

    def add(self, passage: Passage, folder: Path) -> None:
        """Add one passage to a built index. All is on disk on return."""
        raise NotImplementedError

    @abstractmethod
    def open(self, folder: Path) -> None:
        """Open a built index for searching."""

    @abstractmethod
    def search(self, query: Query, *, limit: int = 10, snippets: bool = False) -> list[Hit]:
        """The best passages, best first."""

    @abstractmethod
    def about(self) -> str:
        """Versions and settings, for the report."""
