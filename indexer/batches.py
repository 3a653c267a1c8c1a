"""How do several processes read, clean and analyse files for one index?

Each takes a batch of files and writes what it made of them as segment files, which are nobody's until the
one writer of the index takes them over. What became of each file travels back beside them, because only
the one who sees all files can tell whether an article's id is still free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dateline.indexer.article import Article, Passage
from dateline.indexer.errors import SourceError
from dateline.indexer.facts.sentences import sentence_starts
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.passages import split_passages
from dateline.indexer.readers import Skipped, stream_source
from dateline.indexer.sources import Source

__all__ = ["Built", "Outcome", "Placed", "build_batches", "passages_and_sentences"]

# A batch ends after so many bytes or files: enough to keep a process busy for seconds, few enough to let
# the others share what is left at the end.
_BATCH_BYTES = 8 << 20
_BATCH_FILES = 400


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article of a file lies: its id, the segment file it is in and its number there."""

    article_id: str
    spill: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its articles, what of it was skipped, or why it could not be read."""

    source: Source
    articles: tuple[Placed, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A batch done: the segment files written, in order, and the outcome of each file, in order."""

    spills: tuple[Path, ...]
    outcomes: tuple[Outcome, ...]


def passages_and_sentences(article: Article) -> tuple[list[Passage], list[list[int]]]:
    """What the writer wants beside an article: its passages and where their sentences begin."""
    text, language = article.text, article.language
    passages = split_passages(article)
    return passages, [sentence_starts(text[passage.start : passage.end], language) for passage in passages]


def build_batches(sources: Sequence[Source], folder: Path, *, jobs: int, memory_mb: int) -> Iterator[Built]:
    """Read files in `jobs` processes; the batches done, in the order of the files.

    Segment files are written into `folder` under names that the next writer sweeps when nobody took them.
    `memory_mb` is shared by the processes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    share = (memory_mb << 20) // jobs
    batches = list(_batches(sources))
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        futures = [
            pool.submit(_build_batch, batch, folder, number, share) for number, batch in enumerate(batches)
        ]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


def _batches(sources: Sequence[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += source.size
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
        placed: list[Placed] = []
        skipped: list[Skipped] = []
        try:
            for item in stream_source(source.path)[1]:
                if isinstance(item, Skipped):
                    skipped.append(item)
                    continue
                placed.append(Placed(item.id, len(spills), builder.articles))
                builder.add(item, *passages_and_sentences(item))
                if builder.held >= memory:
                    spill()
        except SourceError as error:
            if not placed:
                outcomes.append(Outcome(source, error=error.reason))
                continue
            skipped.append(Skipped(str(source.path), error.reason))  # taken away while it was read
        outcomes.append(Outcome(source, tuple(placed), tuple(skipped)))
    spill()
    return Built(tuple(spills), tuple(outcomes))
