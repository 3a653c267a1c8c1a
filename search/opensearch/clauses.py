"""What are queries of a server's made of, and of how many clauses?

A server takes 1,024 clauses in one query, and counts one for every word in every field. What asks for any of
many words in one field is one clause, if it is said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod
from typing import Any, Final, NamedTuple

__all__ = [
    "EVERYTHING",
    "MOST_CLAUSES",
    "NOTHING",
    "Compiled",
    "all_of",
    "any_of",
    "clauses",
    "none_of",
    "should",
]

EVERYTHING: Final[dict[str, Any]] = {"match_all": {}}
NOTHING: Final[dict[str, Any]] = {"match_none": {}}

MOST_CLAUSES: Final = 400
"""Of the 1,024: what is found is also scored by the same words, and by what stands together."""

_CLAUSES: Final = frozenset(
    ("term", "terms", "prefix", "wildcard", "fuzzy", "match", "range", "exists", "ids")
)


class Compiled(NamedTuple):
    """A query of the server's; where it is not `exact` it lets through more than is meant, never less."""

    query: dict[str, Any]
    exact: bool = True


def should(queries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Documents that match any of these, said in few clauses."""
    found: list[dict[str, Any]] = []
    terms: dict[str, dict[str, None]] = {}
    for query in _alternatives(queries):
        kind, said = next(iter(query.items()))
        if kind == "terms":
            for field, values in said.items():
                terms.setdefault(field, {}).update(dict.fromkeys(values))
        elif query not in found[-64:]:
            found.append(query)
    found += [{"terms": {field: list(values)}} for field, values in terms.items()]
    if len(found) == 1:
        return found[0]
    return {"bool": {"should": found, "minimum_should_match": 1}} if found else NOTHING


def _alternatives(queries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for query in queries:
        said = query.get("bool", {})
        if said.keys() == {"should", "minimum_should_match"}:
            yield from said["should"]
        elif query != NOTHING:
            yield query


def any_of(parts: Iterable[Compiled]) -> Compiled:
    """Documents that match any of the parts."""
    parts = list(parts)
    return Compiled(should([part.query for part in parts]), all(part.exact for part in parts))


def all_of(wanted: Iterable[Compiled], unwanted: Iterable[Compiled] = ()) -> Compiled:
    """Documents that match all that is wanted and nothing unwanted."""
    wanted, unwanted = list(wanted), list(unwanted)
    filters: list[dict[str, Any]] = []
    for one in wanted:
        if one.query not in filters[-64:]:
            filters.append(one.query)
    query: dict[str, Any] = {"filter": filters or [EVERYTHING]}
    excluded = [one.query for one in unwanted if one.exact]
    if excluded:
        query["must_not"] = [should(excluded)]
    return Compiled({"bool": query}, all(one.exact for one in (*wanted, *unwanted)))


def none_of(part: Compiled) -> Compiled:
    """Documents that do not match; where a part lets through more than is meant, all."""
    if not part.exact:
        return Compiled(EVERYTHING, exact=False)
    return Compiled({"bool": {"must_not": [part.query]}})


def clauses(query: Any) -> int:
    """How many clauses a query has, about."""
    if isinstance(query, list):
        return sum(map(clauses, query))
    if not isinstance(query, dict):
        return 0
    if "intervals" in query and isinstance(query["intervals"], dict):
        return sum([_multiplied(said).clauses for said in query["intervals"].values()])
    return sum([1 if name in _CLAUSES else clauses(said) for name, said in query.items()])


class _Multiplied(NamedTuple):
    """What an interval becomes on the server, which asks for each way of several words by itself."""

    single: bool  # whether there are ways of one word
    longer: int  # ways of several words
    clauses: int

    @property
    def ways(self) -> int:
        return self.longer + self.single


def _multiplied(interval: dict[str, Any]) -> _Multiplied:
    kind, said = next(iter(interval.items()))
    parts = [_multiplied(one) for one in said["intervals"]] if "intervals" in said else []
    if kind == "any_of":
        single, longer = any(part.single for part in parts), sum(part.longer for part in parts)
        found = _Multiplied(single, longer, sum(part.clauses for part in parts))
    elif kind == "all_of":
        ways = prod(part.ways for part in parts)
        found = _Multiplied(False, ways, sum(part.clauses * ways // part.ways for part in parts))
        if len(parts) == 1:
            found = parts[0]
    else:
        return _Multiplied(True, 0, 1)
    if "filter" in said:
        within = _multiplied(next(iter(said["filter"].values())))
        found = found._replace(clauses=found.clauses + found.ways * within.clauses)
    return found
