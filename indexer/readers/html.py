"""A web page saved as a file, in the encoding it declares; or what a database or program made of many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers.opening import decode
from dateline.indexer.readers.raw import RawDocument, RawPage, RawRecord

__all__ = ["read"]

_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
# What only a download has: pages of sites are not looked into for its lines.
_EXPORT: Final = re.compile(
    r'class="DocPublicationName|class="(?:article )?\w\wArticle\b|\d+ (?:of|von|de|sur) \d+ DOCUMENT'
    r"|ProQuest document ID|>\s*End of Document\s*<|<title>\s*(?:Factiva|ProQuestDocuments)",
)
_READING_LIST: Final = re.compile(
    r"<!DOCTYPE NETSCAPE-Bookmark-file|<title>\s*(?:Pocket Export|Instapaper: Export|Bookmarks)\s*</title>",
    re.IGNORECASE,
)


def read(stream: BinaryIO) -> Iterator[RawPage | RawDocument | RawRecord]:
    """The source of a page, the stories of a download, or the pages of a reading list."""
    data = stream.read()
    declared = _CHARSET.search(data[:4096])
    html = decode(data, declared=declared[1].decode("ascii") if declared else None)
    if _READING_LIST.search(html[:4096]):
        from dateline.indexer.readers.reading_lists import pages_of_list

        yield from pages_of_list(html)
        return
    if _EXPORT.search(html):
        from dateline.indexer.readers.exports import stories_of_page

        if (stories := stories_of_page(html)) is not None:
            yield from stories
            return
    yield RawPage(html)
