"""A ZIP archive: its members, each a file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.beside_pages import is_beside_page
from dateline.indexer.readers.members import MemberNames, tidy_name, why_passed_over
from dateline.indexer.readers.raw import Broken, RawMember

__all__ = ["open_member", "opened", "read"]

_ENCRYPTED: Final = 1  # bit of the flags
_LINK: Final = 0o120000  # of the mode that Unix writes


def read(stream: BinaryIO) -> Iterator[RawMember | Broken]:
    """The members, in the order of the archive's directory; of a name that comes twice, the first."""
    archive = opened(stream)
    names = MemberNames()
    beside = frozenset(tidy_name(name) for name in archive.namelist())
    for info in archive.infolist():
        if info.is_dir():
            continue
        name = names.add(info.filename)
        if name is None:
            yield Broken("a second member of this name", member=tidy_name(info.filename))
        elif (why := why_passed_over(name)) is not None:
            yield Broken(why, member=name, cause="hidden")
        elif is_beside_page(name, beside):
            continue
        elif (info.external_attr >> 16) & 0o170000 == _LINK:
            yield Broken("a link, which is not followed", member=name, cause="link")
        else:
            yield open_member(archive, info, name)


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """An archive that can be read; SourceError."""
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise SourceError(None, f"no ZIP archive, or a damaged one ({error})") from None


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> RawMember | Broken:
    """A member to be read, by the name it is cited by."""
    if info.flag_bits & _ENCRYPTED:
        return Broken("is encrypted", member=name)
    try:
        stream = archive.open(info)
    except NotImplementedError:
        return Broken("is compressed in a way that is not known here", member=name)
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError) as error:
        return Broken(f"is damaged ({error})", member=name)
    return RawMember(name, stream, called=info.filename, packed=info.compress_size)  # type: ignore[arg-type]
