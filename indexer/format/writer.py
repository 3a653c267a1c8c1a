"""How does an index grow and change?

`IndexWriter` buffers articles, writes them as segments and publishes the new state with `commit`: until then
nothing is visible, and `cancel` leaves no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType

from indexer.format.errors import IndexMissing
from indexer.format.reader import SegmentReader
from indexer.format.records import Article, Passage
from indexer.format.segment import SEGMENT_SUFFIX, SegmentBuilder
from indexer.format.store import SegmentEntry, Toc, WriteLock, publish, read_toc, sweep

__all__ = ["IndexWriter"]


class IndexWriter:
    """Adds articles to the index in a folder. IndexLocked when another process writes to it."""

    def __init__(self, folder: str | PathLike[str], *, memory_mb: int = 256, create: bool = True) -> None:
        self.folder = Path(folder)
        if create:
            self.folder.mkdir(parents=True, exist_ok=True)
        self._memory = memory_mb << 20
        self._lock = WriteLock(self.folder)
        try:
            self._toc = self._current(create)
            sweep(self.folder, self._toc.files() | set(self._toc.previous))
        except BaseException:
            self._lock.release()
            raise
        self._builder = SegmentBuilder()
        self._next_name = self._toc.next_name
        self._entries = list(self._toc.segments)

    def _current(self, create: bool) -> Toc:
        try:
            return read_toc(self.folder)
        except IndexMissing:
            if not create:
                raise
            return Toc(generation=0, segments=(), languages={}, next_name=1)

    def add_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> None:
        """Add one article; it replaces nothing. `sentences`: for each passage, where its sentences begin."""
        self._builder.add(article, passages, sentences)

    def _flush(self) -> None:
        """Write the buffer as a segment of its own, unpublished."""
        if not self._builder.articles:
            return
        path = self.folder / f"{self._next_name:06d}{SEGMENT_SUFFIX}"
        self._next_name += 1
        self._builder.write(path)
        self._entries.append(_entry(SegmentReader(path)))

    def commit(self, merge: bool = True, optimize: bool = False) -> None:
        """Publish everything since the last commit, and end this writer."""
        self._flush()
        languages: dict[str, int] = {}
        for entry in self._entries:
            reader = SegmentReader(self.folder / (entry.name + SEGMENT_SUFFIX))
            for language, count in reader.languages.items():
                languages[language] = languages.get(language, 0) + count
        toc = Toc(
            generation=self._toc.generation + 1,
            segments=tuple(self._entries),
            languages=languages,
            next_name=self._next_name,
            previous=tuple(sorted(self._toc.files())),
        )
        publish(self.folder, toc)
        sweep(self.folder, toc.files() | set(toc.previous))
        self._lock.release()

    def cancel(self) -> None:
        """Forget everything since the last commit, and end this writer."""
        sweep(self.folder, self._toc.files() | set(self._toc.previous))
        self._lock.release()

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.cancel()


def _entry(segment: SegmentReader) -> SegmentEntry:
    return SegmentEntry(
        name=segment.name,
        size=segment.size,
        checksum=segment.checksum,
        articles=segment.articles,
        passages=segment.passages,
        live_articles=segment.articles,
        live_passages=segment.passages,
    )
