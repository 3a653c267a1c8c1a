"""Where does each page lie? The addresses that pages link to, of a server or of a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol
from urllib.parse import quote, quote_plus, unquote, urlencode

from dateline.search.web.asked import LINKED_CHARS, PageState

__all__ = ["Links", "ServerLinks", "id_of", "searching"]

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
        """`/a/ID?q=…`, without a pasted text; an id that a browser takes for a folder is an argument."""
        query = {}
        if state is not None and 0 < len(state.q) <= LINKED_CHARS:
            query["q"] = state.q
            if state.match != "all":
                query["match"] = state.match
        suffix = f".{ending}" if ending else ""
        if article_id.strip(".") == "":
            return f"/a{suffix}?{urlencode({'id': article_id, **query}, errors='replace')}"
        path = quote(article_id, safe="", errors="surrogatepass")
        if path.endswith(_ENDINGS):
            stem, _, end = path.rpartition(".")
            path = f"{stem}%2E{end}"
        after = f"?{urlencode(query, errors='replace')}" if query else ""
        return f"/a/{path}{suffix}{after}"

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
