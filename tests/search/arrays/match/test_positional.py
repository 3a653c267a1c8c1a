"""The algebra of occurrences, against definitions written out word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.search.arrays.match.positional import (
    SHIFT,
    Occurrences,
    adjacent,
    counted,
    near,
    together,
    union,
    words,
)

DOCUMENTS, POSITIONS = 3, 14

Stretch = tuple[int, int, int]  # an occurrence: document, first, last
stretches = st.builds(
    lambda document, first, width: (document, first, min(first + width, POSITIONS)),
    st.integers(0, DOCUMENTS - 1),
    st.integers(0, POSITIONS),
    st.integers(0, 2),
)
some = st.lists(stretches, max_size=12, unique=True).map(sorted)
some_words = st.lists(
    st.tuples(st.integers(0, DOCUMENTS - 1), st.integers(0, POSITIONS)), max_size=12, unique=True
).map(lambda found: sorted((document, position, position) for document, position in found))
either = some | some_words


def occurrences(found: list[Stretch]) -> Occurrences:
    starts = np.array([(document << SHIFT) + first for document, first, _ in found], np.int64)
    if all(first == last for _, first, last in found):
        return words(starts)
    return Occurrences(
        starts, np.array([(document << SHIFT) + last for document, _, last in found], np.int64)
    )


def triples(found: Occurrences) -> list[Stretch]:
    place = (1 << SHIFT) - 1
    return [
        (start >> SHIFT, start & place, end & place)
        for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    ]


def marked(found: Occurrences) -> list[Stretch]:
    return sorted(
        {stretch for firsts, lasts in found.marked() for stretch in triples(Occurrences(firsts, lasts))}
    )


@given(either, either)
def test_adjacent_joins_what_ends_with_what_begins_right_after(
    left: list[Stretch], right: list[Stretch]
) -> None:
    expected = {(a[0], a[1], b[2]) for a in left for b in right if a[0] == b[0] and b[1] == a[2] + 1}
    assert triples(adjacent(occurrences(left), occurrences(right))) == sorted(expected)


@given(st.lists(either, max_size=4))
def test_union_has_each_occurrence_once_in_order(parts: list[list[Stretch]]) -> None:
    expected = sorted({stretch for part in parts for stretch in part})
    assert triples(union([occurrences(part) for part in parts])) == expected


def apart(a: Stretch, b: Stretch) -> int | None:
    """How far b begins after a ends; None if it doesn't, or in another document."""
    return b[1] - a[2] if a[0] == b[0] and b[1] > a[2] else None


def is_near(a: Stretch, b: Stretch, distance: int, ordered: bool) -> bool:
    gaps = [apart(a, b)] if ordered else [apart(a, b), apart(b, a)]
    return any(gap is not None and gap <= distance for gap in gaps)


@given(either, either, st.integers(1, 6), st.booleans())
def test_near_marks_every_word_with_a_partner_and_no_other(
    left: list[Stretch], right: list[Stretch], distance: int, ordered: bool
) -> None:
    found = near(occurrences(left), occurrences(right), distance=distance, ordered=ordered)
    pairs = [(a, b) for a in left for b in right if is_near(a, b, distance, ordered)]
    assert marked(found) == sorted({side for pair in pairs for side in pair})
    assert {start >> SHIFT for start in found.starts.tolist()} == {a[0] for a, _ in pairs}
    having = [document for document, _, _ in {a for a, _ in pairs}]
    counts = counted(found, np.uint16)
    assert counts.documents.tolist() == sorted(set(having))
    assert counts.frequencies.tolist() == [having.count(document) for document in sorted(set(having))]


@given(some_words, some_words, st.sets(st.integers(1, POSITIONS), max_size=3))
def test_together_pairs_words_of_one_unit_and_never_a_word_with_itself(
    left: list[Stretch], right: list[Stretch], breaks: set[int]
) -> None:
    starts = sorted({0, *breaks})
    units = np.array([(document << SHIFT) + place for document in range(DOCUMENTS) for place in starts])

    def unit(stretch: Stretch) -> tuple[int, int]:
        return stretch[0], sum(place <= stretch[1] for place in starts)

    pairs = [(a, b) for a in left for b in right if unit(a) == unit(b) and a != b]
    found = together(occurrences(left), occurrences(right), units=units)
    assert marked(found) == sorted({side for pair in pairs for side in pair})


def test_a_document_is_one_unit_where_it_has_none() -> None:
    found = together(words([0, 1 << SHIFT]), words([9, (2 << SHIFT) + 1]), units=None)
    assert marked(found) == [(0, 0, 0), (0, 9, 9)]


def test_a_pair_as_a_side_spans_from_its_first_word_to_its_last() -> None:
    inner = near(words([10]), words([13]), distance=3, ordered=False)
    assert triples(inner) == [(0, 10, 13)]
    assert marked(near(inner, words([15]), distance=2, ordered=True)) == [
        (0, 10, 10),
        (0, 13, 13),
        (0, 15, 15),
    ]
    assert marked(near(inner, words([12]), distance=5, ordered=False)) == []


def test_nothing_is_near_nothing() -> None:
    assert len(near(words([]), words([1]), distance=1, ordered=False)) == 0
    assert counted(words([]), np.uint16).documents.tolist() == []
