"""One run of the indexer: what it writes, and what it counts.

Whatever is added is published as the run goes on, so that what is done is kept when it is stopped; one file
is never published in part without a note that the rest is to be read. A run that fails leaves the index in
the last state that was published.
"""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, Generic, Protocol, TypeVar

from dateline.indexer.article import Article, Stamp
from dateline.indexer.changes import demand_prune, program_version
from dateline.indexer.errors import PruneNeeded, ReaderFault, Skipped
from dateline.indexer.format.errors import DatelineError, IndexMissing
from dateline.indexer.format.index.ledger import FileRecord, Ledger
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.format.index.toc import Toc, read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.report import Report
from dateline.indexer.scopes import SourceList
from dateline.indexer.sources import Source

__all__ = ["Run"]

# What is added is published after so many articles or seconds.
_PUBLISH_ARTICLES: Final = 2000
_PUBLISH_SECONDS: Final = 60.0
_TAKEN: Final = "article id"


class _Named(Protocol):
    """Where an article lies: its id."""

    @property
    def id(self) -> str: ...


_Item = TypeVar("_Item", bound=_Named)


@dataclass(frozen=True, slots=True)
class Accepted(Generic[_Item]):
    """What became of the articles of a file: those `refused`, or the ids to rename in a second reading."""

    refused: tuple[_Item, ...] = ()
    renamed: tuple[str, ...] = ()


@dataclass(slots=True)
class _File:
    """A file being read: the articles the index still has of its last reading, and what came of it so far.

    `gives` is whether it holds any article, taken or not; `failed` whether a piece was not read to its end.
    """

    record: FileRecord | None
    old: set[str]
    articles: int
    waiting: list[str]
    gives: bool = False
    failed: bool = False
    reason: str | None = None


class Run:
    """The index as it was, its writer (None in a dry run), and the counts so far.

    As a context manager: leaving it publishes, also when it is interrupted; leaving it by another exception
    leaves the index as it was published last.
    """

    def __init__(
        self,
        index: Path,
        *,
        full: bool,
        dry_run: bool,
        memory_mb: int,
        prune: bool = False,
        portable: bool = False,
        create: bool = True,
        wait: float = 0.0,
    ) -> None:
        self.index = index
        self.full = full
        self.memory_mb = memory_mb
        self.prune = prune
        self.new = self.changed = self.removed = self.unchanged = self.files_skipped = 0
        self.skipped: list[Skipped] = []
        self.interrupted = False
        fresh = full and not _is_whole(index)
        self.writer = (
            None
            if dry_run
            else IndexWriter(index, memory_mb=memory_mb, fresh=fresh, create=create, wait=wait)
        )
        try:
            self.before = None if fresh else _opened(index)
            toc = _toc_of(index)
            self.ledger = self.writer.ledger if self.writer is not None else _ledger_of(index)
            known = () if toc is None else toc.sources
            self.sources = SourceList(
                known,
                1 if toc is None else toc.next_source,
                str(index),
                portable or bool(toc and toc.portable),
            )
        except BaseException:
            if self.writer is not None:
                self.writer.cancel()
            raise
        # What was added in this run, as hashes: an id names one article, and there may be millions.
        self._added: set[int] = set()
        self._dropped: set[str] = set()  # files whose articles of before are out, as their paths are kept
        self._files: dict[str, _File] = {}  # those of which a part was read
        self._pending: dict[str, str] = {}  # ids accepted of segments that are not taken over yet, and whose
        self._counted: set[str] = set()
        # After a repair nobody knows of files, but the index has their articles.
        self._lost_ledger = self.before is not None and bool(self.before.articles) and not len(self.ledger)
        self._orphans: set[str] = set()  # ids taken over from sources that are known no more
        self.again: set[str] = set()  # files read again for an id that was free
        self._removing: Counter[int] = Counter()  # articles taken out of each source
        self._unpublished = 0
        self._published = time.monotonic()

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.writer is not None:
                self._keep_sources()
                self.writer.__exit__(kind, error, trace)
        finally:
            if self.before is not None:
                self.before.close()

    def _keep_sources(self) -> None:
        assert self.writer is not None
        self.writer.sources = tuple(self.sources.entries)
        self.writer.next_source = self.sources.next_number
        self.writer.portable = self.sources.portable

    def end_early(self) -> None:
        """Publish what there is, as fast as may be."""
        self.interrupted = True
        if self.writer is not None:
            self._keep_sources()
            self.writer.commit(merge=False)

    def report(self) -> Report:
        """What was done, and what the index holds now."""
        reader = _opened(self.index)  # None: a dry run where there is no index yet
        articles, passages = (0, 0) if reader is None else (reader.articles, reader.passages)
        if reader is not None:
            reader.close()
        return Report(
            seen=self.new + self.changed + self.unchanged + self.files_skipped,
            new=self.new,
            changed=self.changed,
            removed=self.removed,
            unchanged=self.unchanged,
            files_skipped=self.files_skipped,
            skipped=tuple(self.skipped),
            articles=articles,
            passages=passages,
            interrupted=self.interrupted,
        )

    def skip(self, skipped: Skipped) -> None:
        """Note what can't be read; a fault of the program is a warning besides."""
        self.skipped.append(skipped)
        if skipped.fault is not None:
            warnings.warn(f"{skipped}\n{skipped.fault}", ReaderFault, stacklevel=2)

    def publish_when_due(self, articles: int) -> None:
        """Note that so many articles were added; publish them when there are many, or it is long since."""
        self._unpublished += articles
        due = time.monotonic() - self._published >= _PUBLISH_SECONDS
        if self.writer is not None and (
            self._unpublished >= _PUBLISH_ARTICLES or (due and self._unpublished)
        ):
            self._keep_sources()
            self.writer.checkpoint()
            self._unpublished = 0
            self._published = time.monotonic()

    # -- records ---------------------------------------------------------------------------------------

    def put_record(self, article: Article) -> None:
        """Write the article of a record, in place of the one that has its id."""
        hashed = hash(article.id)
        known = self.before is not None and self.before.find_article(article.id) is not None
        if known or hashed in self._added:
            self.changed += 1
            if self.writer is not None:
                self.writer.delete_article(article.id)
        else:
            self.new += 1
        self._added.add(hashed)
        if self.writer is not None:
            from dateline.indexer.passages import passages_and_sentences

            self.writer.add_article(article, *passages_and_sentences(article))
            self.publish_when_due(1)

    # -- files -----------------------------------------------------------------------------------------

    def drop(self, record: FileRecord) -> None:
        """Take the articles of a file that is gone out of the index, and what is known of it."""
        self._dropped.add(record.path)
        if self.writer is not None:
            if record.articles or record.stamp is None:
                self.writer.delete_by_term("path", record.path)
            self.ledger.remove(record.path)

    def demand_prune(self, gone: Sequence[FileRecord], empty: Collection[int]) -> None:
        """PruneNeeded where what is gone is much of a source; `empty` are those without any file."""
        for record in gone:
            self._removing[number_of(record.path)] += record.articles
        if self.prune:
            return
        roots = self.sources.roots()
        for number, removed in self._removing.items():
            demand_prune(roots.root(number), removed, self._articles_of(number), empty=number in empty)

    def _articles_of(self, number: int) -> int:
        return sum(record.articles for record in self.ledger if number_of(record.path) == number)

    def accept(
        self, source: Source, items: Sequence[_Item | Skipped], *, ended: bool, stamp: Stamp | None
    ) -> Accepted[_Item]:
        """Take what was read of a file, or of a piece of one, and say which of its articles don't go in.

        Its articles replace those the file gave before; those that are not in it any more go when it was
        read to its end, which `ended` says; `stamp` is its state. A file that gives none keeps what it had.
        What is skipped of it is noted. Where ids are those of another source nothing is taken: it is to be
        read again, these ids renamed.
        """
        assert self.writer is not None
        file = self._begin(source)
        found = [item for item in items if not isinstance(item, Skipped)]
        taken, refused, clashes = self._decide(source, file, found)
        if clashes:
            return Accepted(renamed=tuple(clashes))
        for item in items:
            if isinstance(item, Skipped):
                self.skip(item)
                file.reason = file.reason or item.reason
        for item in refused:
            self._refuse(source, file, item)
        file.gives |= bool(found)
        file.failed |= not ended
        file.articles += len(taken)
        self._replace(source, file, {item.id for item in taken})
        self._added.update(hash(item.id) for item in taken)
        self._pending.update((item.id, source.kept) for item in taken)
        self._note(source, file, stamp)
        return Accepted(refused=tuple(refused))

    def _begin(self, source: Source) -> _File:
        file = self._files.get(source.kept)
        if file is None:
            assert self.writer is not None
            record = self.ledger.get(source.kept)
            if source.start and record is not None:  # it was appended to
                file = _File(record, set(), record.articles, list(record.waiting), gives=True)
            else:
                unknown = record is None and not self._lost_ledger
                old = set() if unknown else set(self.writer.ids_of(source.kept))
                file = _File(record, old, 0, [])
            self._files[source.kept] = file
        return file

    def _decide(
        self, source: Source, file: _File, found: Sequence[_Item]
    ) -> tuple[list[_Item], list[_Item], list[str]]:
        """Which articles go in, which don't, and the ids of those that another source has."""
        taken: list[_Item] = []
        refused: list[_Item] = []
        clashes: list[str] = []
        here: set[str] = set()
        removed = frozenset(file.record.removed if file.record is not None else ())
        for item in found:
            holder = None if item.id in file.old else self._holder(item.id)
            if holder and number_of(holder) and not self.sources.has(number_of(holder)):
                self._orphans.add(item.id)
                holder = None
            if item.id in removed or item.id in here or holder is not None:
                other = holder and holder != source.kept and number_of(holder) != number_of(source.kept)
                if other and number_of(holder or "") and item.id not in here:
                    clashes.append(item.id)
                refused.append(item)
            else:
                taken.append(item)
            here.add(item.id)
        return taken, refused, clashes

    def _holder(self, article_id: str) -> str | None:
        """Which file has put an article of that id in, as its path is kept, "" for none; None: it is free."""
        assert self.writer is not None
        if (pending := self._pending.get(article_id)) is not None:
            return pending
        if hash(article_id) in self._added and (path := self.writer.path_of(article_id)) is not None:
            return path
        if self.before is None or (place := self.before.find_article(article_id)) is None:
            return None
        segment, ordinal = place
        kept = segment.kept_path(ordinal) or ""
        if kept in self._dropped or (kept in self._files and self.writer.path_of(article_id) is None):
            return None
        return kept

    def _refuse(self, source: Source, file: _File, item: _Named) -> None:
        """Say whose the id is; where that may go, the article waits for it."""
        if file.record is not None and item.id in file.record.removed:
            return
        holder = self._holder(item.id)
        if holder is not None and holder != source.kept:
            file.waiting.append(item.id)
        whose = "a record" if holder == "" else self.sources.roots().resolve(holder or source.kept)
        self.skip(Skipped(str(source.path), f"{_TAKEN} {item.id!r} is taken by {whose}"))

    def _replace(self, source: Source, file: _File, taken: set[str]) -> None:
        """Take out what the file gave before: what is given anew, and at its end what is not any more."""
        assert self.writer is not None
        for article_id in taken & self._orphans:
            self.writer.delete_article(article_id)
            self._orphans.remove(article_id)
        again = file.old & taken
        left = file.old - taken
        at_end = source.last and file.gives and not file.failed
        if at_end and left and not self._may_shrink(source, len(left)):
            self.skip(
                Skipped(
                    str(source.path),
                    f"{len(left):,} articles are not in it any more, and stay. If they are to go: --prune",
                )
            )
            file.articles += len(left)
            file.failed = True
            at_end = False
        if at_end and len(again) + len(left) == len(file.old) and source.start == 0:
            self.writer.delete_by_term("path", source.kept)
            self._dropped.add(source.kept)
        else:
            for article_id in (*again, *(left if at_end else ())):
                self.writer.delete_article(article_id)
        file.old = set() if at_end else left

    def _may_shrink(self, source: Source, articles: int) -> bool:
        number = number_of(source.kept)
        self._removing[number] += articles
        try:
            demand_prune("", self._removing[number], self._articles_of(number), empty=False)
        except PruneNeeded:
            return self.prune
        return True

    def _note(self, source: Source, file: _File, stamp: Stamp | None) -> None:
        """Record what is known of the file now, and count it once."""
        kept = source.kept
        if kept in self.again:
            self._counted.add(kept)
        if file.gives and kept not in self._counted:
            self._counted.add(kept)
            self.new += file.record is None
            self.changed += file.record is not None
        if source.stop is not None:
            stamp = Stamp(source.stop, source.modified_ns if source.last else 0, source.sha256 or "")
        if source.last:
            del self._files[kept]
            if kept not in self._counted:
                self._counted.add(kept)
                self.files_skipped += 1
        if not file.gives and file.record is not None and file.record.articles:
            return  # it keeps the articles it had, and is read again
        if file.failed and source.start and not source.last:
            return  # what was read up to here stands
        whole = not file.failed and (source.last or not file.old)
        gave_none = source.last and not file.articles and not file.waiting
        if file.failed and not file.articles and file.record is None:
            return
        self.ledger.put(
            FileRecord(
                kept,
                stamp=stamp if whole else None,
                articles=file.articles + len(file.old),
                lines=source.lines if whole else 0,
                waiting=tuple(file.waiting),
                skipped=(file.reason or "holds no article") if gave_none else None,
                version=program_version() if gave_none else None,
                named=source.named or (file.record is not None and file.record.named),
                removed=() if file.record is None else file.record.removed,
            )
        )

    def adopt(self, spills: Sequence[Path], refused: Sequence[Sequence[int]]) -> None:
        """Take over the segment files that a process has written of a batch, each without those refused."""
        assert self.writer is not None
        for spill, without in zip(spills, refused, strict=True):
            self.writer.add_segment(spill, without=without)
        self._pending.clear()

    def fail(self, source: Source) -> None:
        """Note that a file, or what was left of it, could not be read."""
        file = self._files.pop(source.kept, None)
        if source.kept not in self._counted:
            self._counted.add(source.kept)
            self.files_skipped += 1
        if file is not None and file.record is not None and file.old:
            self.ledger.put(replace(file.record, stamp=None))

    def renamed(self, source: Source) -> tuple[str, ...]:
        """The ids that articles of a file got a label after, when it was read before."""
        assert self.writer is not None
        ending = f"@{source.label}"
        ids = self.writer.ids_of(source.kept)
        return tuple([one.removesuffix(ending) for one in ids if one.endswith(ending)])

    def read_again(self, kept: Iterable[str]) -> None:
        """Note that files are read a second time: they are counted, and what they wait for is told anew."""
        roots = self.sources.roots()
        self.again.update(kept)
        paths = {roots.resolve(path) for path in self.again}
        self.skipped = [
            one for one in self.skipped if one.path not in paths or not one.reason.startswith(_TAKEN)
        ]

    def bereft(self) -> list[FileRecord]:
        """The files that hold an article whose id nobody has any more: they are to be read again."""
        writer = self.writer
        if writer is None:
            return []
        return [
            record
            for record in list(self.ledger)
            if record.waiting and any(writer.path_of(one) is None for one in record.waiting)
        ]


def _opened(index: Path) -> IndexReader | None:
    try:
        return IndexReader.open(index)
    except IndexMissing:
        return None


def _toc_of(index: Path) -> Toc | None:
    try:
        return read_toc(index)
    except DatelineError:  # who writes has found it so already
        return None


def _ledger_of(index: Path) -> Ledger:
    toc = _toc_of(index)
    return Ledger(index, () if toc is None else toc.ledger)


def _is_whole(index: Path) -> bool:
    """Whether all of an index can be read; there is none counts."""
    try:
        reader = _opened(index)
        if reader is not None:
            with reader:
                reader.verify()
    except DatelineError:
        return False
    return True
