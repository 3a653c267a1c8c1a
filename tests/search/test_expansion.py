"""Patterns on the written forms of an index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search.evaluate.vocabulary
from indexer.format.reader import IndexReader
from indexer.format.records import Article, Paragraph, Passage
from indexer.format.writer import IndexWriter
from search.evaluate.evaluator import Evaluator
from search.evaluate.expansion import FormDictionary, one_edit_away
from search.query.nodes import Pattern

TEXT = (
    "Security forces secured Élysée; O'Brien organised an organization of the U.S. co-operation. Securities!"
)


def open_index(folder, *texts):
    for text in texts:
        writer = IndexWriter(folder)
        writer.add_article(Article(text, (Paragraph(text),), language="en"), [Passage(0, len(text))])
        writer.commit(merge=False)
    return Evaluator(IndexReader.open(folder))


@pytest.fixture
def dictionary(tmp_path):
    return FormDictionary(open_index(tmp_path, TEXT).views[0].text)


def forms_of(dictionary, text, kind, stems=()):
    """The written forms a pattern stands for."""
    found = dictionary.expand(text, kind, stems)
    terms = dictionary._terms
    written = [form for term in found.whole for form, _ in terms.forms_of(term)]
    written += [terms.forms_of(term)[number][0] for term, forms in found.partly.items() for number in forms]
    return sorted(written)


def test_a_prefix_begins_a_written_form_not_a_stem(dictionary):
    assert forms_of(dictionary, "securi", "prefix") == ["Securities", "Security"]
    assert forms_of(dictionary, "secure", "prefix") == ["secured"]
    assert forms_of(dictionary, "obr", "prefix") == ["O'Brien"]
    assert forms_of(dictionary, "elys", "prefix") == ["Élysée"]
    assert forms_of(dictionary, "us", "prefix") == ["U.S"]
    assert forms_of(dictionary, "nothing", "prefix") == []


def test_a_wildcard_stands_for_letters(dictionary):
    assert forms_of(dictionary, "organi?ation", "wildcard") == ["organization"]
    assert forms_of(dictionary, "or*ed", "wildcard") == ["organised"]
    assert forms_of(dictionary, "or**", "wildcard") == ["organised", "organization"]
    assert forms_of(dictionary, "se.*", "wildcard") == []


def test_a_typo_in_a_form_or_in_a_stem_is_undone(dictionary):
    assert forms_of(dictionary, "secutity", "fuzzy") == ["Security"]
    assert forms_of(dictionary, "vorces", "fuzzy") == ["forces"]
    assert forms_of(dictionary, "seucred", "fuzzy") == ["secured"]
    assert forms_of(dictionary, "seucrd", "fuzzy") == []
    assert forms_of(dictionary, "organixations", "fuzzy", ("organix",)) == ["organised", "organization"]


def test_the_word_itself_always_counts(dictionary):
    assert forms_of(dictionary, "forcing", "fuzzy", ("forc",)) == ["forces"]


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_edit_away_is_symmetric_but_for_the_empty_word(left, right):
    if left and right:
        assert (right in one_edit_away(left, "abc")) == (left in one_edit_away(right, "abc"))


def test_of_too_many_terms_the_most_frequent_are_kept_and_a_warning_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(search.evaluate.vocabulary, "MAX_EXPANSIONS", 2)
    evaluator = open_index(tmp_path, "aa ab ac", "ab ac ad", "ac")
    ranked = evaluator.search(Pattern(None, "a", "prefix"))
    assert ranked.total == 3
    for view in evaluator.views:
        kept = evaluator.vocabulary.expand(Pattern(None, "a", "prefix"), view, "text").numbers()
        assert {view.text.term(number) for number in kept} <= {b"ab", b"ac"}
    assert ranked.warnings == ["'a' stands for more than 1,000 words; the 1,000 most frequent were searched"]
    assert evaluator.search(Pattern(None, "ab", "prefix")).warnings == []
