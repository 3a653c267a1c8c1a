"""How do pages become a folder that opens from the disk, for somebody without the archive?

All that some queries find, each page of it, its articles with their matches marked, and the data beside them.
Links to what is not in the folder (other queries, other orders) are left out, and so is the script: what is
there needs none. All files lie side by side, so that every link is a name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from dateline.search.errors import DatelineError
from dateline.search.web.article_page import article_page
from dateline.search.web.asked import MOST_IN_A_FILE, PageState
from dateline.search.web.formats import search_data
from dateline.search.web.replies import Visit
from dateline.search.web.rows import rows_of
from dateline.search.web.search_page import FORMATS, search_page
from dateline.search.web.static_files import static_files
from dateline.search.web.templates import rendered

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.results import Found

__all__ = ["FileLinks", "FolderTaken", "Written", "export_pages"]

_FIRST: Final = "index.html"
_FORMATS: Final = tuple(ending for ending in FORMATS if ending != "atom")  # a feed has addresses of a server
# A page from the disk has no headers.
_POLICY: Final = "default-src 'none'; style-src 'self' file:; img-src 'self' file:"


class FolderTaken(DatelineError):
    """The folder that pages are to be written into has something in it already, or can't be made."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(f"{folder}: {reason}. Name a folder that is not there yet: --export DIR")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the folder, the page to open first, how many pages, of how many articles."""

    folder: Path
    first: Path
    pages: int
    articles: int


class FileLinks:
    """Names of files; "" for what is not written. `found` are the queries with what each of them finds."""

    policy = _POLICY

    def __init__(self, found: Sequence[tuple[PageState, Found]]) -> None:
        self._numbers = {state.q: number for number, (state, _) in enumerate(found, start=1)}
        self._ids = {state.q: {hit.id for hit in hits} for state, hits in found}

    def search(self, state: PageState, ending: str = "") -> str:
        """`search-1.html`, `search-1-page-2.html`; of data one file for all pages, `search-1.csv`."""
        number = self._numbers.get(state.q)
        if number is None or state.changed(page=1) != PageState(q=state.q):
            return ""
        if ending:
            return f"search-{number}.{ending}" if ending in _FORMATS else ""
        last = (len(self._ids[state.q]) - 1) // state.n + 1
        if state.page > max(last, 1):
            return ""
        return f"search-{number}{f'-page-{state.page}' if state.page > 1 else ''}.html"

    def article(self, article_id: str, state: PageState | None = None, ending: str = "") -> str:
        """`article-HASH.html`, of each query its own."""
        query = state.q if state else ""
        if ending or article_id not in self._ids.get(query, ()):
            return ""
        named = f"{query}\0{article_id}".encode("utf-8", "surrogatepass")
        return f"article-{blake2b(named, digest_size=8).hexdigest()}.html"

    def values(self, state: PageState, field: str, ending: str = "") -> str:
        """Nowhere."""
        return ""

    def static(self, name: str) -> str:
        """As it is; there is no script."""
        return "" if name.endswith(".js") else name

    def other(self, path: str) -> str:
        """The first page."""
        return _FIRST if path == "/" else ""


def export_pages(archive: Archive, folder: str | PathLike[str], queries: Sequence[str]) -> Written:
    """Write the pages of `queries` into a new folder, of each at most 1,000 articles.

    Raises QueryError for one that can't be read, FolderTaken for a folder with something in it: nothing is
    written then.
    """
    states = [PageState(q=query) for query in dict.fromkeys(queries)]
    found = [(state, rows_of(archive, state, limit=MOST_IN_A_FILE, passages=0)) for state in states]
    links = FileLinks(found)
    made = _made(Path(folder))
    pages = 0
    for name, text in _files(archive, links, found):
        (made / name).write_text(text, "utf-8", errors="replace", newline="\n")
        pages += name.endswith(".html")
    for file in static_files():
        if name := links.static(file.name):
            (made / name).write_bytes(file.content)
    return Written(made, made / _FIRST, pages, len({hit.id for _, hits in found for hit in hits}))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except OSError as error:
        raise FolderTaken(folder, (error.strerror or str(error)).lower()) from error
    if taken:
        raise FolderTaken(folder, "there is something in it already")
    return folder


def _files(
    archive: Archive, links: FileLinks, found: Sequence[tuple[PageState, Found]]
) -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    listed = [(state.q, links.search(state), hits.total, len(hits)) for state, hits in found]
    yield _FIRST, rendered("exported.html", links=links, state=None, listed=listed)
    for state, hits in found:
        for number in range(1, max(1, (len(hits) - 1) // state.n + 1) + 1):
            page = state.changed(page=number)
            yield links.search(page), _text(search_page(_visit(archive, links, page)).body)
        whole = state.changed(n=MOST_IN_A_FILE)
        for ending in _FORMATS:
            yield links.search(state, ending), _text(search_data(_visit(archive, links, whole, ending)).body)
        for hit in hits:
            visit = _visit(archive, links, state, rest=hit.id)
            yield links.article(hit.id, state), _text(article_page(visit).body)


def _visit(archive: Archive, links: FileLinks, state: PageState, ending: str = "", rest: str = "") -> Visit:
    arguments = parse_qsl(state.address, keep_blank_values=True)
    return Visit(archive, links, tuple(arguments), rest, ending)


def _text(body: str | bytes) -> str:
    return body if isinstance(body, str) else body.decode("utf-8")
