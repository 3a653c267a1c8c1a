"""Patterns: the terms, and their written forms, that one stands for.

Patterns match what is written, folded, not the stems. A segment has its forms sorted as they are folded: a
prefix is a range of them, an ending a range of the same forms sorted from their ends; any other wildcard is
the forms among them, or among those that have its longest run of letters, that a compiled expression accepts;
a typo is undone by looking for the strings one edit away (typos.py).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from dateline.indexer.analysis.folding import fold
from dateline.search.arrays.match.typos import near

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.indexer.format.segment.text_field import TextField
    from dateline.indexer.format.storage.small_numbers import Column

__all__ = ["Expansion", "FormDictionary", "TermOrForms"]

# A term as kernels take it: its number; where some forms count, (number, theirs, those of all occurrences).
TermOrForms: TypeAlias = "int | tuple[int, tuple[int, ...], Column | None]"

# Terms whose forms are sooner folded than the numbers of some forms are read, measured: 6 µs a term, 30 µs
# for each of the frames of 32,768 numbers, of which strings near a word are in several.
_FEW: Final = 20


class Expansion:
    """What a pattern stands for in one field of one segment.

    `whole` are numbers of terms all of whose forms match, `partly` those of which only some forms do, with
    the numbers of these forms.
    """

    __slots__ = ("partly", "whole")

    def __init__(self, whole: list[int] | None = None, partly: dict[int, list[int]] | None = None) -> None:
        self.whole = whole or []
        self.partly = partly or {}

    def __len__(self) -> int:
        return len(self.whole) + len(self.partly)

    def numbers(self) -> list[int]:
        """All terms, in the order of the dictionary."""
        return sorted([*self.whole, *self.partly])

    def for_kernel(self, terms: TextField) -> list[TermOrForms]:
        """The terms of a field as kernels take them, those first all of whose forms match."""
        forms = terms.forms if self.partly else None
        return [*self.whole, *[(term, tuple(numbers), forms) for term, numbers in self.partly.items()]]

    def keep(self, terms: set[int]) -> Expansion:
        """The part of it about these terms."""
        return Expansion(
            [term for term in self.whole if term in terms],
            {term: forms for term, forms in self.partly.items() if term in terms},
        )


class FormDictionary:
    """The folded written forms of one field of one segment, asked for patterns."""

    def __init__(self, terms: TextField) -> None:
        self._terms = terms
        self._folded = terms.folded

    def expand(
        self, text: str, kind: Literal["prefix", "wildcard", "fuzzy"], stems: Iterable[str] = ()
    ) -> Expansion:
        """The terms and forms of a pattern (see `nodes.Pattern`); `stems` always count, if there are any."""
        return self.expand_to(text, kind, stems, -1)[0]

    def expand_to(
        self, text: str, kind: Literal["prefix", "wildcard", "fuzzy"], stems: Iterable[str], most: int
    ) -> tuple[Expansion, bool]:
        """The same of at most so many terms, the most frequent first, ties by number, where kernels can tell:
        whether there were more. Else it is all of them; -1 asks for all.
        """
        found = {self._terms.find(stem.encode()) for stem in stems} - {-1}
        if kind == "prefix":
            low, high = self._folded.prefix(text)
            told = self._folded.owned(low, high, tuple(found), self._terms.compiled, most)
            if told is not None:
                return Expansion(told[0], told[1]), told[2]
            expansion = self._expansion([(low, high)])
        elif kind == "wildcard":
            expansion = self._expansion(self._wildcard(text))
        else:
            expansion = self._fuzzy(text)
        return self._with(found, expansion) if found else expansion, False

    def _with(self, found: set[int], expansion: Expansion) -> Expansion:
        whole = found.union(expansion.whole)
        return Expansion(
            sorted(whole), {term: forms for term, forms in expansion.partly.items() if term not in whole}
        )

    def _wildcard(self, text: str) -> list[tuple[int, int]]:
        folded = self._folded
        pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in text)
        accepts = re.compile(re.sub(r"(?:\.\*)+", ".*", pattern), re.DOTALL).fullmatch
        literals = re.split(r"[*?]+", text)
        if literals[0]:
            low, high = folded.prefix(literals[0])
            return [(at, at + 1) for at, form in enumerate(folded.forms(low, high), low) if accepts(form)]
        literal = max(literals, key=len)
        places = folded.ending(literals[-1]) if literals[-1] else folded.containing(literal)
        if text not in (f"*{literal}", f"*{literal}*"):  # more than an ending, or letters in a row
            places = [place for place in places if accepts(folded.forms(place, place + 1)[0])]
        return [(place, place + 1) for place in places]

    def _fuzzy(self, text: str) -> Expansion:
        found = self._folded.near(text)
        if found is None:
            strings = near(text, self._alphabet(text), self._folded)
            return self._expansion(sorted(map(self._folded.equal, strings)))
        forms: dict[int, set[str]] = {}
        for _, term, form in found:
            forms.setdefault(term, set()).add(form)
        if len(forms) > _FEW:
            return self._expansion([(place, place + 1) for place, _, _ in found])
        expansion = Expansion()
        for term in sorted(forms):
            line = self._terms.form_lines(term, term + 1)[0]
            written = fold(b"\n".join(line.split(b"\0")[::2]).decode()).split("\n")
            numbers = [number for number, form in enumerate(written) if form in forms[term]]
            if len(numbers) == len(written):
                expansion.whole.append(term)
            else:
                expansion.partly[term] = numbers
        return expansion

    def _alphabet(self, text: str) -> str:
        """The letters a typo may have put in: those of the field in the script of the word."""
        latin = all(ord(letter) < 0x250 for letter in text)
        return "".join(letter for letter in self._folded.letters if (ord(letter) < 0x250) is latin)

    def _expansion(self, ranges: Iterable[tuple[int, int]]) -> Expansion:
        """The owners of the forms in these ranges of places."""
        found: dict[int, list[int]] = {}
        sizes: dict[int, int] = {}  # of the terms whose last form is among them
        for low, high in ranges:
            for term, number in zip(*self._folded.owners(low, high), strict=True):
                form = number >> 1
                found.setdefault(term, []).append(form)
                if number & 1:
                    sizes[term] = form + 1
        whole = [term for term, matching in found.items() if len(matching) == sizes.get(term)]
        for term in whole:
            del found[term]
        return Expansion(sorted(whole), found)
