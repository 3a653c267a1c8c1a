"""One build of an index: what it writes, and what it counts.

All of a run is published at once, at its end; when it fails nothing is, and readers see the index as it was.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, TypeVar

from dateline.indexer.article import Article
from dateline.indexer.changes import KnownFile
from dateline.indexer.errors import ReaderFault, Skipped
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.passages import passages_and_sentences
from dateline.indexer.sources import Source

__all__ = ["Report", "Run"]


class _Named(Protocol):
    """An article, or where it lies."""

    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Named)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    `new`, `changed`, `removed` and `unchanged` count files, or records when records were given, and
    `sources` all that were looked at. `skipped` names what was not read, or not whole, and why. `articles`
    and `passages` are those of the index afterwards.
    """

    sources: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    articles: int = 0
    passages: int = 0


class Run:
    """The index as it was, its writer (None in a dry run), and the counts so far.

    As a context manager: leaving it publishes, leaving it by an exception cancels.
    """

    def __init__(self, index: Path, *, full: bool, dry_run: bool, memory_mb: int) -> None:
        self.index = index
        self.memory_mb = memory_mb
        self.sources = self.new = self.changed = self.removed = self.unchanged = 0
        self.skipped: list[Skipped] = []
        self.writer = None if dry_run else IndexWriter(index, memory_mb=memory_mb, fresh=full)
        try:
            self.before = None if full else _opened(index)
        except BaseException:
            if self.writer is not None:
                self.writer.cancel()
            raise
        # Ids added in this run, with the path each came from: an id names one article of an index.
        self._added: dict[str, str | None] = {}
        self._deleted: set[str] = set()

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.writer is not None:
                self.writer.__exit__(kind, error, trace)
        finally:
            if self.before is not None:
                self.before.close()

    def report(self) -> Report:
        """What was done, and what the index holds now."""
        reader = _opened(self.index)  # None: a dry run where there is no index yet
        articles, passages = (0, 0) if reader is None else (reader.articles, reader.passages)
        if reader is not None:
            reader.close()
        return Report(
            sources=self.sources,
            new=self.new,
            changed=self.changed,
            removed=self.removed,
            unchanged=self.unchanged,
            skipped=tuple(self.skipped),
            articles=articles,
            passages=passages,
        )

    def put(self, article: Article) -> None:
        """Write an article into the index."""
        if self.writer is not None:
            self.writer.add_article(article, *passages_and_sentences(article))

    def put_record(self, article: Article) -> None:
        """Write the article of a record, in place of the one that has its id."""
        known = self.before is not None and self.before.find_article(article.id) is not None
        if known or article.id in self._added:
            self._delete(article.id)
            self.changed += 1
        else:
            self.new += 1
        self._added[article.id] = article.path
        self.put(article)

    def drop(self, file: KnownFile) -> None:
        """Take the articles of a file out of the index."""
        for article_id in file.articles:
            self._delete(article_id)

    def _delete(self, article_id: str) -> None:
        self._deleted.add(article_id)
        if self.writer is not None:
            self.writer.delete_article(article_id)

    def skip(self, skipped: Skipped) -> None:
        """Note what can't be read; a fault of the program is a warning besides."""
        self.skipped.append(skipped)
        if skipped.fault is not None:
            warnings.warn(f"{skipped}\n{skipped.fault}", ReaderFault, stacklevel=2)

    def accepted(
        self, source: Source, items: Iterable[_Item | Skipped], known: Mapping[str, KnownFile]
    ) -> Iterator[_Item]:
        """The articles of a file that go in, in order; what is skipped of it is noted.

        The first one makes way for the file: a file that gives none keeps the articles it had. An id that is
        taken names its holder.
        """
        gives = False
        for item in items:
            if isinstance(item, Skipped):
                self.skip(item)
                continue
            if not gives:
                gives = True
                self._replace(source, known)
            holder = self._holder(item.id)
            if holder is None:
                self._added[item.id] = str(source.path)
                yield item
            else:
                self.skip(Skipped(str(source.path), f"article id {item.id!r} is taken by {holder}"))

    def _replace(self, source: Source, known: Mapping[str, KnownFile]) -> None:
        file = known.get(os.path.abspath(source.path))
        if file is None:
            self.new += 1
        else:
            self.drop(file)
            self.changed += 1

    def _holder(self, article_id: str) -> str | None:
        """Which other source has put an article of that id into the index."""
        if article_id in self._added:
            return self._added[article_id] or "another article"
        if article_id in self._deleted or self.before is None:
            return None
        place = self.before.find_article(article_id)
        if place is None:
            return None
        segment, ordinal = place
        return segment.keyword_field("path").value(ordinal) or "a record"


def _opened(index: Path) -> IndexReader | None:
    try:
        return IndexReader.open(index)
    except IndexMissing:
        return None
