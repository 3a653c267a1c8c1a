"""Which articles does an index on a server hold, with what its writer has sent and no search shows yet?

What is asked by an id is answered as things are at this moment. What is asked by a file is searched for, and
the server is told to show what was sent of that file before: seldom, as it costs more than all the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from dateline.indexer.format.index.source_table import file_of
from dateline.indexer.opensearch.connection import Connection
from dateline.indexer.opensearch.overlay import Overlay
from dateline.indexer.opensearch.publishing import Publishing
from dateline.indexer.opensearch.reader import RemoteReader

__all__ = ["Unpublished"]

_NOTHING: Final = ("", -1)


class Unpublished:
    """The articles of the index that a writer writes; `settle` has all that was sent acknowledged.

    `under` is the index that it is built in place of, whose articles count until they are taken out.
    """

    def __init__(self, connection: Connection, publishing: Publishing, settle: Callable[[], None]) -> None:
        self._connection = connection
        self._publishing = publishing
        self._settle = settle
        self.under: Overlay | None = None
        self._touched: set[str] = set()  # files of which something was sent that no search shows yet
        self._deleted: set[str] = set()  # ids of articles that searches still show
        self._acts = 0
        self._asked: tuple[str, int] = _NOTHING  # which file was asked for last, after so many acts
        self._listed: list[str] = []  # its articles

    # -- what the writer does --------------------------------------------------------------------------

    def add(self, file: str) -> None:
        """Note that an article of a file was sent."""
        self._acts += 1
        self._touched.add(file)

    def delete(self, article_id: str) -> None:
        """Note that an article was taken out."""
        self._acts += 1
        self._deleted.add(article_id)
        if self.under is not None:
            self.under.without(article_id)

    def delete_file(self, path: str) -> None:
        """Note that all articles of a file were taken out."""
        if self.under is not None:
            self.under.without_file(path)

    # -- what there is ---------------------------------------------------------------------------------

    def reader(self) -> RemoteReader:
        """Reads the index that is written."""
        return RemoteReader(self._connection, self._publishing.physical)

    @property
    def is_bare(self) -> bool:
        """Whether there is no index that the writer's articles are in yet."""
        publishing = self._publishing
        return publishing.state is None or (publishing.is_anew and not publishing.is_begun)

    def path_of(self, article_id: str) -> str | None:
        """The file, as it is kept, of the live article of that id, "" for one of none; None: no article."""
        if not self.is_bare:
            self._settle()
            if (found := self.reader().file_of(article_id)) is not None:
                return found
        return None if self.under is None else self.under.file_of(article_id)

    def ids_of(self, path: str) -> list[str]:
        """The ids of the live articles of a file and what lies in it, by its path as it is kept."""
        if self._asked != (path, self._acts):
            found = [] if self.under is None else self.under.ids_of(path)
            if not self.is_bare:
                self._show_of(path)
                found += [one for one in self.reader().ids_of(path) if one not in self._deleted]
            self._asked, self._listed = (path, self._acts), list(dict.fromkeys(found))
        return list(self._listed)

    def ids_below(self, path: str) -> list[str]:
        """The ids of the live articles of a member of a file, or of a folder of members, as it is kept."""
        file = file_of(path)
        found = [] if self.under is None else list(self.under.of_file(file))
        if not self.is_bare:
            self._show_of(file)
            found += [one for one in self.reader().of_file(file) if one.article.id not in self._deleted]
        below = (f"{path}/", f"{path}!/")
        paths = {one.article.id: one.article.path or "" for one in found}
        return [one for one, kept in paths.items() if kept == path or kept.startswith(below)]

    def articles_by_file(self) -> Counter[str]:
        """How many live articles there are of each file, by its path as it is kept; "" for those of none."""
        if self.is_bare:
            return Counter()
        self._show()
        return self.reader().articles_by_file()

    def _show_of(self, path: str) -> None:
        """Have searches see what was sent of a file."""
        if path in self._touched:
            self._show()

    def _show(self) -> None:
        if self._publishing.is_begun:
            self._settle()
            self._publishing.show(ended=False)
            self._touched.clear()
            self._deleted.clear()
