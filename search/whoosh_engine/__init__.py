"""The reference engine: each answer once more, by Whoosh's Searcher and formulae written out in plain Python.

Slow and literal on purpose. It shares with the array engine the index, the analysis and the constants of
ranking, and none of the array steps: what both say of a query is compared in tests/search/test_engines.py.

    documents.py   the articles and passages of an index, analysed again where that is needed
    positions.py   where the leaves of a query occur, as lists of positions
    compiling.py   query tree -> whoosh.query
    formulae.py    the scores of passages and articles
    hits.py        records of rows, and what is marked in them
    words.py       the words of the index
    engine.py      the engine

    with Archive.open("index", engine="whoosh") as archive:
        archive.search("border guards")
"""

from __future__ import annotations

from dateline.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
