"""Which article does a web page saved as a file hold?"""

from __future__ import annotations

import re
from typing import Final

from dateline.indexer.article import Article, Stamp
from dateline.indexer.cleaning.page import clean_page
from dateline.indexer.readers.opening import decode

__all__ = ["MAX_PAGE_BYTES", "articles_of_page"]

# The heaviest news pages have 3 MB, most of it scripts; parsing takes some seconds a megabyte at worst.
MAX_PAGE_BYTES: Final = 16 * 2**20

_CHARSET: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)


def articles_of_page(data: bytes, path: str, stamp: Stamp) -> tuple[Article, ...]:
    """The article of a page's bytes; none when it has no text."""
    declared = _CHARSET.search(data[:4096])
    return clean_page(
        decode(data, declared=declared[1].decode("ascii") if declared else None), path=path, stamp=stamp
    )
