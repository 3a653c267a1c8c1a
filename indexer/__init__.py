"""The indexer: files in, an index out.

>>> from dateline.indexer import read
>>> [article.title for article in read("seeds/001_d738af04ead0e110.txt")]  # cleaned, not indexed
['Kazakh Head of State attends CSTO meeting in Dushanbe']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateline.indexer.builder import build, update
    from dateline.indexer.intake import read
    from dateline.indexer.keeping import list_sources, move_source, remove
    from dateline.indexer.report import Interrupted, Report

__all__ = ["Interrupted", "Report", "build", "list_sources", "move_source", "read", "remove", "update"]

_HOMES: Final = {
    "Interrupted": "report",
    "Report": "report",
    "build": "builder",
    "list_sources": "keeping",
    "move_source": "keeping",
    "read": "intake",
    "remove": "keeping",
    "update": "builder",
}


def __getattr__(name: str) -> object:
    """Load the builder or the reading when they are first asked for: a search imports this package too."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"dateline.indexer.{_HOMES[name]}"), name)
