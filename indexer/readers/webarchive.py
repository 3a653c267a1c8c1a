"""A web page saved by Safari: a property list with the page and its pictures."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from dateline.indexer.errors import SourceError
from dateline.indexer.readers.html import page_text
from dateline.indexer.readers.raw import RawPage

__all__ = ["read"]


def read(stream: BinaryIO) -> Iterator[RawPage]:
    """The page, without its frames."""
    try:
        found = plistlib.load(stream)
        main = found["WebMainResource"]
        data, charset, url = (main.get(f"WebResource{name}") for name in ("Data", "TextEncodingName", "URL"))
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError) as error:
        raise SourceError(None, f"no property list, or a damaged one ({error})") from None
    except (LookupError, TypeError, AttributeError):
        raise SourceError(None, "holds no web page") from None
    except RecursionError:
        raise SourceError(None, "nested too deeply") from None
    if not isinstance(data, bytes):
        raise SourceError(None, "holds no web page")
    declared = charset if isinstance(charset, str) else None
    yield RawPage(page_text(data, declared), url=url if isinstance(url, str) else None)
