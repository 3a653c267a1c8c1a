"""What does a list of postings look like to Whoosh?

`TextView` and `KeywordView` show a field as terms over passages; `ArrayMatcher` walks one term's passages.
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

from dateline.indexer.format.fields import TITLE
from dateline.indexer.format.index.reader import SegmentReader

__all__ = ["ArrayMatcher", "FieldView", "KeywordView", "TextView"]


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


class TextView(FieldView):
    """Title or text. The postings of a title are those of its article's passages."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self._field = reader.text_field(name)
        self._reader = reader
        self._of_articles = name == TITLE
        self.size = self._field.size

    def term(self, number: int) -> bytes:
        """The bytes of a term."""
        return self._field.term(number)

    def place(self, text: bytes) -> int:
        """How many terms sort before `text`."""
        return self._field.range(text, None)[0]

    def find(self, text: bytes) -> int:
        """The number of a term, -1 for an unknown one."""
        return self._field.find(text)

    def _sizes(self, articles: NDArray[Any]) -> NDArray[np.int64]:
        first = self._reader.first_passage.astype(np.int64)
        sizes: NDArray[np.int64] = (first[1:] - first[:-1])[articles]
        return sizes

    def documents(self, number: int) -> NDArray[Any]:
        """The passages of a term, ascending."""
        documents = self._field.documents(number)
        if not self._of_articles:
            return documents
        sizes = self._sizes(documents)
        firsts = self._reader.first_passage[documents].astype(np.int64)
        ends = sizes.cumsum()
        return np.repeat(firsts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)

    def frequencies(self, number: int) -> NDArray[Any]:
        """How often each of them has it."""
        frequencies = self._field.frequencies(number)
        if not self._of_articles:
            return frequencies
        return np.repeat(frequencies, self._sizes(self._field.documents(number)))

    def positions(self, number: int, posting: int) -> list[int]:
        """The positions in its `posting`-th passage."""
        if self._of_articles:
            articles = self._field.documents(number)
            posting = int(self._sizes(articles).cumsum().searchsorted(posting, side="right"))
        start = int(self._field.occurrence_offsets(number, np.array([posting]))[0])
        count = int(self._field.frequencies(number)[posting])
        positions: list[int] = self._field.positions[start : start + count].tolist()
        return positions

    def lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        """Positions in the field of these passages."""
        if self._of_articles:
            documents = self._reader.article_of[documents]
        lengths: NDArray[Any] = self._field.lengths[documents]
        return lengths


class KeywordView(FieldView):
    """A field of whole values: a term is a value."""

    def __init__(self, reader: SegmentReader, name: str) -> None:
        self._field = reader.keywords(name)
        self._reader = reader
        self._values = [value.encode() for value in self._field.values]
        self.size = len(self._values)

    def term(self, number: int) -> bytes:
        """The bytes of a term."""
        return self._values[number]

    def place(self, text: bytes) -> int:
        """How many terms sort before `text`."""
        return bisect_left(self._values, text)

    def documents(self, number: int) -> NDArray[Any]:
        """The passages of a term, ascending."""
        having = np.zeros(self._reader.articles, bool)
        having[self._field.articles(number + 1)] = True
        return np.flatnonzero(having[self._reader.article_of])

    def frequencies(self, number: int) -> NDArray[Any]:
        """How often each of them has it."""
        return np.ones(len(self.documents(number)), np.uint8)

    def positions(self, number: int, posting: int) -> list[int]:
        """The positions in its `posting`-th passage."""
        return []

    def lengths(self, documents: NDArray[Any]) -> NDArray[Any]:
        """Positions in the field of these passages."""
        return np.zeros(len(documents), np.uint8)


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
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
        return int(self._lengths().min(initial=np.iinfo(np.int32).max))

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
