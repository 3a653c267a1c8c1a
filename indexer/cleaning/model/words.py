"""What do the words of a block tell of what it is?

Lengths, signs, telling words, and how much of what the page states of its article they repeat.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dateline.indexer.cleaning.characters import folded as fold
from dateline.indexer.cleaning.model.phrases import ANYWHERE, OPENING
from dateline.indexer.cleaning.model.records import Clues
from dateline.indexer.cleaning.outline import Block
from dateline.indexer.facts.titles import ends_sentence

__all__ = ["compare_words", "fold", "measure_words"]

Columns = dict[str, NDArray[np.float64]]

_READ: Final = 400  # characters of a block, of both ends, that words are looked for in
_MOST_COMPARED: Final = 2**31  # blocks times characters stated: a second
_START: Final = 120  # characters by which capitals and digits are counted


_WORD: Final = re.compile(r"\w+")
_TELLING: Final = (*(f"opens_{name}" for name in OPENING), *ANYWHERE)
_NO_CAPITALS: Final = bytes(code for code in range(128) if not chr(code).isupper())
_DIGIT: Final = re.compile(r"\d")
# Of each telling word the sets it is in, by bit.
_ANYWHERE: Final = {
    word: sum(1 << place for place, telling in enumerate(ANYWHERE.values()) if word in telling)
    for word in frozenset().union(*ANYWHERE.values())
}


def measure_words(blocks: Sequence[Block]) -> Columns:
    """Lengths, signs and telling words of blocks, each an array as long as they."""
    texts = [block.text for block in blocks]
    columns: dict[str, list[float]] = {
        "ends": [ends_sentence(text) for text in texts],
        "lower": [text[:1].islower() for text in texts],
        "capitals": [_capitals(text[:_START]) for text in texts],
        "digits": [len(_DIGIT.findall(text[:_START])) / min(len(text), _START) for text in texts],
        "commas": [text.count(",") / (text.count(" ") + 1) for text in texts],
        "stops": [min(text.count(". "), 8) for text in texts],
        "word_length": [len(text) / (text.count(" ") + 1) for text in texts],
        "colon": [text.endswith(":") for text in texts],
        "quoted": [text[:1] in '“”„«»"' for text in texts],
        "divided": ["|" in text or "·" in text or "•" in text or "»" in text for text in texts],
    }
    found = {name: np.array(column, np.float64) for name, column in columns.items()}
    table = np.array([_telling(text) for text in texts], np.float64).reshape(len(texts), len(_TELLING))
    return found | {name: table[:, place] for place, name in enumerate(_TELLING)}


def _telling(text: str) -> list[int]:
    """Whether a block opens with telling words, and whether it has some."""
    if len(text) > _READ:
        text = f"{text[: _READ // 2]} {text[-_READ // 2 :]}"
    words = _WORD.findall(text.lower())
    first = words[0] if words else ""
    found = 0
    for word in _ANYWHERE.keys() & words:
        found |= _ANYWHERE[word]
    return [
        *(first in opening for opening in OPENING.values()),
        *((found >> place) & 1 for place in range(len(ANYWHERE))),
    ]


def _capitals(text: str) -> float:
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_CAPITALS)) / len(text)
    changed: int = sum(map(operator.ne, text, text.lower()))
    return changed / len(text)


def compare_words(blocks: Sequence[Block], clues: Clues) -> Columns:
    """How blocks agree with what the page states."""
    texts = [block.text for block in blocks]
    folded = [fold(text[:_READ]) for text in texts]
    columns: dict[str, list[float]] = {
        "title": _title(texts, folded, clues.title),
        "title_words": _title_words(texts, clues.title),
        "described": _described(folded, clues.description),
        "author": _named(texts, clues.author, 5),
        "site": _named(texts, clues.site, 3),
    }
    columns |= _stated(texts, folded, clues.body)
    return {name: np.array(column, np.float64) for name, column in columns.items()}


def _title(texts: Sequence[str], folded: Sequence[str], title: str | None) -> list[float]:
    """1 for the title, .5 for a part or an extension of it."""
    wanted = fold(title or "")
    if not wanted:
        return [0.0] * len(texts)
    longest = 2 * len(wanted)
    return [
        1.0
        if text == wanted
        else 0.5
        if 12 < len(text) < longest and (text in wanted or wanted in text)
        else 0.0
        for text in folded
    ]


def _title_words(texts: Sequence[str], title: str | None) -> list[float]:
    """Which share of the title's words a short block has."""
    wanted = {word.lower() for word in _WORD.findall(title or "")}
    if not wanted:
        return [0.0] * len(texts)
    return [
        len(wanted.intersection(_WORD.findall(text.lower()))) / len(wanted) if len(text) < 300 else 0.0
        for text in texts
    ]


def _described(folded: Sequence[str], description: str | None) -> list[float]:
    wanted = fold(description or "")[:300]
    if len(wanted) <= 20:
        return [0.0] * len(folded)
    start = wanted[:100]
    return [float(len(text) > 20 and (text[:100] == start or text in wanted)) for text in folded]


def _named(texts: Sequence[str], name: str | None, least: int) -> list[float]:
    wanted = (name or "").casefold()[:40]
    if len(wanted) < least:
        return [0.0] * len(texts)
    return [float(len(text) < _READ and wanted in text.casefold()) for text in texts]


def _stated(texts: Sequence[str], folded: Sequence[str], stated: str | None) -> dict[str, list[float]]:
    """Whether a block is in the text that JSON-LD states, and how much of it all are; -1 without one."""
    if not stated or len(stated) < 300 or len(stated) * len(texts) > _MOST_COMPARED:
        return {"stated": [-1.0] * len(texts), "stated_share": [-1.0] * len(texts)}
    whole = fold(stated)
    within = [float(text[:80] in whole) for text in folded]
    share = sum(len(text) for text, there in zip(texts, within, strict=True) if there) / len(stated)
    return {"stated": within, "stated_share": [min(share, 2.0)] * len(texts)}
