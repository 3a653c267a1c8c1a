"""Where the leaves of a query occur in one text, as lists of positions.

An occurrence is a stretch of positions from its first word to its last, both included, with the stretches
that are marked of it: itself, or what it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.folding import fold
from dateline.indexer.analysis.tokens import Token, analyzer
from dateline.search.query.comparison import same_form
from dateline.search.query.nodes import (
    Alternatives,
    AtLeast,
    Leaf,
    Near,
    Part,
    Pattern,
    Sequence,
    Together,
    Word,
)
from dateline.search.query.written import written_spans

if TYPE_CHECKING:
    from dateline.search.whoosh_engine.documents import Text

__all__ = ["Occurrence", "frequency", "matching_tokens", "occurrences", "spans"]

Stretch = tuple[int, int]
_NOWHERE: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One match, from its first word to its last; `lefts` are the first sides of its pairs, for counting."""

    first: int
    last: int
    marked: frozenset[Stretch]
    lefts: frozenset[Stretch] = frozenset()


def occurrences(node: Leaf, text: Text, end: int = _NOWHERE) -> list[Occurrence]:
    """The matches of a leaf whose words all stand before position `end`, by their first word."""
    if isinstance(node, AtLeast):
        return occurrences(node.part, text, end)
    if isinstance(node, Word | Pattern):
        places = sorted({token.position for token in matching_tokens(node, text, end)})
        return [Occurrence(place, place, frozenset({(place, place)})) for place in places]
    if isinstance(node, Alternatives):
        return _distinct([o for part in node.parts for o in occurrences(part, text, end)])
    if isinstance(node, Sequence):
        found = _sequence(node.parts, text, end)
        return found if node.written is None else _written(node.written, text, found)
    return _pairs(node, text, end)


def frequency(node: Leaf, text: Text, end: int = _NOWHERE, *, within: tuple[int, int] | None = None) -> int:
    """How often a leaf occurs: a word once a token, a pair once for each of its left sides.

    Counted is what begins at the positions `[low, high)` of `within`, if they are given.
    """
    if isinstance(node, AtLeast):
        return frequency(node.part, text, end, within=within)
    low, high = within or (0, _NOWHERE)
    if (
        isinstance(node, Word | Pattern)
        and end == _NOWHERE
        and (isinstance(node, Pattern) or node.exact is None)
    ):
        return sum(low <= token.position < high for token in matching_tokens(node, text, end))
    found: set[Stretch] = set()
    for occurrence in occurrences(node, text, end):
        found |= occurrence.lefts or {(occurrence.first, occurrence.last)}
    return sum(low <= first < high for first, _ in found)


def matching_tokens(node: Word | Pattern, text: Text, end: int = _NOWHERE) -> list[Token]:
    """The tokens a word or pattern stands for."""
    accepts = _accepts_word(node, text) if isinstance(node, Word) else _accepts_pattern(node)
    return [token for token in text.tokens if token.position < end and accepts(token)]


def _accepts_word(node: Word, text: Text) -> Callable[[Token], bool]:
    """Whether a token is the word: of several terms, those that the typed word has in the text's language."""
    terms = {term for term in node.terms if len(node.terms) == 1 or _is_spoken(term, node.text, text)}

    def accepts(token: Token) -> bool:
        return token.term in terms and (node.exact is None or same_form(token.form, node.exact))

    return accepts


def _is_spoken(term: str, word: str, text: Text) -> bool:
    """Whether a term is meant in a text: it is where no language of the segment has it for the word."""
    having = {
        language
        for language in text.languages
        if any(entry.term == term for entry in analyzer(language).entries(word))
    }
    return not having or text.language in having


def _accepts_pattern(node: Pattern) -> Callable[[Token], bool]:
    """Whether a token's written form is one the pattern stands for."""
    pieces = {"*": ".*", "?": "."}
    written = node.text + "*" if node.kind == "prefix" else node.text
    pattern = re.compile("".join(pieces.get(sign, re.escape(sign)) for sign in written), re.DOTALL)

    def accepts(token: Token) -> bool:
        if token.term in node.terms:
            return True
        folded = fold(token.form)
        return _one_typo(node.text, folded) if node.kind == "fuzzy" else bool(pattern.fullmatch(folded))

    return accepts


def _one_typo(one: str, other: str) -> bool:
    """Whether one letter wrong, missing, too many, or two neighbours swapped makes one of the other."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = longer[:at] + longer[at : at + 2][::-1] + longer[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or shorter == swapped


def _sequence(parts: tuple[Part, ...], text: Text, end: int) -> list[Occurrence]:
    found = occurrences(parts[0], text, end)
    for part in parts[1:]:
        following = occurrences(part, text, end)
        found = _distinct(
            [
                Occurrence(before.first, after.last, frozenset({(before.first, after.last)}))
                for before in found
                for after in following
                if after.first == before.last + 1
            ]
        )
    return found


def _written(written: str, text: Text, found: list[Occurrence]) -> list[Occurrence]:
    """Those that lie where the text has that letter for letter."""
    begins = {token.position: token.start for token in text.tokens}
    spans_of = written_spans(text.text, written)
    return [
        occurrence
        for occurrence in found
        if any(low <= begins[occurrence.first] and begins[occurrence.last] < high for low, high in spans_of)
    ]


def _pairs(node: Near | Together, text: Text, end: int) -> list[Occurrence]:
    """Pairs of nearest partners that are near, or in one unit."""
    left = occurrences(node.left, text, end)
    right = occurrences(node.right, text, end)
    units = (
        (text.sentences if node.unit == "sentence" else text.paragraphs) if isinstance(node, Together) else ()
    )

    def unit(position: int) -> int:
        return sum(1 for start in units if start <= position)

    def good(before: Occurrence, after: Occurrence) -> bool:
        if isinstance(node, Near):
            return after.first - before.last <= node.distance
        first, last = min(before.first, after.first), max(before.last, after.last)
        return unit(first) == unit(last)

    pairs = [(a, b) for a, b in _following(left, right) if good(a, b)]
    if isinstance(node, Together) or not node.ordered:
        pairs += [(a, b) for b, a in _following(right, left) if good(b, a)]
    return _distinct(
        [
            Occurrence(
                min(a.first, b.first),
                max(a.last, b.last),
                a.marked | b.marked,
                frozenset({(a.first, a.last)}),
            )
            for a, b in pairs
        ]
    )


def _following(first: list[Occurrence], second: list[Occurrence]) -> list[tuple[Occurrence, Occurrence]]:
    """Each `first` with the nearest `second` after it, each `second` with the nearest `first` before it."""
    pairs: dict[tuple[int, int], tuple[Occurrence, Occurrence]] = {}
    for number, before in enumerate(first):
        after = [(o.first, place) for place, o in enumerate(second) if o.first > before.last]
        if after:
            place = min(after)[1]
            pairs[number, place] = before, second[place]
    for place, later in enumerate(second):
        ahead = [(o.last, number) for number, o in enumerate(first) if o.last < later.first]
        if ahead:
            nearest = max(last for last, _ in ahead)
            number = max(number for last, number in ahead if last == nearest)
            pairs[number, place] = first[number], later
    return list(pairs.values())


def _distinct(found: list[Occurrence]) -> list[Occurrence]:
    """Each stretch once, in order, with all that is marked of it and all its left sides."""
    merged: dict[Stretch, Occurrence] = {}
    for new in found:
        known = merged.setdefault((new.first, new.last), new)
        if known is not new:
            marked, lefts = known.marked | new.marked, known.lefts | new.lefts
            merged[new.first, new.last] = Occurrence(new.first, new.last, marked, lefts)
    return [merged[stretch] for stretch in sorted(merged)]


def spans(marked: set[Stretch], text: Text, asked: set[str]) -> tuple[Stretch, ...]:
    """The stretches as spans of the text, in order and disjoint; `asked` are the terms the query asks for.

    A stretch ends with the longest token at its last position that is asked for, else with the longest.
    """
    at: dict[int, list[Token]] = {}
    for token in text.tokens:
        at.setdefault(token.position, []).append(token)
    found: list[Stretch] = []
    for first, last in sorted(marked):
        start = at[first][0].start
        ends = [token.end for token in at[last] if token.term in asked or len(at[last]) == 1]
        end = max(ends or [token.end for token in at[last]])
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)
