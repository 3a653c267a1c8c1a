"""Where on the web was a page?

Its own statement first (canonical, OpenGraph), then what the program says that saved it: "saved from url" of
browsers, the comment of SingleFile. The address in an archive of the web is that of the page it keeps.

>>> address_of(["https://web.archive.org/web/2019id_/http://globe.example/a"], "")
'http://globe.example/a'
>>> address_of([], "<!-- saved from url=(0022)http://globe.example/b -->")
'http://globe.example/b'
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin, urlsplit

from dateline.indexer.cleaning.characters import tidy

__all__ = ["address_of", "host_of", "saved_from"]

_HEAD: Final = 8192  # characters in which a program that saves pages leaves its comment
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE: Final = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)
_ARCHIVED: Final = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|md|li|fo|vn)|webcitation\.org)/"
    r"(?:\d{4,14}(?:[a-z]{2}_)?|[\d.-]{8,20})/(https?:/{1,2}\S+)",
    re.IGNORECASE,
)


def address_of(stated: Iterable[str | None], page: str) -> str | None:
    """The first address of the web among what is stated and what the page's source says it was saved from."""
    saved = saved_from(page)
    for value in (*stated, saved):
        if not value or not (address := tidy(value)):
            continue
        if saved and not urlsplit_or_none(address) and address.startswith("/"):
            address = urljoin(saved, address)
        address = _kept(address)
        if host_of(address):
            return address
    return None


def saved_from(page: str) -> str | None:
    """The address that the program wrote into a page which saved it."""
    head = page[:_HEAD]
    match = _SINGLE_FILE.search(head) or _SAVED.search(head)
    return _kept(match[1]) if match else None


def _kept(address: str) -> str:
    """The address of the page that an archive of the web keeps at this one, or the address itself."""
    match = _ARCHIVED.match(address)
    return re.sub(r"^(https?:)/(?=[^/])", r"\1//", match[1]) if match else address


def urlsplit_or_none(address: str) -> str | None:
    """The scheme of an address; None for none."""
    try:
        return urlsplit(address).scheme or None
    except ValueError:
        return None


def host_of(url: str) -> str | None:
    """The host of a web address; None when it is none."""
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None
