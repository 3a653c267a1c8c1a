"""Words of the index that may have been meant by one it does not have.

Terms at most two typos away (one for a short word), nearest first, then those of the same letters, then the
most frequent, each as it is written most often: names keep their capitals and accents. Two neighbours
swapped are one typo.

The terms are walked in their sorted order with one row of the distance table a letter, so that a shared
beginning is compared once and a hopeless one is left with everything that begins so (Oflazer 1996,
"Error-tolerant finite-state recognition", section 2, on a sorted list for want of a trie).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.format.fields import FIELDS, TEXT_FIELDS
from dateline.search.query.comparison import fold_value
from dateline.search.query.nodes import KeywordFilter, Pattern, Query, Word, leaves
from dateline.search.query.wording import word_terms

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.indexer.format.segment.text_field import TextField

__all__ = ["distance", "near_strings", "suggest", "suggestions"]

# Fields whose values are names; nobody misspells a path or an id by a letter.
_NAMES: Final = tuple([field.name for field in FIELDS if field.compared == "words"])
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіў"
_MOST_WORDS: Final = 12  # of a part: each is compared with a share of the dictionary
_LAST: Final = "\U0010ffff"


def suggestions(index: IndexReader, query: Query, *, limit: int = 3) -> tuple[str, ...]:
    """For a part of a query that finds nothing: what may be meant by its words, or by a filter's values.

    A word that the index has is left alone. `query` is any query tree.
    """
    found: dict[str, None] = {}
    for node in islice(dict.fromkeys(leaves(query)), _MOST_WORDS):
        if isinstance(node, Word) or (isinstance(node, Pattern) and node.kind == "fuzzy"):
            found.update(dict.fromkeys(suggest(index, node.text, limit=limit)))
        elif isinstance(node, KeywordFilter) and node.fieldname in _NAMES:
            found.update(dict.fromkeys(_values_like(index, node, limit)))
    return tuple(found)[:limit]


def suggest(index: IndexReader, word: str, *, limit: int = 3) -> tuple[str, ...]:
    """Words of the index like a word it does not have, as written; none for a word it has."""
    if has_unspaced(word):  # the index has pairs of letters, and no words to be near
        return ()
    folded = fold_value(word)
    most = _typos_allowed(folded)
    terms = word_terms(word, tuple(index.languages)) if most else ()
    fields = [segment.text_field(name) for segment in index.segments for name in TEXT_FIELDS]
    if any(field.find(term.encode()) >= 0 for term in terms for field in fields):
        return ()
    frequencies: dict[str, int] = {}
    for field in fields:
        for number in {number for term in terms for number in _terms_like(field, term, most)}:
            for form, count in field.forms_of(number):
                frequencies[form] = frequencies.get(form, 0) + count
    ranked: dict[str, tuple[int, int, int, str]] = {}  # the best way to write each word
    for form, count in frequencies.items():
        key = fold_value(form)
        typos = distance(folded, key, most)
        if typos <= most:
            other_letters = len(set(folded) ^ set(key))
            written = (typos, other_letters, -count, form)
            ranked[key] = min(ranked.get(key, written), written)
    return tuple(form for *_, form in sorted(ranked.values())[:limit])


def _typos_allowed(folded: str) -> int:
    """Two in a word of five letters and more; one in three or four; in shorter ones everything is near."""
    return 2 if len(folded) >= 5 else 1 if len(folded) >= 3 else 0


def _terms_like(field: TextField, term: str, most: int) -> Iterator[int]:
    """The numbers of terms near one: all that begin with its first or second letter, and of the others
    those that differ in the first letter only (Qaddafi, Gaddafi)."""
    for beginning in dict.fromkeys((term[:1], term[1:2])):
        if beginning:
            first, last = field.prefix(beginning.encode())
            for place, _ in near_strings(term, field.strings(first, last), most):
                yield first + place
    for letter in _LATIN if term.isascii() else _CYRILLIC:
        number = field.find((letter + term[1:]).encode())
        if number >= 0:
            yield number


def near_strings(wanted: str, strings: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """The places of the sorted strings at most `most` typos from `wanted`, with their distances."""
    rows = [list(range(len(wanted) + 1))]
    before = ""
    place = 0
    while place < len(strings):
        string = strings[place]
        shared = 0
        for mine, theirs in zip(string[: len(rows) - 1], before, strict=False):
            if mine != theirs:
                break
            shared += 1
        del rows[shared + 1 :]
        before = string
        for depth in range(shared, len(string)):
            rows.append(_next_row(wanted, string, depth, rows))
            # Swapping may bring the row after the next one back to the row before this one.
            if min(rows[-1]) > most and min(rows[-2]) >= most:
                place = bisect_left(strings, string[: depth + 1] + _LAST, place)
                break
        else:
            if rows[-1][-1] <= most:
                yield place, rows[-1][-1]
            place += 1


def distance(one: str, other: str, most: int) -> int:
    """Letters wrong, missing, too many or swapped with a neighbour; `most + 1` stands for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    rows = [list(range(len(one) + 1))]
    for depth in range(len(other)):
        rows.append(_next_row(one, other, depth, rows))
    return min(rows[-1][-1], most + 1)


def _next_row(wanted: str, string: str, depth: int, rows: list[list[int]]) -> list[int]:
    """The row of the distance table for the letter `string[depth]`; `rows` are those before it.

    Optimal string alignment: a swapped pair is not edited again.
    """
    letter, above = string[depth], rows[depth]
    row = [depth + 1]
    for column, mine in enumerate(wanted):
        cost = min(above[column + 1] + 1, row[column] + 1, above[column] + (mine != letter))
        if depth and column and mine == string[depth - 1] and wanted[column - 1] == letter:
            cost = min(cost, rows[depth - 1][column - 1] + 1)
        row.append(cost)
    return row


def _values_like(index: IndexReader, node: KeywordFilter, limit: int) -> tuple[str, ...]:
    """Values of a filter's field near those asked for, whole or in one of their words."""
    ranked: dict[str, int] = {}
    wanted = [fold_value(value) for value in node.values]
    for segment in index.segments:
        for value in segment.keywords(node.fieldname).values:
            folded = fold_value(value)
            for asked in wanted:
                most = _typos_allowed(asked)
                nearest = min(distance(asked, one, most) for one in (folded, *folded.split()))
                if nearest <= most:
                    ranked[value] = min(nearest, ranked.get(value, nearest))
    return tuple(sorted(ranked, key=lambda value: (ranked[value], value))[:limit])
