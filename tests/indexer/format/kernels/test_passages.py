"""Passages and their sentences made by the kernel: as Python makes them, or left to it."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article, Paragraph
from dateline.indexer.format import kernels
from dateline.indexer.passages import passages_and_sentences

WORDS = st.sampled_from(["One two. ", "Three ", "Mr. ", "“Four” ", "Éa. ", "\n\n", " ", "", "中国", "U.S. "])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([1, 2, 30, 60, 200])), max_size=3).map(
    lambda parts: "".join(word * times for word, times in parts)
)
PARAGRAPHS = st.builds(
    Paragraph,
    TEXTS,
    st.none() | st.tuples(st.integers(1, 9), st.integers(10, 19)),
    st.sampled_from(["body", "body", "subhead", "list"]),
)

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")


@given(st.lists(PARAGRAPHS, max_size=6).map(tuple), st.sampled_from(["en", "de", None]))
def test_passages_are_those_of_python(paragraphs: tuple[Paragraph, ...], language: str | None) -> None:
    article = Article(id="a", paragraphs=paragraphs, language=language)
    by_kernel = passages_and_sentences(article)
    with mock.patch.object(kernels, "_compiled", None):
        assert by_kernel == passages_and_sentences(article)


def test_what_is_to_be_cut_or_is_no_text_of_these_paragraphs_is_left_to_python() -> None:
    compiled = kernels.compiled()
    assert compiled is not None
    words: tuple[frozenset[str], ...] = (frozenset(),) * 5

    def asked(text: str, *lengths: int) -> object:
        return compiled.passages(text, list(lengths), bytes(len(lengths)), words, False, 2, 4, 20)

    assert asked("one two. Two\n\na b", 12, 3) == [(0, 12, 0, 1, [0, 9]), (14, 17, 1, 2, [0])]
    assert asked("a b c d e", 9) is None
    assert asked("abcdefghijklmnopqrstu", 21) is None
    assert asked("a b\n\nc d", 4, 3) is None
    assert asked("a b\n\nc d", 3) is None
    assert asked("a b", 3, 9) is None
    assert asked("a b", -1) is None
    assert asked("\ud800 b", 3) is None
    assert asked("", 0) == [(0, 0, 0, 1, [0])]
    with pytest.raises(ValueError, match="each paragraph"):
        compiled.passages("a b", [3], b"", words, False, 2, 4, 20)
