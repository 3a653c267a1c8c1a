"""What does the address of a search say?

The whole state of a search page stands in its address, in one spelling: names in one order, and nothing that
is as it would be without. What an address can't say is refused with the name of what is wrong.

>>> state = PageState.of([("q", "border guards"), ("page", "2")])
>>> state.page, state.changed(sort="newest").address
(2, 'q=border+guards&sort=newest')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Final, get_args
from urllib.parse import urlencode

from dateline.indexer.format.fields import OPTIONS
from dateline.search.engine import By, Sort
from dateline.search.query.asked import Match
from dateline.search.query.moments import read_moment
from dateline.search.web.errors import WrongAddress

__all__ = ["LINKED_CHARS", "MOST_IN_A_FILE", "MOST_ROWS", "PAGE_ROWS", "PageState"]

PAGE_ROWS: Final = 20
_MOST_ON_A_PAGE: Final = 100
MOST_IN_A_FILE: Final = 1_000  # of the formats that programs read
MOST_ROWS: Final = 10_000  # how deep an answer can be paged: all rows before a page are ranked for it
_MOST_PASSAGES: Final = 10
# A longer query was pasted: a filter makes no sense of it, and it would stand in each of a hundred links.
LINKED_CHARS: Final = 400

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "sort": get_args(Sort),
    "by": get_args(By),
    "match": get_args(Match),
}
_COUNTS: Final = {"page": MOST_ROWS, "n": MOST_IN_A_FILE, "passages": _MOST_PASSAGES}
_FLAGS: Final = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class PageState:
    """One state of a search: the query as typed, which of its rows, and how they are found.

    `page` counts from 1 pages of `n` rows. The others are the options of `Archive.search`, by their names.
    """

    q: str = ""
    page: int = 1
    n: int = PAGE_ROWS
    sort: Sort = "relevance"
    by: By = "article"
    match: Match = "all"
    passages: int = 2
    after: str = ""
    before: str = ""
    source: str = ""
    place: str = ""
    indexed_after: str = ""
    synonyms: bool = True
    expand: bool = False

    @classmethod
    def of(cls, arguments: Iterable[tuple[str, str]], *, most: int = _MOST_ON_A_PAGE) -> PageState:
        """The state that the arguments of an address say, of at most `most` rows a page.

        Raises WrongAddress for an argument there is none of, one given twice, and a value that can't be.
        """
        values: dict[str, Any] = {}
        for name, text in arguments:
            if name not in _NAMES:
                raise WrongAddress(f"“{name[:40]}” is nothing a search takes. It takes {', '.join(_NAMES)}")
            if name in values:
                raise WrongAddress(f"“{name}” is given twice")
            values[name] = _value(name, text, most)
        return cls(**values)

    @property
    def address(self) -> str:
        """The state as the arguments of an address: what differs from a state that nobody chose."""
        return urlencode(self._chosen, errors="replace")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What of the state stays where another query is typed."""
        return [pair for pair in self._chosen if pair[0] not in ("q", "page")]

    @property
    def _chosen(self) -> list[tuple[str, str]]:
        values = [(name, getattr(self, name), default) for name, default in _DEFAULTS.items()]
        return [(name, _said(value)) for name, value, default in values if value != default]

    def changed(self, **values: Any) -> PageState:
        """The state with other values, from its first page on unless a page is named."""
        return replace(self, **{"page": 1, **values})

    @property
    def filters(self) -> dict[str, Any]:
        """What narrows the answer beside the query, as an archive takes it."""
        return {name: getattr(self, name) or None for name in ("after", "before", *OPTIONS, "indexed_after")}

    @property
    def counting(self) -> dict[str, Any]:
        """The options that decide what matches, as `Archive.facets` and its like take them."""
        return {"match": self.match, "synonyms": self.synonyms, **self.filters}

    @property
    def start(self) -> int:
        """How many rows stand before the page."""
        return (self.page - 1) * self.n


def _value(name: str, text: str, most: int) -> Any:
    if name in _CHOICES:
        if text not in _CHOICES[name]:
            raise WrongAddress(f"“{name}” takes {' or '.join(_CHOICES[name])}, not “{text[:40]}”")
        return text
    if name in _COUNTS:
        limit = most if name == "n" else _COUNTS[name]
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else -1
        if not (0 if name == "passages" else 1) <= number <= limit:
            raise WrongAddress(f"“{name}” takes a number up to {limit:,}, not “{text[:40]}”")
        return number
    if name == "indexed_after" and text and read_moment(text) is None:
        raise WrongAddress(f"“{name}” takes a time as in 2026-05-28T09:30Z, not “{text[:40]}”")
    if name in _SWITCHES:
        if text not in _FLAGS:
            raise WrongAddress(f"“{name}” takes on or off, not “{text[:40]}”")
        return _FLAGS[text]
    return text


def _said(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


_DEFAULTS: Final = {field.name: field.default for field in fields(PageState)}
_NAMES: Final = tuple(_DEFAULTS)
_SWITCHES: Final = ("synonyms", "expand")
