"""Files read in this process: what processes of their own do, for tests of what becomes of the articles.

Starting one costs half a second, and a test of many small runs is about who has which id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

from dateline.indexer.article import Article
from dateline.indexer.batches import Built, Outcome, Placed
from dateline.indexer.errors import Skipped
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.indexer.intake import take
from dateline.indexer.passages import passages_and_sentences
from dateline.indexer.sources import End, Source

__all__ = ["batches_here"]

_NUMBERS = count()


def _builder(documents: bool) -> Any:
    """What makes segments of articles, or documents for a server."""
    if not documents:
        return SegmentBuilder()
    from dateline.indexer.opensearch.spills import DocumentBuilder

    return DocumentBuilder()


def batches_here(
    sources: Iterable[Source], folder: Path, *, documents: bool = False, **_: Any
) -> Iterator[Built]:
    """In place of `build_batches`: two files a batch, so that there are several."""
    given = iter(sources)
    while batch := list(islice(given, 2)):
        builder = _builder(documents)
        outcomes = []
        for source in batch:
            items: list[Placed | Skipped] = []
            end: End | None = None
            for item in take(source):
                if isinstance(item, Article):
                    items.append(Placed(item.id, 0, builder.articles))
                    builder.add(item, *passages_and_sentences(item))
                elif isinstance(item, End):
                    end = item
                else:
                    items.append(item)
            outcomes.append(Outcome(source, tuple(items), end))
        spills = []
        if builder.articles:
            spills.append(folder / f"batch-{'0' * 12}-{next(_NUMBERS):05d}-000.spill")
            builder.write(spills[0])
        yield Built(tuple(spills), tuple(outcomes))
