"""The most telling words of a long query: what is searched of a pasted text.

A paragraph of two hundred words is mostly words that stand in every article. Those with the greatest weight
(how rare a word is in the index, times how often the query has it) find and order the articles nearly as all
of them would, in a fraction of the time. A word that is asked for and that no article has is never left out.
Filters, exclusions and what is required stay as they are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from dateline.search.query.limits import MAX_TELLING
from dateline.search.query.nodes import (
    LEAVES,
    Alternatives,
    And,
    AtLeast,
    KeywordFilter,
    Or,
    Pattern,
    Query,
    Word,
)
from dateline.search.query.parts import part_text

__all__ = ["Narrowed", "narrowed", "telling_note"]

WeightOf = Callable[[Word], float]


class Narrowed(NamedTuple):
    """A query and what it still looks for: `kept` options of the `asked` different ones, in the order typed.

    Nothing was left out where `kept` is empty.
    """

    query: Query
    kept: tuple[str, ...]
    asked: int


def narrowed(query: Query, weight_of: WeightOf, *, most: int = MAX_TELLING) -> Narrowed:
    """The query with at most `most` different options in its long Or, the most telling ones.

    `weight_of` tells how rare a word is in the index (its idf), 0 for a word it does not have. An option that
    was typed twice counts twice, in choosing and in the query made. Of equal weight, the first typed is kept.
    The Or is the query itself, or a part of the And it stands in with what is required.
    """
    if type(query) is And:
        parts = list(query.children())
        required = [part for part in parts if type(part) in LEAVES]
        if len(required) > most and len(set(required)) > most:
            return _narrowed_all(parts, required, weight_of, most)
        longest = max(parts, key=_options, default=None)
        inner = Narrowed(query, (), 0) if longest is None else narrowed(longest, weight_of, most=most)
        if not inner.kept:
            return Narrowed(query, (), inner.asked)
        rest = [inner.query if part is longest else part for part in parts]
        return Narrowed(And(tuple(rest)), inner.kept, inner.asked)
    if _options(query) <= most:
        return Narrowed(query, (), _options(query))
    options = list(query.children())
    kept, asked = _telling(options, weight_of, most)
    return Narrowed(Or(tuple(kept)), tuple(map(_text, dict.fromkeys(kept))), asked)


def _narrowed_all(parts: list[Query], required: list[Query], weight_of: WeightOf, most: int) -> Narrowed:
    """The same for words that are all required; by one that no article has, the query finds nothing."""
    missing = next((part for part in required if isinstance(part, Word) and not weight_of(part)), None)
    if missing is not None:
        return Narrowed(And((missing, *(part for part in parts if type(part) not in LEAVES))), (), 0)
    kept, asked = _telling(required, weight_of, most)
    chosen = set(kept)
    narrow = And(tuple(part for part in parts if type(part) not in LEAVES or part in chosen))
    return Narrowed(narrow, tuple(map(_text, dict.fromkeys(kept))), asked)


def _telling(options: list[Query], weight_of: WeightOf, most: int) -> tuple[list[Query], int]:
    """The most telling options in the order typed, and how many different ones there are."""
    times = Counter(options)
    weights = {option: _weight(option, weight_of) * count for option, count in times.items()}
    # Sorting is stable and the counter is in the order typed.
    chosen = set(sorted(weights, key=lambda option: -weights[option])[:most])
    return [option for option in options if option in chosen], len(times)


def telling_note(narrowed: Narrowed) -> str:
    """What the answer says of a query that was narrowed."""
    return (
        f"the query has {narrowed.asked:,} different words; "
        f"looked for the {len(narrowed.kept)} most telling: {', '.join(narrowed.kept)}"
    )


def _options(query: Query) -> int:
    """The number of different options of an Or, 0 for anything else."""
    return len(set(query.children())) if type(query) is Or else 0


def _weight(node: Query, weight_of: WeightOf) -> float:
    """How telling an option is; not at all if it needs a word that the index does not have."""
    if isinstance(node, Word):
        return weight_of(node)
    if isinstance(node, Pattern | KeywordFilter):  # typed on purpose: never left out for a plain word
        return math.inf
    inner = [_weight(child, weight_of) for child in node.children()]
    if not inner:
        return 0.0
    if isinstance(node, Or | Alternatives):
        return max(inner)
    if isinstance(node, AtLeast):
        return inner[0]
    return sum(inner) if min(inner) > 0 else 0.0


def _text(option: Query) -> str:
    """An option as it is named; a compound, which is loosened to any of its parts, as it was typed."""
    while isinstance(option, Or | Alternatives):
        option = next(iter(option.children()))
    return part_text(option)
