"""Postings made by the kernel: those that gathers make, or a refusal of what can't be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dateline.indexer.format.errors import IndexTooLarge
from dateline.indexer.format.kernels import compiled
from dateline.indexer.format.segment.chunks import Vocabulary
from dateline.indexer.format.segment.gathering import Rows, gather_postings
from dateline.indexer.format.segment.inversion import TextBuffer, invert

WORDS = st.sampled_from(
    ["a", "an", "Tajik-Afghan", "U.S.", "28.05.2013", "«Да»", "—", "", "中国", "x" * 300, "the the"]
) | st.text(max_size=4)
TEXTS = st.lists(WORDS, max_size=300).map(" ".join)

pytestmark = pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")


def given_of(texts: list[str]) -> list[Any]:
    """What the kernel is given for these texts, forms and terms numbered as they were met."""
    vocabulary = Vocabulary()
    buffer = TextBuffer(vocabulary)
    for text in texts:
        buffer.add(text.encode(), "en")
    chunks, counts = np.frombuffer(buffer.chunks, np.uint32), np.frombuffer(buffer.counts, np.uint32)
    vocabulary.learn()
    forms = np.arange(len(vocabulary.forms), dtype=np.uint32)
    return [chunks, counts, *vocabulary.rows(), forms // 2, forms % 300, len(forms)]


def made(given: list[Any]) -> list[NDArray[Any]]:
    kernels = compiled()
    assert kernels is not None
    return [np.frombuffer(values, f"<u{width}") for values, width in kernels.invert(*given)]


@given(st.lists(TEXTS, max_size=6), st.integers(0, 400))
def test_the_kernel_makes_what_gathers_make(texts: list[str], empty: int) -> None:
    given = given_of([*texts, *[""] * empty, *texts])
    gathered = gather_postings(given[0], given[1], Rows(*given[2:9]), *given[9:])
    for one, other in zip(made(given), gathered, strict=True):
        assert one.tolist() == other.tolist()
        assert one.itemsize == other.itemsize


@given(st.data())
def test_numbers_that_no_vocabulary_has_are_refused_or_answered(data: st.DataObject) -> None:
    given = given_of(["one two-three two", "", "l'État U.S. one"])
    for _ in range(data.draw(st.integers(1, 3))):
        array = given[data.draw(st.integers(0, 10))].copy()
        place = data.draw(st.integers(0, len(array) - 1)) if len(array) else 0
        if data.draw(st.booleans()) and len(array):
            array[place] = data.draw(st.sampled_from([0, 1, 2, 5, 9, 1 << 31, (1 << 32) - 1]))
        else:
            array = array[:place]
        given[data.draw(st.integers(0, 10))] = array
    try:
        found = made(given)
    except (ValueError, OverflowError):
        return
    assert len(found[4]) == len(found[3])
    assert int(found[4].sum(dtype=np.int64)) == len(found[5]) == len(found[6])


def test_numbers_of_another_size_are_refused() -> None:
    given = given_of(["one two"])
    with pytest.raises(ValueError, match="another size"):
        made([given[0].astype(np.uint16), *given[1:]])


def test_a_text_too_long_to_be_numbered_is_told() -> None:
    given = given_of(["one two"])
    given[3] = np.full_like(given[3], (1 << 31) - 1)
    with pytest.raises(OverflowError, match="characters"):
        made(given)
    vocabulary = Vocabulary()
    buffer = TextBuffer(vocabulary)
    buffer.add(b"one two", "en")
    assert len(buffer.chunks) == 2
    vocabulary.learn()
    vocabulary.lengths[0] = (1 << 31) - 1
    with pytest.raises(IndexTooLarge):
        invert(vocabulary, buffer)
