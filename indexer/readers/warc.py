"""What a crawler saved of the web: WARC, of which pages that were answered are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.html import MOST_BYTES, page_text
from dateline.indexer.readers.members import MemberNames
from dateline.indexer.readers.raw import Broken, RawPage, RawUnread, Working

__all__ = ["read"]

_PAGES: Final = ("text/html", "application/xhtml+xml")
_CHUNK: Final = 1 << 16


def read(stream: BinaryIO) -> Iterator[RawUnread | Working]:
    """The pages that were answered with 200, each a part named by its address."""
    names = MemberNames()
    with _told():
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and _is_page(record):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                name = names.unique(_name(url))
                yield RawUnread(name, partial(_page, record, name, url.strip("<>") or None))
            else:
                yield Working()


@contextmanager
def _told() -> Iterator[None]:
    """What is damaged, in our words."""
    try:
        yield
    except ArchiveLoadFailed as error:
        raise SourceError(None, f"no WARC file, or a damaged one ({str(error).strip():.100})") from None


def _is_page(record: ArcWarcRecord) -> bool:
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200":
        return False
    kind = headers.get_header("Content-Type") or ""
    return kind.partition(";")[0].strip().lower() in _PAGES


def _page(record: ArcWarcRecord, name: str, url: str | None) -> RawPage | Broken:
    chunks: list[bytes] = []
    size = 0
    with _told():
        stream = record.content_stream()
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > MOST_BYTES:
                return Broken(f"more than {MOST_BYTES >> 20} MB", member=name)
    kind = record.http_headers.get_header("Content-Type") or ""
    charset = kind.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return RawPage(page_text(b"".join(chunks), charset or None), part=name, url=url)


def _name(url: str) -> str:
    """The address without its protocol, as a name."""
    try:
        parts = urlsplit(url.strip("<>"))
    except ValueError:
        return url
    return f"{parts.netloc}{parts.path}{f'?{parts.query}' if parts.query else ''}"
