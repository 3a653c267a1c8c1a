"""A tar archive: its members, each a file, read once from its beginning."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.beside_pages import is_beside_page, is_page
from dateline.indexer.readers.members import MemberNames, tidy_name, why_passed_over
from dateline.indexer.readers.raw import Broken, RawMember

__all__ = ["read"]


class _Info(tarfile.TarInfo):
    """A header; one that is broken is no end of the archive, as the library takes it, but damage."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Info:
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise SourceError(None, f"no tar archive, or a damaged one ({error})") from None


def read(stream: BinaryIO) -> Iterator[RawMember | Broken]:
    """The members, in their order; of a name that comes twice, the first."""
    names = MemberNames()
    pages: set[str] = set()
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Info, encoding="utf-8") as archive:
            while (member := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # else it keeps them all
                if (item := _item(archive, member, names, pages)) is not None:
                    yield item
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise SourceError(None, f"no tar archive, or a damaged one ({error})") from None


def _item(
    archive: tarfile.TarFile, member: tarfile.TarInfo, names: MemberNames, pages: set[str]
) -> RawMember | Broken | None:
    if member.isdir():
        return None
    name = names.add(member.name)
    if name is None:
        return Broken("a second member of this name", member=tidy_name(member.name))
    if (why := why_passed_over(name)) is not None:
        return Broken(why, member=name, cause="hidden")
    if is_beside_page(name, pages):
        return None
    if member.issym() or member.islnk():
        return Broken("a link, which is not followed", member=name, cause="link")
    if not member.isreg() or member.issparse():
        return Broken("not a regular file", member=name)
    if is_page(name):
        pages.add(name)
    found = archive.extractfile(member)
    return None if found is None else RawMember(name, found, called=member.name)  # type: ignore[arg-type]
