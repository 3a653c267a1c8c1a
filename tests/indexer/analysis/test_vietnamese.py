"""A Vietnamese word keeps its marks, has one spelling, and is found by what it is without marks."""

from __future__ import annotations

import pytest

from dateline.indexer.analysis.folding import fold_accents
from dateline.indexer.analysis.tokens import analyzer
from dateline.indexer.analysis.vietnamese import one_spelling, with_marks


@pytest.mark.parametrize("forms", ["hòa hoà", "thủy thuỷ", "Mỹ Mĩ", "kỹ kĩ", "quý quí", "khỏe khoẻ"])
def test_two_spellings_of_a_word_are_one_term(forms: str) -> None:
    assert len({analyzer("vi").term(form) for form in forms.split()}) == 1


WORDS = (
    "của người những tiếng giếng gì nghiêng chuyện khuya huỳnh toàn quyền quốc được rượu đường xoài yêu "
    "thuở quân bất oản uống ừ"
)


def test_spelling_leaves_marks_where_they_are_written() -> None:
    assert [one_spelling(word) for word in WORDS.split()] == WORDS.split()


@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_is_among_those_meant_without_marks(word: str) -> None:
    assert one_spelling(word) in with_marks(fold_accents(word))


@pytest.mark.parametrize("word", ["border", "guards", "w", "zanzibar", "straight", "hà", ""])
def test_what_is_no_syllable_without_marks_means_nothing_else(word: str) -> None:
    assert with_marks(word) == ()


@pytest.mark.parametrize("word", ["café", "nguyễn-văn", "jürgen", "são"])
def test_foreign_words_stay_as_they_are(word: str) -> None:
    assert one_spelling(word) == word or fold_accents(one_spelling(word)) == fold_accents(word)


def test_few_terms_are_meant_by_a_word() -> None:
    assert max(len(with_marks(word)) for word in ("noi", "doi", "don", "giu", "uon", "nguyen")) <= 40
