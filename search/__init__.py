"""The search half: a question in, ranked and highlighted passages out.

>>> from search import Archive, QueryError, search
"""

from search.archive import Archive, search
from search.errors import (
    ArticleMissing,
    DatelineError,
    IndexDamaged,
    IndexMissing,
    IndexVersion,
    QueryError,
)
from search.results import ArticleHit, Found, Fragment, PassageHit, Snippet

__all__ = [
    "Archive",
    "ArticleHit",
    "ArticleMissing",
    "DatelineError",
    "Found",
    "Fragment",
    "IndexDamaged",
    "IndexMissing",
    "IndexVersion",
    "PassageHit",
    "QueryError",
    "Snippet",
    "search",
]
