"""What comes of reading a source: articles, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.indexer.article import Article, Stamp

__all__ = ["Reading", "Skipped"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or one line of it, that did not become an article."""

    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one source held, in the order of the source."""

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    stamp: Stamp
