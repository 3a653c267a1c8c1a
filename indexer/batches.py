"""How do processes read, clean and analyse files for one index?

Each takes a batch of files and writes what it made of them as segment files, which are nobody's until the
one writer of the index takes them over. What became of each file travels back beside them, because only
the one who sees all files can tell whether an article's id is still free.

A file over which a process was lost is named with the reason and costs nothing but itself: what was read
before it is read again, as a batch of its own, and what comes after it is another. Of the file itself it
costs the part that was being read: it is read once more without that.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from dateline.indexer.article import Stamp
from dateline.indexer.errors import ProcessDied, Skipped
from dateline.indexer.readers.opening import known_time
from dateline.indexer.sources import End, Source
from dateline.indexer.workers.messages import as_end, as_skipped, is_end
from dateline.indexer.workers.pool import Done, Lost, Pool, Task

__all__ = ["Advance", "Built", "Outcome", "Placed", "build_batches", "default_jobs"]

# A batch ends after so many bytes or files: enough to keep a process busy for some seconds, few enough to let
# the others share what is left at the end, and to lose little when a run is stopped or a process was lost.
_BATCH_BYTES = 2 << 20
_BATCH_FILES = 1600  # a small one takes half a millisecond
# The first are smaller by this, each twice the one before, so that it soon shows that a run gets on, and a
# short one that is stopped has something to keep.
_FIRST: Final = 1 / 32
_PACKED: Final = (".gz", ".bz2", ".xz", ".zip", ".docx", ".odt", ".epub", ".wacz")
_UNPACKED: Final = 5  # times as long: what text and markup in them come to
_AHEAD: Final = 4  # batches for each process that are read or wait: what a slow one may hold up
_TELL_SECONDS: Final = 0.25
# Starting a process takes as long as reading some dozen files.
_MANY_FILES: Final = 200
# Unless somebody says more: the one writer has as much to do as these, and each takes memory.
_MOST_JOBS: Final = 16
_TRIES: Final = 3  # of a batch whose process was lost before it had begun
_MOST_LOST: Final = 10  # processes over parts of one file: each is read again from its beginning
_BASE_MB: Final = 48  # Python, numpy, the analyzers
_LEAST_MB: Final = 16  # of buffer, whatever the bound: smaller segments cost more than they save

# Bytes and articles read since it was called last, and a file that is being read.
Advance = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article of a file lies: its id, the segment file it is in and its number there."""

    id: str
    spill: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: where its articles lie and what was skipped, in order.

    `end` is None where it is to be read another time.
    """

    source: Source
    items: tuple[Placed | Skipped, ...]
    end: End | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A batch done: the segment files written, in order, and the outcome of each file, in order."""

    spills: tuple[Path, ...]
    outcomes: tuple[Outcome, ...]


def default_jobs(files: int) -> int:
    """How many processes read so many files, where nobody says: one, or for many files as there are cores."""
    if files < _MANY_FILES:
        return 1
    try:
        cores = len(os.sched_getaffinity(0))  # type: ignore[attr-defined, unused-ignore]
    except (AttributeError, OSError):  # not on macOS and Windows
        cores = os.cpu_count() or 1
    return min(cores, _MOST_JOBS)


def build_batches(
    sources: Iterable[Source],
    folder: Path,
    *,
    jobs: int,
    memory_mb: int,
    advance: Advance | None = None,
    documents: bool = False,
) -> Generator[Built, None, None]:
    """Read files in `jobs` processes; the batches done, in the order of the files.

    `sources` are asked for as they are needed. Segment files are written into `folder` as
    `batch-<12 hex digits>-<5 digits or more>-<3 digits or more>.spill`, which the next writer sweeps when
    nobody took them. `memory_mb` is shared by the processes. `advance` is called about four times a second
    while this waits. With `documents` not segments are written but what is sent to a server
    (opensearch/spills.py). ProcessDied when no process can be started. Closing the iterator kills the
    processes and removes what they wrote and nobody was given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    memory = max(memory_mb // jobs - _BASE_MB, _LEAST_MB) << 20
    line = _Line(folder, Pool(folder, jobs=jobs, memory=memory, documents=documents), _AHEAD * jobs, advance)
    try:
        yield from line.built(_batches(sources))
    finally:
        line.close()


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    share = _FIRST
    for source in sources:
        batch.append(source)
        packed = str(source.path).lower().endswith(_PACKED)
        size += source.bytes * (_UNPACKED if packed else 1)
        if size >= _BATCH_BYTES * share or len(batch) >= _BATCH_FILES * share:
            yield batch
            batch, size = [], 0
            share = min(1.0, 2 * share)
    if batch:
        yield batch


def _outcome(source: Source, items: Sequence[Any]) -> Outcome:
    """What a process told of a file: places as lists, what was skipped, and last its end."""
    ended = bool(items) and is_end(items[-1])
    told = items[:-1] if ended else items
    return Outcome(
        source,
        tuple([as_skipped(item) if isinstance(item, dict) else Placed(*item) for item in told]),
        as_end(items[-1]) if ended else None,
    )


class _Batch:
    """Files that are read together: the task they are, and, once it is done, what it made."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.tries = 0
        self.built: Built | None = None
        self.bytes = self.articles = 0  # of which somebody was told


def _without_part(source: Source, lost: Lost) -> Source | None:
    """A file without the part over which a process was lost; None where that is all of it, or too many."""
    if lost.step in ("", "0?") or len(source.without) > _MOST_LOST:
        return None
    step, reason = lost.step, lost.reason
    if len(source.without) == _MOST_LOST:
        step = f"{step.partition('.')[0].rstrip('?')}?"
        reason = f"more than {_MOST_LOST} of its parts cost a process; what follows is not read ({reason})"
    return replace(source, without=(*source.without, (step, reason, lost.stays)))


def _named(source: Source, lost: Lost) -> _Batch:
    """A file that cost a process, as a batch done."""
    batch = _Batch(Task("", [source]))
    skipped = Skipped(str(source.path), lost.reason, fault=lost.fault)
    # A whole file that is over its limits is over them as long as it stays as it is.
    settled = lost.over and source.stop is None
    end = End(Stamp(source.size, known_time(source.modified_ns), "")) if settled else None
    batch.built = Built((), (Outcome(source, (skipped,), end),))
    return batch


class _Line:
    """The batches that are read or wait, in the order of the files."""

    def __init__(self, folder: Path, pool: Pool, length: int, advance: Advance | None) -> None:
        self._folder = folder
        self._pool = pool
        self._length = length
        self._advance = advance
        self._token = os.urandom(6).hex()
        self._numbers = 0
        self._line: deque[_Batch] = deque()

    def built(self, batches: Iterator[list[Source]]) -> Iterator[Built]:
        """What was made of the batches, in their order."""
        more = True
        while more or self._line:
            while more and len(self._line) < self._length:
                if more := (sources := next(batches, None)) is not None:
                    assert sources is not None
                    self._line.append(self._given(sources))
            if self._line and self._line[0].built is not None:
                yield self._line.popleft().built  # type: ignore[misc]
            elif self._line:
                self._hear()

    def close(self) -> None:
        """End the processes; what they wrote and nobody was given is removed."""
        self._pool.close()
        for batch in self._line:
            self._remove(batch)

    def _given(self, sources: Sequence[Source]) -> _Batch:
        """A batch that waits for a process."""
        batch = _Batch(Task(f"batch-{self._token}-{self._numbers:05d}-", sources))
        self._numbers += 1
        self._pool.give(batch.task)
        return batch

    def _hear(self) -> None:
        told = self._pool.hear(None if self._advance is None else _TELL_SECONDS)
        for reading in self._pool.reading() if self._advance is not None else ():
            if (batch := self._find(reading.task)) is not None:
                path = reading.task.sources[reading.at].path
                self._tell(batch, reading.bytes, reading.articles, str(path))
        if told is None:
            return
        batch = self._find(told.task)
        assert batch is not None
        if isinstance(told, Done):
            self._finish(batch, told)
        else:
            self._remove(batch)
            self._split(batch, told)

    def _find(self, task: Task) -> _Batch | None:
        return next((batch for batch in self._line if batch.task is task), None)

    def _tell(self, batch: _Batch, read: int, articles: int, path: str) -> None:
        """Say how far a batch is read; what is read again is not said again."""
        if self._advance is not None:
            more_bytes, more_articles = max(0, read - batch.bytes), max(0, articles - batch.articles)
            batch.bytes += more_bytes
            batch.articles += more_articles
            self._advance(more_bytes, more_articles, path)

    def _finish(self, batch: _Batch, done: Done) -> None:
        sources = batch.task.sources
        outcomes = tuple(map(_outcome, sources, done.items))
        spills = [self._folder / f"{batch.task.prefix}{number:03d}.spill" for number in range(done.spills)]
        batch.built = Built(tuple(spills), outcomes)
        articles = sum(isinstance(item, Placed) for outcome in outcomes for item in outcome.items)
        self._tell(batch, sum(source.bytes for source in sources), articles, str(sources[-1].path))

    def _split(self, batch: _Batch, lost: Lost) -> None:
        """Put in the place of a batch what can be done of it."""
        sources = batch.task.sources
        if lost.at is None:
            batch.tries += 1
            if batch.tries >= _TRIES:
                raise ProcessDied(sources[0].path, lost.reason)
            self._pool.give(batch.task)
            return
        parts: list[_Batch]
        if lost.writing and len(sources) > 1:  # any of them may be why: the halves will show
            half = len(sources) // 2
            parts = [self._given(sources[:half]), self._given(sources[half:])]
        else:
            source = sources[lost.at]
            before, after = sources[: lost.at], sources[lost.at + 1 :]
            parts = [self._given(before)] if before else []
            if (rest := _without_part(source, lost)) is not None:
                parts.append(self._given([rest]))
            else:
                parts.append(_named(source, lost))
            parts += [self._given(after)] if after else []
            if parts[0].built is None:
                parts[0].bytes, parts[0].articles = batch.bytes, batch.articles
            if rest is None:
                self._tell(parts[bool(before)], source.bytes, 0, str(source.path))
        place = self._line.index(batch)
        self._line.rotate(-place)
        self._line.popleft()
        self._line.extendleft(reversed(parts))
        self._line.rotate(place)

    def _remove(self, batch: _Batch) -> None:
        """Remove what was written for a batch."""
        if batch.task.prefix:
            for path in self._folder.glob(f"{batch.task.prefix}*.spill"):
                path.unlink(missing_ok=True)
