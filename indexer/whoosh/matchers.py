"""What a list of postings looks like to Whoosh.

`view_of` shows a field of a segment as terms over passages, `ArrayMatcher` walks the passages of one term.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterator
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import LeafMatcher, ReadTooFar

from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT, TITLE
from dateline.indexer.format.index.segment_reader import SegmentReader

__all__ = ["ArrayMatcher", "FieldView", "view_of"]


def view_of(reader: SegmentReader, name: str) -> FieldView:
    """A field of a segment as Whoosh sees it. KeyError if there is none of that name."""
    if name == TEXT:
        return _TextView(reader, name)
    if name == TITLE:
        return _TitleView(reader, name)
    if name in KEYWORD_FIELDS:
        return _KeywordView(reader, name)
    raise KeyError(name)


class FieldView(ABC):
    """A field as Whoosh sees it: terms, each with ascending passages."""

    size: int  # terms

    @abstractmethod
    def term(self, number: int) -> bytes:
        """The bytes of a term."""

    @abstractmethod
    def place(self, text: bytes) -> int:
        """How many terms sort before `text`."""

    @abstractmethod
    def documents(self, number: int) -> NDArray[Any]:
        """The passages of a term, ascending."""

    @abstractmethod
    def frequencies(self, number: int) -> NDArray[Any]:
        """How often each of them has it."""

    @abstractmethod
    def positions(self, number: int, posting: int) -> list[int]:
        """The positions of the term in its `posting`-th passage."""

    @abstractmethod
    def lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        """Positions in the field of these passages; zeros where it is not analysed."""

    def find(self, text: bytes) -> int:
        """The number of a term, -1 for an unknown one."""
        place = self.place(text)
        return place if place < self.size and self.term(place) == text else -1


class _TextView(FieldView):
    """The text, which has its postings by passage."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self._reader = reader
        self._field = reader.text_field(name)
        self.size = self._field.size

    def term(self, number: int) -> bytes:
        return self._field.term(number)

    def place(self, text: bytes) -> int:
        return self._field.range(text, None)[0]

    def find(self, text: bytes) -> int:
        return self._field.find(text)

    def documents(self, number: int) -> NDArray[Any]:
        return self._field.documents(number)

    def frequencies(self, number: int) -> NDArray[Any]:
        return self._field.frequencies(number)

    def positions(self, number: int, posting: int) -> list[int]:
        start = int(self._field.occurrence_offsets(number, np.array([posting]))[0])
        count = int(self._field.frequencies(number)[posting])
        positions: list[int] = self._field.positions[start : start + count].tolist()
        return positions

    def lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        lengths: NDArray[Any] = self._field.lengths[documents]
        return lengths


class _TitleView(_TextView):
    """The title, which has its postings by article: each stands for the passages of the article."""

    def documents(self, number: int) -> NDArray[Any]:
        return _passages_of(self._reader, self._field.documents(number))

    def frequencies(self, number: int) -> NDArray[Any]:
        sizes = _sizes_of(self._reader, self._field.documents(number))
        return np.repeat(self._field.frequencies(number), sizes)

    def positions(self, number: int, posting: int) -> list[int]:
        ends = _sizes_of(self._reader, self._field.documents(number)).cumsum()
        return super().positions(number, int(ends.searchsorted(posting, side="right")))

    def lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        return super().lengths(self._reader.article_of[documents])


class _KeywordView(FieldView):
    """A field of whole values: a term is a value, and has all passages of the articles with it."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self._reader = reader
        self._field = reader.keywords(name)
        self.size = len(self._field.values)

    def term(self, number: int) -> bytes:
        return self._field.values[number].encode()

    def place(self, text: bytes) -> int:
        return bisect_left(self._field.values, text, key=str.encode)

    def documents(self, number: int) -> NDArray[Any]:
        return _passages_of(self._reader, self._field.articles(number + 1))

    def frequencies(self, number: int) -> NDArray[Any]:
        return np.ones(len(self.documents(number)), np.uint8)

    def positions(self, number: int, posting: int) -> list[int]:
        return []

    def lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        return np.zeros(len(documents), np.uint8)


def _sizes_of(reader: SegmentReader, articles: NDArray[Any]) -> NDArray[np.int64]:
    """How many passages each of these articles has."""
    articles = articles.astype(np.int64)
    first = reader.first_passage
    sizes: NDArray[np.int64] = first[articles + 1].astype(np.int64) - first[articles]
    return sizes


def _passages_of(reader: SegmentReader, articles: NDArray[Any]) -> NDArray[np.int64]:
    """The passages of these articles, in their order."""
    sizes = _sizes_of(reader, articles)
    ends = sizes.cumsum()
    skipped = reader.first_passage[articles].astype(np.int64) - (ends - sizes)
    return np.repeat(skipped, sizes) + np.arange(ends[-1] if len(ends) else 0)


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]  # whoosh is not annotated
    """One term's passages, in order. To Whoosh's pruning the whole list is one block."""

    def __init__(
        self, view: FieldView, number: int, term: tuple[str, bytes], format_: Any, scorer: Any
    ) -> None:
        self._view = view
        self._number = number
        self._term = term
        self.format = format_
        self.scorer = scorer
        self._ids: list[int] = view.documents(number).tolist()
        self._weights: list[int] = view.frequencies(number).tolist()
        self._i = 0

    def is_active(self) -> bool:
        """Whether there is a passage here."""
        return self._i < len(self._ids)

    def reset(self) -> None:
        """Back to the first."""
        self._i = 0

    def copy(self) -> ArrayMatcher:
        """Another matcher at the same place."""
        return copy(self)

    def id(self) -> int:
        """The passage here."""
        return self._ids[self._i]

    def all_ids(self) -> Iterator[int]:
        """All passages."""
        return iter(self._ids)

    def next(self) -> bool:
        """Go on; never into another block."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i += 1
        return False

    def skip_to(self, id: int) -> None:
        """Go on to the first passage not before `id`."""
        if self._i >= len(self._ids):
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, self._i)

    def weight(self) -> float:
        """How often the passage has the term."""
        return float(self._weights[self._i])

    def supports(self, astype: str) -> bool:
        """Weights always, positions in analysed fields."""
        if astype in ("frequency", "weight"):
            return True
        return astype == "positions" and bool(self.format.supports("positions"))

    def value(self) -> bytes:
        """Empty: values are not encoded."""
        return b""

    def value_as(self, astype: str) -> Any:
        """The weight, or the positions."""
        if astype == "positions":
            return self._view.positions(self._number, self._i)
        return self.weight() if astype == "weight" else self._weights[self._i]

    def _lengths(self) -> NDArray[Any]:
        return self._view.lengths(self._view.documents(self._number))

    def block_max_weight(self) -> float:
        """The largest weight."""
        return float(max(self._weights, default=0))

    def block_min_length(self) -> int:
        """The shortest field of a passage here."""
        lengths = self._lengths()
        return int(lengths.min()) if len(lengths) else 0

    def block_max_length(self) -> int:
        """The longest field of a passage here."""
        return int(self._lengths().max(initial=0))

    def block_quality(self) -> float:
        """The best score in the list."""
        return float(self.scorer.max_quality())

    def skip_to_quality(self, minquality: float) -> int:
        """To the end, if nothing here scores above `minquality`."""
        if self.block_quality() > minquality:
            return 0
        self._i = len(self._ids)
        return 1
