"""A reader for tests, of boxes with posts of every raw kind; a worker imports it from this file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.readers import registry
from dateline.indexer.readers.raw import Item, RawPage, RawRecord, RawText
from dateline.indexer.readers.registry import READERS, Reader

POST: Final = "Leaders of six states met in Bishkek on May 28, 2013, to speak about water."
MORE: Final = Reader("posts", (".posts", ".box"), "boxes of posts", (b"POSTS",), max_bytes=None)


def read(stream: BinaryIO) -> Iterator[Item]:
    """A box of posts, each after a line of dashes: a text, a page or a record."""
    for number, post in enumerate(stream.read().decode().removeprefix("POSTS").split("---\n"), 1):
        if "<p>" in post:
            yield RawPage(post, part=str(number))
        elif "title:" in post:
            yield RawRecord(POST, title=post.removeprefix("title:"), line=number)
        else:
            yield RawText(post, part=str(number))


if __name__ != "__main__" and "pytest" not in sys.modules:  # in a worker
    sys.modules["dateline.indexer.readers.posts"] = sys.modules[__name__]
    registry.READERS = (*READERS, MORE)  # type: ignore[misc]
