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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from dateline.indexer.batches import Outcome, Placed, build_batches
from dateline.indexer.changes import gone, is_unchanged
from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import number_of
from dateline.indexer.pieces import pieces
from dateline.indexer.readers.records import FieldMap
from dateline.indexer.report import Interrupted, Report
from dateline.indexer.run import Run
from dateline.indexer.scopes import Scope
from dateline.indexer.settings import field_pairs
from dateline.indexer.sources import Source

__all__ = ["Progress", "Report", "Status", "build", "update"]


_SELDOM: Final = timedelta(hours=1)


@dataclass(slots=True)
class Status:
    """How far a run is: files and bytes done of those to read, articles found, and what is being done."""

    files: int = 0
    files_done: int = 0
    bytes: int = 0
    bytes_done: int = 0
    articles: int = 0
    doing: str = ""


Progress = Callable[[Status], None]


def build(
    sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | Iterable[Mapping[str, Any]],
    *,
    index: str | os.PathLike[str] = "index",
    full: bool = False,
    dry_run: bool = False,
    exclude: Sequence[str] = (),
    exclude_more: Sequence[str] = (),
    follow: bool = False,
    prune: bool = False,
    portable: bool = False,
    fields: Mapping[str, str] | None = None,
    memory_mb: int = 256,
    jobs: int = 1,
    wait: float = 0.0,
    progress: Progress | None = None,
) -> Report:
    """Bring the index at `index` up to date with `sources`, making it when there is none.

    `sources` are files and folders, or records: mappings with the keys id, title, date, source, place,
    author (a byline, or a list of names), language, url, text, of which only text is required. Folders are
    synchronised: what was indexed below them and is not found there any more is dropped; other parts of the
    index stay. Records are added, and replace the articles that have their ids.

    `full` reads everything again, whether it changed or not, and makes the index anew when it is damaged or
    of another version. `dry_run` writes nothing, reads nothing, and tells what would be read. `exclude` are
    globs of paths to leave out, kept for later runs in place of those kept before, `exclude_more` besides
    them. `follow` follows links out of a folder. `prune` is the consent to a refresh that takes out much.
    `portable` keeps roots relative to the index. `fields` are the keys that records and JSON lines have for
    fields of an article, where it is another: `{"title": "headline"}`; what was read already is read by them
    with `full`. `memory_mb` bounds what is held before it is written. `jobs` processes read, clean and
    analyse files; records are taken one by one. `wait` is for how many seconds another writer is waited for.
    `progress` is called with a Status.

    Raises IndexLocked when somebody else is writing, IndexDamaged or IndexVersion when the index can't be
    read (`full` gets past both), SourceError when a path given is empty or does not exist, PruneNeeded before
    much is taken out, ProcessDied when no process that reads can be started. What can't be read otherwise is
    skipped and named in the report; that a reader fails on a file in a way nobody foresaw is a ReaderFault, a
    warning, besides. KeyboardInterrupt keeps what was done.
    """
    if not os.fspath(index):
        raise ValueError("index is '', which names no folder")
    pairs = field_pairs(fields)
    given = iter([sources] if isinstance(sources, (str, os.PathLike, Mapping)) else sources)
    first = list(islice(given, 1))
    items = chain(first, given)
    paths = None if first and not _is_path(first[0]) else [_path(item) for item in items]
    with (
        Run(
            Path(index),
            full=full,
            dry_run=dry_run,
            memory_mb=memory_mb,
            prune=prune,
            portable=portable,
            wait=wait,
        ) as run,
        _interruptible(run),
    ):
        if paths is None:
            _add_records(run, items, pairs)
        else:
            run.sources.fields = pairs
            scopes = run.sources.of_paths(paths, exclude, follow, exclude_more)
            _refresh(run, scopes, jobs, progress)
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
    fields: Mapping[str, str] | None = None,
    memory_mb: int = 256,
    jobs: int = 1,
    wait: float = 0.0,
    progress: Progress | None = None,
) -> Report:
    """Bring an index up to date with all its sources, and with `sources`, which are added to them.

    `exclude_more` and `follow` are about `sources` only. IndexMissing when there is no index; else see
    `build`.
    """
    pairs = field_pairs(fields)
    with (
        Run(
            Path(index), full=full, dry_run=dry_run, memory_mb=memory_mb, prune=prune, wait=wait, create=False
        ) as run,
        _interruptible(run),
    ):
        run.sources.fields = pairs
        # What is known and gone is left to the run, which asks before it drops it.
        there = [_path(one) for one in sources if os.path.lexists(one) or not run.sources.knows(one)]
        added = run.sources.of_paths(there, (), follow, exclude_more)
        _refresh(run, [*run.sources.everything(), *_new_files(run, added)], jobs, progress)
    return run.report()


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
    roots = run.sources.roots()
    known = {roots.resolve(record.path) for record in run.ledger}
    return [
        scope
        for scope in scopes
        if scope.named and run.sources.entry(scope.number).kind == "files" and scope.start not in known
    ]


def _is_path(given: object) -> bool:
    return isinstance(given, (str, os.PathLike))


def _path(given: Any) -> str:
    """A path given. SourceError where nothing is there, or it is empty, which would be the current folder."""
    if not _is_path(given):
        raise SourceError(None, f"a path is wanted beside others, not {given!r:.60}")
    if not os.fspath(given):
        raise SourceError(None, "'' names no file or folder; the current folder is '.'")
    if not os.path.lexists(given):
        raise SourceError(given, "there is no such file or folder")
    return os.fsdecode(given)


def _add_records(run: Run, records: Iterable[object], fields: FieldMap) -> None:
    from dateline.indexer.intake import take_record  # files are cleaned elsewhere

    for number, record in enumerate(records, 1):
        item = take_record(record, number, fields)
        if isinstance(item, Skipped):
            run.skip(item)
            run.files_skipped += 1
        else:
            run.put_record(item)


def _refresh(run: Run, scopes: Sequence[Scope], jobs: int, progress: Progress | None) -> None:
    """Read what changed within the scopes, and drop what is gone."""
    status = Status(doing="looking for files")
    tell = progress or (lambda _: None)
    tell(status)
    changed = _changed(run, scopes, status)
    if run.writer is None:
        for source in changed:
            known = run.ledger.get(source.kept)
            run.new += known is None
            run.changed += known is not None
        return
    _read(run, changed, jobs, status, tell)
    while bereft := [record for record in run.bereft() if record.path not in run.again]:
        sources = _found(run, bereft)
        run.read_again(record.path for record in bereft)
        _read(run, sources, jobs, status, tell)
    _note_reading(run, scopes)
    status.doing = "writing the index"
    tell(status)


def _note_reading(run: Run, scopes: Sequence[Scope]) -> None:
    """Note when sources were read as a whole; of a run that changed nothing only once an hour.

    Else it would publish a new state of the index for the time alone.
    """
    now = datetime.now(timezone.utc)
    idle = not (run.new or run.changed or run.removed)
    roots = run.sources.roots()
    for scope in scopes:
        entry = run.sources.entry(scope.number)
        if scope.start != roots.root(scope.number):
            continue
        if idle and entry.read is not None and now - datetime.fromisoformat(entry.read) < _SELDOM:
            continue
        run.sources.put(replace(entry, read=now.isoformat(timespec="seconds")))


def _changed(run: Run, scopes: Sequence[Scope], status: Status) -> list[Source]:
    """The files to read; what is passed over is noted, what is gone dropped. PruneNeeded."""
    roots = run.sources.roots()
    paths = {record.path: roots.resolve(record.path) for record in run.ledger}
    changed: list[Source] = []
    met: set[str] = set()
    unread: list[str] = []
    skipped: list[Skipped] = []
    unchanged = 0
    for scope in scopes:
        named = [
            paths[record.path]
            for record in run.ledger
            if record.named
            and number_of(record.path) == scope.number
            and scope.covers(paths[record.path], record.path)
        ]
        for found in run.sources.walk(scope, named):
            if isinstance(found, Skipped):
                skipped.append(found)
                if found.cause in ("trouble", "folder"):
                    unread.append(found.path)
                continue
            met.add(found.kept)
            known = run.ledger.get(found.kept)
            if known is None or run.full or not is_unchanged(found, known):
                changed.append(found)
                status.bytes += found.size
            else:
                unchanged += 1
                if known.skipped is not None:
                    skipped.append(Skipped(str(found.path), known.skipped))
                    unchanged -= 1
    lost = list(gone(run.ledger, paths, met, unread, scopes))
    filled = {number_of(kept) for kept in met}
    whole = {scope.number for scope in scopes if scope.start == roots.root(scope.number)}
    run.demand_prune(lost, whole - filled)
    for record in lost:
        run.drop(record)
    run.removed = len(lost)
    run.unchanged = unchanged
    for one in skipped:
        run.skip(one)
        run.files_skipped += one.cause != "folder"
    status.files = len(changed)
    return changed


def _read(
    run: Run, sources: Sequence[Source], jobs: int, status: Status, tell: Callable[[Status], None]
) -> None:
    """Read files, in several processes or one, and put in what they hold."""
    again: list[Source] = []

    def advance(count: int, _: int, path: str) -> None:
        status.bytes_done += count
        status.doing = path
        tell(status)

    batches = build_batches(
        _pieces(run, sources, status, tell), run.index, jobs=jobs, memory_mb=run.memory_mb, advance=advance
    )
    with closing(batches):
        for built in batches:
            refused: list[list[int]] = [[] for _ in built.spills]
            articles = 0
            for outcome in built.outcomes:
                articles += _accept(run, outcome, refused, again)
                status.files_done += outcome.source.last
            run.adopt(built.spills, refused)
            status.articles += articles
            tell(status)
            run.publish_when_due(articles)
    if again:
        _read(run, again, jobs, status, tell)


def _accept(run: Run, outcome: Outcome, refused: list[list[int]], again: list[Source]) -> int:
    """Take what came of a file; how many of its articles go in."""
    placed = [item for item in outcome.items if isinstance(item, Placed)]
    accepted = run.accept(outcome.source, outcome.items, ended=outcome.ended, stamp=outcome.stamp)
    out = placed if accepted.renamed else accepted.refused
    for item in out:
        refused[item.spill].append(item.ordinal)
    if accepted.renamed:
        names = (*outcome.source.renamed, *accepted.renamed)
        again.append(replace(outcome.source, renamed=names))
    return len(placed) - len(out)


def _pieces(
    run: Run, sources: Iterable[Source], status: Status, tell: Callable[[Status], None]
) -> Iterator[Source]:
    """The files, those that grow at their end in pieces, with what is known of their ids."""
    for source in sources:
        if source.stop is not None:  # a piece, for the second time
            yield source
            continue
        status.doing = str(source.path)
        tell(status)
        known = run.ledger.get(source.kept)
        if known is not None and source.label and not source.renamed:
            source = replace(source, renamed=run.renamed(source))
        try:
            yield from pieces(source, None if run.full or source.kept in run.again else known)
        except SourceError as error:
            run.skip(Skipped(str(source.path), error.reason))
            run.fail(source)


def _found(run: Run, records: Sequence[FileRecord]) -> list[Source]:
    """The files of records as they are now; those that can't be looked at are left for another run."""
    roots = run.sources.roots()
    found = []
    for record in records:
        scope = Scope(number_of(record.path), roots.resolve(record.path), named=True)
        found += [one for one in run.sources.walk(scope, ()) if isinstance(one, Source)]
    return found
