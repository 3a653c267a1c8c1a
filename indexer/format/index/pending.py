"""What does a writer know of a segment that will be part of the state it publishes?

Its file, which of its articles are live so far, and how the state published last names it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.fields import KEYWORD_FIELDS, TITLE
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.format.index.source_table import members_of
from dateline.indexer.format.index.toc import NamedFile, SegmentEntry
from dateline.indexer.format.segment.deletions import live_passages

__all__ = ["PendingSegment"]


class PendingSegment:
    """A segment of the state to be published: its file, and which of its articles are live.

    `entry` is how the state published last names it; None for a new segment. IndexDamaged.
    """

    def __init__(self, path: Path, entry: SegmentEntry | None = None) -> None:
        try:
            self.reader: Final = SegmentReader(path, entry)
        except FileNotFoundError as error:
            raise IndexDamaged(Path(error.filename), "the file is missing") from error
        self.name = self.reader.name
        self.live = self.reader.live_articles
        self.entry = entry
        self.changed = False  # since then
        self._paths: tuple[str, str] | None = None

    def is_published(self, entry: SegmentEntry) -> None:
        """It is part of the state published last, which names it so."""
        self.entry, self.changed = entry, False
        self.reader.indexed = entry.indexed

    def delete(self, ordinals: NDArray[np.int64]) -> int:
        """Delete these articles; how many of them were live."""
        if not len(ordinals):
            return 0
        live = np.ones(self.reader.articles, bool) if self.live is None else self.live
        alive = ordinals[live[ordinals]]
        if len(alive):
            if not self.changed:
                live = live.copy()
            live[alive] = False
            self.live = live
            self.changed = True
        return len(alive)

    def delete_with(self, fieldname: str, text: str) -> int:
        """Delete the articles with that value of a keyword field, or that index term."""
        if fieldname in KEYWORD_FIELDS:
            keywords = self.reader.keywords(fieldname)
            return self.delete(keywords.articles(keywords.find(text)))
        field = self.reader.text_field(fieldname)
        term = field.find(text.encode("utf-8", "replace"))
        documents = field.documents(term) if term >= 0 else np.empty(0, np.int64)
        articles = documents if fieldname == TITLE else self.reader.article_of[documents]
        return self.delete(np.unique(articles).astype(np.int64))

    def live_with(self, fieldname: str, text: str) -> list[int]:
        """The live articles with that value of a keyword field, ascending."""
        keywords = self.reader.keywords(fieldname)
        found = keywords.articles(keywords.find(text)).tolist()
        return found if self.live is None else [ordinal for ordinal in found if self.live[ordinal]]

    def of_file(self, path: str) -> NDArray[np.int64]:
        """The articles of a file and of what lies in it, live or not, ascending; `path` is as it is kept."""
        inside, after = members_of(path)
        lowest, highest = self._bounds()
        if path > highest or (after <= lowest and path < lowest):  # files come in the order of their paths
            return np.empty(0, np.int64)
        field = self.reader.keyword_field("path")
        found = field.articles(field.find(path))
        first, end = field.range(inside, after)
        if first == end:
            return found
        return np.union1d(found, np.flatnonzero((field.codes >= first) & (field.codes < end)))

    def is_before(self, path: str) -> bool:
        """Whether all its files come before that one: then it has none of it, nor of what lies in it."""
        return path > (self._paths or self._bounds())[1]

    def _bounds(self) -> tuple[str, str]:
        """The first path of all and the last."""
        if self._paths is None:
            values = self.reader.keyword_field("path").values
            self._paths = (values[0], values[-1]) if len(values) else ("", "")
        return self._paths

    @property
    def live_articles(self) -> int:
        """How many articles are live."""
        return self.reader.articles if self.live is None else int(np.count_nonzero(self.live))

    @property
    def live_passages(self) -> int:
        """How many passages are live."""
        if self.live is None:
            return self.reader.passages
        return int(np.count_nonzero(live_passages(self.live, self.reader.first_passage)))

    def named(self, deletions: NamedFile | None, time: int) -> SegmentEntry:
        """The segment as a TOC of that time names it, with the file of its deletions."""
        return SegmentEntry(
            name=self.name,
            size=self.reader.size,
            checksum=self.reader.checksum,
            articles=self.reader.articles,
            passages=self.reader.passages,
            live_articles=self.live_articles,
            live_passages=self.live_passages,
            indexed=time if self.entry is None else self.entry.indexed,
            deletions=deletions,
        )
