"""Which terms a segment has, as Whoosh asks for them.

`ArrayTermsReader` answers for all fields of a segment, `ArrayCursor` walks over the terms of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from dateline.indexer.format.fields import KEYWORD_FIELDS, TEXT_FIELDS
from dateline.indexer.format.index.segment_reader import SegmentReader
from dateline.indexer.whoosh.matchers import ArrayMatcher, FieldView, view_of

__all__ = ["ArrayCursor", "ArrayTermsReader"]


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]  # whoosh is not annotated
    """The terms of all fields of a segment."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader
        self._views: dict[str, FieldView] = {}

    def view(self, name: str) -> FieldView:
        """One field; KeyError if there is none of that name."""
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = view_of(self._reader, name)
        return view

    def _place(self, name: str, text: bytes) -> tuple[FieldView, int]:
        view = self.view(name)
        number = view.find(text)
        if number < 0:
            raise KeyError((name, text))  # whoosh.reading turns it into its TermNotFound, or into 0
        return view, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        name, text = term
        return name in self.indexed_field_names() and self.view(name).find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        """All fields, sorted."""
        return sorted((*TEXT_FIELDS, *KEYWORD_FIELDS))

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        """A cursor over the terms of one field."""
        return ArrayCursor(self.view(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, by field and bytes."""
        for name in self.indexed_field_names():
            view = self.view(name)
            yield from ((name, view.term(number)) for number in range(view.size))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from `prefix` on, then those of the fields after it."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                view = self.view(name)
                first = view.place(prefix) if name == fieldname else 0
                yield from ((name, view.term(number)) for number in range(first, view.size))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """`terms_from` with statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Statistics of one term over the passages. KeyError for an unknown one."""
        return _term_info(*self._place(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Occurrences in all passages. KeyError for an unknown one."""
        view, number = self._place(fieldname, text)
        return float(view.frequencies(number).sum(dtype=np.int64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Passages that have the term, 0 for an unknown one."""
        view = self.view(fieldname)
        number = view.find(text)
        return len(view.documents(number)) if number >= 0 else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """The postings of a term. TermNotFound."""
        try:
            view, number = self._place(fieldname, text)
        except KeyError as error:
            raise TermNotFound(f"no term {fieldname}:{text!r}") from error
        return ArrayMatcher(view, number, (fieldname, text), format_, scorer)


class ArrayCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks over the terms of one field."""

    def __init__(self, view: FieldView, fieldobj: Any) -> None:
        self._view = view
        self._field = fieldobj
        self._number = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._number = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to the first term not before `string`."""
        sought = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._number = self._view.place(sought)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._number += 1
        return self.text()

    def text(self) -> str | None:
        """The term here, None beyond the last."""
        if not self.is_valid():
            return None
        text: str = self._field.from_bytes(self._view.term(self._number))
        return text

    def term(self) -> str | None:
        """The same."""
        return self.text()

    def term_info(self) -> TermInfo | None:
        """The statistics of the term here, None beyond the last."""
        return _term_info(self._view, self._number) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._number < self._view.size


def _term_info(view: FieldView, number: int) -> TermInfo:
    """The statistics of a term over the passages."""
    documents, frequencies = view.documents(number), view.frequencies(number)
    if not len(documents):  # a keyword value of articles without passages
        return TermInfo(minlength=0, minid=0)
    lengths = view.lengths(documents)
    return TermInfo(
        weight=float(frequencies.sum(dtype=np.int64)),
        df=len(documents),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(frequencies.max()),
        minid=int(documents[0]),
        maxid=int(documents[-1]),
    )
