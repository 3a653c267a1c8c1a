"""The room that knows Whoosh: an index of ours opened as a genuine `whoosh.index.Index` (docs/whoosh.md).

    from dateline.indexer.whoosh import whoosh_index

    with whoosh_index("index").searcher() as searcher:
        ...

`index` is the way in; `codec`, `documents`, `terms` and `matchers` answer what Whoosh asks while it reads,
`schema` and `analyzer` tell it what the fields are, `writer` takes its documents, `library` has the classes
of Whoosh itself that a search engine builds on. Importing the package loads none of it, nor Whoosh: a name is
loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.indexer.whoosh.codec import reader_of
    from dateline.indexer.whoosh.errors import FieldUnknown, WriterLocked, WritingRefused
    from dateline.indexer.whoosh.index import whoosh_index
    from dateline.indexer.whoosh.schema import make_schema

__all__ = ["FieldUnknown", "WriterLocked", "WritingRefused", "make_schema", "reader_of", "whoosh_index"]

_HOMES = {"make_schema": "schema", "reader_of": "codec", "whoosh_index": "index"}


def __getattr__(name: str) -> object:
    """Load a name from the module it lives in."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
