"""Passages and their sentences made by the kernel: as Python makes them, or left to it."""

from __future__ import annotations

from array import array
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format import kernels
from dateline.indexer.format.ready_passages import ReadyPassages
from dateline.indexer.format.segment.builder import SegmentBuilder
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
    passages, sentences = passages_and_sentences(article)
    with mock.patch.object(kernels, "_compiled", None):
        assert ([*passages], [*sentences]) == passages_and_sentences(article)


@given(
    st.lists(st.lists(PARAGRAPHS, max_size=6).map(tuple), min_size=1, max_size=3),
    st.sampled_from(["en", "de"]),
)
def test_a_segment_is_the_same_whoever_cut_its_passages(
    articles: list[tuple[Paragraph, ...]], language: str
) -> None:
    written = []
    for compiled in (kernels.compiled(), None):
        builder = SegmentBuilder()
        with TemporaryDirectory() as folder:
            for number, paragraphs in enumerate(articles):
                article = Article(id=str(number), paragraphs=paragraphs, language=language)
                with mock.patch.object(kernels, "_compiled", compiled):
                    told = passages_and_sentences(article)
                assert builder.add(article, *told) == len(article.text)
            builder.write(Path(folder) / "segment")
            written.append((Path(folder) / "segment").read_bytes())
    assert written[0] == written[1]


def test_some_of_the_passages_can_be_asked_for() -> None:
    article = Article(
        id="a", paragraphs=tuple(Paragraph("One. Two. " * 20 + "End", (n, n)) for n in (1, 2, 3))
    )
    passages, sentences = passages_and_sentences(article)
    assert isinstance(passages, ReadyPassages)
    assert passages[1:] == [Passage(205, 408, (2, 2)), Passage(410, 613, (3, 3))]
    assert passages[-1] == passages[2]
    assert sentences[0][:3] == sentences[:2][1][:3] == [0, 5, 10]
    with pytest.raises(IndexError):
        passages[3]


def test_what_is_to_be_cut_or_is_no_text_of_these_paragraphs_is_left_to_python() -> None:
    compiled = kernels.compiled()
    assert compiled is not None
    words: tuple[frozenset[str], ...] = (frozenset(),) * 5

    def asked(*texts: str) -> object:
        return compiled.passages(list(texts), bytes(len(texts)), words, False, 2, 4, 20)

    def numbers(*values: int) -> bytes:
        return array("i", values).tobytes()

    none = b""
    spans = numbers(0, 12, 0, 1, 14, 17, 1, 2)
    told = ([b"one two. Two", b"a b"], spans, numbers(9), numbers(1, 0), none, numbers(0, 0), 17, 0)
    assert asked("one two. Two", "a b") == told
    told = (
        [b"a\n\nbcd. Be"],
        numbers(0, 10, 0, 2),
        numbers(3, 8, 3),
        numbers(3),
        numbers(3),
        numbers(1),
        10,
        0,
    )
    assert asked("a", "bcd. Be") == told
    told = (["a b. É".encode()], numbers(0, 6, 0, 1), numbers(-4), numbers(1), none, numbers(0), 6, 1)
    assert asked("a b. É") == told
    assert asked() == ([], none, none, none, none, none, 0, 0)
    assert asked("a b c d e") is None
    assert asked("abcdefghijklmnopqrstu") is None
    assert asked("a b\nc d") is None
    assert asked("a b", "") is None
    assert asked("\ud800 b") is None
    with pytest.raises(TypeError):
        asked("a b", b"c d")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="each paragraph"):
        compiled.passages(["a b"], b"", words, False, 2, 4, 20)
