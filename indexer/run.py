"""What is one run of the indexer: when is what it adds published, and what does it count?

Whatever is added is published as the run goes on, so that what is done is kept when it is stopped; one file
is never published in part without a note that the rest is to be read. A run that fails leaves the index in
the last state that was published.
"""

from __future__ import annotations

import time
from pathlib import Path
from types import TracebackType
from typing import Final

from dateline.indexer.article import Article
from dateline.indexer.errors import Skipped
from dateline.indexer.format.errors import DatelineError, IndexDamaged, IndexMissing, IndexVersion
from dateline.indexer.format.index.ledger import Ledger
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.seen_ids import SeenIds
from dateline.indexer.format.index.toc import Toc, read_toc
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.report import Counts, Report
from dateline.indexer.scopes import SourceList

__all__ = ["Run"]

# What is added is published after so many articles or seconds.
_PUBLISH_ARTICLES: Final = 2000
_PUBLISH_SECONDS: Final = 60.0


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
        self.counts = Counts()
        self._interrupted = False
        fresh = full and not _is_whole(index)
        self.mended = _mended(index, wait, self.counts) if fresh and not dry_run else False
        fresh = fresh and not self.mended
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
        self._added = SeenIds()  # those of records
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
        self._interrupted = True
        if self.writer is not None:
            self._keep_sources()
            self.writer.commit(merge=False)

    def report(self) -> Report:
        """What was done, and what the index holds now."""
        reader = _opened(self.index)  # None: a dry run where there is no index yet
        articles, passages = (0, 0) if reader is None else (reader.articles, reader.passages)
        if reader is not None:
            reader.close()
        return self.counts.report(articles, passages, interrupted=self._interrupted)

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

    def put_record(self, article: Article) -> None:
        """Write the article of a record, in place of the one that has its id."""
        known = self.before is not None and self.before.find_article(article.id) is not None
        if known or article.id in self._added:
            self.counts.changed += 1
            if self.writer is not None:
                self.writer.delete_article(article.id)
        else:
            self.counts.new += 1
        self._added.add(article.id)
        if self.writer is not None:
            from dateline.indexer.passages import passages_and_sentences

            self.writer.add_article(article, *passages_and_sentences(article))
            self.publish_when_due(1)


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


def _mended(index: Path, wait: float, counts: Counts) -> bool:
    """Repair a damaged index, and note what was done; whether it is whole now."""
    from dateline.indexer.repairing import repair  # a run hardly ever needs it

    try:
        repaired = repair(index, wait=wait)
    except (IndexMissing, IndexVersion, IndexDamaged):
        return False
    for finding in repaired.findings:
        counts.skip(Skipped(str(index / finding.file), f"was damaged and is left out: {finding.reason}"))
    records = [one.id or "" for one in repaired.lost if one.path == ""]
    if records:
        counts.skip(
            Skipped(str(index), f"{len(records):,} articles of a script are lost: {', '.join(records)}")
        )
    return True


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
