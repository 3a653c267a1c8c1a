"""How many of some articles have which value of a facet, counted one by one?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.indexer.format.fields import PLURAL_FIELDS, Field, facet_of
from dateline.search.query.comparison import fold_value, usual_spelling, value_under
from dateline.search.tallies import FacetCount

if TYPE_CHECKING:
    from dateline.search.whoosh_engine.documents import ArticlePlace

__all__ = ["facet_counts"]


def facet_counts(articles: Iterable[ArticlePlace], name: str) -> tuple[FacetCount, ...]:
    """The articles by value of the facet of that name, as `engine.Engine.facets` orders them.

    Values that a filter takes as one are counted as one, in the most frequent spelling; an article with
    two of them counts once.
    """
    told = facet_of(name)
    assert told is not None  # who asks has looked
    field, chars, under = told
    having: Counter[str | None] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for article in articles:
        keys: set[str | None] = set()
        for value in _values(article, field, chars, under):
            key = fold_value(value) if chars is None else value
            keys.add(key)
            spellings.setdefault(key, Counter())[value] += 1
        having.update(keys or {None})
    missing = having.pop(None, 0)
    counts = {usual_spelling(spellings[key]): count for key, count in having.items() if key is not None}
    order = sorted(counts.items())
    if chars is None:
        order.sort(key=lambda item: -item[1])
    facets = [FacetCount(value, count) for value, count in order]
    return (*facets, FacetCount(None, missing)) if missing else tuple(facets)


def _values(article: ArticlePlace, field: Field, chars: int | None, under: str | None) -> Iterable[str]:
    """The values of an article, each once; of a date the first `chars`, if it has as many."""
    if under is not None:
        said = [value_under(fold_value(under), value) for value in article.values(field.name)]
        return dict.fromkeys(value for value in said if value is not None)
    if field.name in PLURAL_FIELDS:
        return dict.fromkeys(article.values(field.name))
    value = article.value(field.name)
    if value is None or (chars is not None and len(value) < chars):
        return ()
    return (value[:chars],)
