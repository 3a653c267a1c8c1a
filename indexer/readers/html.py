"""A web page saved as a file, in the encoding it declares; or what a database or program made of many.

A page that was saved with its pictures in it (SingleFile) may be many times as long as its text: of one that
is too long the pictures are left out while it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers.opening import decode, too_large
from dateline.indexer.readers.raw import RawDocument, RawPage, RawRecord

__all__ = ["MOST_BYTES", "page_text", "read"]

MOST_BYTES: Final = 16 << 20
_CHUNK: Final = 1 << 20
_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_INLINED: Final = b";base64,"
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=%]*")

# What only a download has: pages of sites are not looked into for its lines.
# Each pattern goes with words that it needs, since those are found in a hundredth of its time.
_EXPORT: Final = tuple(
    (words, re.compile(pattern))
    for words, pattern in (
        ("DocPublicationName", 'class="DocPublicationName'),
        ("Article", r'class="(?:article )?\w\wArticle\b'),
        (" DOCUMENT", r"\d+ (?:of|von|de|sur) \d+ DOCUMENT"),
        ("ProQuest document ID", "ProQuest document ID"),
        ("End of Document", r">\s*End of Document\s*<"),
        ("<title>", r"<title>\s*(?:Factiva|ProQuestDocuments)"),
    )
)
_READING_LIST: Final = re.compile(
    r"<!DOCTYPE NETSCAPE-Bookmark-file|<title>\s*(?:Pocket Export|Instapaper: Export|Bookmarks)\s*</title>",
    re.IGNORECASE,
)


def read(stream: BinaryIO) -> Iterator[RawPage | RawDocument | RawRecord]:
    """The source of a page, the stories of a download, or the pages of a reading list.

    SourceError when it is too long even without inlined pictures.
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        data = _without_inlined(data, stream)
    html = page_text(data)
    if _READING_LIST.search(html[:4096]):
        from dateline.indexer.readers.reading_lists import pages_of_list

        yield from pages_of_list(html)
        return
    if any(words in html and pattern.search(html) for words, pattern in _EXPORT):
        from dateline.indexer.readers.exports import stories_of_page

        if (stories := stories_of_page(html)) is not None:
            yield from stories
            return
    yield RawPage(html)


def page_text(data: bytes, charset: str | None = None) -> str:
    """The source of a page as text, by the charset somebody tells of it, else by what it declares."""
    declared = _CHARSET.search(data[:4096])
    return decode(data, declared=charset or (declared[1].decode("ascii") if declared else None))


def _without_inlined(data: bytes, stream: BinaryIO) -> bytes:
    """What is read so far and what follows, without what is inlined in base64."""
    kept: list[bytes] = []
    size = 0
    inside = False
    while data:
        start = 0
        if inside:
            start = _end_of_base64(data, 0)
            inside = start == len(data)
        while (found := data.find(_INLINED, start)) >= 0:
            found += len(_INLINED)
            kept.append(data[start:found])
            size += found - start
            start = _end_of_base64(data, found)
            inside = start == len(data)
        chunk = stream.read(_CHUNK)
        rest = data[start:]
        held = rest[-len(_INLINED) :] if chunk else b""  # it may stand across two chunks
        kept.append(rest[: len(rest) - len(held)])
        size += len(kept[-1])
        if size > MOST_BYTES:
            raise too_large(size, MOST_BYTES)
        data = held + chunk
    return b"".join(kept)


def _end_of_base64(data: bytes, start: int) -> int:
    found = _BASE64.match(data, start)
    return found.end() if found else start
