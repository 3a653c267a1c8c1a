"""Which articles of an index on a server were read from a file, and from which lines of it?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline.indexer.article import Lines
from dateline.indexer.format.index.source_table import Roots, file_of
from dateline.indexer.opensearch.documents import Stored
from dateline.indexer.opensearch.reader import RemoteReader

__all__ = ["RemotePlaces", "around", "lines_of"]


class RemotePlaces:
    """The articles of files, by the paths that people are shown."""

    def __init__(self, reader: RemoteReader) -> None:
        self._reader = reader
        self._roots = Roots(reader.state.sources, Path())

    def ids_at(self, path: str, line: int | None = None) -> list[str]:
        """The ids of the articles of a file, or of those that a line of it belongs to."""
        found = self.at(path)
        return [one.article.id for one in (found if line is None else around(found, line))]

    def at(self, path: str) -> list[Stored]:
        """The articles whose path is exactly this one, in their order."""
        found = {
            one.article.id: one
            for kept in self._roots.kept(path)
            for one in self._reader.of_file(file_of(kept))
            if one.article.path == kept
        }
        return sorted(found.values(), key=lambda one: one.order)

    def heading_of(self, article_id: str) -> str | None:
        """What an article is called; None where there is none."""
        found = self._reader.find(article_id)
        return None if found is None else found.article.heading


def lines_of(one: Stored) -> Lines | None:
    """The first and the last line of the text of an article; of one without, those of its title."""
    first = one.passages[0].lines if one.passages else None
    last = one.passages[-1].lines if one.passages else None
    return one.article.title_lines if first is None or last is None else (first[0], last[1])


def around(articles: Sequence[Stored], line: int) -> list[Stored]:
    """Those that a line belongs to: one between the title of an article and the end of its text does."""
    texts = {one.article.id: one.passages[0].lines if one.passages else None for one in articles}
    later = [one for one in articles if (text := texts[one.article.id]) is not None and text[0] > line]
    following = min(later, key=lambda one: (lines_of(one) or (0, 0))[0], default=None)
    found = []
    for one in articles:
        lines, title = lines_of(one), one.article.title_lines
        if title is not None and (texts[one.article.id] is None or one is following):
            lines = title[0], max(title[1], 0 if lines is None else lines[1])
        if lines is not None and lines[0] <= line <= lines[1]:
            found.append(one)
    return found
