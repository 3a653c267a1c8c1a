"""Slices of a text made by the kernel: those of Python, in UTF-8."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.format.kernels import compiled

pytestmark = pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")


@given(
    st.text(st.sampled_from("ab é中😀") | st.characters(exclude_categories=["Cs"])),
    st.lists(st.integers(-1, 30), max_size=9),
    st.booleans(),
)
def test_slices_are_those_of_the_text(text: str, offsets: list[int], ascending: bool) -> None:
    kernels = compiled()
    assert kernels is not None
    offsets = sorted(offsets) if ascending else offsets
    found = kernels.slices(text, offsets)

    pairs = list(zip(offsets[::2], offsets[1::2], strict=False))
    used = [offset for pair in pairs for offset in pair]
    if used != sorted(used) or (used and not 0 <= used[0] <= used[-1] <= len(text)):
        assert found is None
    else:
        assert found == [text[start:end].encode() for start, end in pairs]


def test_half_a_pair_of_surrogates_can_not_be_written() -> None:
    kernels = compiled()
    assert kernels is not None
    with pytest.raises(UnicodeEncodeError):
        kernels.slices("a\ud800", [0, 1])
    with pytest.raises(TypeError):
        kernels.slices("a", ["0", "1"])
