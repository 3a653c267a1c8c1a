"""Which terms, in which written forms, does a pattern stand for?

Patterns match what is written, folded, not the stems: a segment's forms are folded and sorted when the first
pattern is asked, and kept. A prefix is then a range of them; a wildcard the forms of a range that a compiled
expression accepts; a typo is undone by looking up every string one edit away, of which there are few hundred.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from indexer.format.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from indexer.format.postings import TextField

__all__ = ["Expansion", "FormDictionary", "one_edit_away"]

_BEYOND: Final = "\U0010ffff"


@dataclass(slots=True)
class Expansion:
    """What a pattern stands for in one field of one segment.

    `whole` are numbers of terms all of whose forms match, `partly` those of which only some forms do, with
    the numbers of these forms.
    """

    whole: list[int] = field(default_factory=list)
    partly: dict[int, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.whole) + len(self.partly)

    def numbers(self) -> list[int]:
        """All terms, in the order of the dictionary."""
        return sorted([*self.whole, *self.partly])

    def keep(self, terms: set[int]) -> Expansion:
        """The part of it about these terms."""
        return Expansion(
            [term for term in self.whole if term in terms],
            {term: forms for term, forms in self.partly.items() if term in terms},
        )


def _folded_forms(terms: TextField) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """All forms of a field, folded, with the term and the form number of each, by term.

    A line a term: form NUL count NUL form NUL count (see `indexer.format.postings.pack_forms`).
    """
    lines = b"\n".join(terms.form_lines(0, terms.size))
    if not lines:
        return [], np.empty(0, np.int64), np.empty(0, np.int64)
    text = lines.decode()
    plain = text.replace("'", "").replace("`", "").replace(".", "").lower()  # what `fold` does to ASCII
    folded = plain.replace("\n", "\0").split("\0")[::2]
    if not text.isascii():
        written = text.replace("\n", "\0").split("\0")[::2]
        folded = [
            lower if form.isascii() else fold(form) for form, lower in zip(written, folded, strict=True)
        ]
    codes = np.frombuffer(lines, np.uint8)
    ends = np.append(np.flatnonzero(codes == ord("\n")), len(codes))
    before = np.flatnonzero(codes == 0).searchsorted(ends)
    counts = (np.diff(before, prepend=0) + 1) // 2
    starts = counts.cumsum() - counts
    return (
        folded,
        np.repeat(np.arange(len(counts)), counts),
        np.arange(len(folded)) - np.repeat(starts, counts),
    )


class FormDictionary:
    """The folded written forms of one field of one segment, sorted."""

    def __init__(self, terms: TextField) -> None:
        self._terms = terms
        folded, owners, numbers = _folded_forms(terms)
        order = sorted(range(len(folded)), key=folded.__getitem__)
        self.forms = [folded[entry] for entry in order]
        self._owners: list[int] = owners[order].tolist() if order else []
        self._numbers: list[int] = numbers[order].tolist() if order else []

    @cached_property
    def _first(self) -> dict[str, int]:
        """Where each form first stands."""
        last = len(self.forms) - 1
        return {form: last - number for number, form in enumerate(reversed(self.forms))}

    @cached_property
    def _stems(self) -> dict[bytes, int]:
        size = self._terms.size
        return dict(zip(self._terms.terms(0, size), range(size), strict=True))

    @cached_property
    def _letters(self) -> str:
        return "".join(sorted(set("".join(self.forms))))

    def expand(
        self, text: str, kind: Literal["prefix", "wildcard", "fuzzy"], stems: Iterable[str] = ()
    ) -> Expansion:
        """The terms and forms of a pattern (see `nodes.Pattern`); `stems` always count, if there are any."""
        if kind == "prefix":
            return self._expansion(range(*self._range(text)))
        if kind == "wildcard":
            return self._expansion(self._wildcard(text))
        stems = tuple(stems)
        expansion = self._expansion(self._fuzzy(text))
        near_stems = {edit.encode() for stem in stems for edit in one_edit_away(stem, self._alphabet(stem))}
        found = {self._stems[stem] for stem in self._stems.keys() & near_stems}
        whole = found.union(expansion.whole)
        return Expansion(
            sorted(whole), {term: forms for term, forms in expansion.partly.items() if term not in whole}
        )

    def _size(self, term: int) -> int:
        """How many forms a term has."""
        return self._terms.form_lines(term, term + 1)[0].count(b"\0") // 2 + 1

    def _range(self, prefix: str) -> tuple[int, int]:
        low = bisect_left(self.forms, prefix)
        return low, bisect_left(self.forms, prefix + _BEYOND, low)

    def _wildcard(self, text: str) -> Iterable[int]:
        literal = re.split(r"[*?]", text, maxsplit=1)[0]
        low, high = self._range(literal)
        pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in text)
        accepts = re.compile(re.sub(r"(?:\.\*)+", ".*", pattern), re.DOTALL).fullmatch
        return [number for number in range(low, high) if accepts(self.forms[number])]

    def _fuzzy(self, text: str) -> Iterable[int]:
        forms, first = self.forms, self._first
        numbers: list[int] = []
        for form in first.keys() & one_edit_away(text, self._alphabet(text)):
            number = first[form]
            while number < len(forms) and forms[number] == form:
                numbers.append(number)
                number += 1
        return numbers

    def _alphabet(self, text: str) -> str:
        """The letters a typo may have put in: those of the field in the script of the word."""
        latin = all(ord(letter) < 0x250 for letter in text)
        return "".join(letter for letter in self._letters if (ord(letter) < 0x250) is latin)

    def _expansion(self, numbers: Iterable[int]) -> Expansion:
        found: dict[int, list[int]] = {}
        owners, forms = self._owners, self._numbers
        for number in numbers:
            found.setdefault(owners[number], []).append(forms[number])
        whole = [term for term, matching in found.items() if len(matching) == self._size(term)]
        for term in whole:
            del found[term]
        return Expansion(sorted(whole), found)


def one_edit_away(word: str, letters: str) -> set[str]:
    """The word, and all strings one typo away: a letter missing, too many, wrong, or two swapped.

    >>> sorted(one_edit_away("ab", "b"))
    ['a', 'ab', 'abb', 'b', 'ba', 'bab', 'bb']
    """
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    edits = {head + tail[1:] for head, tail in splits if tail}
    edits.update([head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1])
    edits.update([head + letter + tail for head, tail in splits for letter in letters])
    edits.update([head + letter + tail[1:] for head, tail in splits if tail for letter in letters])
    edits.add(word)
    edits.discard("")
    return edits
