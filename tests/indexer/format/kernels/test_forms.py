"""Forms that the kernel finds are those that begin so, or are near, by definition; bad ones are refused."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format import kernels
from dateline.indexer.format.errors import IndexDamaged
from dateline.indexer.format.segment.surface_forms import GROUP
from dateline.indexer.format.storage.entries import BLOCK

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

WORDS = st.text("abcdeéя中😀1", min_size=1, max_size=7)


def given_of(numbers: Iterable[int]) -> kernels.Blocks:
    """Numbers as kernels take an array of a file, all of it compared."""
    array = np.fromiter(numbers, np.uint32)
    count = -(-array.nbytes // BLOCK)
    compared = bytearray(b"\1" * count)
    return kernels.Blocks(_refuse, "given", array.data, np.zeros(count, np.uint32).data, None, None, compared)


def _refuse(blocks: kernels.Blocks, block: int) -> NoReturn:
    raise ValueError(f"block {block} of {blocks.name}")


def made(forms: list[str], read: list[int] | None = None) -> Any:
    """Sorted forms, each of a term of its own; the numbers of groups that are read are noted."""
    compiled = kernels.compiled()
    assert compiled is not None
    groups = ["\n".join(forms[at : at + GROUP]).encode() for at in range(0, len(forms), GROUP)]

    def group(number: int) -> bytes:
        if read is not None:
            read.append(number)
        return groups[number]

    firsts = "\n".join(forms[::GROUP]).encode()
    letters = np.array(sorted(set(map(ord, "".join(forms)))), np.uint32)
    ends = sorted(range(len(forms)), key=lambda place: forms[place][::-1])
    return compiled.Forms(
        group, None, None, None, firsts, letters, given_of(range(len(forms))), given_of(ends)
    )


def near_by_definition(word: str, forms: list[str]) -> list[str]:
    letters = {letter for letter in "".join(forms) if (letter < "ɐ") == all(one < "ɐ" for one in word)}
    found = {word}
    for at in range(len(word) + 1):
        before, rest = word[:at], word[at:]
        found |= {before + letter + rest for letter in letters}
        if rest:
            found |= {before + rest[1:], *(before + letter + rest[1:] for letter in letters)}
        if len(rest) > 1:
            found.add(before + rest[1] + rest[0] + rest[2:])
    return [form for form in forms if form and form in found]


@pytest.fixture(scope="module")
def many() -> list[str]:
    letters = "aabcdeéя"
    return sorted(
        "".join(letters[number // 8**place % 8] for place in range(1 + number % 6))
        for number in range(0, 8**6, 37)
    )


@given(st.lists(WORDS, max_size=400), WORDS)
def test_forms_near_a_word_are_those_by_definition(forms: list[str], word: str) -> None:
    forms.sort()
    assert [form for _, _, form in made(forms).near(word)] == near_by_definition(word, forms)


@given(word=st.text("abcdeéя", max_size=7))
def test_among_many_forms_those_near_a_word_are_found(many: list[str], word: str) -> None:
    found = made(many).near(word)

    assert [form for _, _, form in found] == near_by_definition(word, many)
    assert all(many[place] == form and term == place for place, term, form in found)


def test_of_many_forms_few_are_read_each_once(many: list[str]) -> None:
    counts = []
    for word in many[5::100]:
        read: list[int] = []
        made(many, read).near(word)
        assert len(read) == len(set(read))
        counts.append(len(read))

    assert sum(counts) / len(counts) < len(many) / GROUP / 3


@given(st.lists(WORDS, max_size=400), st.text("abcdeéя中😀1", max_size=3))
def test_forms_that_begin_so_are_a_range(forms: list[str], prefix: str) -> None:
    forms.sort()
    low, high = made(forms).beginning(prefix)
    assert forms[low:high] == [form for form in forms if form.startswith(prefix)]


def field_of(frequencies: list[int]) -> Any:
    """A field whose terms are in so many documents."""
    compiled = kernels.compiled()
    assert compiled is not None
    starts = np.concatenate(([0], np.cumsum(frequencies)))
    arrays: list[Any] = [None] * 15
    arrays[0] = arrays[1] = given_of([0] * int(starts[-1]))
    arrays[6] = given_of(starts.tolist())
    return compiled.Field(tuple(arrays))


@given(st.data())
def test_owners_are_whole_partly_or_none_of_the_most_frequent(data: st.DataObject) -> None:
    compiled = kernels.compiled()
    assert compiled is not None
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=40))
    frequencies = [data.draw(st.integers(0, 3)) for _ in sizes]
    owned = data.draw(
        st.permutations([(term, number) for term, size in enumerate(sizes) for number in range(size)])
    )
    low = data.draw(st.integers(0, len(owned)))
    high = data.draw(st.integers(low, len(owned)))
    stems = tuple(data.draw(st.sets(st.integers(0, len(sizes) - 1), max_size=3)))
    most = data.draw(st.integers(-1, len(sizes)))
    numbers = np.array([2 * n + (n + 1 == sizes[term]) for term, n in owned], np.uint16)[low:high]
    terms = given_of(term for term, _ in owned)
    forms = compiled.Forms(None, None, None, None, b"", b"", terms, given_of([0] * len(owned)))

    whole, partly, cut = forms.owners(low, high, numbers, stems, field_of(frequencies), most)

    found: dict[int, list[int]] = {}
    for term, number in owned[low:high]:
        found.setdefault(term, []).append(number)
    all_of_them = {*found, *stems}
    kept = sorted(all_of_them, key=lambda term: (-frequencies[term], term))
    assert cut == (0 <= most < len(kept))
    kept = kept[:most] if cut else kept
    expected = {term for term in kept if term in stems or len(found[term]) == sizes[term]}
    assert whole == sorted(expected)
    assert partly == {term: forms for term, forms in found.items() if term in kept and term not in expected}


def test_groups_that_have_other_forms_than_there_are_are_refused() -> None:
    compiled = kernels.compiled()
    assert compiled is not None
    for group in (b"a", b"a\nb\nc\nd"):
        three = compiled.Forms(
            lambda number, group=group: group,
            None,
            None,
            None,
            b"a",
            b"ab",
            given_of([0, 1, 2]),
            given_of([0, 1, 2]),
        )
        with pytest.raises(ValueError, match="frame 0: not 3 forms"):
            three.beginning("b")
    no_text = compiled.Forms(
        lambda number: b"a\xff\nb", None, None, None, b"a\xff", b"ab", given_of([0, 1]), given_of([0, 1])
    )
    with pytest.raises(ValueError, match="no text"):
        no_text.near("ab")
    with pytest.raises(TypeError):
        compiled.Forms(
            lambda number: "a", None, None, None, b"a", b"ab", given_of([0]), given_of([0])
        ).beginning("b")


def test_what_a_reader_raises_comes_through() -> None:
    compiled = kernels.compiled()
    assert compiled is not None

    def damaged(number: int) -> bytes:
        raise IndexDamaged(Path("segment"), f"frame {number}")

    forms = compiled.Forms(damaged, None, None, None, b"a", b"ab", given_of([0]), given_of([0]))
    for ask in (forms.near, forms.beginning):
        with pytest.raises(IndexDamaged):
            ask("abc")
