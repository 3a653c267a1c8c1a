"""Full-text search over a person's own archive of news articles.

>>> from dateline import Archive, QueryError, build, read

The rooms behind this door are `dateline.indexer`, which makes an index of saved articles, and
`dateline.search`, which answers questions from it. A name is loaded when it is first asked for: `dateline -h`
loads neither room.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.indexer.builder import Report, build
    from dateline.indexer.errors import ProcessDied, ReaderFault, SourceError
    from dateline.indexer.format.errors import (
        DatelineError,
        IndexDamaged,
        IndexLocked,
        IndexMissing,
        IndexUnprotected,
        IndexUnwritable,
        IndexVersion,
    )
    from dateline.indexer.intake import read
    from dateline.search.archive import Archive
    from dateline.search.errors import ArticleMissing, QueryError

__all__ = [
    "Archive",
    "ArticleMissing",
    "DatelineError",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexUnprotected",
    "IndexUnwritable",
    "IndexVersion",
    "ProcessDied",
    "QueryError",
    "ReaderFault",
    "Report",
    "SourceError",
    "build",
    "read",
]

# In a checkout the rooms lie beside this folder and not in it: an editable install, `python -m dateline` and
# whatever else puts the checkout on the path find them there. Where they are in it, as a wheel has them, what
# lies beside it is somebody else's.
_FOLDER = os.path.dirname(os.path.realpath(__file__))
if not os.path.isdir(os.path.join(_FOLDER, "indexer")):
    __path__.insert(0, os.path.dirname(_FOLDER))

_HOMES = {
    "Archive": "search.archive",
    "ArticleMissing": "search.errors",
    "ProcessDied": "indexer.errors",
    "QueryError": "search.errors",
    "ReaderFault": "indexer.errors",
    "Report": "indexer.builder",
    "SourceError": "indexer.errors",
    "build": "indexer.builder",
    "read": "indexer.intake",
}


def __getattr__(name: str) -> object:
    """Load a name from the room it lives in."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"dateline.{_HOMES.get(name, 'indexer.format.errors')}")
    return getattr(module, name)
