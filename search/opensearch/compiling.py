"""How is a query tree asked of a server?

Of articles, whose fields stand at the top of a document, and of passages, which are nested in it: the tree is
the same, the names of the fields are not. What the server cannot say as we mean it is asked more widely:
`Compiled.exact` tells so, and who asks looks at what came (reranking.py). Not of such a part lets everything
through.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from dateline.indexer.format.fields import BY_NAME
from dateline.indexer.opensearch.documents import NAME, value_key
from dateline.indexer.opensearch.schema import PASSAGES, words_field
from dateline.indexer.opensearch.slots import OWN, safe
from dateline.search.opensearch.paths import kept_paths, wildcard
from dateline.search.opensearch.sources import (
    MOST_FORMS,
    Interval,
    any_interval,
    by_language,
    interval,
    is_simple,
    match,
    of_languages,
    repeated,
    term_groups,
    word_query,
)
from dateline.search.query.comparison import NAMED, STARRED, fold_value
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AndMaybe,
    AtLeast,
    DateRange,
    Every,
    IndexedAfter,
    KeywordFilter,
    Leaf,
    Near,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Together,
    Word,
    leaves,
)

__all__ = ["Compiled", "Compiler"]

_EVERYTHING: Final[dict[str, Any]] = {"match_all": {}}
_NOTHING: Final[dict[str, Any]] = {"match_none": {}}
_LONGEST_VALUE: Final = 1000  # words of a value, fewer than there are positions between two
_MOST_REPEATED: Final = 24  # times that a word is asked for in one interval


class Compiled(NamedTuple):
    """A query of the server's; where it is not `exact` it lets through more than is meant, never less."""

    query: dict[str, Any]
    exact: bool = True


class Compiler:
    """Compiles the queries of one index, with articles in these languages and sources with these roots.

    With `patterns_apart` patterns are looked for by themselves: the server looks for 1,024 words of one at
    the most beside others, and for any number of a pattern alone.
    """

    def __init__(
        self,
        languages: Mapping[str, int],
        roots: Mapping[int, str] | None = None,
        *,
        patterns_apart: bool = False,
    ) -> None:
        self.patterns_apart = patterns_apart
        self._codes = ("", *sorted(code for code in languages if code))
        self._roots = dict(roots or {})

    def articles(self, query: Query) -> Compiled:
        """The articles that match."""
        return self._tree(query, _ArticleFields(self))

    def passages(self, query: Query) -> Compiled:
        """The passages that match, for a nested query over `p`."""
        return self._tree(query, _PassageFields(self))

    # -- trees -----------------------------------------------------------------------------------------

    def _tree(self, node: Query, fields: _Fields) -> Compiled:
        if isinstance(node, And):
            return self._and(node, fields)
        if isinstance(node, Or):
            return _any([self._tree(part, fields) for part in node.parts])
        if isinstance(node, Not):
            return Compiled(*_without([self._tree(node.part, fields)]))
        if isinstance(node, AndMaybe):
            return self._tree(node.required, fields)
        if isinstance(node, Every):
            return Compiled(_EVERYTHING)
        if isinstance(node, KeywordFilter):
            return self._keyword(node, fields)
        if isinstance(node, DateRange):
            return Compiled(_dates(node, fields.name("date")))
        if isinstance(node, IndexedAfter):
            return Compiled({"range": {fields.name("indexed"): {"gt": node.moment}}})
        return fields.leaf(node)

    def _and(self, node: And, fields: _Fields) -> Compiled:
        wanted = [self._tree(part, fields) for part in node.parts if not isinstance(part, Not)]
        out = [self._tree(part.part, fields) for part in node.parts if isinstance(part, Not)]
        query: dict[str, Any] = {"filter": [one.query for one in wanted] or [_EVERYTHING]}
        excluded = [one.query for one in out if one.exact]
        if excluded:
            query["must_not"] = excluded
        return Compiled({"bool": query}, all(one.exact for one in (*wanted, *out)))

    # -- filters ---------------------------------------------------------------------------------------

    def _keyword(self, node: KeywordFilter, fields: _Fields) -> Compiled:
        compared = BY_NAME[node.fieldname].compared
        if compared == "whole":
            return Compiled({"terms": {fields.name("id_key"): [value_key(value) for value in node.values]}})
        if compared == "language":
            wanted = {fold_value(value).partition("-")[0] for value in node.values}
            codes = [code for code in self._codes if code and fold_value(code).partition("-")[0] in wanted]
            return Compiled({"terms": {fields.name("language"): codes}} if codes else _NOTHING)
        if compared == "path":
            return Compiled(*kept_paths(node.values, self._roots, fields.name("path_key")))
        field = fields.name(words_field(node.fieldname))
        named = compared == "named"
        if self.patterns_apart and any(sign in value for value in node.values for sign in "*?"):
            return _any([_value_apart(fold_value(value), named, field) for value in node.values])
        sources = [source for value in node.values for source in _value_sources(fold_value(value), named)]
        return Compiled({"intervals": {field: any_interval(sources)}} if sources else _NOTHING)

    # -- leaves ----------------------------------------------------------------------------------------

    def word(self, node: Word | Pattern, field: str, language: str) -> dict[str, Any]:
        """Documents with a word or pattern in a field."""
        if isinstance(node, Pattern):
            return word_query(node, field, ())
        groups = term_groups(node, self._codes)
        if len(groups) == 1:
            return word_query(node, field, groups[0][0])
        options = [
            {"bool": {"filter": [word_query(node, field, terms), of_languages(codes, language)]}}
            for terms, codes in groups
            if terms
        ]
        return {"bool": {"should": options, "minimum_should_match": 1}} if options else _NOTHING

    def stretches(
        self,
        node: Leaf,
        field: str,
        language: str,
        *,
        units: bool,
        times: int = 1,
        within: Interval | None = None,
    ) -> dict[str, Any]:
        """Documents with a stretch of a leaf in a field, so many `times`, overlapping `within`."""
        options: list[dict[str, Any]] = []
        groups = by_language(node, self._codes)
        for terms, codes in groups:
            source = interval(node, lambda word, terms=terms: terms.get(word, word.terms), units=units)  # type: ignore[misc]
            if times > 1:
                source = repeated(source, times)
            if within is not None:
                source = {"all_of": {"intervals": [source], "filter": {"overlapping": within}}}
            asked: dict[str, Any] = {"intervals": {field: source}}
            if len(groups) > 1:
                asked = {"bool": {"filter": [asked, of_languages(codes, language)]}}
            options.append(asked)
        return options[0] if len(options) == 1 else {"bool": {"should": options, "minimum_should_match": 1}}


# -- levels --------------------------------------------------------------------------------------------


class _Fields:
    """The fields of a level."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler

    def name(self, field: str) -> str:
        """A field on the server."""
        return field

    def _fields_of(self, node: Leaf) -> tuple[str, ...]:
        return (node.fieldname,) if node.fieldname else ("title", "text")

    def leaf(self, node: Leaf) -> Compiled:
        """Documents with a leaf."""
        if isinstance(node, Alternatives):
            return _any([self.leaf(part) for part in node.parts])
        if isinstance(node, AtLeast):
            return self._at_least(node)
        if isinstance(node, Word | Pattern):
            language = self.name("language")
            return _any(
                [
                    Compiled(self.compiler.word(node, self.name(field), language))
                    for field in self._fields_of(node)
                ]
            )
        exact = is_simple(node) or (
            isinstance(node, Near | Together) and is_simple(node.left) and is_simple(node.right)
        )
        apart = self.compiler.patterns_apart and _has_pattern(node)
        if not apart and (exact or isinstance(node, Sequence)):
            found = [query for field in self._fields_of(node) for query in self._stretches(node, field)]
        else:
            found = [self._both(node, field) for field in self._fields_of(node)]
        return Compiled(_should(found), exact and not apart)

    def _both(self, node: Leaf, field: str) -> dict[str, Any]:
        """Documents with all that a leaf is made of in a field, wherever it stands there."""
        if isinstance(node, Near | Together):
            return {"bool": {"filter": [self._both(part, field) for part in (node.left, node.right)]}}
        if self.compiler.patterns_apart and _has_pattern(node):
            if isinstance(node, Sequence):
                return {"bool": {"filter": [self._both(part, field) for part in node.parts]}}
            if isinstance(node, Alternatives):
                return _should([self._both(part, field) for part in node.parts])
        return _should(self._anywhere(node, field))

    def _anywhere(self, node: Leaf, field: str) -> list[dict[str, Any]]:
        """Documents with a leaf in a field, also where it does not begin in them."""
        if isinstance(node, Word | Pattern):
            return [self.compiler.word(node, self.name(field), self.name("language"))]
        return self._stretches(node, field)

    def _stretches(self, node: Leaf, field: str, times: int = 1) -> list[dict[str, Any]]:
        units = field != "title"
        language = self.name("language")
        return [self.compiler.stretches(node, self.name(field), language, units=units, times=times)]

    def _at_least(self, node: AtLeast) -> Compiled:
        part = node.part
        plain = isinstance(part, Word) and len(part.terms) == 1 and part.exact is None
        if not plain or node.count > _MOST_REPEATED:
            return Compiled(self.leaf(part).query, node.count == 1 and self.leaf(part).exact)
        fields = self._fields_of(part)
        if len(fields) == 1:
            return Compiled(_should(self._stretches(part, fields[0], node.count)))
        title, text = fields
        options = []
        for in_title in range(node.count + 1):
            shares = ((title, in_title), (text, node.count - in_title))
            both = [_should(self._stretches(part, field, times)) for field, times in shares if times]
            options.append({"bool": {"filter": both}})
        return Compiled(_should(options))


class _ArticleFields(_Fields):
    """An article: its title, and its passages as runs."""


class _PassageFields(_Fields):
    """A passage: what begins in it, though it may end in what its paragraph goes on with."""

    def name(self, field: str) -> str:
        """A field of the nested documents."""
        return f"{PASSAGES}.{field}"

    def _fields_of(self, node: Leaf) -> tuple[str, ...]:
        return (node.fieldname or "text",)

    def _stretches(self, node: Leaf, field: str, times: int = 1) -> list[dict[str, Any]]:
        found = super()._stretches(node, field, times)
        if field == "title" or isinstance(node, Word | Pattern):
            return found
        beyond = self.compiler.stretches(
            node,
            self.name(f"{field}_on"),
            self.name("language"),
            units=True,
            times=times,
            within=match(OWN),
        )
        return [*found, beyond]

    def _anywhere(self, node: Leaf, field: str) -> list[dict[str, Any]]:
        found = super()._anywhere(node, field)
        if field != "title" and isinstance(node, Word | Pattern):
            found += super()._anywhere(node, f"{field}_on")
        elif field != "title":
            field_on, language = self.name(f"{field}_on"), self.name("language")
            found.append(self.compiler.stretches(node, field_on, language, units=True))
        return found


def _has_pattern(node: Leaf) -> bool:
    return isinstance(node, Pattern) or any(isinstance(one, Pattern) for one in leaves(node))


# -- small queries -------------------------------------------------------------------------------------


def _should(queries: list[dict[str, Any]]) -> dict[str, Any]:
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else _NOTHING


def _any(parts: list[Compiled]) -> Compiled:
    return Compiled(_should([part.query for part in parts]), all(part.exact for part in parts))


def _without(parts: Iterable[Compiled]) -> tuple[dict[str, Any], bool]:
    parts = list(parts)
    out = [part.query for part in parts if part.exact]
    return ({"bool": {"must_not": out}} if out else _EVERYTHING), all(part.exact for part in parts)


def _dates(node: DateRange, field: str) -> dict[str, Any]:
    bounds = {name: bound for name, bound in (("gte", node.low), ("lt", node.high)) if bound is not None}
    options: list[dict[str, Any]] = [{"range": {field: bounds}} if bounds else {"exists": {"field": field}}]
    if node.holding:
        options.append({"terms": {field: list(node.holding)}})
    return _should(options)


def _value_apart(wanted: str, named: bool, field: str) -> Compiled:
    """Values with all the words of one, wherever they stand."""
    name, found = _value_parts(wanted, named)
    words = [wildcard(field, word) for word in found]
    if not words:
        return Compiled(_NOTHING)
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
