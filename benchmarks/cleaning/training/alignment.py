"""Which blocks of a page are in a body that is known only as text?

Each block of three words and more votes for the places of the body where its runs of three words stand; then
the heaviest chain of blocks and places, both in order, is taken, as in comparing two texts by lines. So a
teaser that repeats a sentence of the article is not taken for it. A long block is added where the words it
stands for have no block yet: orders differ now and then.

>>> align(["Home", "Talks began today.", "More", "No deal was made."], "Talks began today. No deal was made.")
[False, True, False, True]
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

__all__ = ["align"]

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 3
_MOST_PLACES: Final = 6  # of a run that are voted for
_ENOUGH: Final = 0.5  # of a block's runs must stand together
_LONG: Final = 8  # words

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A block and the words `[start, end)` of the body it may stand for."""

    block: int
    start: int
    end: int
    weight: float


def align(blocks: Sequence[str], body: str) -> list[bool]:
    """Which of the blocks stand in the body."""
    words = _WORD.findall(body)
    matches = _matches(blocks, words)
    found = [False] * len(blocks)
    covered = bytearray(len(words))
    for match in _heaviest_chain(matches, len(words)):
        found[match.block] = True
        covered[match.start : match.end] = b"\1" * (match.end - match.start)
    for match in matches:
        free = match.end - match.start - sum(covered[match.start : match.end])
        if not found[match.block] and match.weight >= _LONG and free > 0.7 * (match.end - match.start):
            found[match.block] = True
            covered[match.start : match.end] = b"\1" * (match.end - match.start)
    return found


def _matches(blocks: Sequence[str], words: Sequence[str]) -> list[_Match]:
    """The matches of every block, by block and start."""
    single: dict[str, list[int]] = defaultdict(list)
    runs: dict[Run, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        single[word].append(place)
    for place, run in enumerate(_runs(words)):
        runs[run].append(place)
    matches: list[_Match] = []
    for number, block in enumerate(blocks):
        own = _WORD.findall(block)
        if len(own) >= _RUN:
            matches += _voted(number, own, runs, len(words))
        elif own:
            matches += [
                _Match(number, place, place + len(own), len(own) * 0.9)
                for place in single.get(own[0], ())[:8]
                if words[place : place + len(own)] == own
            ]
    return sorted(matches, key=lambda match: (match.block, match.start))


def _voted(number: int, own: Sequence[str], runs: Mapping[Run, Sequence[int]], length: int) -> list[_Match]:
    """The places a block of several runs may stand at: up to four, apart from each other."""
    votes: dict[int, int] = defaultdict(int)
    all_runs = _runs(own)
    for place, run in enumerate(all_runs):
        for found in runs.get(run, ())[:_MOST_PLACES]:
            votes[found - place] += 1
    near = max(3, len(own) // 8)
    matches: list[_Match] = []
    seen: list[int] = []
    for offset, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:4]:
        if any(abs(other - offset) <= near for other in seen):
            continue
        together = sum(count for other, count in votes.items() if abs(other - offset) <= near)
        share = min(1.0, together / len(all_runs))
        if share >= _ENOUGH:
            seen.append(offset)
            start = min(max(0, offset), length - 1)
            end = min(length, start + max(1, len(own) * 9 // 10))
            matches.append(_Match(number, start, end, len(own) * share + 0.5 * (share > 0.99)))
    return matches


def _heaviest_chain(matches: Sequence[_Match], length: int) -> list[_Match]:
    """The chain of greatest weight with blocks and places in order; a word may be shared at a seam."""
    best = [0.0] * len(matches)
    before = [-1] * len(matches)
    tree: list[tuple[float, int]] = [(0.0, -1)] * (length + 3)  # the best chain that ends up to a place
    for _, numbers in groupby(range(len(matches)), key=lambda number: matches[number].block):
        group = [*numbers]
        for number in group:
            weight, before[number] = _best_up_to(tree, matches[number].start + 1)
            best[number] = weight + matches[number].weight
        for number in group:
            _raise_from(tree, matches[number].end, (best[number], number))
    chain: list[_Match] = []
    number = max(range(len(matches)), key=lambda candidate: best[candidate], default=-1)
    while number >= 0:
        chain.append(matches[number])
        number = before[number]
    return chain[::-1]


def _best_up_to(tree: Sequence[tuple[float, int]], place: int) -> tuple[float, int]:
    found = (0.0, -1)
    place += 1
    while place > 0:
        if tree[place][0] > found[0]:
            found = tree[place]
        place -= place & -place
    return found


def _raise_from(tree: list[tuple[float, int]], place: int, value: tuple[float, int]) -> None:
    place += 1
    while place < len(tree):
        if value[0] > tree[place][0]:
            tree[place] = value
        place += place & -place


def _runs(words: Sequence[str]) -> list[Run]:
    return [tuple(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)]
