"""Passages: joined when short, cut when long, and covering every word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.indexer.article import Article, Paragraph
from dateline.indexer.passages import MAX_WORDS, MIN_WORDS, split_passages


def article(*sizes: int | str, sentence: int = 10) -> Article:
    """Paragraphs of so many words, a sentence every ten; a text stands for a subhead. One line each."""
    paragraphs = []
    for number, size in enumerate(sizes, 1):
        if isinstance(size, str):
            paragraphs.append(Paragraph(size, (number, number), "subhead"))
        else:
            words = [("Word" if place % sentence == 0 else "word") for place in range(size)]
            words = [word + ("." if (place + 1) % sentence == 0 else "") for place, word in enumerate(words)]
            paragraphs.append(Paragraph(" ".join(words), (number, number)))
    return Article(id="a", paragraphs=tuple(paragraphs), language="en")


def sizes(of: Article) -> list[int]:
    return [len(of.text[passage.start : passage.end].split()) for passage in split_passages(of)]


def lines(of: Article) -> list[tuple[int, int] | None]:
    return [passage.lines for passage in split_passages(of)]


def test_a_paragraph_is_a_passage() -> None:
    assert sizes(article(30, 25, 180)) == [30, 25, 180]


def test_a_short_paragraph_joins_the_one_before_it() -> None:
    assert sizes(article(30, 24, 30)) == [54, 30]
    assert lines(article(30, 24, 30)) == [(1, 2), (3, 3)]


def test_the_first_joins_the_one_after_it() -> None:
    assert sizes(article(5, 5, 30, 30)) == [40, 30]


def test_a_subhead_joins_what_follows() -> None:
    assert lines(article(30, "Background", 30)) == [(1, 1), (2, 3)]
    assert lines(article(30, "Background", 10, 30)) == [(1, 1), (2, 4)]


def test_a_subhead_at_the_end_joins_what_went_before() -> None:
    assert lines(article(30, "Background")) == [(1, 2)]


def test_an_article_shorter_than_a_passage_is_one() -> None:
    assert sizes(article(5)) == [5]
    assert sizes(article(5, 5)) == [10]
    assert split_passages(Article(id="a", title="Summit")) == []


def test_a_long_paragraph_is_cut_at_sentence_ends_into_even_pieces() -> None:
    assert sizes(article(200)) == [100, 100]
    assert sizes(article(400)) == [130, 130, 140]


def test_a_sentence_longer_than_a_passage_is_cut_between_words() -> None:
    assert max(sizes(article(1000, sentence=5000))) <= MAX_WORDS


def test_many_short_paragraphs_are_cut_between_paragraphs() -> None:
    of = article(*[10] * 40)
    assert sizes(of) == [130, 130, 140]
    assert lines(of) == [(1, 13), (14, 26), (27, 40)]


def test_paragraphs_without_lines_make_passages_without_lines() -> None:
    of = Article(id="a", paragraphs=(Paragraph("word " * 30), Paragraph("word " * 300)))
    assert {passage.lines for passage in split_passages(of)} == {None}


@given(st.lists(st.integers(1, 500) | st.just("Background"), max_size=12), st.integers(1, 600))
def test_passages_cover_every_word_once_and_keep_their_bounds(parts: list[int | str], sentence: int) -> None:
    of = article(*parts, sentence=sentence)
    text, passages = of.text, split_passages(of)
    assert [
        word for passage in passages for word in text[passage.start : passage.end].split()
    ] == text.split()
    for before, after in pairwise(passages):
        assert before.end < after.start
        assert text[before.end : after.start].isspace()
    counts = sizes(of)
    assert all(count <= MAX_WORDS for count in counts)
    assert len(counts) < 2 or all(count >= MIN_WORDS for count in counts)
    for passage in passages:
        assert text[passage.start : passage.end].strip() == text[passage.start : passage.end] != ""


@pytest.mark.parametrize("words", [25, 180])
def test_the_bounds_are_inclusive(words: int) -> None:
    assert sizes(article(30, words)) == [30, words]


@pytest.mark.parametrize(
    ("sentence", "language", "count"),
    [("黑豹队的防守只丢了三百分。", "zh", 60), ("นายกรัฐมนตรีเดินทางไปกรุงเทพมหานคร ", "th", 90)],
)
def test_a_writing_without_blanks_is_cut_into_passages_as_others_are(
    sentence: str, language: str, count: int
) -> None:
    article = Article(
        "a", (Paragraph((sentence * count).strip()), Paragraph(sentence * 20)), language=language
    )
    passages = split_passages(article)
    assert 3 <= len(passages) <= 6
    assert all(100 <= len(article.text[passage.start : passage.end]) <= 1000 for passage in passages)
