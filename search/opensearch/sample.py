"""How are some articles of a server ranked, cut and marked as if they lay in an index of ours?

They are put into a segment of their own, which is thrown away, and scored by the numbers of the whole
collection: so scores, marks, passages and citations are those of the embedded engine.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Container, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dateline.indexer.format.index.indexing_times import IndexingTimes
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.segment.builder import SegmentBuilder
from dateline.search.arrays.evaluator import Evaluator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.indexer.format.index.source_table import Roots
    from dateline.indexer.opensearch.documents import Stored
    from dateline.search.arrays.score.collection import Collection

__all__ = ["Sample", "Samples"]

_MEMORY: Final = "/dev/shm"  # where there is one, a file there is in memory
_MOST_VOCABULARY: Final = 32 << 20  # bytes of words that a builder knows


class Sample:
    """Articles in the order in which they were indexed, as one segment; `close` lets go of it."""

    def __init__(self, segment: SegmentReader, stored: Sequence[Stored], collection: Collection) -> None:
        self.segment = segment
        self.segments = (segment,)
        self.stored = stored
        self.evaluator = Evaluator(self, collection=collection)

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages of the sample."""
        return self.segment.languages

    def places(self, orders: Container[int]) -> list[list[int]]:
        """The articles of the sample that have one of these orders, for each of its segments."""
        return [[place for place, one in enumerate(self.stored) if one.order in orders]]

    def close(self) -> None:
        """Forget the arrays; what was made of them stays."""
        self.segment.close()


class Samples:
    """Makes samples, and keeps what is known of words between them. Threads may share it."""

    def __init__(self, roots: Roots, collection: Collection) -> None:
        self._roots = roots
        self._collection = collection
        self._builders: list[SegmentBuilder] = []  # free ones; taking and giving back one is one step

    def of(self, stored: Sequence[Stored]) -> Sample:
        """A sample of these articles."""
        ordered = sorted(stored, key=lambda one: one.order)
        try:
            builder = self._builders.pop()
        except IndexError:
            builder = SegmentBuilder()
        for one in ordered:
            builder.add(one.article, one.passages, one.sentences)
        number, name = tempfile.mkstemp(".sample", "dateline-", _MEMORY if os.path.isdir(_MEMORY) else None)
        os.close(number)
        path = Path(name)
        try:
            builder.write(path)
            builder.trim(_MOST_VOCABULARY)
            self._builders.append(builder)
            segment = SegmentReader(path, None, self._roots)
        finally:
            with suppress(OSError):  # where an open file can't be removed
                path.unlink()
        segment.indexing_times = IndexingTimes.of_each([one.indexed for one in ordered])
        return Sample(segment, ordered, self._collection)
