"""The order of texts, told by the kernel in use: that of Python, where equal ones stay as they come."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.indexer.format import kernels
from dateline.indexer.format.kernels import plain

# Much alike, so that the first bytes do not tell them apart.
TEXTS = st.lists(st.text(st.sampled_from("ab\0é中😀"), max_size=12) | st.text(st.characters(codec="utf-8")))


@given(TEXTS)
@example(["", "a", "", "a\0", "a"])
@example(["abcdefgh\0", "abcdefgh", "abcdefghi", "abcdefgh"])
@example(["\uffff", "\U00010000"])
def test_texts_are_sorted_as_python_sorts_them(texts: list[str]) -> None:
    order = array("I", kernels.sorted_order(texts)).tolist()

    assert order == sorted(range(len(texts)), key=texts.__getitem__)


def test_many_texts_in_any_order_are_sorted() -> None:
    for texts in (
        [str(number) for number in range(1000)],
        [f"{number:09d}" for number in reversed(range(1000))],
        [str(number * 7919 % 1009) for number in range(3000)],
    ):
        assert kernels.sorted_order(texts) == plain.sorted_order(texts)


@pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")
@pytest.mark.parametrize("wrong", [("a", "b"), ["a", b"b"], ["a", "\ud800"], None])
def test_what_is_no_list_of_texts_is_refused(wrong: object) -> None:
    with pytest.raises((TypeError, UnicodeEncodeError)):
        kernels.sorted_order(wrong)  # type: ignore[arg-type]
