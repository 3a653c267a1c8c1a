"""Which words does an index on a server have, that begin so, or are like one it has not?

The server has the writings of each article as values, folded form first. What is most often written is told
from these: a word's writings are weighed by the articles that have them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from dateline.indexer.analysis.folding import fold
from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.opensearch.documents import WRITING
from dateline.indexer.opensearch.slots import FORM, safe
from dateline.search.arrays.show.suggestions import (
    NAMES,
    UNDER_NAMES,
    names_like,
    near_strings,
    typos_allowed,
    values_like,
)
from dateline.search.query.comparison import fold_value
from dateline.search.query.nodes import KeywordFilter, Pattern, Query, Word, leaves
from dateline.search.query.wording import word_terms
from dateline.search.tallies import TermCount

if TYPE_CHECKING:
    from dateline.indexer.opensearch.connection import Connection
    from dateline.search.opensearch.collection import RemoteCollection

__all__ = ["Vocabulary"]

_MOST: Final = 10_000  # writings that are looked at, those of most articles
_SPARE: Final = 2  # times as many words as are wanted have their occurrences counted
_MOST_WORDS: Final = 12  # of a query, for which words like them are looked for
_SPECIAL: Final = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$-]')
_OCCURRENCES: Final = """
double s = 0;
for (String f : params.f) { for (String t : params.t) { s += termFreq(f, t); } }
return s;
"""


class Vocabulary:
    """The words of a physical index."""

    def __init__(self, connection: Connection, physical: str, collection: RemoteCollection) -> None:
        self._connection = connection
        self._physical = physical
        self._collection = collection

    def beginning(self, prefix: str, *, limit: int) -> tuple[TermCount, ...]:
        """The `limit` most frequent words whose folded writing begins with `prefix`; ties by word."""
        folded = fold(prefix.strip())
        if not folded or limit <= 0:
            return ()
        writings = self._writings(f"{_literal(folded)}.*")
        several = sorted(writings, key=lambda word: (-max(writings[word].values()), word))
        several = several[: max(_SPARE * limit, limit + 20)]
        bodies = [_counting(word) for word in several]
        counted = zip(
            several, self._connection.msearch(self._physical, bodies) if bodies else (), strict=True
        )
        found = [
            TermCount(
                min(writings[word], key=lambda form: (-writings[word][form], form)),
                int(answer["aggregations"]["count"]["value"]),
                answer["hits"]["total"]["value"],
            )
            for word, answer in counted
        ]
        order = sorted(zip(several, found, strict=True), key=lambda one: (-one[1].count, one[0]))
        return tuple([term for _, term in order[:limit]])

    def _writings(self, pattern: str) -> dict[str, Counter[str]]:
        """The writings whose folded form a pattern of Lucene's accepts, by that, with their articles."""
        terms = {"field": "writings", "size": _MOST, "include": f"{pattern}"}
        body = {"size": 0, "track_total_hits": False, "aggs": {"writings": {"terms": terms}}}
        buckets = self._connection.search(self._physical, body)["aggregations"]["writings"]["buckets"]
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for bucket in buckets:
            folded, _, form = bucket["key"].partition(WRITING)
            found[folded][form] += bucket["doc_count"]
        return dict(found)

    def suggest(self, query: Query, *, limit: int) -> tuple[str, ...]:
        """For a part of a query that finds nothing: what may have been meant by it."""
        found: dict[str, None] = {}
        for node in list(dict.fromkeys(leaves(query)))[:_MOST_WORDS]:
            if isinstance(node, Word) or (isinstance(node, Pattern) and node.kind == "fuzzy"):
                found.update(dict.fromkeys(self._like(node.text, limit)))
            elif isinstance(node, KeywordFilter) and node.fieldname in NAMES:
                found.update(dict.fromkeys(values_like(self._values(node.fieldname), node, limit)))
            elif isinstance(node, KeywordFilter) and node.fieldname in UNDER_NAMES:
                found.update(dict.fromkeys(names_like(self._values(node.fieldname), node, limit)))
        return tuple(found)[:limit]

    def _like(self, word: str, limit: int) -> tuple[str, ...]:
        """Words like one that the index does not have, as written; none for one it has."""
        folded = fold_value(word)
        most = typos_allowed(folded)
        if has_unspaced(word) or not most:
            return ()
        terms = word_terms(word, tuple(code for code, _ in self._collection.languages))
        self._collection.count_terms(terms)
        if any(map(self._collection.having_term, terms)):
            return ()
        letters = "".join(dict.fromkeys(map(_literal, folded[:2])))
        lengths = f"{max(len(folded) - most - 1, 0)},{len(folded) + most - 1}"
        writings = self._writings(f"[{letters}].{{{lengths}}}{_literal(WRITING)}.*")
        # And those that differ in the first letter only: Qaddafi, Gaddafi.
        writings |= self._writings(f".{_literal(folded[1:])}{_literal(WRITING)}.*")
        ranked: list[tuple[int, int, int, str]] = []
        keys = list(writings)
        for place, typos in near_strings(folded, keys, most):
            key = keys[place]
            form, articles = min(writings[key].items(), key=lambda item: (-item[1], item[0]))
            ranked.append((typos, len(set(folded) ^ set(key)), -articles, form))
        return tuple(form for *_, form in sorted(ranked)[:limit])

    def _values(self, field: str) -> list[str]:
        """The values of a field, those of most articles."""
        terms = {"terms": {"field": field, "size": _MOST}}
        body = {"size": 0, "track_total_hits": False, "aggs": {"values": terms}}
        buckets = self._connection.search(self._physical, body)["aggregations"]["values"]["buckets"]
        return [bucket["key"] for bucket in buckets]


def _counting(word: str) -> dict[str, Any]:
    """A search that tells in how many articles a folded form is, and how often in all."""
    token = f"{FORM}{safe(word)}"
    fields = ("title", "text")
    options = {"bool": {"should": [{"term": {field: token}} for field in fields]}}
    script = {"source": _OCCURRENCES, "params": {"f": list(fields), "t": [token]}}
    return {
        "size": 0,
        "track_total_hits": True,
        "query": {"script_score": {"query": options, "script": script}},
        "aggs": {"count": {"sum": {"script": {"source": "_score"}}}},
    }


def _literal(text: str) -> str:
    """A text in a pattern of Lucene's, meaning itself."""
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)
