"""An index grows and changes.

`IndexWriter` buffers articles, writes a segment whenever the buffer has reached its bound, and publishes all
of it with `commit`: until then nothing is visible, and `cancel` leaves no trace. Articles are replaced by
deleting the old one (which marks it; merging leaves it out) and adding the new one.

    with IndexWriter("index") as writer:
        writer.update_article(article, split_passages(article))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.errors import DatelineError, IndexMissing
from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS, TITLE
from dateline.indexer.format.index.ledger import Ledger
from dateline.indexer.format.index.merge import choose, merge
from dateline.indexer.format.index.reader import SegmentReader
from dateline.indexer.format.index.toc import (
    SEGMENT_SUFFIX,
    SegmentEntry,
    Toc,
    WriteLock,
    publish,
    read_toc,
    sweep,
    unused_name,
)
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.format.segment.deletions import live_passages, write_deletions

__all__ = ["IndexWriter"]

_BASE_MB: Final = 48  # Python, numpy, the analyzers
_LEAST_MB: Final = 16  # of buffer, whatever the bound: smaller segments cost more than they save
_CHECK_EVERY: Final = 1 << 18  # code points of text between two looks at the memory taken


class _Segment:
    """A segment of the state to be published: its file, and which of its articles are live."""

    def __init__(self, reader: SegmentReader, entry: SegmentEntry | None = None) -> None:
        self.reader = reader
        self.name = reader.name
        self.live = reader.live_articles
        self.entry = entry  # as published last; None for a new segment
        self.changed = False

    def delete(self, ordinals: NDArray[np.int64]) -> int:
        """Delete these articles; how many of them were live."""
        live = np.ones(self.reader.articles, bool) if self.live is None else self.live
        alive = ordinals[live[ordinals]]
        if len(alive):
            if not self.changed:
                live = live.copy()
            live[alive] = False
            self.live = live
            self.changed = True
        return len(alive)

    @property
    def live_articles(self) -> int:
        return self.reader.articles if self.live is None else int(np.count_nonzero(self.live))

    @property
    def live_passages(self) -> int:
        if self.live is None:
            return self.reader.passages
        return int(np.count_nonzero(live_passages(self.live, self.reader.first_passage)))


class IndexWriter:
    """Writes to the index in a folder; IndexLocked when another writer has it.

    `memory_mb` bounds the memory of the process, roughly: a full buffer is written as a segment. `create`
    makes an index where there is none, else IndexMissing. `fresh` begins with nothing: the commit replaces
    what is there, be it damaged or of another version.
    """

    def __init__(
        self,
        folder: str | PathLike[str],
        *,
        memory_mb: int = 256,
        create: bool = True,
        fresh: bool = False,
    ) -> None:
        self.folder = Path(folder)
        if create:
            self.folder.mkdir(parents=True, exist_ok=True)
        elif not self.folder.is_dir():
            raise IndexMissing(self.folder)
        self._memory = max(memory_mb - _BASE_MB, _LEAST_MB) << 20
        self._lock: WriteLock | None = WriteLock(self.folder)
        try:
            self._toc = self._begin(create, fresh)
            sweep(self.folder)
            self._segments = [
                _Segment(SegmentReader(self.folder / entry.file, entry), entry)
                for entry in self._toc.segments
            ]
        except BaseException:
            self._release()
            raise
        self.sources = list(self._toc.sources)
        self.next_source = self._toc.next_source
        self.portable = self._toc.portable
        self._ledger: Ledger | None = None
        self._fresh = fresh
        self._next_name = self._toc.next_name
        self._builder = SegmentBuilder()
        self._unchecked = 0

    def _begin(self, create: bool, fresh: bool) -> Toc:
        """The state to start from."""
        try:
            toc = read_toc(self.folder)
        except IndexMissing:
            if not create:
                raise
            return Toc(generation=0, segments=(), languages={}, next_name=unused_name(self.folder))
        except DatelineError:
            if not fresh:
                raise
            name = unused_name(self.folder)  # generations go on counting: no reader has seen this one
            return Toc(generation=name, segments=(), languages={}, next_name=name)
        if not fresh:
            return toc
        return replace(toc, segments=(), languages={}, previous=tuple(sorted(toc.files())), ledger=())

    def add_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> None:
        """Add one article; it replaces nothing.

        `passages` are slices of `article.text`, in order. `sentences` has for each passage the code points
        of its text at which sentences begin; a paragraph begins one anyway.
        """
        self._unchecked += self._builder.add(article, passages, sentences)
        if self._unchecked >= _CHECK_EVERY:
            self._unchecked = 0
            if self._builder.held >= self._memory:
                self._flush()

    def update_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
    ) -> None:
        """Add one article in the place of those of its id."""
        self.delete_article(article.id)
        self.add_article(article, passages, sentences)

    def delete_article(self, article_id: str) -> bool:
        """Delete the articles of that id, also what this writer added; whether there was one."""
        return self.delete_by_term("id", article_id) > 0

    def delete_by_term(self, fieldname: str, text: str) -> int:
        """Delete the articles with that value of a keyword field, or that index term; how many there were."""
        if fieldname in TEXT_FIELDS:
            self._flush()
        elif fieldname not in KEYWORD_FIELDS:
            raise ValueError(f"there is no field {fieldname!r}")
        deleted = self._builder.delete(fieldname, text) if fieldname in KEYWORD_FIELDS else 0
        for segment in self._segments:
            deleted += segment.delete(_articles_with(segment.reader, fieldname, text))
        return deleted

    def delete_numbered(self, segment: str, articles: Sequence[int]) -> int:
        """Delete articles of a published segment by their numbers in it; how many of them were live."""
        return self._published(segment).delete(np.array(articles, np.int64))

    def live_articles(self, segment: str) -> NDArray[np.bool_] | None:
        """Which articles of a published segment this writer has left alive so far; None when all are."""
        live = self._published(segment).live
        return None if live is None else live.copy()

    def _published(self, name: str) -> _Segment:
        """The segment of that name in the state the writer was opened on."""
        return next(segment for segment in self._segments if segment.name == name)

    @property
    def ledger(self) -> Ledger:
        """What the index knows of the files it was made of; changes of it are published with a commit."""
        if self._ledger is None:
            self._ledger = Ledger(self.folder, self._toc.ledger)
        return self._ledger

    def path_of(self, article_id: str) -> str | None:
        """The path, as it is kept, of the live article of that id, "" for one without; None: no article."""
        self._flush()
        for segment in reversed(self._segments):
            for ordinal in _articles_with(segment.reader, "id", article_id).tolist():
                if segment.live is None or segment.live[ordinal]:
                    return segment.reader.keyword_field("path").value(ordinal) or ""
        return None

    def ids_below(self, path: str) -> list[str]:
        """The ids of the live articles of a file, by its path as it is kept; in their order."""
        self._flush()
        found: list[str] = []
        for segment in self._segments:
            ids = segment.reader.keyword_field("id")
            ordinals = _articles_with(segment.reader, "path", path).tolist()
            found += [
                ids.value(ordinal) or ""
                for ordinal in ordinals
                if segment.live is None or segment.live[ordinal]
            ]
        return found

    def add_segment(self, path: str | PathLike[str], *, without: Sequence[int] = ()) -> None:
        """Take over a segment file that a SegmentBuilder has written (in another process, perhaps).

        Its articles come after everything added before. The file is moved; it is best written into the
        index's folder, as `<anything>.spill`, which is swept when it isn't taken. Articles `without` are
        deleted. IndexDamaged, IndexVersion.
        """
        SegmentReader(Path(path)).close()
        self._flush()
        self._adopt(Path(path)).delete(np.array(without, np.int64))

    def _flush(self) -> None:
        """Write the buffer as a segment of its own, unpublished."""
        if self._builder.articles:
            path = self.folder / f"{self._next_name:06d}.spill"
            live = self._builder.write(path)
            segment = self._adopt(path)
            if live is not None:
                segment.delete(np.flatnonzero(~live))
        self._builder.trim(self._memory // 4)

    def _adopt(self, path: Path) -> _Segment:
        """Give a written file its name as a segment of the next state."""
        path = path.replace(self._new_path())
        segment = _Segment(SegmentReader(path))
        self._segments.append(segment)
        return segment

    def _new_path(self) -> Path:
        path = self.folder / f"{self._next_name:06d}{SEGMENT_SUFFIX}"
        self._next_name += 1
        return path

    def commit(self, merge: bool = True, optimize: bool = False) -> None:
        """Publish everything since the writer was opened, and end it.

        Merges what the policy says (see merge.py) unless `merge` is false; `optimize` leaves one segment
        without deleted articles. When it fails the index is as it was, and the writer ended.
        """
        if self._lock is None:
            raise ValueError("the writer has ended already")
        try:
            self._flush()
            self._builder = SegmentBuilder()  # its vocabulary makes room for merging
            self._segments = [segment for segment in self._segments if segment.live_articles]
            if merge or optimize:
                self._merge(optimize)
            self._publish()
        finally:
            self.cancel()

    def checkpoint(self) -> None:
        """Publish everything so far, and go on."""
        self._flush()
        self._publish()
        for segment, entry in zip(self._segments, self._toc.segments, strict=True):
            segment.entry = entry
            segment.changed = False

    def _merge(self, optimize: bool) -> None:
        if optimize:
            whole = len(self._segments) == 1 and self._segments[0].live is None
            runs = [] if whole or not self._segments else [range(len(self._segments))]
        else:
            runs = choose([(segment.live_passages, segment.reader.passages) for segment in self._segments])
        for run in reversed(runs):
            self._segments[run.start : run.stop] = [self._merged(self._segments[run.start : run.stop])]

    def _merged(self, sources: Sequence[_Segment]) -> _Segment:
        """One segment of the live articles of several, in their order."""
        for source in sources:
            source.reader.live_articles = source.live
        path = self._new_path()
        merge([source.reader for source in sources], path)
        for source in sources:
            source.reader.close()
            if source.entry is None:  # nobody has seen it: make room at once
                source.reader.path.unlink()
        return _Segment(SegmentReader(path))

    def _publish(self) -> None:
        entries = [self._entry(segment) for segment in self._segments]
        generation = self._toc.generation + 1
        ledger = self._toc.ledger if self._ledger is None else self._ledger.write(generation)
        kept = (tuple(entries), tuple(self.sources), self.portable, ledger)
        before = self._toc
        same = kept == (before.segments, before.sources, before.portable, before.ledger)
        if same and before.generation and not self._fresh:
            return
        languages: dict[str, int] = {}
        for segment in self._segments:
            for language, count in segment.reader.count_languages(segment.live).items():
                languages[language] = languages.get(language, 0) + count
        toc = Toc(
            generation=generation,
            segments=tuple(entries),
            languages=dict(sorted(languages.items())),
            next_name=self._next_name,
            previous=self._toc.previous if self._fresh else tuple(sorted(self._toc.files())),
            sources=tuple(self.sources),
            next_source=self.next_source,
            portable=self.portable,
            ledger=ledger,
        )
        publish(self.folder, toc)
        self._toc = toc

    def _entry(self, segment: _Segment) -> SegmentEntry:
        """The segment as the TOC names it, its deletions written."""
        if segment.entry is not None and not segment.changed:
            return segment.entry
        deletions = None
        if segment.live is not None:
            deletions = f"{segment.name}.{self._toc.generation + 1}.deletions"
            write_deletions(self.folder / deletions, segment.live)
        return SegmentEntry(
            name=segment.name,
            size=segment.reader.size,
            checksum=segment.reader.checksum,
            articles=segment.reader.articles,
            passages=segment.reader.passages,
            live_articles=segment.live_articles,
            live_passages=segment.live_passages,
            deletions=deletions,
        )

    def cancel(self) -> None:
        """Forget everything since the writer was opened, and end it; once it has ended, nothing happens."""
        if self._lock is None:
            return
        self._builder = SegmentBuilder()
        self._segments = []
        try:
            sweep(self.folder)
        finally:
            self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.cancel()
        elif self._lock is not None:
            self.commit()


def _articles_with(segment: SegmentReader, fieldname: str, text: str) -> NDArray[np.int64]:
    """The articles of a segment with that value or term."""
    if fieldname in KEYWORD_FIELDS:
        keywords = segment.keywords(fieldname)
        return keywords.articles(keywords.find(text))
    field = segment.text_field(fieldname)
    term = field.find(text.encode("utf-8", "replace"))
    documents = field.documents(term) if term >= 0 else np.empty(0, np.int64)
    articles = documents if fieldname == TITLE else segment.article_of[documents]
    return np.unique(articles).astype(np.int64)
