"""Can arrays that no index has make a kernel in C read outside them, or never end?

    make sanitize                                      under AddressSanitizer and UndefinedBehaviorSanitizer
    python -m benchmarks.torture.kernels --seconds 60  without, where a crash is all that is seen

The arrays of a small segment are changed at random (a number, a run of numbers, the length, the width), in
memory that ends where they do, and taken as compared with their checksums. Kernels are asked of them: they
answer, or raise ValueError; nothing else may happen. A trial is made anew by its number.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from benchmarks.kernel_parity import make_index
from benchmarks.torture.building import building_trial
from dateline import Archive
from dateline.indexer.format import kernels
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.segment.article_hints import begins_of, hints_of
from dateline.indexer.format.storage.entries import BLOCK

__all__ = ["Bases", "bases_of", "main", "trial"]

LENGTHS: Final = (0, 1, 2, 3)
_TOLD: Final = 10_000
FORMULA: Final = (1.2, 0.25, 0.01, 0.5, 0.1, 0.01, 3.0, 0.25, 0.3, 40)

AnyArray = NDArray[Any]
Bases = tuple[list[AnyArray | None], list[AnyArray | None], AnyArray]  # text, title, first passages


def bases_of(folder: Path) -> Bases:
    """The arrays of the first segment of an index."""
    segment = IndexReader.open(folder).segments[0]
    fields = []
    for name in ("text", "title"):
        given = segment.text_field(name).for_kernel()
        fields.append([None if one is None else np.array(one.values) for one in given])
    return fields[0], fields[1], np.array(segment.first_passage)


def _changed(array: AnyArray | None, chance: random.Random) -> AnyArray | None:
    """The array with something in it that should not be."""
    if array is None or not len(array):
        return chance.choice([None, np.zeros(chance.choice(LENGTHS), np.uint8)])
    array = array.copy()
    most = int(np.iinfo(array.dtype).max)
    kind = chance.randrange(6)
    if kind == 0:
        for _ in range(chance.choice([1, 1, 3, 20])):
            array[chance.randrange(len(array))] = chance.choice(
                [0, 1, most, most - 1, chance.randint(0, most)]
            )
    elif kind == 1:
        start = chance.randrange(len(array))
        array[start : start + chance.randint(1, 200)] = chance.randint(0, most)
    elif kind == 2:
        array = array[: chance.randrange(len(array))].copy()
    elif kind == 3:
        array = np.concatenate([array, array[: chance.randint(1, len(array))]])
    elif kind == 4:
        array = array.astype(chance.choice([np.uint8, np.uint16, np.uint32, np.uint64]))
    else:
        array = array[::-1].copy()
    return array


def _given(array: AnyArray | None) -> Any:
    """An array as kernels take it, all of it compared; its memory ends where it does."""
    if array is None:
        return None
    blocks = -(-array.nbytes // BLOCK)
    sums, compared = np.zeros(blocks, np.uint32), bytearray(b"\1" * blocks)
    return kernels.Blocks(_refuse, "given", array.data, sums.data, None, None, compared)


def _refuse(blocks: kernels.Blocks, block: int) -> NoReturn:
    raise ValueError(f"block {block} of {blocks.name}")


def trial(bases: Bases, number: int) -> Counter[str]:
    """One trial: how many calls were answered, and how many refused."""
    chance = random.Random(number)
    compiled = kernels.compiled()
    assert compiled is not None
    arrays = [*bases[0], *bases[1], bases[2]]
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        place = chance.randrange(len(arrays))
        arrays[place] = _changed(arrays[place], chance)
    size = len(bases[0])
    told: Counter[str] = Counter()

    def ask(call: Callable[[], Any]) -> Any:
        try:
            answer = call()
        except ValueError:
            told["refused"] += 1
            return None
        told["answered"] += 1
        return answer

    text = ask(lambda: compiled.Field(tuple(map(_given, arrays[:size]))))
    title = ask(lambda: compiled.Field(tuple(map(_given, arrays[size:-1]))))
    first = np.zeros(1, np.uint8) if arrays[-1] is None else arrays[-1]
    if text is None or title is None:
        return told
    terms = [len(field[6]) for field in (bases[0], bases[1]) if field[6] is not None]
    going = _given(
        chance.choice([None, np.array([chance.randint(0, 1) for _ in range(len(first))], np.uint8)])
    )
    for field in (text, title):
        some = sorted(chance.sample(range(-1, terms[0] + 2), 4))
        documents = sorted(chance.sample(range(len(first) + 3), min(4, len(first))))
        ask(partial(field.word_starts, some, documents))
        texts = ["Border guards met. Oil - and gas."] * len(documents)
        ask(partial(field.find_all, [b"border", b"", b"of", b"zzz"]))
        ask(partial(field.marks, some, [], None, documents, texts))
        words = tuple(chance.randrange(-1, terms[0] + 1) for _ in range(chance.choice([1, 2, 2, 3, 70])))
        ask(partial(field.phrase, words, going))
        ask(partial(field.marks, some, [words, words[:1]], going, documents, texts))
    hints, begins = (
        _changed(array, chance) if chance.random() < 0.3 else array
        for array in (hints_of(bases[2]), begins_of(bases[2]))
    )
    segment = ask(lambda: compiled.Segment(text, title, first, _given(hints), _given(begins)))
    if segment is None:
        return told
    for words in ((), (chance.randrange(-1, terms[0] + 1), chance.randrange(-1, terms[-1] + 1))):
        ask(partial(segment.phrase_counts, words, words[::-1], going, chance.choice([0, 40])))

    def leaf() -> Any:
        in_text = tuple(chance.randrange(-1, terms[0] + 1) for _ in range(chance.choice([0, 1, 1, 1, 3, 30])))
        in_title = tuple(chance.randrange(-1, terms[-1] + 1) for _ in range(chance.choice([0, 1, 1, 4])))
        return ask(
            lambda: compiled.Leaf(
                segment,
                in_text,
                in_title,
                None,
                None,
                None,
                chance.choice([0, 40]),
                chance.choice([-1, -1, 0, 9]),
            )
        )

    _ask_segment(segment, [one for one in (leaf() for _ in range(5)) if one is not None], chance, ask)
    return told


def _ask_segment(
    segment: Any, leaves: Sequence[Any], chance: random.Random, ask: Callable[[Callable[[], Any]], Any]
) -> None:
    """Ask all that is asked of a segment."""
    if not leaves:
        return
    walks = [(leaf, chance.random() * 9, chance.choice([0.0, 0.5, 1.0, 3.0])) for leaf in leaves]
    groups = [chance.randrange(1, 1 << len(leaves)) for _ in range(chance.choice([1, 1, 2, 3]))]
    for limit in (0, 1, 10, 10_000):
        near = chance.choice([None, (walks, [(0, len(leaves) - 1, 0.25, 0.1, 0.15)], 8, 20, limit)])
        ask(partial(segment.best_articles, walks, groups, None, FORMULA, limit, near))
        ask(partial(segment.best_passages, walks, groups, None, (2.2, 0.3, 0.01), limit))
    ask(lambda: segment.matching(walks, groups, None, True))
    found = ask(lambda: segment.matching(walks, groups, None, False))
    articles = np.frombuffer(found or b"", np.uint32).tolist()[:50]
    pairs = [(0, len(leaves) - 1, 0.25, 0.1, 0.15), (len(leaves) - 1, 0, 0.25, 0.1, 0.0)]
    ask(lambda: segment.score_articles(walks, articles, FORMULA))
    ask(lambda: segment.best_passages_of(walks, articles, FORMULA, 3))
    ask(lambda: segment.neighbours(walks, pairs, articles, FORMULA, 8))


def main(arguments: Sequence[str] | None = None) -> int:
    """Make trials for so long, and say how many; where a sanitizer finds fault it ends the process."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.torture.kernels", description=str(__doc__).partition("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0, help="the number of the first trial")
    parser.add_argument("--trials", type=int, help="so many, however long they take")
    options = parser.parse_args(arguments)
    compiled = kernels.compiled()
    if compiled is None:
        print(f"Error: nothing to try: {kernels.described()}", file=sys.stderr)
        return 2
    told: Counter[str] = Counter()
    number, end = options.seed, time.monotonic() + options.seconds
    with tempfile.TemporaryDirectory() as folder:
        make_index(Path(folder), 120)
        with Archive.open(Path(folder) / "index"):
            bases = bases_of(Path(folder) / "index")
        while number - options.seed < options.trials if options.trials else time.monotonic() < end:
            if (number - options.seed) % _TOLD == 0:  # a process that ends did so in one of these
                print(f"trials from {number} on", file=sys.stderr, flush=True)
            told.update(trial(bases, number))
            told.update(building_trial(compiled, number))
            number += 1
    print(
        f"{number - options.seed:,} trials: {told['answered']:,} calls answered, {told['refused']:,} refused"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
