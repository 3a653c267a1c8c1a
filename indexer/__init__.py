"""The indexer: files in, an index out.

>>> from dateline.indexer import read
>>> [article.title for article in read("seeds/001_d738af04ead0e110.txt")]  # cleaned, not indexed
['Kazakh Head of State attends CSTO meeting in Dushanbe']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.indexer.builder import build, update
    from dateline.indexer.intake import read
    from dateline.indexer.report import Report

__all__ = ["Report", "build", "read", "update"]


def __getattr__(name: str) -> object:
    """Load the builder or the reading when they are first asked for: a search imports this package too."""
    if name in ("Report", "build", "update"):
        from dateline.indexer import builder

        return getattr(builder, name)
    if name == "read":
        from dateline.indexer.intake import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
