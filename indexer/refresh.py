"""How does an index come to agree with its sources as they are now?

The scopes are walked; what did not change is left alone, what is gone goes, and the rest is read. Then files
are read once more whose articles wait for an id that nobody has any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Final

from dateline.indexer.acceptance import Acceptance
from dateline.indexer.batches import Outcome, Placed, build_batches, default_jobs
from dateline.indexer.changes import gone, is_unchanged
from dateline.indexer.errors import Skipped, SourceError
from dateline.indexer.format.index.ledger import FileRecord
from dateline.indexer.format.index.source_table import below_root, kept_path, number_of
from dateline.indexer.holders import Holders
from dateline.indexer.pieces import pieces
from dateline.indexer.progress import Later, Progress, Status
from dateline.indexer.pruning import Pruning
from dateline.indexer.readers.opening import known_time
from dateline.indexer.run import Run
from dateline.indexer.scopes import Scope
from dateline.indexer.sources import Found, Source

__all__ = ["refresh"]

_SELDOM: Final = timedelta(hours=1)
_TELL_FILES: Final = 100  # found between two words on how many they are


@dataclass(slots=True)
class _Walked:
    """What the walk of the scopes found: files to read, and the files and folders that could not be.

    `members` are files in files that could not be, of those that did not change.
    """

    changed: list[Source]
    met: set[str]
    unread: list[str]
    skipped: list[Skipped]
    members: list[Skipped] = field(default_factory=list)
    unchanged: int = 0
    anew: set[str] = field(default_factory=set)


def refresh(
    run: Run,
    scopes: Sequence[Scope],
    *,
    jobs: int | None,
    progress: Progress | None = None,
    later: Later | None = None,
) -> None:
    """Read what changed within the scopes, and drop what is gone. PruneNeeded before anything is changed.

    Of a dry run only the counts. Files that are to be read `later` stay as they are.
    """
    status = Status(doing="looking for files")
    tell = progress or (lambda _: None)
    tell(status)
    pruning = Pruning(run.sources, run.ledger, agreed=run.prune)
    walked = _walk(run, scopes, status, tell, later)
    lost = _lost(run, scopes, walked, pruning)
    _count(run, walked, lost)
    status.files = len(walked.changed)
    status.bytes = sum(source.size for source in walked.changed)
    if run.writer is None:
        known = sum(run.ledger.get(source.kept) is not None for source in walked.changed)
        run.counts.changed += known
        run.counts.new += len(walked.changed) - known
        return
    holders = Holders(run.writer, run.before)
    acceptance = Acceptance(run.writer, holders, run.sources, pruning, run.counts, unlisted=run.unlisted)
    for record in lost:
        acceptance.drop(record)
    jobs = jobs or default_jobs(len(walked.changed))
    reading = _Reading(run, holders, acceptance, jobs, status, tell, walked.anew)
    reading.read(walked.changed)
    while bereft := acceptance.bereft():
        sources = _found(run, bereft)
        acceptance.read_again(record.path for record in bereft)
        reading.read(sources)
    _note_reading(run, scopes)
    status.doing = "writing the index"
    tell(status)


def _walk(run: Run, scopes: Sequence[Scope], status: Status, tell: Progress, later: Later | None) -> _Walked:
    def looked(count: int) -> None:
        status.looked = count
        tell(status)

    roots = run.sources.roots()
    named = [(record, roots.resolve(record.path)) for record in run.ledger if record.named]
    walked = _Walked([], set(), [], [])
    for scope in scopes:
        here = [path for record, path in named if scope.covers(path, record.path)]
        for found in run.sources.walk(scope, here):
            if isinstance(found, Skipped):
                walked.skipped.append(_noted(run, scope, found))
                if found.cause in ("trouble", "closed"):
                    walked.unread.append(found.path)
                continue
            walked.met.add(found.kept)
            if len(walked.met) % _TELL_FILES == 0:
                status.doing = f"looking for files: {len(walked.met):,}"
                looked(0)
            if later is not None and later(found):
                walked.skipped.append(Skipped(found.path, "is being written", cause="changing"))
                continue
            known = run.ledger.get(found.kept)
            anew = scope.anew
            if scope.restores and known is not None and known.removed:
                anew = True
                if run.writer is not None:
                    run.ledger.put(known._replace(removed=()))
            if known is None or run.full or anew or not is_unchanged(found, known, looked):
                walked.changed.append(run.sources.source(scope, found))
                if anew:
                    walked.anew.add(found.kept)
                continue
            _note_time(run, found, known)
            walked.members += _members(found, known, before=not scope.named)
            if known.skipped is not None:
                walked.skipped.append(Skipped(found.path, known.skipped, before=not scope.named))
            else:
                walked.unchanged += 1
    return walked


def _members(found: Found, known: FileRecord, *, before: bool) -> list[Skipped]:
    """The files in a file that could not be read when it was: they can't be now."""
    return [
        Skipped(found.path + inside, reason, cause="extra" if cause == "extra" else "trouble", before=before)
        for inside, reason, cause in known.unread
    ]


def _noted(run: Run, scope: Scope, found: Skipped) -> Skipped:
    """What is wrong with a file that can't even be looked at, noted: in a later run it was told before.

    Not of one that gave articles, which stay and are read again as soon as may be.
    """
    root = run.sources.roots().root(scope.number)
    if found.cause != "trouble" or scope.named or found.path == root:
        return found
    kept = kept_path(scope.number, below_root(found.path, root))
    known = run.ledger.get(kept)
    noted = FileRecord(kept, skipped=found.reason)
    if run.writer is not None and (known is None or _is_note(known)):
        run.ledger.put(noted)
    return replace(found, before=known == noted)


def _is_note(record: FileRecord) -> bool:
    """Whether a file was never read, and it is only known why."""
    return record.stamp is None and record.skipped is not None


def _note_time(run: Run, found: Found, known: FileRecord) -> None:
    """Record the time of a file that is as it was read, so that its bytes are compared only once for it."""
    time = known_time(found.modified_ns)
    if run.writer is not None and known.stamp is not None and time not in (0, known.stamp.modified_ns):
        run.ledger.put(known._replace(stamp=known.stamp._replace(modified_ns=time)))


def _lost(run: Run, scopes: Sequence[Scope], walked: _Walked, pruning: Pruning) -> list[FileRecord]:
    """The files that are gone. PruneNeeded."""
    roots = run.sources.roots()
    lost = list(gone(run.ledger, roots, walked.met, walked.unread, scopes))
    filled = {number_of(kept) for kept in walked.met}
    whole = {scope.number for scope in scopes if scope.start == roots.root(scope.number)}
    pruning.demand(lost, whole - filled)
    return lost


def _count(run: Run, walked: _Walked, lost: Sequence[FileRecord]) -> None:
    run.counts.removed = sum(not _is_note(record) for record in lost)
    run.counts.unchanged = walked.unchanged
    for one in walked.skipped:
        run.counts.skip(one)
        run.counts.files_skipped += one.cause not in ("folder", "closed")
    for one in walked.members:
        run.counts.skip(one)


def _found(run: Run, records: Sequence[FileRecord]) -> list[Source]:
    """The files of records as they are now; those that can't be looked at are left for another run."""
    roots = run.sources.roots()
    found = []
    for record in records:
        scope = Scope(number_of(record.path), roots.resolve(record.path), named=True)
        met = [one for one in run.sources.walk(scope, ()) if isinstance(one, Found)]
        found += [run.sources.source(scope, one) for one in met]
    return found


def _note_reading(run: Run, scopes: Sequence[Scope]) -> None:
    """Note when sources were read as a whole; of a run that changed nothing only once an hour.

    Else it would publish a new state of the index for the time alone.
    """
    now = datetime.now(timezone.utc)
    counts = run.counts
    idle = not (counts.new or counts.changed or counts.removed)
    roots = run.sources.roots()
    for scope in scopes:
        entry = run.sources.entry(scope.number)
        if scope.start != roots.root(scope.number):
            continue
        if idle and entry.read is not None and now - datetime.fromisoformat(entry.read) < _SELDOM:
            continue
        run.sources.put(replace(entry, read=now.isoformat(timespec="seconds")))


class _Reading:
    """Has files read in processes, and puts in what they hold."""

    def __init__(
        self,
        run: Run,
        holders: Holders,
        acceptance: Acceptance,
        jobs: int,
        status: Status,
        tell: Progress,
        anew: Collection[str],
    ) -> None:
        self._anew = anew
        self._run = run
        self._holders = holders
        self._acceptance = acceptance
        self._jobs = jobs
        self._status = status
        self._tell = tell

    def read(self, sources: Sequence[Source]) -> None:
        """Read them, and once more those that hold ids of another source."""
        again: list[Source] = []
        run = self._run
        assert run.writer is not None
        batches = build_batches(
            self._pieces(sources),
            run.spills,
            jobs=self._jobs,
            memory_mb=run.memory_mb,
            advance=self._advance,
            documents=run.is_remote,
        )
        with closing(batches):
            for built in batches:
                refused: list[list[int]] = [[] for _ in built.spills]
                self._holders.foresee(
                    [
                        item.id
                        for outcome in built.outcomes
                        for item in outcome.items
                        if isinstance(item, Placed)
                    ]
                )
                articles = 0
                for outcome in built.outcomes:
                    articles += self._accept(outcome, refused, again)
                    self._status.files_done += outcome.source.last
                for spill, without in zip(built.spills, refused, strict=True):
                    run.writer.add_segment(spill, without=without)
                self._holders.settle()
                self._status.articles += articles
                self._tell(self._status)
                run.publish_when_due(articles)
        if again:
            self.read(again)

    def _advance(self, count: int, _: int, path: str) -> None:
        self._status.bytes_done += count
        self._status.doing = path
        self._tell(self._status)

    def _looked(self, count: int) -> None:
        self._status.looked = count
        self._tell(self._status)

    def _accept(self, outcome: Outcome, refused: list[list[int]], again: list[Source]) -> int:
        """Take what came of a file; how many of its articles go in."""
        placed = [item for item in outcome.items if isinstance(item, Placed)]
        accepted = self._acceptance.accept(
            outcome.source,
            outcome.items,
            end=outcome.end,
            waits=bool(again) and again[-1].kept == outcome.source.kept,  # pieces go in in their order
        )
        out = placed if accepted.again else accepted.refused
        for item in out:
            refused[item.spill].append(item.ordinal)
        if accepted.again:
            names = (*outcome.source.renamed, *accepted.renamed)
            again.append(replace(outcome.source, renamed=names))
        return len(placed) - len(out)

    def _pieces(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The files, those that grow at their end in pieces, with what is known of their ids."""
        for source in sources:
            if source.stop is not None:  # a piece, for the second time
                yield source
                continue
            self._status.doing = str(source.path)
            self._tell(self._status)
            known = self._run.ledger.get(source.kept)
            if known is not None and source.label and not source.renamed:
                source = replace(source, renamed=self._acceptance.renamed(source))
            anew = self._run.full or source.kept in self._acceptance.again or source.kept in self._anew
            try:
                place = 0
                for piece in pieces(source, None if anew else known, self._looked):
                    self._status.looked = 0
                    self._status.bytes_done += piece.start - place  # what is as it was read before
                    place = piece.stop or 0
                    yield piece
            except SourceError as error:
                self._run.counts.skip(Skipped(str(source.path), error.reason))
                self._acceptance.fail(source)
