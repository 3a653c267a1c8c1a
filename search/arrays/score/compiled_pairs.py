"""Neighbouring words of a query, for the kernel that looks where they stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.search.arrays.score.compiled_conditions import MOST
from dateline.search.query.nodes import leaf_key
from dateline.search.ranking.weighting import is_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from dateline.search.arrays.match.segment_view import SegmentView
    from dateline.search.arrays.score.compiled_leaves import CompiledLeaf, CompiledLeaves
    from dateline.search.query.nodes import Word

__all__ = ["CompiledPairs", "compiled_pairs"]

# Two words, numbers of leaves, and what they add at most: in a row, within the window, with one between.
Pair = tuple[int, int, float, float, float]


class CompiledPairs:
    """Words, each once, pairs of them, and how near is near."""

    def __init__(self, words: list[CompiledLeaf], pairs: list[Pair], window: int) -> None:
        self._words = words
        self._pairs = pairs
        self._window = window

    def of(self, view: SegmentView) -> tuple[list[tuple[Any, float, float]], list[Pair], int]:
        """Words as they occur in a segment, pairs, window."""
        number = view.number
        return [(word.parts[number], 0.0, 0.0) for word in self._words], self._pairs, self._window


def compiled_pairs(leaves: CompiledLeaves, pairs: Iterable[tuple[Word, Word]]) -> CompiledPairs | None:
    """Pairs of words as the kernel takes them; None where there are none, or a word is of several terms."""
    places: dict[Hashable, int] = {}
    words: list[CompiledLeaf] = []
    weighed: list[Pair] = []
    ranking = leaves.ranking
    for pair in pairs:
        numbers = []
        for word in pair:
            key = leaf_key(word)
            number = places.setdefault(key, len(words))
            if number == len(words):
                words.append(leaves.leaf(word))
            numbers.append(number)
        here, there = numbers
        weight = (words[here].weight + words[there].weight) / 2
        over = ranking.passed_over * weight if is_name(*pair) else 0.0
        weighed.append((here, there, ranking.ordered * weight, ranking.unordered * weight, over))
    if not weighed or len(words) > MOST or not all(leaf.is_word for leaf in words):
        return None
    return CompiledPairs(words, weighed, ranking.window)
