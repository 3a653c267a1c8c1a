"""How does a folder of files, or an iterable of records, become an index?

Only what changed is read: a file whose size and time are those of its last reading is left alone, then one
whose SHA-256 is; of a file that was appended to, what was added. A changed file's articles are replaced,
those of a file that is gone are dropped. What is done is published as the run goes on.

>>> from dateline.indexer import build
>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     report = build([{"id": "1", "title": "Summit", "text": "Leaders met in Bishkek."}], index=folder)
>>> report.new, report.articles, report.passages
(1, 1, 1)
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BufferedReader
from itertools import chain, islice
from typing import Any

from dateline.indexer.article import Article
from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.format.index.beginning import Beginning
from dateline.indexer.opensearch.address import Address
from dateline.indexer.progress import Later, Progress, Status
from dateline.indexer.readers.records import FieldMap
from dateline.indexer.report import Interrupted, Report
from dateline.indexer.run import Run
from dateline.indexer.scopes import Scope, demand_outside
from dateline.indexer.settings import field_pairs
from dateline.indexer.targets import Target, target_of

__all__ = ["Later", "Progress", "Report", "Status", "build", "update"]


def build(
    sources: str
    | os.PathLike[str]
    | BufferedReader
    | Iterable[str | os.PathLike[str]]
    | Iterable[Mapping[str, Any]],
    *,
    index: str | os.PathLike[str] = "index",
    full: bool = False,
    dry_run: bool = False,
    exclude: Sequence[str] = (),
    exclude_more: Sequence[str] = (),
    follow: bool = False,
    prune: bool = False,
    portable: bool = False,
    fields: Mapping[str, str | Sequence[str]] | None = None,
    map_fields: Mapping[str, str | Sequence[str]] | None = None,
    memory_mb: int = 256,
    jobs: int | None = None,
    wait: float = 0.0,
    progress: Progress | None = None,
    later: Later | None = None,
) -> Report:
    """Bring the index at `index` up to date with `sources`, making it when there is none.

    `sources` are files and folders, or records: mappings with the keys id, title, date, source, place,
    author (a byline, or a list of names), language, url, text, of which only text is required, or an open
    file with a record of JSON a line, as standard input (its lines are told of by their number). Folders are
    synchronised: what was indexed below them and is not found there any more is dropped; other parts of the
    index stay. Records are added, and replace the articles that have their ids. `index` is a folder, or the
    address of an index on a server, `opensearch://host:9200/name`.

    `full` reads everything again, whether it changed or not. An index that is damaged is repaired before, and
    all its sources are read; one of another version is made anew, of `sources` alone. `dry_run` writes
    nothing, reads nothing, and tells what would be read. `exclude` are globs of paths to leave out, kept for
    later runs in place of those kept before, `exclude_more` besides them. `follow` follows links out of a
    folder. `prune` is the consent to a refresh that takes out much. `portable` keeps roots relative to the
    index. `fields` are the keys that records and JSON lines have for fields of an article, where it is
    another: `{"title": "headline"}`, or of a list the first that a record has; what was read already is read
    by them with `full`. `map_fields` are the same, kept for the sources given until others are. `memory_mb`
    bounds what is held before it is written.
    `jobs` processes read, clean and analyse files, unless told as many as there are cores for 200 files and
    more, else one; records are taken one by one. `wait` is for how many seconds another writer is waited for.
    `progress` is called with a Status. `later` is asked of each file, a Source with its path, size and time,
    whether it is left as it is in this run, as one that is still being written.

    Raises IndexLocked when somebody else is writing, IndexDamaged or IndexVersion when the index can't be
    read (`full` gets past both), SourceError when a path given is empty or does not exist, PruneNeeded before
    much is taken out, ProcessDied when no process that reads can be started. What can't be read otherwise is
    skipped and named in the report; that a reader fails on a file in a way nobody foresaw is a ReaderFault, a
    warning, besides. KeyboardInterrupt keeps what was done.
    """
    if not os.fspath(index):
        raise ValueError("index is '', which names no folder")
    target = target_of(index)
    pairs = field_pairs(fields)
    lines = sources if isinstance(sources, BufferedReader) else None
    if isinstance(sources, BufferedReader):
        sources = ()
    given = iter([sources] if isinstance(sources, (str, os.PathLike, Mapping)) else sources)
    first = list(islice(given, 1))
    items = chain(first, given)
    of_script = lines is not None or bool(first and not _is_path(first[0]))
    paths = None if of_script else [_path(item, index) for item in items]
    with (
        _undone(target),
        Run(
            target,
            full=full,
            dry_run=dry_run,
            memory_mb=memory_mb,
            prune=prune,
            portable=portable,
            wait=wait,
        ) as run,
        _interruptible(run),
    ):
        if lines is not None:
            _add_lines(run, lines, pairs)
        elif paths is None:
            _add_records(run, items, pairs)
        else:
            from dateline.indexer.refresh import refresh  # which records do without

            run.sources.fields = pairs
            scopes = run.sources.of_paths(paths, exclude, follow, exclude_more, field_pairs(map_fields))
            if run.mended:  # what was lost may be of any source
                scopes = [*run.sources.everything(), *_new_files(run, scopes)]
            refresh(run, scopes, jobs=jobs, progress=progress, later=later)
    return run.report()


def update(
    *,
    index: str | os.PathLike[str] = "index",
    full: bool = False,
    dry_run: bool = False,
    prune: bool = False,
    sources: Sequence[str | os.PathLike[str]] = (),
    exclude_more: Sequence[str] = (),
    follow: bool = False,
    fields: Mapping[str, str | Sequence[str]] | None = None,
    memory_mb: int = 256,
    jobs: int | None = None,
    wait: float = 0.0,
    progress: Progress | None = None,
    later: Later | None = None,
) -> Report:
    """Bring an index up to date with all its sources, and with `sources`, which are added to them.

    `exclude_more` and `follow` are about `sources` only. IndexMissing when there is no index; else see
    `build`.
    """
    from dateline.indexer.refresh import refresh  # which records do without

    pairs = field_pairs(fields)
    with (
        Run(
            target_of(index),
            full=full,
            dry_run=dry_run,
            memory_mb=memory_mb,
            prune=prune,
            wait=wait,
            create=False,
        ) as run,
        _interruptible(run),
    ):
        run.sources.fields = pairs
        # What is known and gone is left to the run, which asks before it drops it.
        there = [_path(one, index) for one in sources if os.path.lexists(one) or not run.sources.knows(one)]
        added = run.sources.of_paths(there, (), follow, exclude_more)
        scopes = [*run.sources.everything(), *_new_files(run, added)]
        refresh(run, scopes, jobs=jobs, progress=progress, later=later)
    return run.report()


@contextmanager
def _undone(index: Target) -> Iterator[None]:
    """What fails before anything is in a new index leaves none behind: on a server none is begun before."""
    if isinstance(index, Address):
        yield
        return
    beginning = Beginning(index)
    try:
        yield
    except BaseException:
        beginning.undo()
        raise


@contextmanager
def _interruptible(run: Run) -> Iterator[None]:
    """What is interrupted becomes Interrupted, with the report of what is published."""
    try:
        yield
    except KeyboardInterrupt as error:
        run.end_early()
        raise Interrupted(run.report()) from error


def _new_files(run: Run, scopes: Iterable[Scope]) -> list[Scope]:
    """Of scopes those of a single file that no other source holds and the index does not know yet."""
    lone = [one for one in scopes if one.named and run.sources.entry(one.number).kind == "files"]
    if not lone:
        return []
    roots = run.sources.roots()
    known = {roots.resolve(record.path) for record in run.ledger}
    return [scope for scope in lone if scope.start not in known]


def _is_path(given: object) -> bool:
    return isinstance(given, (str, os.PathLike))


def _path(given: Any, index: str | os.PathLike[str]) -> str:
    """A path given. SourceError where nothing is there, it lies in the index, or it is empty.

    The empty one would be the current folder.
    """
    if not _is_path(given):
        raise SourceError(None, f"a path is wanted beside others, not {given!r:.60}")
    if not os.fspath(given):
        raise SourceError(None, "'' names no file or folder; the current folder is '.'")
    if not os.path.lexists(given):
        raise SourceError(given, "there is no such file or folder")
    path = os.fsdecode(given)
    demand_outside(path, index)
    return path


def _add_lines(run: Run, lines: BufferedReader, fields: FieldMap) -> None:
    from dateline.indexer.intake import take_lines  # files are cleaned elsewhere

    _put(run, take_lines(lines, fields))


def _add_records(run: Run, records: Iterable[object], fields: FieldMap) -> None:
    from dateline.indexer.intake import take_record  # files are cleaned elsewhere

    _put(run, (take_record(record, number, fields) for number, record in enumerate(records, 1)))


def _put(run: Run, items: Iterable[Article | Skipped]) -> None:
    for item in items:
        if isinstance(item, Skipped):
            run.counts.skip(item)
            run.counts.files_skipped += 1
        else:
            run.put_record(item)
