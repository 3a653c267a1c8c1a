"""A web archive packed with its index: WACZ, a ZIP archive of which the WARC files are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dateline.indexer.readers.members import tidy_name
from dateline.indexer.readers.raw import Broken, RawMember
from dateline.indexer.readers.zip_archive import open_member, opened

__all__ = ["read"]


def read(stream: BinaryIO) -> Iterator[RawMember | Broken]:
    """The WARC files; where there is one, its pages are cited as those of the file."""
    archive = opened(stream)
    found = [
        info
        for info in archive.infolist()
        if info.filename.startswith("archive/") and info.filename.endswith((".warc", ".warc.gz"))
    ]
    for info in found:
        name = tidy_name(info.filename.removeprefix("archive/"))
        item = open_member(archive, info, name)
        if len(found) == 1 and isinstance(item, RawMember):
            item = RawMember("", item.stream, called=name, packed=item.packed)
        yield item
