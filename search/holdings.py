"""What does an archive hold, whatever is asked of it?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dateline.search.opening import OpenArchive
from dateline.search.places import spellings
from dateline.search.query.given import given_count, given_text

if TYPE_CHECKING:
    from dateline.indexer.article import Article
    from dateline.search.saved_files import SavedFile
    from dateline.search.tallies import FileArticle, Stats, TermCount

__all__ = ["Holdings", "meant"]


class Holdings(OpenArchive):
    """An open archive: its articles, its words, and their numbers. What is asked by a query: archive.py."""

    def get(self, article_id: str | FileArticle) -> Article:
        """The whole cleaned article. Raises ArticleMissing when the index has none of that id."""
        article_id, folder = meant(article_id)
        return self._engine.get(article_id, folder=folder)

    def saved_file(self, article_id: str | FileArticle) -> SavedFile | None:
        """The file that an article was read from, as it was then; None without one. ArticleMissing."""
        path = self.get(article_id).path
        index = self._opened.index
        if path is None or index is None:
            return None
        from dateline.search.saved_files import recorded_file

        return recorded_file(path, index.file_record(path))

    def folders_having(self, article_id: str) -> tuple[str, ...]:
        """The folders of the archives that have an article of that id, in the order of the archives."""
        return self._engine.folders_having(given_text("article_id", article_id))

    def in_file(self, path: str | os.PathLike[str], line: int | None = None) -> tuple[FileArticle, ...]:
        """The articles that were read from a file, in its order, or that which a line of it belongs to.

        `path` is absolute or seen from the current folder, and may go through links. None of them is no
        error.
        """
        if line is not None:
            given_count("line", line)
        engine = self._engine
        for spelling in spellings(os.fspath(path)):
            if found := engine.in_file(spelling, line):
                return found
        return ()

    def articles(self) -> Iterator[Article]:
        """Every article of the index, in the order they were indexed."""
        return self._engine.articles()

    def terms(self, prefix: str, *, limit: int = 50) -> tuple[TermCount, ...]:
        """Words of the index whose writing begins with `prefix`, the most frequent first, ties by word.

        Case and accents don't matter; a word is shown as it is most often written.
        """
        given_text("prefix", prefix)
        given_count("limit", limit)
        return self._engine.terms(prefix, limit=limit)

    def stats(self) -> Stats:
        """What the index holds."""
        return self._engine.stats()


def meant(article: object) -> tuple[str, str | None]:
    """The id that is meant and, of an article of a file, the folder of its index."""
    if isinstance(article, str):
        return article, None
    from dateline.search.tallies import FileArticle

    if isinstance(article, FileArticle):
        return article.id, article.folder
    return given_text("article_id", article), None
