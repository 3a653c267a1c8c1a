"""Where does each page lie? The addresses that pages link to, of a server or of a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol
from urllib.parse import quote, quote_plus, unquote, urlencode

from dateline.search.web.asked import LINKED_CHARS, PageState

__all__ = ["Links", "ServerLinks", "beside_article", "id_of", "searching"]

# What an address of an article may end with, besides what belongs to its id.
_ENDINGS: Final = (".json", ".ris", ".bib", ".csv", ".md", ".txt")

_SAMPLE: Final = "0anything0"  # a query that an address has as it is


class Links(Protocol):
    """Tells addresses; "" for a page that is not there, which a page then names without a link."""

    policy: str  # what pages without headers may load

    def search(self, state: PageState, ending: str = "") -> str:
        """The address of a state of the search, as a page or in a format."""
        ...

    def article(self, article_id: str, state: PageState | None = None, ending: str = "") -> str:
        """The address of an article, its matches marked for the query of `state`."""
        ...

    def values(self, state: PageState, field: str, ending: str = "") -> str:
        """The address of all values of a field that the answer has."""
        ...

    def static(self, name: str) -> str:
        """The address of a file that belongs to the pages, as style.css."""
        ...

    def other(self, path: str) -> str:
        """The address of a page that there is one of, as /opensearch.xml."""
        ...


class ServerLinks:
    """Addresses of a server, from its root on. `static` gives the address of each static file."""

    policy = ""

    def __init__(self, static: Mapping[str, str]) -> None:
        self._static = static

    def search(self, state: PageState, ending: str = "") -> str:
        """`/search?q=…`, of no query the first page."""
        address = state.address
        if not ending and not address:
            return "/"
        return f"/search{f'.{ending}' if ending else ''}{f'?{address}' if address else ''}"

    def article(self, article_id: str, state: PageState | None = None, ending: str = "") -> str:
        """`/a/ID?q=…`, the whole state of the search, so that there is a way back to it; no pasted text.

        An id that a browser takes for a folder is an argument.
        """
        query = state.address if state is not None and len(state.q) <= LINKED_CHARS else ""
        suffix = f".{ending}" if ending else ""
        if article_id.strip(".") == "":
            return f"/a{suffix}?{urlencode({'id': article_id})}{f'&{query}' if query else ''}"
        path = quote(article_id, safe="", errors="surrogatepass")
        if path.endswith(_ENDINGS):
            stem, _, end = path.rpartition(".")
            path = f"{stem}%2E{end}"
        return f"/a/{path}{suffix}{f'?{query}' if query else ''}"

    def values(self, state: PageState, field: str, ending: str = "") -> str:
        """`/values?field=source&q=…`."""
        address = state.changed(n=PageState().n).address
        return f"/values{f'.{ending}' if ending else ''}?field={field}{f'&{address}' if address else ''}"

    def static(self, name: str) -> str:
        """`/static/style-HASH.css`."""
        return self._static[name]

    def other(self, path: str) -> str:
        """As it is."""
        return path


def beside_article(links: Links, name: str, article_id: str, state: PageState | None = None) -> str:
    """The address of another page of an article, `/file/ID` or `/like/ID`; "" where there is no server."""
    address = links.article(article_id, state) if links.other(f"/{name}") else ""
    return f"/{name}{address.removeprefix('/a')}" if address else ""


def searching(links: Links, state: PageState) -> Callable[[str], str]:
    """A function from a query to the address of its first page, all else as in `state`: for many queries."""
    before, found, after = links.search(state.changed(q=_SAMPLE)).partition(_SAMPLE)

    def address(query: str) -> str:
        if not query:
            return links.search(state.changed(q=""))
        return f"{before}{quote_plus(query, errors='replace')}{after}" if found else ""

    return address


def id_of(raw: str) -> tuple[str, str]:
    """The id of an article and the format, of what stands in an address after `/a/`, still percent-encoded.

    >>> id_of("7.json"), id_of("a%2Fb%2Ejson"), id_of("x.y")
    (('7', 'json'), ('a/b.json', ''), ('x.y', ''))
    """
    ending = next((ending for ending in _ENDINGS if raw.endswith(ending)), "")
    try:
        return unquote(raw.removesuffix(ending), errors="surrogatepass"), ending[1:]
    except UnicodeDecodeError:  # bytes that no id is written in
        return unquote(raw.removesuffix(ending)), ending[1:]
