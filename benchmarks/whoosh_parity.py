"""Does the evaluator find what Whoosh's own Searcher finds, on real text and real queries?

    python -m benchmarks.whoosh_parity --index INDEX --queries queries.json

Each query is asked as a tree of whoosh.query: of the evaluator, and of Whoosh's Searcher over the same index
with the same weighting (whoosh_engine.py), without a limit. Documents, their order and their scores are to
be equal for the best ten. Queries are those of a speed run (benchmarks/speed/queries.py); date ranges are
asked as a filter by Whoosh and as a condition by the evaluator.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from whoosh import query as whoosh_query

from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.whoosh.index import whoosh_index
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.query.nodes import DateRange
from dateline.search.whoosh_engine import WhooshEngine

LIMIT: Final = 10


def tree(query: Mapping[str, Any]) -> Any:
    """A query of the speed run as Whoosh would be asked it."""
    kind, text = query["kind"], query["text"]
    if kind == "prefix":
        return whoosh_query.Prefix("text", text)
    if kind == "fuzzy":
        return whoosh_query.FuzzyTerm("text", text, maxdist=1)
    words = [token.term for token in analyzer("en").tokens(text)]
    if kind == "phrase":
        return whoosh_query.Phrase("text", words)
    terms = [whoosh_query.Term("text", word) for word in words]
    if len(terms) == 1:
        return terms[0]
    return whoosh_query.And(terms) if kind == "and" else whoosh_query.Or(terms)


def iso(day: int) -> str:
    """20130501 → 2013-05-01."""
    text = str(day)
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def main() -> int:
    """Ask all, print how many of each kind agree, and the first that don't; 1 when any differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whoosh_parity")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    arguments = parser.parse_args()
    evaluator = Evaluator(IndexReader.open(arguments.index))
    offsets, start = {}, 0
    for segment in evaluator.index.segments:
        offsets[segment.name] = start
        start += segment.passages
    asked: Counter[str] = Counter()
    same: Counter[str] = Counter()
    with whoosh_index(arguments.index).searcher(weighting=PassageBM25()) as searcher:
        for query in json.loads(arguments.queries.read_text()):
            asked_of_whoosh = asked_of_us = tree(query)
            options = {}
            if "from" in query:
                first, last = iso(query["from"]), iso(query["to"])
                options["filter"] = whoosh_query.TermRange("date", first, last)
                asked_of_us = whoosh_query.And([asked_of_us, DateRange(first, last)])
            theirs = searcher.search(asked_of_whoosh, limit=None, **options).top_n
            theirs = [(number, score) for score, number in sorted(theirs, key=lambda hit: (-hit[0], hit[1]))]
            rows = evaluator.search(asked_of_us, by="passage", limit=LIMIT).rows
            ours = [(offsets[row.segment.name] + row.passages[0][0], row.score) for row in rows]
            asked[query["kind"]] += 1
            same[query["kind"]] += ours == theirs[:LIMIT]
            if ours != theirs[:LIMIT]:
                print(
                    f"{query['kind']} {query['text']!r}\n  ours   {ours[:3]}\n  theirs {theirs[:3]}",
                    file=sys.stderr,
                )
    for kind, count in asked.items():
        print(f"{kind:10s} {same[kind]:4d} of {count}")
    return 0 if same == asked else 1


if __name__ == "__main__":
    sys.exit(main())
