"""What of an index still counts while another is built in its place?

Each article that was not taken out since. What a writer asks of the index it writes is answered by both,
first by the new one, and what is in the old one alone is carried over at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dateline.indexer.opensearch.documents import Stored
from dateline.indexer.opensearch.reader import RemoteReader

__all__ = ["Overlay"]


class Overlay:
    """The articles of an index that is about to be replaced."""

    def __init__(self, reader: RemoteReader) -> None:
        self._reader = reader
        self._ids: set[str] = set()
        self._files: set[str] = set()

    def without(self, article_id: str) -> None:
        """Note that an article does not count any more."""
        self._ids.add(article_id)

    def without_file(self, path: str) -> None:
        """Note that no article of a file counts any more."""
        self._files.add(path)

    def _counts(self, article_id: str, file: str) -> bool:
        return article_id not in self._ids and file not in self._files

    def file_of(self, article_id: str) -> str | None:
        """The file of an article, as it is kept; None where it does not count."""
        file = self._reader.file_of(article_id)
        return file if file is not None and self._counts(article_id, file) else None

    def ids_of(self, path: str) -> list[str]:
        """The ids of the articles of a file that count."""
        return [one for one in self._reader.ids_of(path) if self._counts(one, path)]

    def of_file(self, path: str) -> Iterator[Stored]:
        """The articles of a file that count."""
        return (one for one in self._reader.of_file(path) if self._counts(one.article.id, path))

    def left(self, there: Callable[[Sequence[str]], set[str]]) -> Iterator[Stored]:
        """All articles that count, in their order, without those whose ids are `there` already."""
        for page in self._reader.heads():
            ids = [article_id for article_id, file in page if self._counts(article_id, file)]
            given = there(ids)
            yield from self._reader.fetched([one for one in ids if one not in given]).values()
