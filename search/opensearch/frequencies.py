"""How often does what is made of words occur in an article, or a passage, as far as a server can tell?

Lucene scores intervals by n / (n + 1), where n is how many of them there are, so that n can be told from a
score, and scored as any frequency is (search/ranking/model.py). Several such numbers are told in one score,
which holds 24 bits: those of the text, of the title and of the opening.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dateline.indexer.opensearch.slots import unit_marks
from dateline.search.opensearch.sources import Interval, any_interval, interval, match
from dateline.search.query.nodes import Alternatives, AtLeast, Leaf, Near, Together, Word

__all__ = ["any_scored", "part_of_article", "part_of_passage", "scored", "words_together"]

# In quarters, for a stretch that is longer than it has to be is one in part; `unit` is the number's place.
_TIMES: Final = """
double n = _score < 1 ? _score / (1 - _score) : params.most;
return Math.min(Math.round(4 * n), params.most) * params.unit;
"""
_TEXT: Final = {"unit": 1, "most": 1023}
_TITLE: Final = {"unit": 1 << 10, "most": 127}
_OPENING: Final = {"unit": 1 << 17, "most": 127}

# BM25F.
_PART: Final = """
long n = (long) _score;
double bt = 1 - params.tb + params.tb * doc[params.nt].value / params.at;
double bx = 1 - params.b + params.b * doc[params.nx].value / params.ax;
double tf = (n & 1023) / bx + params.tw * ((n >> 10) & 127) / bt + params.ow * (n >> 17);
return params.w * tf / (4 * params.k1 + tf);
"""

# BM25.
_PART_ALONE: Final = """
double tf = _score / 4;
double n = params.k1 * (1 - params.b + params.b * doc[params.nx].value / params.ax);
return params.w * (params.k1 + 1) * tf / (tf + n);
"""

# Neighbours in the title count as those in the text do.
_NEIGHBOURS: Final = """
long n = (long) _score;
double tf = ((n & 1023) + (n >> 10)) / (1 - params.b + params.b * doc[params.nx].value / params.ax);
return params.w * tf / (4 * params.k1 + tf);
"""


def scored(query: dict[str, Any], source: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """What a query lets through, scored by a script."""
    return {"script_score": {"query": query, "script": {"source": source, "params": dict(params)}}}


def part_of_article(leaf: Leaf, params: Mapping[str, Any], *, opening: int, path: str = "") -> dict[str, Any]:
    """An article, or with the `path` of its passages one of these, by how often a leaf is in it.

    `params` are those of the formula, `w` the weight of the leaf; `opening` is how many words that has.
    """
    field = leaf.fieldname
    counted: list[dict[str, Any]] = []
    if field in (None, "title"):
        counted.append(_counted(f"{path}title", _counting(leaf, units=False), _TITLE))
    if field != "title":
        counted.append(_counted(f"{path}{field or 'text'}", _counting(leaf), _TEXT))
    if field is None:
        early = {"script": {"source": f"interval.end < {opening}"}}
        source = {"any_of": {"intervals": [_counting(leaf)], "filter": early}}
        counted.append(_counted(f"{path}lead", source, _OPENING))
    return scored(any_scored(counted), _PART, params)


def part_of_passage(leaf: Leaf, params: Mapping[str, Any], path: str) -> dict[str, Any]:
    """A passage by how often a leaf is in it, where a title is none of its own."""
    field = leaf.fieldname or "text"
    source = _counting(leaf, units=field != "title")
    return scored(any_scored([_counted(f"{path}{field}", source, _TEXT)]), _PART_ALONE, params)


def words_together(first: Word, second: Word, gaps: int, params: Mapping[str, Any]) -> dict[str, Any]:
    """An article by how often the second word follows the first, or with `gaps` is so many words from it."""
    both = [_whole(first), _whole(second)]
    source: Interval = {
        "all_of": {"mode": "unordered" if gaps else "ordered", "max_gaps": gaps, "intervals": both}
    }
    if gaps:
        source = _within(both[0], source)
    return scored(
        any_scored([_counted("text", source, _TEXT), _counted("title", source, _TITLE)]), _NEIGHBOURS, params
    )


def _counted(field: str, source: Interval, place: Mapping[str, int]) -> dict[str, Any]:
    return scored({"intervals": {field: source}}, _TIMES, place)


def any_scored(queries: list[dict[str, Any]]) -> dict[str, Any]:
    """What matches any of some queries, by the sum of their scores, be two of them the same."""
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _counting(leaf: Leaf, *, units: bool = True) -> Interval:
    """The stretches that are counted: of a pair its left side, once for all that it is near to."""
    if isinstance(leaf, AtLeast):
        return _counting(leaf.part, units=units)
    if isinstance(leaf, Alternatives):
        return any_interval([_counting(part, units=units) for part in leaf.parts])
    if isinstance(leaf, Together) and units:
        first, last = unit_marks("s" if leaf.unit == "sentence" else "p")
        marks = [match(first), match(last)]
        having = {"containing": _whole(leaf.right)}
        return _within(
            _whole(leaf.left), {"all_of": {"mode": "ordered", "intervals": marks, "filter": having}}
        )
    if isinstance(leaf, Near | Together):
        return _within(_whole(leaf.left, units=units), _whole(leaf, units=units))
    return _whole(leaf, units=units)


def _within(source: Interval, stretch: Interval) -> Interval:
    return {"any_of": {"intervals": [source], "filter": {"contained_by": stretch}}}


def _whole(leaf: Leaf, *, units: bool = True) -> Interval:
    return interval(leaf, lambda word: word.terms, units=units)
