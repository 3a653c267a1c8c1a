"""What a query ranks by: which leaves with which weights, which pairs of words.

The tree of a query says which articles match; how they rank is told by its leaves alone, wherever in the tree
they stand: each part that an article has adds to its score. What is excluded or filters adds nothing.

- A word that is asked twice counts twice.
- A function word counts half beside other words that the index has (function_words.py).
- A compound (`cyber-attack`) ranks by its parts, and by the joined word with less than 1.
- Adjacent plain words are pairs: an article where they stand together ranks higher. Of a name (`George
Bush`), also
  one that has a word between them, an initial mostly, though less.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.indexer.analysis.function_words import Languages, is_function_word
from dateline.indexer.format.records import record
from dateline.search.query.compounds import compound_parts, loosened_compound
from dateline.search.query.nodes import (
    FILTERS,
    LEAVES,
    Alternatives,
    And,
    AndMaybe,
    AtLeast,
    Leaf,
    Not,
    Or,
    Query,
    Word,
    leaf_key,
)
from dateline.search.query.runs import is_one_run

if TYPE_CHECKING:
    from dateline.search.ranking.model import Ranking

__all__ = ["Weights", "is_name", "relaxed", "weigh"]

Leaves = tuple[tuple[Leaf, float], ...]


@record
class Weights:
    """What ranks articles. `leaves` have distinct nodes, without boosts; `pairs` are in the order typed.

    `strict` tells that the query does not look for all of them by themselves: it has a compound that matches
    as a whole only, and ranks by its parts.
    """

    leaves: Leaves
    pairs: tuple[tuple[Word, Word], ...] = ()
    strict: bool = False

    @property
    def total(self) -> float:
        """The weights together."""
        return sum(weight for _, weight in self.leaves)


def relaxed(query: Query) -> list[tuple[Leaf, float]]:
    """The leaves that are not excluded, with their weights: any of them makes a passage worth showing."""
    leaves: dict[Leaf, float] = {}
    for node, weight in _scored(query):
        for leaf in node.children() if isinstance(node, Or) else (node,):
            assert isinstance(leaf, LEAVES)
            leaves[leaf] = leaves.get(leaf, 0.0) + weight
    return list(leaves.items())


def weigh(query: Query, ranking: Ranking, languages: Languages, having: Callable[[Leaf], int]) -> Weights:
    """The weights of a query on an index with articles in these languages.

    `having` tells in how many articles a leaf occurs; what no article has is left out.
    """
    leaves: dict[Hashable, tuple[Leaf, float]] = {}
    strict = False
    for part, weight in _scored(query):
        entries: list[tuple[Leaf, float]] = []
        if type(part) is Word:
            entries.append((part, weight))
        else:
            loosened = loosened_compound(part) if isinstance(part, Or) else None
            leaf = loosened or part
            assert isinstance(leaf, LEAVES)
            parts = compound_parts(leaf)
            strict = strict or (bool(parts) and loosened is None)
            entries.append((leaf, weight))
            if parts and isinstance(leaf, Alternatives):
                entries = [(leaf.parts[0], weight * ranking.joined), *((one, weight) for one in parts)]
        for node, share in entries:
            key = leaf_key(node)
            first, sum_so_far = leaves.get(key, (node, 0.0))
            leaves[key] = first, sum_so_far + share
    known = [entry for entry in leaves.values() if having(entry[0])]
    # Of one leaf alone there is nothing that it could count half beside.
    function = [_is_function_word(node, languages) for node, _ in known] if len(known) > 1 else []
    if not all(function):
        known = [
            (node, weight * ranking.function_word if is_function else weight)
            for (node, weight), is_function in zip(known, function, strict=True)
        ]
    return Weights(tuple(known), _pairs(query, having), strict)


def _scored(node: Query) -> Iterator[tuple[Leaf | Or, float]]:
    """The leaves that are not excluded, with their boosts; a loosened compound whole."""
    if type(node) is Word:
        yield node, node.boost
    elif isinstance(node, AtLeast):
        yield node.part, node.boost
    elif isinstance(node, LEAVES):
        yield node, node.boost
    elif isinstance(node, Or) and loosened_compound(node) is not None:
        yield node, 1.0
    elif isinstance(node, And | Or | AndMaybe):
        for child in node.children():
            yield from _scored(child)


def is_name(first: Word, second: Word) -> bool:
    """Whether two words in a row were typed as a name, in which an initial may stand between them."""
    return all(word.text[:1].isupper() and not word.text.isupper() for word in (first, second))


def _is_function_word(node: Leaf, languages: Languages) -> bool:
    return type(node) is Word and node.exact is None and is_function_word(node.text, languages)


def _pairs(query: Query, having: Callable[[Leaf], int]) -> tuple[tuple[Word, Word], ...]:
    """Neighbours of the query, both known, each pair once; not the parts of one compound."""
    pairs: dict[Hashable, tuple[Word, Word]] = {}
    for run in _runs(query):
        for (first, compound), (second, other) in pairwise(run):
            if first.terms == second.terms or (compound is not None and compound is other):
                continue
            if is_one_run(first, second):
                continue
            if having(first) and having(second):
                pairs.setdefault((leaf_key(first), leaf_key(second)), (first, second))
    return tuple(pairs.values())


def _typed_beside_synonyms(node: Query) -> Word | None:
    """The word that was typed, where its synonyms stand beside it."""
    if type(node) is not Alternatives or not node.synonyms:
        return None
    return node.parts[0] if type(node.parts[0]) is Word else None


def _runs(node: Query) -> Iterator[list[tuple[Word, Query | None]]]:
    """Plain words that were typed in a row, each with the compound it is a part of."""
    if isinstance(node, Not):
        return
    run: list[tuple[Word, Query | None]] = []
    single = type(node) in LEAVES or loosened_compound(node) is not None
    for part in () if single else node.children():
        if type(part) is Word and part.fieldname is None:
            run.append((part, None))
        elif type(part) in FILTERS:
            continue
        elif (typed := _typed_beside_synonyms(part)) is not None and typed.fieldname is None:
            run.append((typed, None))
        elif parts := compound_parts(loosened_compound(part) or part):
            run += [(word, part) for word in parts if word.fieldname is None]
        else:
            yield run
            run = []
            yield from _runs(part)
    yield run
