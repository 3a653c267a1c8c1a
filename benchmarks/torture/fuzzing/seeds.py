"""What does the fuzzer begin with? Real segments, so small that a change of any byte is likely to matter.

An input is headers, the bytes of arrays, and a program: input.h says how they lie. The programs here call
each kernel, by its number in target.c.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.torture.kernels import bases_of
from dateline import build
from dateline.indexer.format.segment.article_hints import begins_of, hints_of

__all__ = ["write_seeds"]

AnyArray = NDArray[Any]

WORDS: Final = ["border", "guards", "drug", "court", "prices", "oil"]
MORE: Final = 2  # arrays that belong to no field
_WIDTHS: Final = {1: 1, 2: 2, 4: 3, 8: 4}  # bytes of a number to how a header has them
_COMPARE: Final = 8  # of a header: the array has not been compared, and its checksums are right
_POSITIONS, _OVERFLOW_AT, _OVERFLOW = 3, 4, 5

# Leaves: how many terms, which, of which some forms count, title terms likewise, arrays or none (three
# times), opening words, weights.
_LEAVES: Final[tuple[tuple[int, ...], ...]] = (
    (1, 0, 0, 1, 0, 0, 0, 0, 0, 40, 7, 1),
    (1, 3, 1, 1, 0, 0, 0, 0, 0, 0, 40, 1, 7),
    (3, 0, 1, 2, 2, 2, 0, 1, 2, 0, 1, 0, 0, 0, 0, 40, 5, 1),
    (2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 1),
    (0, 0, 0, 0, 255, 255, 255, 20, 1, 1),
)
_CALLS: Final[tuple[tuple[int, ...], ...]] = (
    (8, 0, 3, 0, 1, 2, 0, 3, 0, 0, 0, 1, 0, 1),  # word_starts
    (8, 0, 1, 0, 1, 2, 0, 1, 3, 0, 0, 0, 1, 0, 1),
    (11, 0, 0, 0, 0, 0, 2),  # find and near
    (11, 0, 1, 0, 0, 0, 3),
    (10, 0, 3, 0, 1, 2, 0, 3, 0, 0, 0, 1, 0, 1, 0),  # marks
    (9, 0, 2, 0, 1, 0),  # phrase
    (9, 0, 3, 1, 2, 0, 1),
    (9, 1, 2, 0, 1, 0),
    (1, 40, 0, 31, 0, 10),  # best_articles
    (1, 40, 1, 3, 1, 0, 2),
    (2, 9, 3, 4, 0, 31, 0, 10),  # best_passages
    (3, 1, 0, 31, 0),  # matching
    (3, 0, 1, 1, 2, 170),
    (4, 3, 0, 0, 0, 0, 0, 0, 40),  # score_articles
    (5, 3, 0, 0, 0, 0, 0, 0, 40, 3),  # best_passages_of
    (6, 3, 0, 0, 0, 0, 0, 0, 2, 0, 1, 3, 4, 5, 1, 0, 3, 4, 5, 40, 8),  # neighbours
    (7,),  # passages_having
    (26, *[0] * 40, 0, 0, 1, 3, 0, 0, *[1] * 64, 0, 4, 1, 0, 2, 0, 1, *[2] * 64, 1, 9, 0, 1),  # Forms
)
# Those of arrays and texts: ascends, Blocks twice, a table of chunks twice, single numbers twice,
# count_words, sentences, pieces_around twice, marked, slices, passages twice, Records, Column.
_ALONE: Final[tuple[tuple[int, ...], ...]] = (
    (12,),
    (13,),
    (14, 0, 2, 250),
    (15, 0, 0, 1, 0),
    (15, 1, 2, 240, 3),
    (17, 0, 5, 1, 3, 1, 2, 0, 20, 1, 1, 9, 250, 3),
    (17, 1, 0, 9, 0, 0, 9, 1, 3, 1, 3, 0, 2, 1),
    (18,),
    (19, 0),
    (20, 2, 0x41, 0x52, 2, 0, 20, 0, 30, 40),
    (20, 3, 0x41, 0x4F, 0x52, 0, 100),
    (23, 2, 0x41, 0xE9, 2, 0x42, 0x51, 1, 0),
    (21, 4, 0, 1, 0, 3, 0, 0, 0, 2),
    (22, 0, 0, 0, 0, 0, 0, 3, 100, 100, 0),
    (22, 0, 0, 0, 0, 0, 0, 35, 240, 100, 0),
    (24, 0, 8, 3, 10, 1, 4, 0, 1, 2, 2, 0, 1),
    (25, 4, 0, 1, 2, 3),
)
_TEXTS: Final = (
    "Die Grenze\nвчера  bei Łódź 🙂 Die",
    'Mr. Smith met a guard at No. 3 of the border, and "he" left. The <police>, etc. & others; came – late.\n'
    "\nThey said: no. 12 A. B. Lee won 3.5 to 1. He, the last of them all, went off by al. Gore… Is it? Yes! "
    "What of U.S. troops (they met.) “None.” It went on and on, until nobody was left, and they went home.",
)
# Chunks that become postings, as `invert` takes them: two that are known, of a word each, in two documents.
_CHUNKS: Final = ([0, 1, 0], [2, 1])
_KNOWN: Final = ([0, 1], [3, 4], [0, 1, 2], [0, 1], [0, 0], [0, 1, 2], [0, 1])
_INVERTED: Final = (*_CHUNKS, *_KNOWN, [0, 1], [0, 0])


def write_seeds(folder: Path) -> int:
    """Write them to a folder; how many there are."""
    seeds = list(_seeds())
    for number, seed in enumerate(seeds):
        (folder / f"seed-{number:02}").write_bytes(seed)
    return len(seeds)


def _seeds() -> Iterator[bytes]:
    program = [*((0, *leaf) for leaf in _LEAVES[:4]), *_CALLS]
    for number, (articles, paragraphs, words) in enumerate(((3, 2, 8), (4, 4, 30), (1, 1, 300), (30, 1, 5))):
        arrays = _arrays_of_an_index(articles, paragraphs, words, number)
        more: list[AnyArray | None] = [np.arange(articles, dtype=np.uint8), np.ones(articles, np.uint8)]
        yield _input([*arrays, *more], program)
        yield _input([*arrays, *more], [(0, *leaf) for leaf in _LEAVES] + [*_CALLS[4:]])
        yield _input([*arrays, *more], program, compare=True)
        for call in _CALLS:
            yield _input([*arrays, *more], [*((0, *leaf) for leaf in _LEAVES[:3]), call])
        yield _input(_overflowing(arrays) + more, program)
        if words < 10:  # numbers of any size, in arrays of any width
            wide = [None if one is None else one.astype(np.uint64) for one in arrays]
            for call in _CALLS:
                yield _input([*wide, *more], [*((0, *leaf) for leaf in _LEAVES[:2]), call])
    nothing: list[AnyArray | None] = [None] * len(arrays)
    for call, text in product(_ALONE, _TEXTS):
        letters = np.frombuffer(text.encode(), np.uint8)
        yield _input([*nothing, letters, np.arange(7, dtype=np.uint16)], [call])
        yield _input([*nothing, np.arange(99, dtype=np.uint16), letters], [call], compare=True, longer=20_000)
    inverted = [np.array(numbers, np.uint32) for numbers in _INVERTED]
    yield _input([*inverted, *nothing[len(inverted) :], None, None], [(16, 2), (16, 1), (16, 253)])


def _arrays_of_an_index(articles: int, paragraphs: int, words: int, seed: int) -> list[AnyArray | None]:
    """Those of the text and the title of its segment, the first passages, their hints and beginnings."""
    chosen = random.Random(seed)

    def paragraph() -> str:
        return " ".join(chosen.choice(WORDS) for _ in range(words)) + ". "

    records = [
        {
            "id": str(number),
            "title": " ".join(chosen.sample(WORDS, 2)),
            "text": "\n\n".join(paragraph() for _ in range(paragraphs)),
        }
        for number in range(articles)
    ]
    with tempfile.TemporaryDirectory() as folder:
        build(records, index=Path(folder) / "index")
        text, title, first = bases_of(Path(folder) / "index")
    return [*text, *title, first, hints_of(first), begins_of(first)]


def _overflowing(arrays: Sequence[AnyArray | None]) -> list[AnyArray | None]:
    """The same with a position that does not fit its array, as a long passage has it."""
    changed, positions = list(arrays), arrays[_POSITIONS]
    assert positions is not None
    changed[_POSITIONS] = positions = positions.copy()
    positions[-1] = np.iinfo(positions.dtype).max
    changed[_OVERFLOW_AT] = np.array([len(positions) - 1], np.uint32)
    changed[_OVERFLOW] = np.array([300], np.uint32)
    return changed


def _input(
    arrays: Sequence[AnyArray | None],
    program: Sequence[Sequence[int]],
    *,
    compare: bool = False,
    longer: int = 0,
) -> bytes:
    """Arrays and a program as target.c takes them; arrays with that many numbers more, the same again."""
    headers, data = bytearray(), bytearray()
    for array in arrays:
        if array is None:
            headers += bytes(5)
            continue
        kind = _WIDTHS[array.itemsize] | (_COMPARE if compare else 0)
        headers += bytes([kind]) + len(data).to_bytes(2, "little")
        headers += (len(array) + longer).to_bytes(2, "little")
        data += array.astype(array.dtype.newbyteorder("<")).tobytes()
    numbers = bytes(number for call in program for number in call)
    return bytes(headers + data + numbers[::-1])
