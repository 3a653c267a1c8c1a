"""How does a folder of files, or an iterable of records, become an index?

Only what changed is read: a file whose size and time are those of its last reading is left alone, then one
whose SHA-256 is; a changed file's articles are replaced, those of a file that is gone are dropped. All of a
run is published at once, at its end: until then readers see the index as it was.

>>> from indexer import build
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     report = build([{"id": "1", "title": "Summit", "text": "Leaders met in Bishkek."}], index=folder)
>>> report.new, report.articles, report.passages
(1, 1, 1)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, cast

from indexer.errors import SourceError
from indexer.fields.sentences import sentence_starts
from indexer.format.errors import IndexMissing
from indexer.format.reader import IndexReader
from indexer.format.records import Article, Stamp
from indexer.format.writer import IndexWriter
from indexer.passages import split_passages
from indexer.readers import Skipped, article_from_record, read_source
from indexer.sources import Source, find_sources

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
    written. `progress` is called with the number of files done and their total.

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
    return run.finish_with(_add_files, paths, exclude, progress)


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
        self.added[article.id] = article.path
        if self.writer is None:
            return
        text, language = article.text, article.language
        passages = split_passages(article)
        sentences = [sentence_starts(text[passage.start : passage.end], language) for passage in passages]
        self.writer.add_article(article, passages, sentences)

    def delete(self, article_id: str) -> None:
        self.deleted.add(article_id)
        if self.writer is not None:
            self.writer.delete_article(article_id)


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


@dataclass(slots=True)
class _Known:
    """What the index holds of one file."""

    stamp: Stamp | None
    articles: list[str]


def _add_files(run: _Run, paths: Sequence[Path], exclude: Sequence[str], progress: Progress | None) -> None:
    for path in paths:
        if not os.path.lexists(path):
            raise SourceError(path, "there is no such file or folder")
    known = _known_files(run.before)
    sources = []
    for found in find_sources(paths, exclude):
        if isinstance(found, Skipped):
            run.skipped.append(found)
        else:
            sources.append(found)
    run.sources = len(sources) + len(run.skipped)
    seen = {os.path.abspath(source.path) for source in sources}
    seen |= {os.path.abspath(skipped.path) for skipped in run.skipped}
    for key in _gone(known, seen, paths):
        _drop(run, known[key])
        run.removed += 1
    for done, source in enumerate(sources):
        if progress is not None:
            progress(done, len(sources))
        _add_file(run, source, known.get(os.path.abspath(source.path)))
    if progress is not None:
        progress(len(sources), len(sources))


def _known_files(before: IndexReader | None) -> dict[str, _Known]:
    """The files the index was made from, by absolute path."""
    known: dict[str, _Known] = {}
    if before is None:
        return known
    for segment in before.segments:
        paths, ids = segment.keyword_field("path"), segment.keyword_field("id")
        live = segment.live_articles
        for ordinal in range(segment.articles):
            path = paths.value(ordinal)
            if path is None or (live is not None and not live[ordinal]):
                continue
            entry = known.get(os.path.abspath(path))
            if entry is None:
                entry = known[os.path.abspath(path)] = _Known(segment.stamp(ordinal), [])
            entry.articles.append(ids.value(ordinal) or "")
    return known


def _gone(known: Mapping[str, _Known], seen: set[str], paths: Sequence[Path]) -> Iterator[str]:
    """The known files that lie under the paths given and were not met there."""
    roots = [os.path.abspath(path) for path in paths]
    for key in known:
        if key not in seen and any(key == root or key.startswith(os.path.join(root, "")) for root in roots):
            yield key


def _drop(run: _Run, known: _Known) -> None:
    for article_id in known.articles:
        run.delete(article_id)


def _add_file(run: _Run, source: Source, known: _Known | None) -> None:
    """Read one file if it changed; a file that can't be read any more keeps the articles it had."""
    if known is not None and known.stamp is not None and _unchanged(source, known.stamp):
        run.unchanged += 1
        return
    try:
        reading = read_source(source.path)
    except SourceError as error:
        run.skipped.append(Skipped(str(source.path), error.reason))
        return
    run.skipped.extend(reading.skipped)
    if known is not None:
        _drop(run, known)
        run.changed += 1
    elif reading.articles:
        run.new += 1
    for article in reading.articles:
        holder = _holder(run, article.id)
        if holder is None:
            run.add(article)
        else:
            reason = f"article id {article.id!r} is taken by {holder}"
            run.skipped.append(Skipped(str(source.path), reason))


def _holder(run: _Run, article_id: str) -> str | None:
    """Which other source has put an article of that id into the index; None when the id is free."""
    if article_id in run.added:
        return run.added[article_id] or "another article"
    if article_id in run.deleted or run.before is None:
        return None
    place = run.before.find_article(article_id)
    if place is None:
        return None
    segment, ordinal = place
    return segment.keyword_field("path").value(ordinal) or "a record"


def _unchanged(source: Source, stamp: Stamp) -> bool:
    if source.size != stamp.size:
        return False
    if source.modified_ns == stamp.modified_ns:
        return True
    digest = hashlib.sha256()
    try:
        with open(source.path, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError:
        return False  # reading it will say why
    return digest.hexdigest() == stamp.sha256
