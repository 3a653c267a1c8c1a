"""Which file has put an article of that id in?

An id names one article, and the first file that brings it has it, until the file goes or brings it no more.
Asked of millions of ids, of which hardly any is taken: what this run added is looked up by hashes first, and
only then in the segments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.indexer.format.index.seen_ids import SeenIds
from dateline.indexer.targets import Reader, Writer

__all__ = ["Holders"]


class Holders:
    """Who has which id: of the index as it was `before`, with what a run added to it and took out."""

    def __init__(self, writer: Writer, before: Reader | None) -> None:
        self._writer = writer
        self._before = before
        self._added = SeenIds()
        self._pending: dict[str, str] = {}
        self._dropped: set[str] = set()
        self.reading: set[str] = set()  # files of which a part was read: what they had goes one by one

    def holder(self, article_id: str) -> str | None:
        """The file that has it, as its path is kept, "" for a record of a script; None: it is free."""
        if (pending := self._pending.get(article_id)) is not None:
            return pending
        if article_id in self._added and (path := self._writer.path_of(article_id)) is not None:
            return path
        if self._before is None or (kept := self._before.file_of(article_id)) is None:
            return None
        if kept in self._dropped or (kept in self.reading and self._writer.path_of(article_id) is None):
            return None
        return kept

    def foresee(self, ids: Sequence[str]) -> None:
        """Look up at once the ids that are about to be asked of: one by one a server takes its time."""
        if self._before is not None:
            self._before.foresee(ids)

    def add(self, ids: Iterable[str], kept: str) -> None:
        """Note that a file has ids whose articles lie in a segment that is not taken over yet."""
        for article_id in ids:
            self._added.add(article_id)
            self._pending[article_id] = kept

    def settle(self) -> None:
        """Note that the segments of all that was added are taken over."""
        self._pending.clear()

    def drop(self, kept: str) -> None:
        """Note that a file has none of the ids any more that it had before."""
        self._dropped.add(kept)
