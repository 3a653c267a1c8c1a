"""A web page saved whole by Chrome, Edge or Opera: MHTML, the page and its pictures in one message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.html import page_text
from dateline.indexer.readers.mime import data_of, header, parse_message, parts
from dateline.indexer.readers.raw import RawPage

__all__ = ["read"]

_PAGES: Final = ("text/html", "application/xhtml+xml")
_WEB: Final = ("http://", "https://")


def read(stream: BinaryIO) -> Iterator[RawPage]:
    """The page: the first part that is one; the others are its frames."""
    message = parse_message(stream.read())
    for part in parts(message):
        if part.get_content_type() in _PAGES:
            places = (header(message, "Snapshot-Content-Location"), header(part, "Content-Location"))
            yield RawPage(
                page_text(data_of(part), part.get_content_charset()),
                url=next((place for place in places if place and place.startswith(_WEB)), None),
            )
            return
    raise SourceError(None, "holds no web page")
