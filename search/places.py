"""Where does an article stand, and which article stands there?

The records of the articles of a file, and where to look up an article whose text is not shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.indexer.format.index.places import first_line, places_in_file
from dateline.indexer.format.index.source_table import real_path
from dateline.search.query.moments import moment_text
from dateline.search.results import PassageHit, citation
from dateline.search.tallies import FileArticle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.indexer.format.index.reader import IndexReader
    from dateline.indexer.format.index.segment_reader import SegmentReader

__all__ = ["article_cite", "file_articles", "indexed_text", "spellings"]


def file_articles(index: IndexReader, path: str, line: int | None) -> tuple[FileArticle, ...]:
    """The articles whose path is exactly this one, or those of them that a line belongs to.

    In the order in which they stand in the index.
    """
    return tuple(
        [
            FileArticle(
                segment.keyword_field("id").value(ordinal) or "",
                path,
                lines,
                str(folder),
            )
            for folder, segment, ordinal, lines in places_in_file(index, path, line)
        ]
    )


def article_cite(
    passages: Sequence[PassageHit],
    path: str | None,
    article_id: str | None,
    segment: SegmentReader,
    ordinal: int,
    locator: str | None = None,
) -> str:
    """Where to look up an article: its best passage that is shown, else the beginning of its text.

    The line tells it from others of its file.
    """
    if passages:
        return passages[0].cite
    line = None if path is None else first_line(segment, ordinal)
    return citation(path, article_id, None if line is None else (line, line), locator)


def indexed_text(segment: SegmentReader, ordinal: int) -> str | None:
    """When an article was indexed, in ISO 8601; None when nobody knows."""
    moment = segment.indexing_times.of(ordinal)
    return moment_text(moment) if moment else None


def spellings(path: str) -> Iterator[str]:
    """A path as an index may have it: its target, absolute, or as it was given to the indexer."""
    try:
        real = real_path(path)
        yield from dict.fromkeys((real, os.path.abspath(path), path, os.path.normpath(path)))
        yield os.path.relpath(real)
    except (OSError, ValueError):  # no current folder, another drive, a NUL
        yield path
