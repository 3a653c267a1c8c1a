"""Can what no builder gives make a kernel that builds read or write outside its arrays, or never end?

Part of `python -m benchmarks.torture.kernels`: texts of any signs, offsets and numbers of any size. Kernels
answer, or raise what they may.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["building_trial"]

_REFUSALS: Final = (ValueError, OverflowError, IndexError, TypeError)  # UnicodeError is a ValueError
_WORDS: Final = (
    "a", "Mr", "U.S", "St", "the", "A", "12", "Éa", "中国", "я", "😀", "\ud800", "x" * 300, "ca", "-", "'"
)  # fmt: skip
_BETWEEN: Final = (" ", " ", "\n\n", ". ", "! ", ".” ", "\n", "", "\xa0", "\u2009", "…", "。", "  ", ".\n \n")
_RULES: Final = tuple(
    frozenset(words.split()) for words in ("mr st al ca", "no pp", "inc u.s", "mr inc", "the a")
)
_NUMBERS: Final = (0, 1, 2, 3, 7, 1 << 31, (1 << 32) - 1)


def _text(chance: random.Random) -> str:
    count = chance.choice([0, 1, 3, 10, 60, 400])
    return "".join(chance.choice(_WORDS) + chance.choice(_BETWEEN) for _ in range(count))


def _columns(chance: random.Random) -> list[NDArray[Any]]:
    """What `invert` is given: right for some words, then with something in it that should not be."""
    chunks = chance.choice([1, 5, 40])
    rows = np.arange(chunks, dtype=np.uint32)
    starts = np.arange(chunks + 1, dtype=np.uint32)
    counts = np.array([chance.randint(0, 9) for _ in range(chance.randint(0, 9))], np.uint32)
    numbers = np.array([chance.randrange(chunks) for _ in range(int(counts.sum()))], np.uint32)
    zeros = np.zeros(chunks, np.uint32)
    given: list[NDArray[Any]] = [
        numbers,
        counts,
        rows,
        rows + 1,
        starts,
        rows,
        zeros,
        starts,
        zeros,
        rows,
        rows,
    ]
    for _ in range(chance.choice([0, 1, 2, 4])):
        place = chance.randrange(len(given))
        array = given[place].copy()
        if len(array) and chance.random() < 0.6:
            array[chance.randrange(len(array))] = chance.choice(_NUMBERS)
        else:
            array = array[: chance.randrange(len(array) + 1)].copy()
        given[place] = array
    if chance.random() < 0.05:
        place = chance.randrange(len(given))
        given[place] = given[place].astype(chance.choice([np.uint8, np.uint64]))
    return given


def building_trial(compiled: ModuleType, number: int) -> Counter[str]:
    """One trial: how many calls were answered, and how many refused."""
    chance = random.Random(number)
    told: Counter[str] = Counter()

    def ask(call: Callable[..., Any], *given: object) -> Any:
        try:
            answer = call(*given)
        except _REFUSALS:
            told["refused"] += 1
            return None
        told["answered"] += 1
        return answer

    text = _text(chance)
    ordinals = chance.random() < 0.5
    ask(compiled.count_words, text)
    ask(compiled.tidy_paragraphs, text)
    ask(compiled.sentences, text, _RULES, ordinals)
    lengths = [len(part) for part in text.split("\n\n")]
    if chance.random() < 0.3:
        lengths[chance.randrange(len(lengths))] = chance.choice([-1, 0, 5, 1 << 40, 1 << 70])
    subheads = bytes(chance.randint(0, 1) for _ in range(len(lengths) - chance.choice([0, 0, 0, 1])))
    ask(
        compiled.passages, text, lengths, subheads, _RULES, ordinals, 5, chance.choice([0, 20, 1 << 40]), 5000
    )
    offsets = [chance.choice([-1, 1 << 70, *range(len(text) + 2)]) for _ in range(chance.randint(0, 9))]
    ask(compiled.slices, text, offsets if chance.random() < 0.3 else sorted(offsets))
    table, words = compiled.ChunkTable(number.to_bytes(16, "little")), compiled.ChunkTable(bytes(16))
    for language in (0, 1, 65_535):
        pieces = [piece.encode("utf-8", "surrogatepass") for piece in (_text(chance), text, "")]
        ask(table.number, pieces, language)
        first = chance.randint(-1, len(table) + 1)
        ask(table.words, first, language, chance.choice([words, words, table]))
        ask(table.since, first)
    terms = chance.choice([0, 1, 40, 40, 1 << 20, -1])
    ask(compiled.invert, *_columns(chance), terms)
    return told
