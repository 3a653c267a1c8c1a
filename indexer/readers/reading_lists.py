"""Which pages does a reading list or a file of bookmarks name, as Pocket, Instapaper and browsers write it?

Each is an article of a title and an address: what was noted to be read, to be found by its title and tags.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import Final

from dateline.indexer.readers.meta import meta_pairs
from dateline.indexer.readers.raw import RawRecord

__all__ = ["pages_of_list"]

_LINK: Final = re.compile(
    r"<h[1-6][^<>]*>(?P<folder>[^<]*)|<a\s(?P<said>[^<>]*)>(?P<title>[^<]*)", re.IGNORECASE
)
_SAID: Final = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def pages_of_list(html: str) -> Iterator[RawRecord]:
    """The pages, in order, with the heading they stand under and their tags as meta."""
    folder = ""
    line, seen = 1, 0
    for found in _LINK.finditer(html):
        line += html.count("\n", seen, found.start())
        seen = found.start()
        if found["folder"] is not None:
            folder = entities.unescape(found["folder"]).strip()
            continue
        said = {
            name.lower(): entities.unescape(one or two or three)
            for name, one, two, three in _SAID.findall(found["said"])
        }
        address = said.get("href", "")
        if not address.startswith(("http:", "https:")):
            continue
        title = entities.unescape(found["title"]).strip()
        tags = [("tags", tag) for tag in said.get("tags", "").split(",")]
        yield RawRecord(
            text="",
            title=title or address,
            url=address,
            line=line,
            meta=meta_pairs([("folder", folder), *tags]),
        )
