"""What is a page asked with, and what does it answer?

A page is a function from a `Visit` to a `Reply`. It knows neither the server nor the network, so that the
same function serves a browser, a test, and an export to files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateline.search.archive import Archive
    from dateline.search.web.links import Links

__all__ = ["MEDIA_TYPES", "Page", "Reply", "Visit", "in_format"]

# What each ending of an address gives.
MEDIA_TYPES: Final = {
    "": "text/html",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: the state of the archive it is answered from, and what the address says.

    `arguments` are what stands after `?`, in order; `rest` what the path names, as the id of an article;
    `format` the ending, "" for a page. `base` is the address of the server, "" where there is none; `folders`
    are those of the index, beside which searches are saved.
    """

    archive: Archive
    links: Links
    arguments: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    format: str = ""
    base: str = ""
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a body of text or bytes, what it is, and whether it went well."""

    body: str | bytes
    media_type: str = "text/html"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Page = Callable[[Visit], Reply]


def in_format(pieces: Iterable[str], ending: str, name: str = "dateline") -> Reply:
    """The reply in one of the formats; what is no text to be read in a browser is kept as a file."""
    headers = {}
    if ending in ("csv", "ris", "bib"):
        headers["content-disposition"] = f'attachment; filename="{name}.{ending}"'
    return Reply("".join(pieces), MEDIA_TYPES[ending], headers=headers)
