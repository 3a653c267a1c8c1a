"""What lies in a zipped document, and is it safe to unpack?

Office documents and books are ZIP archives of parts. What their directory claims is not believed: a part is
unpacked some of it at a time, and all that is unpacked of a file is counted against what the file may become.

>>> import zipfile
>>> from io import BytesIO
>>> file = BytesIO()
>>> with zipfile.ZipFile(file, "w") as archive:
...     archive.writestr("word/document.xml", "<document/>")
>>> Package(file).read("word/document.xml")
b'<document/>'
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from dateline.indexer.errors import SourceError

__all__ = ["Package"]

_MOST_BYTES: Final = 200 * 2**20  # of all that is unpacked of a file
_MOST_TIMES: Final = 100  # the size of the file; XML of documents is packed to a tenth, at most to a fortieth
_SMALL: Final = 4 * 2**20  # is unpacked whatever it was packed to
_MOST_PARTS: Final = 100_000
_CHUNK: Final = 2**16
_ENTRY: Final = b"PK\x01\x02"  # of the directory
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = 1


class Package:
    """The parts of a zipped document; SourceError when it is none, damaged, or larger than any document."""

    def __init__(self, stream: BinaryIO) -> None:
        data = stream.read()
        stream.seek(0)
        if data.startswith(_OLE):
            raise SourceError(None, "encrypted, or of an old office program: save it without its password")
        if (parts := data.count(_ENTRY)) > _MOST_PARTS:
            raise SourceError(None, f"{parts:,} parts in it, the limit is {_MOST_PARTS:,}")
        with _named():
            self._archive = zipfile.ZipFile(stream)
        self._most = min(_MOST_BYTES, max(_SMALL, _MOST_TIMES * len(data)))
        self._taken = 0

    def __contains__(self, name: object) -> bool:
        return name in self._archive.NameToInfo

    def names(self) -> list[str]:
        """The parts, in the order of the directory."""
        return self._archive.namelist()

    def read(self, name: str) -> bytes:
        """The bytes of a part, none when there is no such part; SourceError when it can't be unpacked."""
        info = self._archive.NameToInfo.get(name)
        if info is None:
            return b""
        if info.flag_bits & _ENCRYPTED:
            raise SourceError(None, "encrypted: save it without its password")
        pieces: list[bytes] = []
        with _named(), self._archive.open(info) as part:
            while piece := part.read(_CHUNK):
                self._taken += len(piece)
                if self._taken > self._most:
                    raise SourceError(None, self._too_large())
                pieces.append(piece)
        return b"".join(pieces)

    def _too_large(self) -> str:
        if self._most == _MOST_BYTES:
            return f"unpacks to more than {_MOST_BYTES >> 20} MB"
        return f"unpacks to more than {_MOST_TIMES} times its size"


@contextmanager
def _named() -> Iterator[None]:
    """What zipfile says of a damaged archive, in words of a report."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError) as error:
        raise SourceError(None, f"damaged: {_words(error)}") from None
    except (NotImplementedError, RuntimeError) as error:  # a method of packing, a password
        raise SourceError(None, f"can't be unpacked: {_words(error)}") from None
    except Exception as error:
        if type(error).__module__ not in ("_lzma", "lzma", "bz2"):
            raise
        raise SourceError(None, f"damaged: {_words(error)}") from None


def _words(error: Exception) -> str:
    said = str(error).splitlines()[0].rstrip(".") if str(error) else "it ends too early"
    return f"{said[:1].lower()}{said[1:100]}"
