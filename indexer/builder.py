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
from itertools import chain, islice
from pathlib import Path
from typing import Any

from dateline.indexer.batches import Placed, build_batches
from dateline.indexer.changes import KnownFile, gone, is_unchanged, known_files
from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.intake import take, take_record
from dateline.indexer.run import Report, Run
from dateline.indexer.sources import Source, find_sources

__all__ = ["Progress", "Report", "build"]

Progress = Callable[[int, int], None]


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
    author (a byline, or a list of names), language, url, text, of which only text is required. Folders are
    synchronised: what was indexed below them and is not found there any more is dropped; other parts of the
    index stay. Records are added, and replace the articles that have their ids.

    `full` forgets the index as it is and reads everything again. `dry_run` writes nothing and tells what
    would be done. `exclude` are globs of paths to leave out. `memory_mb` bounds what is held before it is
    written. `jobs` processes read, clean and analyse files; records are taken one by one. `progress` is
    called with the number of files done and their total.

    Raises IndexLocked when somebody else is writing, IndexDamaged or IndexVersion when the index can't be
    read (`full` gets past both), SourceError when a path given is empty or does not exist, ProcessDied
    when none of `jobs` can be started. What can't be read otherwise is skipped and named in the report; that a
    reader fails on a file in a way nobody foresaw is a ReaderFault, a warning, besides.
    """
    if not os.fspath(index):
        raise ValueError("index is '', which names no folder")
    given = iter([sources] if isinstance(sources, (str, os.PathLike, Mapping)) else sources)
    first = list(islice(given, 1))
    items = chain(first, given)
    paths = None if first and not _is_path(first[0]) else [_path(item) for item in items]
    with Run(Path(index), full=full, dry_run=dry_run, memory_mb=memory_mb) as run:
        if paths is None:
            _add_records(run, items)
        else:
            _add_files(run, paths, exclude, jobs, progress)
    return run.report()


def _is_path(given: object) -> bool:
    return isinstance(given, (str, os.PathLike))


def _path(given: Any) -> Path:
    """A path given. SourceError where nothing is there, or it is empty, which would be the current folder."""
    if not _is_path(given):
        raise SourceError(None, f"a path is wanted beside others, not {given!r:.60}")
    if not os.fspath(given):
        raise SourceError(None, "'' names no file or folder; the current folder is '.'")
    if not os.path.lexists(given):
        raise SourceError(given, "there is no such file or folder")
    return Path(given)


def _add_records(run: Run, records: Iterable[object]) -> None:
    for run.sources, record in enumerate(records, 1):
        item = take_record(record, run.sources)
        if isinstance(item, Skipped):
            run.skip(item)
        else:
            run.put_record(item)


def _add_files(
    run: Run, paths: Sequence[Path], exclude: Sequence[str], jobs: int, progress: Progress | None
) -> None:
    known = known_files(run.before)
    sources = _met(run, paths, exclude, known)
    changed = []
    for source in sources:
        file = known.get(os.path.abspath(source.path))
        if file is not None and file.stamp is not None and is_unchanged(source, file.stamp):
            run.unchanged += 1
        else:
            changed.append(source)
    one = jobs == 1 or run.writer is None
    read = _add_in_turn(run, changed, known) if one else _add_in_batches(run, changed, known, jobs)
    done = run.unchanged
    for more in read:
        if progress is not None:
            progress(done, len(sources))
        done += more
    if progress is not None:
        progress(len(sources), len(sources))


def _met(
    run: Run, paths: Sequence[Path], exclude: Sequence[str], known: Mapping[str, KnownFile]
) -> list[Source]:
    """The files to look at; those that are gone are dropped."""
    sources: list[Source] = []
    for found in find_sources(paths, exclude):
        if isinstance(found, Skipped):
            run.skip(found)
        else:
            sources.append(found)
    run.sources = len(sources) + len(run.skipped)
    met = {os.path.abspath(source.path) for source in sources}
    unread = {os.path.abspath(skipped.path) for skipped in run.skipped}
    for key in gone(known, met, unread, paths):
        run.drop(known[key])
        run.removed += 1
    return sources


def _add_in_turn(run: Run, sources: Sequence[Source], known: Mapping[str, KnownFile]) -> Iterator[int]:
    """Read files one by one; yields, before each is read, how many are done when it is."""
    for source in sources:
        yield 1
        for article in run.accepted(source, take(source.path), known):
            run.put(article)


def _add_in_batches(
    run: Run, sources: Sequence[Source], known: Mapping[str, KnownFile], jobs: int
) -> Iterator[int]:
    """The same in several processes, which write segments that the writer takes over."""
    assert run.writer is not None
    for built in build_batches(sources, run.index, jobs=jobs, memory_mb=run.memory_mb):
        yield len(built.outcomes)
        refused: list[list[int]] = [[] for _ in built.spills]
        for outcome in built.outcomes:
            kept = set(run.accepted(outcome.source, outcome.items, known))
            for item in outcome.items:
                if isinstance(item, Placed) and item not in kept:
                    refused[item.spill].append(item.ordinal)
        for spill, without in zip(built.spills, refused, strict=True):
            run.writer.add_segment(spill, without=without)
