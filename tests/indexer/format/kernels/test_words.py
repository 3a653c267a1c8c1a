"""Words counted by the kernel: as many as Python counts, or left to it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.indexer.facts.titles import count_words
from dateline.indexer.format.kernels import compiled

BLANKS = " \n\t\x0b\x0c\r\x1c\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"
TEXTS = st.text(
    st.sampled_from(f"{BLANKS}aé—“\u200b\u0dff\u0e00ไก中ü😀") | st.characters(exclude_categories=["Cs"])
) | st.text(st.sampled_from("ab  \x7f\x1fé"), min_size=8)  # of eight bytes and more between two letters


@pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")
@given(TEXTS)
@example("ไทย ไทย")
@example("\ud800 a")
@example(BLANKS)
def test_words_are_counted_or_left_to_be(text: str) -> None:
    kernels = compiled()
    assert kernels is not None
    words = kernels.count_words(text)

    assert words == count_words(text) or (words == -1 and not text.isascii())
    if text.isascii() or max(text) < "\u0e00":
        assert words >= 0
