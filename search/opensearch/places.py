"""Which articles of a server were read from a file, and from which lines of it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dateline.indexer.format.index.places import segment_places
from dateline.indexer.format.index.source_table import file_of
from dateline.search.tallies import FileArticle

if TYPE_CHECKING:
    from dateline.search.opensearch.published import RemoteIndex
    from dateline.search.opensearch.sample import Samples

__all__ = ["sample_places"]


def sample_places(
    index: RemoteIndex, samples: Samples, path: str, line: int | None
) -> tuple[FileArticle, ...]:
    """The articles whose path is exactly this one, or those of them that a line belongs to, in order."""
    reader = index.reader()
    kept = list(dict.fromkeys(index.roots.kept(path)))
    found = [one for file in dict.fromkeys(map(file_of, kept)) for one in reader.of_file(file)]
    found = [one for one in found if one.article.path in kept]
    if not found:
        return ()
    sample = samples.of(found)
    try:
        return tuple(
            [
                FileArticle(sample.stored[place.ordinal].article.id, path, place.lines, index.where)
                for place in segment_places(Path(), sample.segment, path, line)
            ]
        )
    finally:
        sample.close()
