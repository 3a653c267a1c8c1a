"""Where on the web was a page, and what day does its address have in it?

Its own statement first (canonical, OpenGraph), then what the program says that saved it: "saved from url" of
browsers, the comment of SingleFile. The address in an archive of the web is that of the page it keeps.

>>> address_of(["https://web.archive.org/web/2019id_/http://globe.example/a"], "")
'http://globe.example/a'
>>> address_of([], "<!-- saved from url=(0022)http://globe.example/b -->")
'http://globe.example/b'
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin, urlsplit

from dateline.indexer.analysis.months import month_number
from dateline.indexer.cleaning.characters import tidy

__all__ = ["UNSET_DAYS", "address_day", "address_of", "host_of", "saved_from"]

_HEAD: Final = 8192  # characters in which a program that saves pages leaves its comment
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE: Final = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE)
_ARCHIVED: Final = re.compile(
    r"https?://(?:web\.archive\.org/web|archive\.(?:today|ph|is|md|li|fo|vn)|webcitation\.org)/"
    r"(?:\d{4,14}(?:[a-z]{2}_)?|[\d.-]{8,20})/(https?:/{1,2}\S+)",
    re.IGNORECASE,
)

_DAY: Final = re.compile(
    r"/((?:19|20)\d\d)([/_-]?)([01]?\d)\2([0-3]?\d)(?=[/_.-]|$)|[-/_]((?:19|20)\d\d)-([01]\d)-([0-3]\d)(?!\d)"
)
_NAMED_DAY: Final = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,12})/([0-3]?\d)(?=[/_.-]|$)", re.IGNORECASE)
# Days that a page has where a program knows none, unless a time beside them says that it is another moment.
UNSET_DAYS: Final = ("0001-01-01", "1900-01-01", "1969-12-31", "1970-01-01")


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


def address_day(address: str | None) -> str | None:
    """The day that an address has in it, /2013/05/28/ or /20130528-; None without one."""
    for match in _DAY.finditer(address or ""):
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        try:
            found = datetime.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
        if found not in UNSET_DAYS:
            return found
    named = _NAMED_DAY.search(address or "")
    if named and (number := month_number(named[2])):
        try:
            return datetime.date(int(named[1]), number, int(named[3])).isoformat()
        except ValueError:
            return None
    return None
