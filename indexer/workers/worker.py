"""What does a process do that reads files for an index?

It reads, cleans and analyses the files of a batch and writes what it made of them as segment files, until its
standard input ends. It notes which file comes next before it opens it: when it is killed over one, that is
the one. It holds no lock and writes nothing but segment files in the folder of the index.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from traceback import format_exc
from typing import Any, BinaryIO, Final, Protocol

from dateline.indexer.article import Article, Passage
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.intake import take
from dateline.indexer.members import OverLimit
from dateline.indexer.passages import passages_and_sentences
from dateline.indexer.sources import End, Source
from dateline.indexer.steps import Steps
from dateline.indexer.workers.limits import Guard, Limits
from dateline.indexer.workers.messages import Message, as_source, of_end, of_skipped, receive, send
from dateline.indexer.workers.note import Note

__all__ = ["serve"]

_TELL_SECONDS: Final = 0.25  # between two words on how far a file is read
_ITEMS: Final = 2000  # told at once
_LOOK_EVERY: Final = 1 << 18  # code points of text between two looks at the memory taken


def serve(requests: BinaryIO, replies: BinaryIO, order: Message) -> None:
    """Build the batches that come in `requests`, until they end: then the process ends at once."""
    inbox: SimpleQueue[Message] = SimpleQueue()
    Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    guard = Guard(Limits(**order["limits"]))
    builder = _builder(order["documents"])
    worker = _Worker(builder, Path(order["folder"]), order["memory"], guard, Note(order["note"]), replies)
    guard.bound_memory(worker.memory)
    gc.freeze()  # what was loaded stays: the collector need not look through it again and again
    send(replies, {"ready": True})
    last: Message
    try:
        while True:
            worker.build(inbox.get())
    except MemoryError:
        last = {"over": "memory"}
    except BrokenPipeError:  # nobody listens any more
        os._exit(1)
    except Exception as error:
        what = f"{type(error).__name__}: {error}".rstrip(": ").splitlines()[0]
        last = {"fault": what, "trace": format_exc()}
    guard.disarm()
    worker.forget()
    send(replies, last)
    os._exit(1)


def _listen(requests: BinaryIO, inbox: SimpleQueue[Message]) -> None:
    """Hand on what comes. The end means that the parent is gone, or wants this process to be."""
    while (message := receive(requests)) is not None:
        inbox.put(message)
    os._exit(0)


class _Builder(Protocol):
    """What buffers articles, and writes them as they are handed on."""

    articles: int

    @property
    def held(self) -> int: ...
    def trim(self, most: int) -> None: ...
    def add(
        self, article: Article, passages: Sequence[Passage], sentences: Sequence[Sequence[int]]
    ) -> int: ...
    def write(self, path: Path) -> object: ...


def _builder(documents: bool) -> _Builder:
    """What makes segments of articles, or documents for a server."""
    if documents:
        from dateline.indexer.opensearch.spills import DocumentBuilder

        return DocumentBuilder()
    return SegmentBuilder()


class _Worker:
    """The buffer of a process and what it has told of the batch it is at."""

    def __init__(
        self, builder: _Builder, folder: Path, memory: int, guard: Guard, note: Note, replies: BinaryIO
    ) -> None:
        self.memory = memory
        self._folder = folder
        self._guard = guard
        self._note = note
        self._replies = replies
        # One for all batches: what it learnt of words and how to compress serves the next ones.
        self._builder: _Builder | None = builder
        self._prefix = ""
        self._spills = 0
        self._articles = 0
        self._told = 0.0
        self._allowed = 0  # bytes of the file that was told last: its time is allowed
        self._items: list[tuple[int, list[Any]]] = []  # what came of files and is not told yet
        self._untold = 0  # how many items that are

    def build(self, batch: Message) -> None:
        """Read the files of a batch, in order, and write what came of them."""
        assert self._builder is not None
        self._prefix, self._spills, self._articles = batch["spills"], 0, 0
        done = 0
        sources = [as_source(source) for source in batch["sources"]]
        for number, source in enumerate(sources):
            self._note.begin(number, self._guard.arm(source.bytes))
            if not number or source.size > self._allowed or self._has_to_tell():
                self._allowed = source.size
                self._tell_reading(number, done)
            self._read(number, source, done)
            done += source.bytes
        self._tell_items()
        self._tell({"writing": len(sources) - 1})
        self._note.clear(self._guard.arm(done))
        self._spill()
        self._guard.disarm()
        self._builder.trim(self.memory // 4)
        self._tell({"built": self._spills})

    def forget(self) -> None:
        """Give back what is buffered: room for last words."""
        self._builder = None

    def _read(self, number: int, source: Source, done: int) -> None:
        builder = self._builder
        assert builder is not None
        items: list[Any] = []
        read = unchecked = 0
        for item in take(source, Steps(source.without, self._began, self._unpacked)):
            if isinstance(item, Article):
                pass
            else:
                items.append(of_end(item) if isinstance(item, End) else of_skipped(item))
                continue
            items.append([item.id, self._spills, builder.articles])
            length = builder.add(item, *passages_and_sentences(item))
            read += length
            unchecked += length
            self._articles += 1
            if unchecked >= _LOOK_EVERY:
                unchecked = 0
                if builder.held >= self.memory:
                    self._guard.disarm()  # what is written is of many files; the clock of the wall goes on
                    self._spill()
            if len(items) >= _ITEMS:
                self._hold(number, items)
                items = []
            if self._has_to_tell():
                self._tell_reading(number, done + min(read, source.bytes))
        self._hold(number, items)

    def _began(self, within: str, number: int, sought: bool, size: int) -> None:
        """Note which part comes next, and allow the time for it. OverLimit when the file had its own."""
        if not (seconds := self._guard.begin(size)):
            said = f"took more than {self._guard.file_seconds:,.0f} CPU seconds; what follows is not read"
            raise OverLimit(None, said)
        self._note.write(within, number, sought, seconds)

    def _unpacked(self, size: int) -> None:
        """Allow time for what came out of a file besides its own bytes."""
        self._guard.extend(size)
        self._tell({"unpacked": size})

    def _spill(self) -> None:
        builder = self._builder
        assert builder is not None
        if builder.articles:
            builder.write(self._folder / f"{self._prefix}{self._spills:03d}.spill")
            self._spills += 1

    def _hold(self, number: int, items: list[Any]) -> None:
        """Keep what came of a file until it is told with that of others."""
        self._items.append((number, items))
        self._untold += len(items)
        if self._untold >= _ITEMS:
            self._tell_items()

    def _tell_items(self) -> None:
        if self._items:
            self._tell({"files": self._items})
            self._items, self._untold = [], 0

    def _has_to_tell(self) -> bool:
        return time.monotonic() - self._told > _TELL_SECONDS

    def _tell_reading(self, number: int, read: int) -> None:
        self._tell_items()
        self._tell({"reading": number, "bytes": read, "articles": self._articles})
        self._told = time.monotonic()

    def _tell(self, message: Message) -> None:
        send(self._replies, message)
