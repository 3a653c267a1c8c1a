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
        SynonymsError,
        TooManyPeriods,
    )
    from dateline.search.highlight.snippet import Fragment, Snippet
    from dateline.search.periods import Period, Timeline
    from dateline.search.results import ArticleHit, Found, PartCount, PartScore, PassageHit
    from dateline.search.tallies import Counts, FacetCount, KwicLine, Stats, TermCount

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
    "Period",
    "QueryError",
    "Snippet",
    "Stats",
    "SynonymsError",
    "TermCount",
    "Timeline",
    "TooManyPeriods",
    "search",
]

_PERIODS = "dateline.search.periods"
_TALLIES = "dateline.search.tallies"
_MODULES = {
    "Archive": "dateline.search.archive",
    "Counts": _TALLIES,
    "FacetCount": _TALLIES,
    "Fragment": "dateline.search.highlight.snippet",
    "KwicLine": _TALLIES,
    "Period": _PERIODS,
    "Snippet": "dateline.search.highlight.snippet",
    "Stats": _TALLIES,
    "TermCount": _TALLIES,
    "Timeline": _PERIODS,
    "search": "dateline.search.archive",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for, so that help and errors load neither numpy nor Whoosh."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    wrong = name.endswith(("Missing", "Damaged", "Version", "Error", "Periods"))
    module = _MODULES.get(name, "dateline.search.errors" if wrong else "dateline.search.results")
    return getattr(import_module(module), name)
