"""The paths of a segment's articles: kept below the roots of their sources, shown absolute."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import overload

from dateline.indexer.format.index.source_table import Roots
from dateline.indexer.format.segment.keyword_field import KeywordField
from dateline.indexer.format.storage.array_file import ArrayFile

__all__ = ["PathField"]


class PathField(KeywordField):
    """The keyword field of paths. `values` are absolute, and sorted only where all are below one root."""

    def __init__(self, file: ArrayFile, prefix: str, roots: Roots) -> None:
        super().__init__(file, prefix)
        self._kept = self.values
        self._roots = roots
        self.values = _Resolved(self._kept, roots)

    @property
    def value_of(self) -> Callable[[int], str | None]:
        """What `value` gives, for who asks of many."""
        return self.value

    def value(self, article: int) -> str | None:
        """The article's absolute path; None when it has none."""
        kept = super().value(article)
        return None if kept is None else self._roots.resolve(kept)

    def _place(self, value: str) -> int:
        return bisect_left(self.values, value)

    def find(self, value: str) -> int:
        """The code of an absolute path, 0 when no article has it."""
        for kept in self._roots.kept(value):
            place = bisect_left(self._kept, kept)
            if place < len(self._kept) and self._kept[place] == kept:
                return place + 1
        return 0


class _Resolved(Sequence[str]):
    """Paths as they are, of paths as they are kept; resolved when asked for."""

    def __init__(self, kept: Sequence[str], roots: Roots) -> None:
        self._kept = kept
        self._roots = roots

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, item: int) -> str: ...
    @overload
    def __getitem__(self, item: slice) -> list[str]: ...
    def __getitem__(self, item: int | slice) -> str | list[str]:
        if isinstance(item, slice):
            return [self._roots.resolve(kept) for kept in self._kept[item]]
        return self._roots.resolve(self._kept[item])
