"""Words of the index that may have been meant by one it does not have.

Terms at most two typos away (one for a short word), nearest first, then those of the same letters, then the
most frequent, each as it is written most often: names keep their capitals and accents. Two neighbours
swapped are one typo.

The distance table is filled for all terms at once, an array step for each of its cells; only those near its
diagonal are, since what is further off is too far already (Ukkonen 1985, "Algorithms for approximate string
matching", section 2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from dateline.indexer.analysis.scripts import has_unspaced
from dateline.indexer.format.fields import FIELDS, TEXT_FIELDS
from dateline.indexer.format.kernels import compiled
from dateline.indexer.format.later import np
from dateline.search.query.comparison import fold_value
from dateline.search.query.nodes import KeywordFilter, Pattern, Query, Word, leaves
from dateline.search.query.wording import word_terms

if TYPE_CHECKING:
    from dateline.indexer.format.index.reader import IndexReader
    from dateline.indexer.format.segment.text_field import TextField

__all__ = [
    "NAMES",
    "UNDER_NAMES",
    "distance",
    "names_like",
    "near_strings",
    "suggest",
    "suggestions",
    "typos_allowed",
    "values_like",
]

# Fields whose values are names; nobody misspells a path or an id by a letter.
NAMES: Final = tuple([field.name for field in FIELDS if field.compared == "words"])
UNDER_NAMES: Final = {
    field.name: typed.name for field in FIELDS for typed in field.typed if field.compared == "named"
}
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіў"
_MOST_LETTERS: Final = 64  # of a word that a kernel compares
_MOST_WORDS: Final = 12  # of a part: each is compared with a share of the dictionary


def suggestions(index: IndexReader, query: Query, *, limit: int = 3) -> tuple[str, ...]:
    """For a part of a query that finds nothing: what may be meant by its words, or by a filter's values.

    A word that the index has is left alone. `query` is any query tree.
    """
    found: dict[str, None] = {}
    for node in islice(dict.fromkeys(leaves(query)), _MOST_WORDS):
        if isinstance(node, Word) or (isinstance(node, Pattern) and node.kind == "fuzzy"):
            found.update(dict.fromkeys(suggest(index, node.text, limit=limit)))
        elif isinstance(node, KeywordFilter) and node.fieldname in NAMES:
            found.update(dict.fromkeys(values_like(_values(index, node.fieldname), node, limit)))
        elif isinstance(node, KeywordFilter) and node.fieldname in UNDER_NAMES:
            found.update(dict.fromkeys(names_like(_values(index, node.fieldname), node, limit)))
    return tuple(found)[:limit]


def suggest(index: IndexReader, word: str, *, limit: int = 3) -> tuple[str, ...]:
    """Words of the index like a word it does not have, as written; none for a word it has."""
    if has_unspaced(word):  # the index has pairs of letters, and no words to be near
        return ()
    folded = fold_value(word)
    most = typos_allowed(folded)
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
    forms = list(frequencies)
    keys = list(map(fold_value, forms))
    for place, typos in near_strings(folded, keys, most):
        form, key = forms[place], keys[place]
        written = (typos, len(set(folded) ^ set(key)), -frequencies[form], form)
        ranked[key] = min(ranked.get(key, written), written)
    return tuple(form for *_, form in sorted(ranked.values())[:limit])


def typos_allowed(folded: str) -> int:
    """Two in a word of five letters and more; one in three or four; in shorter ones everything is near."""
    return 2 if len(folded) >= 5 else 1 if len(folded) >= 3 else 0


def _terms_like(field: TextField, term: str, most: int) -> Iterator[int]:
    """The numbers of terms near one: all that begin with its first or second letter, and of the others
    those that differ in the first letter only (Qaddafi, Gaddafi)."""
    for beginning in dict.fromkeys((term[:1], term[1:2])):
        if beginning:
            first, last = field.prefix(beginning.encode())
            yield from near_terms(field, term, first, last, most)
    letters = _LATIN if term.isascii() else _CYRILLIC
    numbers = field.find_all([(letter + term[1:]).encode() for letter in letters])
    yield from [number for number in numbers if number >= 0]


def near_terms(field: TextField, word: str, first: int, last: int, most: int) -> list[int]:
    """The numbers of those of terms `[first, last)` at most so many typos from a word, ascending."""
    if field.compiled is None or len(word) > _MOST_LETTERS:
        return [first + place for place, _ in near_by_steps(word, field.strings(first, last), most)]
    with field.damage_told():
        return [number for number, _ in field.compiled.near(word, first, last, most)]


def near_strings(wanted: str, strings: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """The places of the strings at most `most` typos from `wanted`, in order, with their distances.

    Optimal string alignment: a swapped pair is not edited again.
    """
    kernels = compiled()
    if kernels is None or len(wanted) > _MOST_LETTERS:
        yield from near_by_steps(wanted, strings, most)
    else:
        yield from kernels.near_among(wanted, list(strings), most)


def near_by_steps(wanted: str, strings: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """The same without a kernel."""
    length = len(wanted)
    places = [place for place, string in enumerate(strings) if abs(len(string) - length) <= most]
    if not places:
        return
    kept = [strings[place] for place in places]
    widest = length + most
    letters = np.array(kept, f"U{max(widest, 1)}").view(np.uint32).reshape(len(kept), -1).T
    lengths = np.fromiter(map(len, kept), np.intp, len(kept))
    codes = [ord(letter) for letter in wanted]
    far = np.full(len(kept), most + 1, np.int8)
    before = [far] * (
        length + 1
    )  # the row of two letters ago: cells are counts of typos, far off the diagonal
    above = [np.full(len(kept), min(column, most + 1), np.int8) for column in range(length + 1)]
    typos = np.where(lengths == 0, above[-1], far)
    for depth in range(1, widest + 1):
        letter = letters[depth - 1]
        row = [far] * (length + 1)
        if depth <= most:
            row[0] = np.full(len(kept), depth, np.int8)
        for column in range(max(1, depth - most), min(length, depth + most) + 1):
            cell = np.minimum(above[column], row[column - 1]) + np.int8(1)
            cell = np.minimum(cell, above[column - 1] + (letter != codes[column - 1]))
            if depth > 1 and column > 1:
                swapped = (letter == codes[column - 2]) & (letters[depth - 2] == codes[column - 1])
                cell = np.where(swapped, np.minimum(cell, before[column - 2] + np.int8(1)), cell)
            row[column] = cell
        typos = np.where(lengths == depth, row[-1], typos)
        before, above = above, row
    for number in np.flatnonzero(typos <= most).tolist():
        yield places[number], int(typos[number])


def distance(one: str, other: str, most: int) -> int:
    """Letters wrong, missing, too many or swapped with a neighbour; `most + 1` stands for any more."""
    return next((typos for _, typos in near_strings(one, (other,), most)), most + 1)


def _values(index: IndexReader, field: str) -> list[str]:
    """The values that an index has of a field, each once."""
    return list(dict.fromkeys(value for one in index.segments for value in one.keywords(field).values))


def values_like(values: Sequence[str], node: KeywordFilter, limit: int) -> tuple[str, ...]:
    """Values of a filter's field near those asked for, whole or in one of their words."""
    ranked: dict[str, int] = {}
    words = [
        (word, value)
        for value in values
        for folded in (fold_value(value),)
        for word in {folded, *folded.split()}
    ]
    spelled = [word for word, _ in words]
    for asked in map(fold_value, node.values):
        for place, typos in near_strings(asked, spelled, typos_allowed(asked)):
            value = words[place][1]
            ranked[value] = min(typos, ranked.get(value, typos))
    return tuple(sorted(ranked, key=lambda value: (ranked[value], value))[:limit])


def names_like(values: Sequence[str], node: KeywordFilter, limit: int) -> tuple[str, ...]:
    """Names near one that no value stands under, as they are typed: `meta.section` for `meta.sektion:`."""
    typed = UNDER_NAMES[node.fieldname]
    whole = dict.fromkeys(value.partition("=")[0] for value in values)
    names = list(dict.fromkeys(part for name in whole for part in (name, name.rpartition(".")[2])))
    ranked: dict[str, int] = {}
    for value in node.values:
        asked, equals, _ = value.partition("=")
        if equals and asked not in names and not any(name.endswith(f".{asked}") for name in whole):
            for place, typos in near_strings(asked, names, typos_allowed(asked)):
                ranked[names[place]] = min(typos, ranked.get(names[place], typos))
    return tuple(f"{typed}.{name}" for name in sorted(ranked, key=lambda name: (ranked[name], name))[:limit])
