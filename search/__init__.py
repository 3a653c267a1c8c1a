"""The search half: a question in, ranked and highlighted passages out.

>>> from dateline.search import Archive, QueryError, search
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.search.archive import Archive, search
    from dateline.search.errors import (
        ArticleMissing,
        DatelineError,
        IndexDamaged,
        IndexMissing,
        IndexVersion,
        QueryError,
    )
    from dateline.search.highlight.snippet import Fragment, Snippet
    from dateline.search.results import (
        ArticleHit,
        Counts,
        FacetCount,
        Found,
        KwicLine,
        PartCount,
        PartScore,
        PassageHit,
        Stats,
        TermCount,
    )

__all__ = [
    "Archive",
    "ArticleHit",
    "ArticleMissing",
    "Counts",
    "DatelineError",
    "FacetCount",
    "Found",
    "Fragment",
    "IndexDamaged",
    "IndexMissing",
    "IndexVersion",
    "KwicLine",
    "PartCount",
    "PartScore",
    "PassageHit",
    "QueryError",
    "Snippet",
    "Stats",
    "TermCount",
    "search",
]

_MODULES = {
    "Archive": "dateline.search.archive",
    "Fragment": "dateline.search.highlight.snippet",
    "Snippet": "dateline.search.highlight.snippet",
    "search": "dateline.search.archive",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for, so that help and errors load neither numpy nor Whoosh."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    wrong = name.endswith(("Missing", "Damaged", "Version", "Error"))
    module = _MODULES.get(name, "dateline.search.errors" if wrong else "dateline.search.results")
    return getattr(import_module(module), name)
