"""How do several processes read, clean and analyse files for one index?

Each takes a batch of files and writes what it made of them as segment files, which are nobody's until the
one writer of the index takes them over. What became of each file travels back beside them, because only
the one who sees all files can tell whether an article's id is still free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from dateline.indexer.article import Stamp
from dateline.indexer.errors import ProcessDied, Skipped
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.intake import End, take
from dateline.indexer.passages import passages_and_sentences
from dateline.indexer.sources import Source

__all__ = ["Built", "Outcome", "Placed", "build_batches"]

# A batch ends after so many bytes or files: enough to keep a process busy for seconds, few enough to let
# the others share what is left at the end.
_BATCH_BYTES = 8 << 20
_BATCH_FILES = 400


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

    `ended` is whether it was read to its end, `stamp` its state then, None for a piece.
    """

    source: Source
    items: tuple[Placed | Skipped, ...]
    ended: bool = False
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A batch done: the segment files written, in order, and the outcome of each file, in order."""

    spills: tuple[Path, ...]
    outcomes: tuple[Outcome, ...]


def build_batches(
    sources: Iterable[Source], folder: Path, *, jobs: int, memory_mb: int, advance: Advance | None = None
) -> Iterator[Built]:
    """Read files in `jobs` processes; the batches done, in the order of the files.

    Segment files are written into `folder` under names that the next writer sweeps when nobody took them.
    `memory_mb` is shared by the processes. ProcessDied when one of them was killed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    share = (memory_mb << 20) // jobs
    if jobs == 1:
        for number, batch in enumerate(_batches(sources)):
            yield _build_batch(batch, folder, number, share)
        return
    batches = list(_batches(sources))
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        futures = [
            pool.submit(_build_batch, batch, folder, number, share) for number, batch in enumerate(batches)
        ]
        try:
            for batch, future in zip(batches, futures, strict=True):
                try:
                    built = future.result()
                except BrokenProcessPool as error:
                    raise ProcessDied(batch[0].path) from error
                yield built
        finally:
            for future in futures:
                future.cancel()


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += source.size if source.stop is None else source.stop - source.start
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _build_batch(batch: Sequence[Source], folder: Path, number: int, memory: int) -> Built:
    builder = SegmentBuilder()
    spills: list[Path] = []

    def spill() -> None:
        if builder.articles:
            path = folder / f"batch-{number:05d}-{len(spills):03d}.spill"
            builder.write(path)
            spills.append(path)

    outcomes = []
    for source in batch:
        items: list[Placed | Skipped] = []
        end = None
        for item in take(source):
            if isinstance(item, End):
                end = item
                continue
            if isinstance(item, Skipped):
                items.append(item)
                continue
            items.append(Placed(item.id, len(spills), builder.articles))
            builder.add(item, *passages_and_sentences(item))
            if builder.held >= memory:
                spill()
        outcomes.append(Outcome(source, tuple(items), end is not None, None if end is None else end.stamp))
    spill()
    return Built(tuple(spills), tuple(outcomes))
