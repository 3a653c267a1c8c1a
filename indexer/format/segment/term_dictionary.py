"""The terms of a field, sorted by their bytes and numbered; read where they lie.

Under the prefix of the field `term_blob` has their bytes and `term_offsets` (terms + 1) where each begins.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.indexer.format.storage.array_file import ArrayFile

__all__ = ["TermDictionary"]


class TermDictionary:
    """`size` terms, by number."""

    def __init__(self, file: ArrayFile, prefix: str) -> None:
        self._blob = file.memory_by_block(prefix + "term_blob")
        self._offsets = file.memory_by_block(prefix + "term_offsets")
        self.size: int = max(len(self._offsets) - 1, 0)

    def place(self, term: bytes) -> int:
        """How many terms sort before `term`."""
        low, high = 0, self.size
        blob, offsets = self._blob, self._offsets
        while low < high:
            middle = (low + high) >> 1
            if bytes(blob[offsets[middle] : offsets[middle + 1]]) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def term(self, i: int) -> bytes:
        """Term number `i`."""
        return bytes(self._blob[self._offsets[i] : self._offsets[i + 1]])

    def terms(self, first: int, last: int) -> list[bytes]:
        """Terms `[first, last)`, in byte order."""
        if first >= last:
            return []
        offsets = self._offsets[first : last + 1].tolist()
        base = offsets[0]
        blob = bytes(self._blob[base : offsets[-1]])
        return [blob[a - base : b - base] for a, b in pairwise(offsets)]

    def joined(self, first: int, last: int) -> str:
        """Terms `[first, last)` in one piece."""
        return str(self._blob[self._offsets[first] : self._offsets[last]], "utf-8")

    def strings(self, first: int, last: int) -> list[str]:
        """Terms `[first, last)` as text."""
        if first >= last:
            return []
        text = self.joined(first, last)
        if not text.isascii():
            return [term.decode() for term in self.terms(first, last)]
        offsets = self._offsets[first : last + 1].tolist()
        base = offsets[0]
        return [text[a - base : b - base] for a, b in pairwise(offsets)]

    def range(self, low: bytes, high: bytes | None) -> tuple[int, int]:
        """The numbers `[first, last)` of the terms with `low <= term < high`; None leaves the end open."""
        first = self.place(low)
        last = self.size if high is None else self.place(high)
        return first, max(first, last)

    def prefix(self, prefix: bytes) -> tuple[int, int]:
        """The numbers `[first, last)` of the terms that begin with `prefix`."""
        bare = prefix.rstrip(b"\xff")
        return self.range(prefix, bare[:-1] + bytes((bare[-1] + 1,)) if bare else None)
