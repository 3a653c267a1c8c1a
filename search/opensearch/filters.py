"""How are the filters of a query asked of a server?

Values are compared by their words, which stand in a field of their own, apart from those of other values
(documents.value_words); a value as a whole, a language and a path each in its way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from dateline.indexer.format.fields import BY_NAME
from dateline.indexer.opensearch.documents import NAME, value_key
from dateline.indexer.opensearch.schema import words_field
from dateline.indexer.opensearch.slots import safe
from dateline.search.opensearch.clauses import NOTHING, Compiled, any_of, should
from dateline.search.opensearch.paths import kept_paths, wildcard
from dateline.search.opensearch.sources import MOST_FORMS, Interval, any_interval, match
from dateline.search.query.comparison import NAMED, STARRED, fold_value
from dateline.search.query.nodes import DateRange, Filter, IndexedAfter, KeywordFilter

__all__ = ["filtered"]

_LONGEST_VALUE: Final = 1000  # words of a value, fewer than there are positions between two

Name = Callable[[str], str]


def filtered(
    node: Filter,
    name: Name,
    *,
    codes: Collection[str],
    roots: Mapping[int, str],
    patterns_apart: bool,
) -> Compiled:
    """Documents that a filter lets through; `name` tells fields, `codes` are the languages there are."""
    if isinstance(node, KeywordFilter):
        return _keyword(node, name, codes, roots, patterns_apart)
    if isinstance(node, DateRange):
        return Compiled(_dates(node, name("date")))
    if isinstance(node, IndexedAfter):
        return Compiled({"range": {name("indexed"): {"gt": node.moment}}})
    raise TypeError(f"no filter: {node!r}")


def _keyword(
    node: KeywordFilter, name: Name, codes: Collection[str], roots: Mapping[int, str], patterns_apart: bool
) -> Compiled:
    compared = BY_NAME[node.fieldname].compared
    if compared == "whole":
        return Compiled({"terms": {name("id_key"): [value_key(value) for value in node.values]}})
    if compared == "language":
        wanted = {fold_value(value).partition("-")[0] for value in node.values}
        known = [code for code in codes if code and fold_value(code).partition("-")[0] in wanted]
        return Compiled({"terms": {name("language"): known}} if known else NOTHING)
    if compared == "path":
        return Compiled(*kept_paths(node.values, roots, name("path_key")))
    field = name(words_field(node.fieldname))
    named = compared == "named"
    if patterns_apart and any(sign in value for value in node.values for sign in "*?"):
        return any_of([_value_apart(fold_value(value), named, field) for value in node.values])
    sources = [source for value in node.values for source in _value_sources(fold_value(value), named)]
    return Compiled({"intervals": {field: any_interval(sources)}} if sources else NOTHING)


def _dates(node: DateRange, field: str) -> dict[str, Any]:
    bounds = {name: bound for name, bound in (("gte", node.low), ("lt", node.high)) if bound is not None}
    options: list[dict[str, Any]] = [{"range": {field: bounds}} if bounds else {"exists": {"field": field}}]
    if node.holding:
        options.append({"terms": {field: list(node.holding)}})
    return should(options)


def _value_apart(wanted: str, named: bool, field: str) -> Compiled:
    """Values with all the words of one, wherever they stand."""
    name, found = _value_parts(wanted, named)
    words = [wildcard(field, word) for word in found]
    if not words:
        return Compiled(NOTHING)
    if name:
        words.append({"term": {field: f"{NAME}{safe(name)}"}})
    return Compiled({"bool": {"filter": words}}, len(words) == 1)


def _value_parts(wanted: str, named: bool) -> tuple[str, list[str]]:
    """The name that is asked for, if one is, and the words of the value."""
    asked = NAMED.fullmatch(wanted) if named else None
    name, said = (asked[1], asked[2]) if asked else ("", wanted)
    return name, STARRED.findall(said)


def _value_sources(wanted: str, named: bool) -> list[Interval]:
    """The intervals of a value's words in a row, of a `name=value` behind the name (comparison.acceptor)."""
    name, found = _value_parts(wanted, named)
    words = list(map(_value_word, found))
    if not words:
        return []
    row: Interval = words[0]
    if len(words) > 1:
        row = {"all_of": {"mode": "ordered", "max_gaps": 0, "intervals": words}}
    if not name:
        return [row]
    both = [match(f"{NAME}{safe(name)}"), row]
    return [{"all_of": {"mode": "ordered", "max_gaps": _LONGEST_VALUE, "intervals": both}}]


def _value_word(word: str) -> Interval:
    if "*" in word or "?" in word:
        return {"wildcard": {"pattern": word, "max_expansions": MOST_FORMS}}
    return match(word)
