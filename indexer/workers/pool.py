"""Who gives the batches to the workers, and hears what became of each?

A thread tends each worker: it starts one when there is a batch to read, hands it over, listens, and takes
another worker when it was lost. (Threads and not a selector, because pipes of Windows know none; and a worker
that is done gets its next batch while the writer of the index is busy with the last one.) What comes of the
batches is put in one queue, in any order.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final

from dateline.indexer.errors import ProcessDied
from dateline.indexer.sources import Source
from dateline.indexer.workers import limits
from dateline.indexer.workers.messages import Message, of_source
from dateline.indexer.workers.note import Noted
from dateline.indexer.workers.process import Process, is_crash, is_over_time, why_ended

__all__ = ["Done", "Lost", "Pool", "Reading", "Task"]

_START_SECONDS: Final = 120  # what a worker may take to begin, on a machine that is busy
_WATCH_SECONDS: Final = 1.0
_END_SECONDS: Final = 2.0  # what is waited for a killed process at most: one in the kernel may take longer


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Files to read, and how the names of the segment files begin that are made of them."""

    prefix: str
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Done:
    """A task done: how many segment files were written, and for each file what came of it, as told."""

    task: Task
    spills: int
    items: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Lost:
    """A task whose worker was lost: at which file (None: before it said so), or writing after it; and why.

    `over`: it went over a limit of memory or CPU seconds, as it would again. `stays`: that, a crash or a
    fault of this version of Dateline. `step` is the part of the file it was at (steps.py), "" where there was
    none.
    """

    task: Task
    at: int | None
    writing: bool
    reason: str
    fault: str | None = None
    over: bool = False
    stays: bool = False
    step: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How far a worker is: the file it reads, and what of the task it has read, in bytes and articles."""

    task: Task
    at: int
    bytes: int
    articles: int


@dataclass(slots=True)
class _Lane:
    """A worker as its thread and the watch over all of them see it."""

    process: Process | None = None
    reading: Reading | None = None
    writing: bool = False
    deadline: float | None = None
    wall_seconds: float = 0
    late: bool = False
    items: list[list[Any]] = field(default_factory=list)


class Pool:
    """At most `jobs` workers, which write into `folder` and buffer `memory` bytes each."""

    def __init__(self, folder: Path, *, jobs: int, memory: int, documents: bool = False) -> None:
        self._folder = folder
        self._jobs = jobs
        self._memory = memory
        self._documents = documents
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._told: SimpleQueue[Done | Lost | BaseException] = SimpleQueue()
        self._lanes: list[_Lane] = []
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._closed = False
        self._open = 0
        self._unwatched = 0.0  # seconds in which nobody watched: they count for no limit
        self._watched = time.monotonic()

    def give(self, task: Task) -> None:
        """Have a task done; a worker more is started for it when all are busy."""
        self._open += 1
        self._tasks.put(task)
        if len(self._lanes) < min(self._jobs, self._open):
            lane = _Lane()
            thread = Thread(target=self._tend, args=(lane,), daemon=True)
            self._lanes.append(lane)
            self._threads.append(thread)
            thread.start()

    def hear(self, seconds: float | None) -> Done | Lost | None:
        """What became of a task, waited for so long at most. ProcessDied when no worker can be started."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            left = _WATCH_SECONDS if end is None else min(_WATCH_SECONDS, max(0, end - time.monotonic()))
            try:
                told = self._told.get(timeout=left)
            except Empty:
                self._watch()
                if end is not None and time.monotonic() >= end:
                    return None
                continue
            if isinstance(told, BaseException):
                raise told
            self._open -= 1
            return told

    def reading(self) -> list[Reading]:
        """What the workers are at."""
        return [lane.reading for lane in self._lanes if lane.reading is not None]

    def close(self) -> None:
        """Kill what runs, and wait until it is gone."""
        with self._lock:
            self._closed = True
            for lane in self._lanes:
                if lane.process is not None:
                    lane.process.kill()
        for _ in self._threads:
            self._tasks.put(None)
        end = time.monotonic() + _END_SECONDS
        for thread in self._threads:
            thread.join(max(0, end - time.monotonic()))

    def _clock(self) -> float:
        return time.monotonic() - self._unwatched

    def _watch(self) -> None:
        """Kill whoever is over its time; of that, none passed while this process was stopped or busy."""
        now = time.monotonic()
        self._unwatched += max(0, now - self._watched - 2 * _WATCH_SECONDS)
        self._watched = now
        for lane in self._lanes:
            if lane.deadline is not None and lane.deadline < self._clock():
                lane.late, lane.deadline = True, None
                with self._lock:
                    if lane.process is not None:
                        lane.process.kill()

    def _tend(self, lane: _Lane) -> None:
        try:
            while (task := self._tasks.get()) is not None and not self._closed:
                if lane.process is None:
                    self._start(lane, task)
                self._told.put(self._built(lane, task))
        except BaseException as error:
            self._told.put(error)
        finally:
            self._end(lane)

    def _start(self, lane: _Lane, task: Task) -> None:
        """Start a worker, and once more when the first one does not begin."""
        for last in (False, True):
            process, message, reason = None, None, "it ended"
            try:
                with self._lock:
                    if self._closed:
                        raise ProcessDied(task.sources[0].path, "the run was ended")
                    lane.process = process = Process(self._folder, self._memory, documents=self._documents)
                self._allow(lane, _START_SECONDS)
                message = process.receive()
                lane.deadline = None
                process.begun()
            except OSError as error:
                reason = error.strerror or str(error)
            if message is not None and "ready" in message:
                return
            self._end(lane)
            if last:
                raise ProcessDied(task.sources[0].path, (message or {}).get("fault", reason))

    def _end(self, lane: _Lane) -> int:
        """Be done with the worker of a lane: what it ended by."""
        lane.reading = lane.deadline = None
        with self._lock:
            process, lane.process = lane.process, None
        return 0 if process is None else process.end()

    def _allow(self, lane: _Lane, seconds: float) -> None:
        lane.late, lane.wall_seconds, lane.deadline = False, seconds, self._clock() + seconds

    def _extend(self, lane: _Lane, seconds: float) -> None:
        if lane.deadline is not None:
            lane.wall_seconds += seconds
            lane.deadline += seconds

    def _built(self, lane: _Lane, task: Task) -> Done | Lost:
        """Hand the task to the worker of a lane and listen until it is done or lost."""
        assert lane.process is not None
        lane.items = [[] for _ in task.sources]
        lane.writing = lane.late = False
        at = -1  # none yet
        last = Message()
        lane.process.send({"spills": task.prefix, "sources": [of_source(source) for source in task.sources]})
        while (message := lane.process.receive()) is not None:
            if "reading" in message:
                at = message["reading"]
                self._allow(lane, limits.LIMITS.wall(task.sources[at].size))
                lane.reading = Reading(task, at, message["bytes"], message["articles"])
            elif "unpacked" in message:
                self._extend(lane, limits.LIMITS.wall(message["unpacked"]) - limits.LIMITS.wall(0))
            elif "files" in message:
                for file, items in message["files"]:
                    lane.items[file] += items
            elif "writing" in message:
                lane.writing = True
                self._allow(lane, limits.LIMITS.wall(sum(source.size for source in task.sources)))
            elif "built" in message:
                lane.reading = lane.deadline = None
                return Done(task, message["built"], lane.items)
            else:
                last = message
        noted = lane.process.noted()
        if 0 <= at < noted.file < len(task.sources):  # not each file is told
            at = noted.file
        code = self._end(lane)
        reason = self._why(lane, noted, code, last)
        over = "over" in last or is_over_time(code)
        stays = over or "fault" in last or is_crash(code)
        step = "" if lane.writing else noted.step
        return Lost(
            task,
            None if at < 0 else at,
            lane.writing,
            reason,
            last.get("trace"),
            over,
            stays and not lane.late,
            step,
        )

    def _why(self, lane: _Lane, noted: Noted, code: int, last: Message) -> str:
        if "over" in last:
            return f"needs more than {limits.LIMITS.memory_mb:,} MB"
        if "fault" in last:
            return f"its reader failed, a fault of Dateline ({last['fault']})"
        if lane.late:
            return f"took more than {lane.wall_seconds:,.0f} seconds"
        return why_ended(code, noted.seconds)
