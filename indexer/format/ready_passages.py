"""How do passages that a kernel cut go into a segment without an object made of each?

`passages` of format/kernels/grouping.c gives their texts in UTF-8, and numbers that a segment keeps as they
are. They are held here, and become a Passage, or a list of the sentences of one, for who asks.

>>> from array import array
>>> numbers = [array("i", each) for each in ([0, 9, 0, 1], [5], [1], [], [0])]
>>> ready = ReadyPassages(([b"One. Two."], *map(bytes, numbers), 9, 0), lines=None)
>>> ready[0], [*ReadyStarts(ready)]
(Passage(start=0, end=9, lines=None), [[0, 5]])
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from dateline.indexer.article import Lines, Passage

__all__ = ["ReadyPassages", "ReadyStarts", "spanned"]


# What the kernel gives, in its order.
Told = tuple[list[bytes], bytes, bytes, bytes, bytes, bytes, int, int]


class ReadyPassages(Sequence[Passage]):
    """The passages of an article none of whose paragraphs is empty, has a line break or is cut.

    `texts` are theirs in UTF-8, `length` the code points of the article's text, and `lines` those of each of
    its paragraphs; None where none has any. The others are of numbers of four bytes: `spans` of each passage
    its start and end, its first paragraph and the one after its last; `sentences` where in each sentences
    begin, then where its paragraphs do, without those at its start, and `sentence_counts` how many of both;
    `paragraphs` and `paragraph_counts` the same of paragraphs alone. Where it `is_unclear` some sentences are
    to be decided yet, and stand there as -1 less the place of the mark.
    """

    __slots__ = (
        "is_unclear",
        "length",
        "lines",
        "paragraph_counts",
        "paragraphs",
        "sentence_counts",
        "sentences",
        "spans",
        "texts",
    )

    def __init__(self, told: Told, lines: Sequence[Lines | None] | None) -> None:
        (
            self.texts,
            self.spans,
            self.sentences,
            self.sentence_counts,
            self.paragraphs,
            self.paragraph_counts,
            self.length,
            self.is_unclear,
        ) = told
        self.lines = lines

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, item: int) -> Passage: ...
    @overload
    def __getitem__(self, item: slice) -> list[Passage]: ...
    def __getitem__(self, item: int | slice) -> Passage | list[Passage]:
        return [*self][item]

    def __iter__(self) -> Iterator[Passage]:
        spans = iter(_numbers(self.spans))
        for start, end, first, last in zip(spans, spans, spans, spans, strict=True):
            yield Passage(start, end, None if self.lines is None else spanned(self.lines[first:last]))


class ReadyStarts(Sequence[list[int]]):
    """Where in each of these passages its sentences begin; 0 is always among them."""

    __slots__ = ("passages",)

    def __init__(self, passages: ReadyPassages) -> None:
        self.passages = passages

    def __len__(self) -> int:
        return len(self.passages)

    @overload
    def __getitem__(self, item: int) -> list[int]: ...
    @overload
    def __getitem__(self, item: slice) -> list[list[int]]: ...
    def __getitem__(self, item: int | slice) -> list[int] | list[list[int]]:
        return [*self][item]

    def __iter__(self) -> Iterator[list[int]]:
        found = iter(_numbers(self.passages.sentences))
        counts = _numbers(self.passages.sentence_counts), _numbers(self.passages.paragraph_counts)
        for both, paragraphs in zip(*counts, strict=True):
            yield [0, *islice(found, both)][: 1 + both - paragraphs]


def spanned(spans: Sequence[Lines | None]) -> Lines | None:
    """From the first line of all to the last; None when none has lines."""
    known = [lines for lines in spans if lines is not None]
    return (min(first for first, _ in known), max(last for _, last in known)) if known else None


def _numbers(values: bytes) -> array[int]:
    return array("i", values)
