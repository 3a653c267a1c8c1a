"""What is looked for in a field of slots? Queries for single words, intervals for what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from dateline.indexer.analysis.forms import plain_marks
from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.opensearch.slots import EXACT, FORM, OF, OWN, TERM, safe, unit_marks
from dateline.search.query.nodes import (
    Alternatives,
    AtLeast,
    Leaf,
    Near,
    Pattern,
    Sequence,
    Together,
    Word,
)

__all__ = [
    "MOST_FORMS",
    "Interval",
    "any_interval",
    "by_language",
    "interval",
    "is_simple",
    "match",
    "of_languages",
    "openers",
    "reach",
    "repeated",
    "term_groups",
    "word_query",
    "word_tokens",
]

MOST_FORMS: Final = 1024
"""Written forms that a pattern may stand for where it is part of something: no interval has more."""

_ONE_TYPO: Final = {"fuzziness": 1, "prefix_length": 1}  # the sign before a form is none
_NOTHING: Final = "\u0001"  # no slot has it

Interval = dict[str, Any]
Reading = Callable[[Word], tuple[str, ...]]
Codes = tuple[str, ...]


def word_tokens(word: Word, terms: tuple[str, ...]) -> list[str]:
    """What stands in the slots of a word, any of it, of these of its terms."""
    if word.exact is None:
        return [f"{TERM}{safe(term)}" for term in terms]
    return [f"{EXACT}{safe(plain_marks(word.exact))}{OF}{safe(term)}" for term in terms]


# -- languages -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1 << 12)
def _having(word: str, terms: tuple[str, ...], code: str, others: Codes) -> tuple[str, ...]:
    """The terms of a typed word that are meant in articles of a language (occurrences.languages_having)."""
    entries = {entry.term for entry in analyzer(code).entries(word)}
    meant = []
    for term in terms:
        anywhere = any(term == entry.term for other in others for entry in analyzer(other).entries(word))
        if term in entries or not anywhere:
            meant.append(term)
    return tuple(meant)


def term_groups(word: Word, codes: Codes) -> list[tuple[tuple[str, ...], Codes]]:
    """The terms that are meant, with the languages in which they are; one group: the same in all."""
    if len(word.terms) == 1:
        return [(word.terms, codes)]
    groups: dict[tuple[str, ...], list[str]] = {}
    for code in codes:
        groups.setdefault(_having(word.text, word.terms, code, codes), []).append(code)
    return [(terms, tuple(having)) for terms, having in groups.items()]


def of_languages(codes: Codes, field: str) -> dict[str, Any]:
    """The query for documents of these languages; "" stands for none known."""
    known = [code for code in codes if code]
    options: list[dict[str, Any]] = [{"terms": {field: known}}] if known else []
    if "" in codes:
        options.append({"bool": {"must_not": [{"exists": {"field": field}}]}})
    return options[0] if len(options) == 1 else {"bool": {"should": options, "minimum_should_match": 1}}


# -- single words --------------------------------------------------------------------------------------


def word_query(node: Word | Pattern, field: str, terms: tuple[str, ...]) -> dict[str, Any]:
    """Documents with a word, its terms those given, or with a form that a pattern stands for."""
    if isinstance(node, Word):
        return {"terms": {field: word_tokens(node, terms)}}
    options: list[dict[str, Any]] = []
    text = f"{FORM}{safe(node.text)}"
    if node.kind == "prefix":
        options.append({"prefix": {field: {"value": text}}})
    elif node.kind == "wildcard":
        options.append({"wildcard": {field: {"value": text.replace("\\", "\\\\")}}})
    else:
        # Not the best of them by likeness, which is what a server looks for unless it is told otherwise.
        options.append({"fuzzy": {field: {"value": text, **_ONE_TYPO, "rewrite": "constant_score"}}})
    if node.terms:
        options.append({"terms": {field: [f"{TERM}{safe(term)}" for term in node.terms]}})
    return options[0] if len(options) == 1 else {"bool": {"should": options, "minimum_should_match": 1}}


# -- intervals -----------------------------------------------------------------------------------------


def match(token: str) -> Interval:
    """The slots that have a token."""
    return {"match": {"query": token}}


def any_interval(intervals: list[Interval]) -> Interval:
    """Any of them; of none nothing."""
    if not intervals:
        return match(_NOTHING)
    return intervals[0] if len(intervals) == 1 else {"any_of": {"intervals": intervals}}


def is_simple(node: Leaf) -> bool:
    """Whether all that a leaf is made of are words and phrases: nearness of nearness is another thing.

    A server goes by the shortest stretches, ours by the nearest partners.
    """
    if isinstance(node, Word | Pattern):
        return True
    if isinstance(node, Sequence):
        return node.written is None and all(map(is_simple, node.parts))
    return isinstance(node, Alternatives) and all(map(is_simple, node.parts))


def gated_words(node: Leaf) -> Iterator[Word]:
    """The words of a leaf that have several terms."""
    if isinstance(node, Word):
        if len(node.terms) > 1:
            yield node
    else:
        for child in node.children():
            yield from gated_words(child)  # type: ignore[arg-type]  # below a leaf are leaves


def by_language(node: Leaf, codes: Codes) -> list[tuple[Mapping[Word, tuple[str, ...]], Codes]]:
    """How the words of a leaf are read, with the languages in which they are read so."""
    words = list(dict.fromkeys(gated_words(node)))
    readings: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    groups = {word: {code: terms for terms, of in term_groups(word, codes) for code in of} for word in words}
    for code in codes:
        readings.setdefault(tuple([groups[word][code] for word in words]), []).append(code)
    return [(dict(zip(words, key, strict=True)), tuple(of)) for key, of in readings.items()]


def interval(node: Leaf, terms: Reading, *, units: bool = True, own: bool = False) -> Interval:
    """The stretches of a leaf in a field; without `units` the whole field is one sentence.

    With `own` those that are a passage's own: they begin in it, of a pair the left side does.
    """
    if isinstance(node, Word):
        return _owned(any_interval(list(map(match, word_tokens(node, terms(node))))), own)
    if isinstance(node, Pattern):
        return _owned(_pattern_interval(node), own)
    if isinstance(node, Sequence):
        parts = [interval(part, terms, own=own and n == 0) for n, part in enumerate(node.parts)]
        return _in_order(parts, 0)
    if isinstance(node, Alternatives):
        return any_interval([interval(part, terms, units=units, own=own) for part in node.parts])
    if isinstance(node, AtLeast):
        return interval(node.part, terms, units=units, own=own)
    left, right = interval(node.left, terms, units=units, own=own), interval(node.right, terms, units=units)
    if isinstance(node, Near):
        pairs = [_in_order([left, right], node.distance - 1)]
        if not node.ordered:
            pairs.append(_in_order([right, left], node.distance - 1))
        return any_interval(pairs)
    pairs = [_in_order(list(pair), None) for pair in ((left, right), (right, left))]
    if units:
        first, last = unit_marks("s" if node.unit == "sentence" else "p")
        unit = _in_order([match(first), match(last)], None)
        for pair in pairs:
            pair["all_of"]["filter"] = {"contained_by": unit}
    return any_interval(pairs)


def _owned(interval: Interval, own: bool) -> Interval:
    """Those of some words that are a passage's own."""
    return {"any_of": {"intervals": [interval], "filter": {"contained_by": match(OWN)}}} if own else interval


def reach(node: Leaf) -> int:
    """Positions that a stretch of a leaf has at most, a sentence or paragraph counted as none."""
    if isinstance(node, Sequence):
        return sum(map(reach, node.parts))
    if isinstance(node, Alternatives):
        return max(map(reach, node.parts), default=0)
    if isinstance(node, AtLeast):
        return reach(node.part)
    if isinstance(node, Near | Together):
        between = node.distance if isinstance(node, Near) else 0
        return reach(node.left) + reach(node.right) + between
    return 1


def openers(node: Leaf) -> Iterator[Word | Pattern]:
    """The words one of which each stretch of a leaf begins with, of a pair its left side."""
    if isinstance(node, Word | Pattern):
        yield node
    elif isinstance(node, Sequence):
        yield from openers(node.parts[0])
    elif isinstance(node, Alternatives):
        for part in node.parts:
            yield from openers(part)
    elif isinstance(node, AtLeast):
        yield from openers(node.part)
    else:
        yield from _first_words(node.left)


def _first_words(node: Leaf) -> Iterator[Word | Pattern]:
    """The same of what is a left side: a pair begins with what of it comes first."""
    if isinstance(node, Near | Together):
        yield from _first_words(node.left)
        yield from _first_words(node.right)
    else:
        yield from openers(node)


def _pattern_interval(node: Pattern) -> Interval:
    text = f"{FORM}{safe(node.text)}"
    if node.kind == "fuzzy":
        found: Interval = {"fuzzy": {"term": text, **_ONE_TYPO}}
    else:
        star = "*" if node.kind == "prefix" else ""
        found = {"wildcard": {"pattern": text.replace("\\", "\\\\") + star, "max_expansions": MOST_FORMS}}
    return any_interval([found, *(match(f"{TERM}{safe(term)}") for term in node.terms)])


def _in_order(intervals: list[Interval], gaps: int | None) -> Interval:
    if len(intervals) == 1:
        return intervals[0]
    limit = {} if gaps is None else {"max_gaps": gaps}
    return {"all_of": {"mode": "ordered", "intervals": intervals, **limit}}


def repeated(source: Interval, count: int) -> Interval:
    """A stretch with so many of them, one after the other."""
    return _in_order([source] * count, None)
