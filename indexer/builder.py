"""How does a folder of files, or an iterable of records, become an index?

Only what changed is read: a file whose size and time are those of its last reading is left alone, then one
whose SHA-256 is; a changed file's articles are replaced, those of a file that is gone are dropped. All of a
run is published at once, at its end: until then readers see the index as it was.

>>> from dateline.indexer import build
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     report = build([{"id": "1", "title": "Summit", "text": "Leaders met in Bishkek."}], index=folder)
>>> report.new, report.articles, report.passages
(1, 1, 1)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, cast

from dateline.indexer.article import Article
from dateline.indexer.batches import build_batches, passages_and_sentences
from dateline.indexer.changes import KnownFile, gone, is_unchanged, known_files
from dateline.indexer.errors import SourceError
from dateline.indexer.format.errors import IndexMissing
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.indexer.readers import Skipped, article_from_record, stream_source
from dateline.indexer.sources import Source, find_sources

__all__ = ["Progress", "Report", "build"]

Progress = Callable[[int, int], None]


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


def build(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | Iterable[Mapping[str, Any]],
    *,
    index: str | os.PathLike[str] = "index",
    full: bool = False,
    dry_run: bool = False,
    exclude: Sequence[str] = (),
    memory_mb: int = 256,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Bring the index at `index` up to date with `sources`, making it when there is none.

    `sources` are files and folders, or records: mappings with the keys id, title, date, source, place,
    author, language, url, text, of which only text is required. Folders are synchronised: what was indexed
    from them and is gone is dropped; other parts of the index stay. Records are added, and replace the
    articles that have their ids.

    `full` forgets the index as it is and reads everything again. `dry_run` writes nothing and tells what
    would be done. `exclude` are globs of paths to leave out. `memory_mb` bounds what is held before it is
    written. `jobs` processes read, clean and analyse files; records are taken one by one. `progress` is
    called with the number of files done and their total.

    Raises IndexLocked when somebody else is writing, IndexDamaged or IndexVersion when the index can't be
    read (`full` gets past both), SourceError when a path given does not exist. What can't be read otherwise
    is skipped and named in the report.
    """
    if isinstance(sources, (str, os.PathLike)):
        sources = [sources]
    given = iter(sources)
    first = next(given, None)
    items = chain([] if first is None else [first], given)
    run = _Run(Path(index), full=full, dry_run=dry_run, memory_mb=memory_mb)
    if isinstance(first, Mapping):
        return run.finish_with(_add_records, cast("Iterable[Mapping[str, Any]]", items))
    paths = [Path(cast("str | os.PathLike[str]", item)) for item in items]
    return run.finish_with(_add_files, paths, exclude, jobs, progress)


class _Run:
    """One build: the index as it was, the writer, and what has been counted so far."""

    def __init__(self, index: Path, *, full: bool, dry_run: bool, memory_mb: int) -> None:
        self.index = index
        self.memory_mb = memory_mb
        self.full = full
        self.dry_run = dry_run
        self.sources = self.new = self.changed = self.removed = self.unchanged = 0
        self.skipped: list[Skipped] = []
        self.before: IndexReader | None = None
        self.writer: IndexWriter | None = None
        # Ids added in this run, with the path each came from: an id names one article of an index.
        self.added: dict[str, str | None] = {}
        self.deleted: set[str] = set()

    def finish_with(self, add: Callable[..., None], *arguments: object) -> Report:
        """Run `add`, publish what it wrote, and report; when it fails nothing is published."""
        if not self.dry_run:
            self.writer = IndexWriter(self.index, memory_mb=self.memory_mb, fresh=self.full)
        try:
            self.before = self._open_before()
            add(self, *arguments)
            if self.writer is not None:
                self.writer.commit()
        except BaseException:
            if self.writer is not None:
                self.writer.cancel()
            raise
        finally:
            if self.before is not None:
                self.before.close()
        return self._report()

    def _open_before(self) -> IndexReader | None:
        if self.full:
            return None
        try:
            return IndexReader.open(self.index)
        except IndexMissing:
            return None

    def _report(self) -> Report:
        articles = passages = 0
        try:
            reader = IndexReader.open(self.index)
        except IndexMissing:
            pass  # a dry run where there is no index yet
        else:
            articles, passages = reader.articles, reader.passages
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

    def add(self, article: Article) -> None:
        """Put an article into the index."""
        self.added[article.id] = article.path
        if self.writer is not None:
            self.writer.add_article(article, *passages_and_sentences(article))

    def delete(self, article_id: str) -> None:
        """Take an article out of the index."""
        self.deleted.add(article_id)
        if self.writer is not None:
            self.writer.delete_article(article_id)

    def drop(self, file: KnownFile) -> None:
        """Take a file's articles out of the index."""
        for article_id in file.articles:
            self.delete(article_id)

    def skip(self, source: Source, reason: str) -> None:
        """Note a file that can't be read; it keeps the articles it had."""
        self.skipped.append(Skipped(str(source.path), reason))

    def replace(self, source: Source, known: Mapping[str, KnownFile]) -> None:
        """Count a file that is being read, and make way for its articles."""
        file = known.get(os.path.abspath(source.path))
        if file is None:
            self.new += 1
        else:
            self.drop(file)
            self.changed += 1

    def accept(self, article_id: str, source: Source) -> bool:
        """Whether the id is free for an article of this file; who has it is noted otherwise."""
        holder = self._holder(article_id)
        if holder is None:
            self.added[article_id] = str(source.path)
            return True
        self.skip(source, f"article id {article_id!r} is taken by {holder}")
        return False

    def _holder(self, article_id: str) -> str | None:
        """Which other source has put an article of that id into the index."""
        if article_id in self.added:
            return self.added[article_id] or "another article"
        if article_id in self.deleted or self.before is None:
            return None
        place = self.before.find_article(article_id)
        if place is None:
            return None
        segment, ordinal = place
        return segment.keyword_field("path").value(ordinal) or "a record"


def _add_records(run: _Run, records: Iterable[Mapping[str, Any]]) -> None:
    for run.sources, record in enumerate(records, 1):
        try:
            article = article_from_record(record)
        except SourceError as error:
            run.skipped.append(Skipped(f"record {run.sources}", error.reason))
            continue
        known = run.before is not None and run.before.find_article(article.id) is not None
        if known or article.id in run.added:
            run.delete(article.id)
            run.changed += 1
        else:
            run.new += 1
        run.add(article)


def _add_files(
    run: _Run, paths: Sequence[Path], exclude: Sequence[str], jobs: int, progress: Progress | None
) -> None:
    for path in paths:
        if not os.path.lexists(path):
            raise SourceError(path, "there is no such file or folder")
    sources = []
    for found in find_sources(paths, exclude):
        if isinstance(found, Skipped):
            run.skipped.append(found)
        else:
            sources.append(found)
    run.sources = len(sources) + len(run.skipped)
    met = {os.path.abspath(source.path) for source in sources}
    unread = {os.path.abspath(skipped.path) for skipped in run.skipped}
    known = known_files(run.before)
    for key in gone(known, met, unread, paths):
        run.drop(known[key])
        run.removed += 1
    changed = []
    for source in sources:
        file = known.get(os.path.abspath(source.path))
        if file is not None and file.stamp is not None and is_unchanged(source, file.stamp):
            run.unchanged += 1
        else:
            changed.append(source)
    done = run.unchanged
    add = _add_in_turn if jobs == 1 or run.writer is None else partial(_add_in_batches, jobs=jobs)
    for more in add(run, changed, known):
        if progress is not None:
            progress(done, len(sources))
        done += more
    if progress is not None:
        progress(len(sources), len(sources))


def _add_in_turn(run: _Run, sources: Sequence[Source], known: Mapping[str, KnownFile]) -> Iterator[int]:
    """Read files one by one; yields, before each is read, how many are done when it is."""
    for source in sources:
        yield 1
        try:
            _, items = stream_source(source.path)
        except SourceError as error:
            run.skip(source, error.reason)
            continue
        run.replace(source, known)
        try:
            for item in items:
                if isinstance(item, Skipped):
                    run.skipped.append(item)
                elif run.accept(item.id, source):
                    run.add(item)
        except SourceError as error:  # the file was taken away while it was read
            run.skip(source, error.reason)


def _add_in_batches(
    run: _Run, sources: Sequence[Source], known: Mapping[str, KnownFile], *, jobs: int
) -> Iterator[int]:
    """The same in several processes, which write segments that the writer takes over."""
    assert run.writer is not None
    for built in build_batches(sources, run.index, jobs=jobs, memory_mb=run.memory_mb):
        yield len(built.outcomes)
        refused: list[list[int]] = [[] for _ in built.spills]
        for outcome in built.outcomes:
            if outcome.error is not None:
                run.skip(outcome.source, outcome.error)
                continue
            run.replace(outcome.source, known)
            run.skipped.extend(outcome.skipped)
            for placed in outcome.articles:
                if not run.accept(placed.article_id, outcome.source):
                    refused[placed.spill].append(placed.ordinal)
        for spill, without in zip(built.spills, refused, strict=True):
            run.writer.add_segment(spill, without=without)
