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
from dateline.indexer.beginnings import Begun, begin
from dateline.indexer.errors import Skipped
from dateline.indexer.format.index.seen_ids import SeenIds
from dateline.indexer.opensearch.address import Address
from dateline.indexer.report import Counts, Report
from dateline.indexer.targets import Target, open_reader

__all__ = ["Run"]

# What is added is published after so many articles, but not before some seconds have passed (each state is a
# segment of its own, written, brought to the disk and merged again), and after so many seconds at the latest.
_PUBLISH_ARTICLES: Final = 2000
_LEAST_SECONDS: Final = 10.0
_PUBLISH_SECONDS: Final = 60.0
_RECORDS: Final = 200  # whose ids are looked up at once, where that is on a server


class Run:
    """The index as it was, its writer (None in a dry run), and the counts so far.

    As a context manager: leaving it publishes, also when it is interrupted; leaving it by another exception
    leaves the index as it was published last.
    """

    def __init__(
        self,
        index: Target,
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
        begun = begin(
            index,
            full=full,
            dry_run=dry_run,
            memory_mb=memory_mb,
            portable=portable,
            create=create,
            wait=wait,
            counts=self.counts,
        )
        self._begun: Begun = begun
        self.mended, self.writer, self.before = begun.mended, begun.writer, begun.before
        self.ledger, self.sources = begun.ledger, begun.sources
        self._records: list[Article] = []  # of a script, whose ids are not looked up yet
        self._added = SeenIds()  # those of records
        self._unpublished = 0
        self._published = time.monotonic()

    @property
    def is_remote(self) -> bool:
        """Whether the index lies on a server."""
        return isinstance(self.index, Address)

    @property
    def spills(self) -> Path:
        """The folder in which processes leave what they read."""
        return self._begun.spills

    @property
    def unlisted(self) -> bool:
        """Whether nobody knows of files, but the index has their articles: after a repair."""
        return self._begun.unlisted

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self.writer is not None:
                if kind is None:
                    self._put_records()
                self._keep_sources()
                self.writer.__exit__(kind, error, trace)
                self._note_refused()
        finally:
            self._begun.close()

    def _keep_sources(self) -> None:
        assert self.writer is not None
        self.writer.sources = tuple(self.sources.entries)
        self.writer.next_source = self.sources.next_number
        self.writer.portable = self.sources.portable

    def end_early(self) -> None:
        """Publish what there is, as fast as may be. What is built anew on a server is given up."""
        self._interrupted = True
        if self.writer is None:
            return
        if self.is_remote and self.full:
            self.writer.cancel()
            self.counts = Counts()
            return
        self._put_records()
        self._keep_sources()
        self.writer.commit(merge=False)
        self._note_refused()

    def report(self) -> Report:
        """What was done, and what the index holds now."""
        reader = open_reader(self.index)  # None: a dry run where there is no index yet
        articles, passages = (0, 0) if reader is None else (reader.articles, reader.passages)
        if reader is not None:
            reader.close()
        return self.counts.report(articles, passages, interrupted=self._interrupted)

    def publish_when_due(self, articles: int) -> None:
        """Note that so many articles were added; publish them when there are many, or it is long since."""
        self._unpublished += articles
        elapsed = time.monotonic() - self._published
        many = self._unpublished >= _PUBLISH_ARTICLES and elapsed >= _LEAST_SECONDS
        if self.writer is not None and (many or (self._unpublished and elapsed >= _PUBLISH_SECONDS)):
            self._keep_sources()
            self.writer.checkpoint()
            self._note_refused()
            self._unpublished = 0
            self._published = time.monotonic()

    def put_record(self, article: Article) -> None:
        """Write the article of a record, in place of the one that has its id; soon, or at the end."""
        self._records.append(article)
        if not self.is_remote or len(self._records) >= _RECORDS:
            self._put_records()

    def _put_records(self) -> None:
        from dateline.indexer.passages import passages_and_sentences

        records, self._records = self._records, []
        if self.before is not None:
            self.before.foresee([article.id for article in records])
        for article in records:
            known = self.before is not None and self.before.file_of(article.id) is not None
            if known or article.id in self._added:
                self.counts.changed += 1
                if self.writer is not None:
                    self.writer.delete_article(article.id)
            else:
                self.counts.new += 1
            self._added.add(article.id)
            if self.writer is not None:
                self.writer.add_article(article, *passages_and_sentences(article))
                self.publish_when_due(1)

    def _note_refused(self) -> None:
        """Name the articles that a server did not take."""
        if self.writer is None:
            return
        roots = self.sources.roots()
        for one in self.writer.take_refused():
            where = roots.resolve(one.file) if one.file else f"record {one.id}"
            reason = f"its article {one.id!r} is refused by the server: {one.reason}"
            self.counts.skip(Skipped(where, reason))
