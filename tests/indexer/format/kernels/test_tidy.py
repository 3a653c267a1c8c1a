"""Paragraphs cut by the kernel out of a text that is tidy: those that cleaning finds."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.indexer.cleaning.characters import tidy
from dateline.indexer.format.kernels import compiled

SIGNS = [*"ab. \n\t\x7f\x85\xa0\xad\u0378\u2028\u202f", "\n\n", "\n\n", "é", "я", "“Да” — да", "中", "x y"]

pytestmark = pytest.mark.skipif(compiled() is None, reason="the kernels in C were not built")


@given(
    st.lists(st.sampled_from(SIGNS)).map("".join)
    | st.text()
    | st.lists(st.sampled_from(["One word. ", "and then", "a", " ", "é", "\n\n", "\x7f"]), min_size=2).map(
        "".join
    )
)
@example("abcdefg hijklmno\x7f")
@example("abcdefg  hijklmno")
@example("abcdefgh  ijklmno")
@example("One.\n\n“Two” – «три» £5…")
@example("One.\n\n\nTwo")
@example("One.\n\n")
@example("\ud800")
@example("")
def test_the_paragraphs_of_a_tidy_text_are_cut_out_of_it(text: str) -> None:
    kernels = compiled()
    assert kernels is not None
    found = kernels.tidy_paragraphs(text)

    parts = text.split("\n\n")
    if found is not None:
        assert found == parts
        assert all(part and tidy(part) == part for part in parts)
    elif text.isascii():
        assert any(not part or tidy(part) != part for part in parts)


def test_what_is_said_to_be_printable_is_so_to_python() -> None:
    kernels = compiled()
    assert kernels is not None
    for code in range(0x3000):
        if kernels.tidy_paragraphs(f"a{chr(code)}b") is not None:
            assert chr(code).isprintable()
