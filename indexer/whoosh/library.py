"""What of Whoosh itself a search engine builds on, under one name.

    from dateline.indexer.whoosh.library import Searcher, query

    Searcher(reader_of(index, make_schema())).search(query.Term("text", "border"), limit=None)

`query`, `query.spans`, `matching`, `scoring` and `sorting` are Whoosh's modules, `Searcher` its searcher;
`WeightingModel`, `BaseScorer` and `WeightScorer` are what a ranking of one's own derives from. Importing this
loads most of Whoosh's reading half, so it is imported where such an engine is opened and nowhere before.
"""

from __future__ import annotations

from whoosh import matching, query, scoring, sorting
from whoosh.query import spans
from whoosh.scoring import BaseScorer, WeightingModel, WeightScorer
from whoosh.searching import Searcher

__all__ = [
    "BaseScorer",
    "Searcher",
    "WeightScorer",
    "WeightingModel",
    "matching",
    "query",
    "scoring",
    "sorting",
    "spans",
]
