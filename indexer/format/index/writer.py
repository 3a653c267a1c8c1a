"""An index grows and changes.

`IndexWriter` buffers articles, writes a segment whenever the buffer has reached its bound, and publishes all
of it with `commit`: until then nothing is visible, and `cancel` leaves no trace. A long run publishes what it
has so far with `checkpoint`, and goes on. Articles are replaced by deleting the old one (which marks it;
merging leaves it out) and adding the new one.

    with IndexWriter("index") as writer:
        writer.update_article(article, split_passages(article))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS
from dateline.indexer.format.index.folder import IndexFolder
from dateline.indexer.format.index.indexing_times import next_time
from dateline.indexer.format.index.inventory import Inventory
from dateline.indexer.format.index.ledger import FileRecord, Ledger
from dateline.indexer.format.index.merge import choose, merge
from dateline.indexer.format.index.pending import PendingSegment
from dateline.indexer.format.index.refusal import Refusal
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.source_table import file_of
from dateline.indexer.format.index.tiers import choose_piled
from dateline.indexer.format.index.toc import SegmentEntry, name_file
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.format.segment.deletions import write_deletions

__all__ = ["IndexWriter"]

_BASE_MB: Final = 48  # Python, numpy, the analyzers
_LEAST_MB: Final = 16  # of buffer, whatever the bound: smaller segments cost more than they save
_CHECK_EVERY: Final = 1 << 18  # code points of text between two looks at the memory taken


class IndexWriter:
    """Writes to the index in a folder; IndexLocked when another writer has it, after `wait` seconds.

    `memory_mb` bounds the memory of the process, roughly: a full buffer is written as a segment. `create`
    makes an index where there is none, else IndexMissing. `fresh` begins with nothing: what is published
    first replaces what is there, be it damaged, without a table of contents (TocMissing), or of another
    version. Segments named in `without` are left out, as they are damaged. IndexUnwritable when the disk
    fails, or nothing can be written in the folder.
    """

    def __init__(
        self,
        folder: str | PathLike[str],
        *,
        memory_mb: int = 256,
        create: bool = True,
        fresh: bool = False,
        wait: float = 0.0,
        without: Collection[str] = (),
    ) -> None:
        self.folder = Path(folder)
        self._memory = max(memory_mb - _BASE_MB, _LEAST_MB) << 20
        self._index = IndexFolder(self.folder, create=create, fresh=fresh, wait=wait)
        entries = [
            entry for entry in (() if fresh else self._index.toc.segments) if entry.name not in without
        ]
        try:
            self._segments = [PendingSegment(self.folder / entry.file, entry) for entry in entries]
        except BaseException:
            self._index.end()
            raise
        toc = self._index.toc
        self.sources = toc.sources  # both are published with what is added next
        self.next_source = toc.next_source
        self.portable = toc.portable
        self._ledger: Ledger | None = Ledger(self.folder) if fresh else None
        self._forgotten = False
        self._fresh = fresh  # nothing is published yet
        self._builder = SegmentBuilder()
        self._unchecked = 0
        self._latest = 0  # time that was given for an article: what is published is later

    def add_article(
        self,
        article: Article,
        passages: Sequence[Passage],
        sentences: Sequence[Sequence[int]] | None = None,
        *,
        indexed: int = 0,
    ) -> None:
        """Add one article; it replaces nothing.

        `passages` are slices of `article.text`, in order. `sentences` has for each passage the code points
        of its text at which sentences begin; a paragraph begins one anyway. `indexed`, in milliseconds since
        1970, is when it was indexed in another index, of which this is a copy.
        """
        self._check_open()
        self._unchecked += self._builder.add(article, passages, sentences, indexed)
        self._latest = max(self._latest, indexed)
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

    @property
    def target(self) -> Path:
        """Where the index lies."""
        return self.folder

    def take_refused(self) -> list[Refusal]:
        """None: a folder takes every article, or fails."""
        return []

    def begin_file(self, path: str) -> None:
        """Nothing: what becomes of a file is published at once."""

    def delete_article(self, article_id: str) -> bool:
        """Delete the articles of that id, also what this writer added; whether there was one."""
        return self.delete_by_term("id", article_id) > 0

    def delete_by_term(self, fieldname: str, text: str) -> int:
        """Delete the articles with that value of a keyword field, or that index term; how many there were."""
        if fieldname in TEXT_FIELDS:
            self._flush()
        elif fieldname not in KEYWORD_FIELDS:
            raise ValueError(f"there is no field {fieldname!r}")
        self._check_open()
        deleted = self._builder.delete(fieldname, text) if fieldname in KEYWORD_FIELDS else 0
        for segment in self._segments:
            deleted += segment.delete_with(fieldname, text)
        return deleted

    def delete_file(self, path: str) -> int:
        """Delete the articles of a file and of what lies in it, by its path as it is kept; how many."""
        self._check_open()
        self._flush()
        here = [segment for segment in self._segments if not segment.is_before(path)]
        return sum([segment.delete(segment.of_file(path)) for segment in here])

    def delete_numbered(self, segment: str, articles: Sequence[int]) -> int:
        """Delete articles of a published segment by their numbers in it; how many of them were live."""
        return self._published(segment).delete(np.array(articles, np.int64))

    def live_articles(self, segment: str) -> NDArray[np.bool_] | None:
        """Which articles of a published segment this writer has left alive so far; None when all are."""
        live = self._published(segment).live
        return None if live is None else live.copy()

    def _published(self, name: str) -> PendingSegment:
        """The published segment of that name. ValueError when there is none, or it was merged since."""
        for segment in self._segments:
            if segment.name == name and segment.entry is not None:
                return segment
        raise ValueError(f"no published segment is called {name!r}")

    def add_segment(self, path: str | PathLike[str], *, without: Sequence[int] = ()) -> None:
        """Take over a segment file that a SegmentBuilder has written (in another process, perhaps).

        Its articles come after everything added before. The file is moved; it is best written into the
        index's folder, as `batch-<12 hex digits>-<5 digits>-<3 digits>.spill`, which is swept when it isn't
        taken. Articles `without` are deleted. IndexDamaged, IndexVersion.
        """
        SegmentReader(Path(path)).close()
        self._flush()
        with self._index.writing():
            self._adopt(Path(path)).delete(np.array(without, np.int64))

    @property
    def ledger(self) -> Ledger:
        """What the index knows of the files it was made of; changes of it are published with the rest."""
        if self._ledger is None:
            self._ledger = Ledger(self.folder, self._index.toc.ledger)
        return self._ledger

    def begin_ledger(self, records: Iterable[FileRecord]) -> None:
        """Begin the ledger anew, with these records: a file without one is read again."""
        self._ledger = Ledger(self.folder)
        for record in records:
            self._ledger.put(record)
        self._forgotten = True

    def articles_by_file(self) -> Counter[str]:
        """How many live articles there are of each file, by its path as it is kept; "" for those of none."""
        self._flush()
        found: Counter[str] = Counter()
        for segment in self._segments:
            field = segment.reader.keyword_field("path")
            live = slice(None) if segment.live is None else segment.live
            counts = np.bincount(field.codes[live], minlength=len(field.values) + 1).tolist()
            for path, count in zip(["", *field.values], counts, strict=True):
                found[file_of(path)] += count
        return +found

    def path_of(self, article_id: str) -> str | None:
        """The file, as it is kept, of the live article of that id, "" for one of none; None: no article."""
        self._flush()
        for segment in reversed(self._segments):
            for ordinal in segment.live_with("id", article_id):
                return file_of(segment.reader.keyword_field("path").value(ordinal) or "")
        return None

    def ids_of(self, path: str) -> list[str]:
        """The ids of the live articles of a file, or a member of one, by its path as it is kept."""
        self._flush()
        found: list[str] = []
        for segment in self._segments:
            ids = segment.reader.keyword_field("id")
            ordinals = segment.of_file(path).tolist()
            live = segment.live
            found += [ids.value(ordinal) or "" for ordinal in ordinals if live is None or live[ordinal]]
        return found

    def ids_below(self, path: str) -> list[str]:
        """The ids of the live articles of a member of a file, or of a folder of members, as it is kept."""
        self._flush()
        found: list[str] = []
        for segment in self._segments:
            ids, paths = segment.reader.keyword_field("id"), segment.reader.keyword_field("path")
            codes = {paths.find(path), *range(*paths.range(f"{path}/", f"{path}0"))}
            codes.update(range(*paths.range(f"{path}!/", f"{path}!0")))
            found += [
                ids.value(ordinal) or ""
                for code in sorted(codes)
                for ordinal in paths.articles(code).tolist()
                if segment.live is None or segment.live[ordinal]
            ]
        return found

    def _check_open(self) -> None:
        if self._index.ended:
            raise ValueError("the writer has ended already")

    def _flush(self) -> None:
        """Write the buffer as a segment of its own, unpublished."""
        if self._builder.articles:
            with self._index.writing():
                path = self._index.spill()
                live = self._builder.write(path)
                segment = self._adopt(path)
            if live is not None:
                segment.delete(np.flatnonzero(~live))
        self._builder.trim(self._memory // 4)

    def _adopt(self, spill: Path) -> PendingSegment:
        """Make a written file a segment of the next state."""
        segment = PendingSegment(self._index.place_segment(spill))
        self._segments.append(segment)
        return segment

    def checkpoint(self) -> None:
        """Publish everything so far, as `commit` does, and go on writing under the same lock.

        When this returns it is on the disk, and `cancel` or a failure takes back only what comes after it.
        Segments are merged when many of a size have piled up (tiers.py). When it fails the index is as it was
        published last, and the writer ended. With `fresh` the first checkpoint replaces what was there.
        """
        self._check_open()
        try:
            self._flush()
            self._drop_empty()
            run = choose_piled([segment.live_passages for segment in self._segments])
            if run is not None:
                self._merge(run)
            self._publish()
        except BaseException:
            self.cancel()
            raise

    def commit(self, merge: bool = True, optimize: bool = False) -> None:
        """Publish everything since the writer was opened, and end it.

        Merges what the policy says (see merge.py) unless `merge` is false; `optimize` leaves one segment
        without deleted articles. When it fails the index is as it was published last, and the writer ended.
        """
        self._check_open()
        try:
            self._flush()
            self._builder = SegmentBuilder()  # its vocabulary makes room for merging
            self._drop_empty()
            for run in reversed(self._runs(merge, optimize)):
                self._merge(run)
            self._publish()
        finally:
            self.cancel()

    def _drop_empty(self) -> None:
        self._segments = [segment for segment in self._segments if segment.live_articles]

    def _runs(self, merge: bool, optimize: bool) -> list[range]:
        """Which segments to merge."""
        if optimize:
            whole = len(self._segments) == 1 and self._segments[0].live is None
            return [] if whole or not self._segments else [range(len(self._segments))]
        sizes = [(segment.live_passages, segment.reader.passages) for segment in self._segments]
        return choose(sizes) if merge else []

    def _merge(self, run: range) -> None:
        """Make one segment of the live articles of several, in their order."""
        sources = self._segments[run.start : run.stop]
        for source in sources:
            source.reader.live_articles = source.live
        with self._index.writing():
            spill = self._index.spill()
            merge([source.reader for source in sources], spill)
            merged = PendingSegment(self._index.place_segment(spill))
            for source in sources:
                source.reader.close()
                if source.entry is None:  # nobody has seen it: make room at once
                    self._index.discard(source.reader.path)
        self._segments[run.start : run.stop] = [merged]

    def _publish(self) -> None:
        before = self._index.toc
        beside = (tuple(self.sources), self.portable)
        same = beside == (before.sources, before.portable) and not (self._ledger and self._ledger.changed)
        if (
            before.generation
            and same
            and not self._forgotten
            and not self._fresh
            and not self._has_changed(before.segments)
        ):
            return
        languages: dict[str, int] = {}
        for segment in self._segments:
            for language, count in segment.reader.count_languages(segment.live).items():
                languages[language] = languages.get(language, 0) + count
        with self._index.writing():
            time = next_time(max(before.time, self._latest))
            entries = [self._entry(segment, time) for segment in self._segments]
            names = tuple(entry.name for entry in entries)
            indexed = tuple(entry.indexed for entry in entries)
            inventory = Inventory(
                tuple(self.sources), self.next_source, self.portable, names, indexed, self._index.next_name
            )
            ledger = before.ledger
            merged = {entry.name for entry in before.segments}.difference(names)
            if self._ledger is not None or merged or beside != (before.sources, before.portable):
                ledger = self.ledger.write(inventory, self._index.spill, self._index.place_ledger)
            self._index.publish(
                entries,
                languages,
                time=time,
                sources=tuple(self.sources),
                next_source=self.next_source,
                portable=self.portable,
                ledger=ledger,
            )
        self._fresh = False
        for segment, entry in zip(self._segments, entries, strict=True):
            segment.is_published(entry)

    def _has_changed(self, published: Sequence[SegmentEntry]) -> bool:
        """Whether anything was added or deleted since."""
        return any(segment.changed for segment in self._segments) or [
            segment.entry for segment in self._segments
        ] != list(published)

    def _entry(self, segment: PendingSegment, time: int) -> SegmentEntry:
        """The segment as the TOC of that time names it, its deletions written."""
        if segment.entry is not None and not segment.changed:
            return segment.entry
        if segment.live is None:
            return segment.named(None, time)
        spill = self._index.spill()
        write_deletions(spill, segment.live)
        return segment.named(name_file(self._index.place_deletions(spill, segment.name)), time)

    def cancel(self) -> None:
        """Forget everything since it was last published, and end the writer; more than once does no harm."""
        self._builder = SegmentBuilder()
        self._segments = []
        self._index.end()

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.cancel()
        elif not self._index.ended:
            self.commit()
