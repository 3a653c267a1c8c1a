"""Spans of matches in running text, compared with the tokens of the analyzer."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer.analysis.tokens import analyzer
from dateline.search.arrays.ranked import Ranked
from dateline.search.engine import By
from dateline.search.query.nodes import (
    Alternatives,
    And,
    AtLeast,
    Near,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Word,
)
from tests.search import tiny
from tests.search.tiny import new_article, open_evaluator, spans, title_spans, word

PIECES = (
    "Tajik-Afghan", "U.S.", "U.S.-led", "O'Brien", "O’Brien's", "1,200", "3.5", "28.05.2013", "AT&T",
    "border", "Border", "l'État", "Élysée", "e\u0301tat", "東京", "ไทย", "Токаев", "co\u00adoperation",
    "x", "-", "'", "«", "»", ".", ",",
)  # fmt: skip
texts = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from((" ", "", "\n", ", ", "-"))), max_size=10
).map(lambda pieces: "".join(piece + gap for piece, gap in pieces))


def answer(
    folder: str | Path,
    text: str,
    query: Query,
    language: str = "en",
    by: By = "passage",
    title: str | None = None,
) -> Ranked:
    evaluator = open_evaluator(folder, [new_article("a", text, language=language, title=title)])
    return evaluator.search(query, by=by)


def marked(folder: Path, text: str, query: Query, by: By = "passage", title: str | None = None) -> list[str]:
    return tiny.marked(answer(folder, text, query, by=by, title=title))


@settings(max_examples=150, deadline=None)
@given(texts, st.sampled_from(("en", "fr", "ru", "xx")), st.integers(0, 40))
def test_a_word_is_marked_where_the_analyzer_finds_its_term(text: str, language: str, which: int) -> None:
    tokens = analyzer(language).tokens(text)
    if not tokens:
        return
    term = tokens[which % len(tokens)].term
    expected: list[tuple[int, int]] = []
    for token in tokens:
        if token.term == term:
            if expected and token.start < expected[-1][1]:
                expected[-1] = expected[-1][0], max(token.end, expected[-1][1])
            else:
                expected.append((token.start, token.end))
    with tempfile.TemporaryDirectory() as folder:
        ranked = answer(folder, text, Word(None, term, (term,)), language)
        (row,) = ranked.rows
        assert spans(ranked, row.segment, 0) == expected


def test_a_part_of_a_compound_marks_the_part_and_the_joined_word_the_whole(tmp_path: Path) -> None:
    text = "The Tajik-Afghan border."
    assert marked(tmp_path / "1", text, word("Tajik")) == ["Tajik"]
    assert marked(tmp_path / "2", text, word("Afghan")) == ["Afghan"]
    joined = Word(None, "Tajik-Afghan", ("tajikafghan",))
    assert marked(tmp_path / "3", text, joined) == ["Tajik-Afghan"]
    parts = Sequence(None, (word("Tajik"), word("Afghan")))
    assert marked(tmp_path / "4", text, Alternatives((joined, parts))) == ["Tajik-Afghan"]
    assert marked(tmp_path / "5", text, Pattern(None, "afg", "prefix")) == ["Afghan"]


def test_a_phrase_is_one_span_and_overlapping_phrases_are_merged(tmp_path: Path) -> None:
    a, b = word("a"), word("b")
    assert marked(tmp_path / "1", "a b, b a b", Sequence(None, (a, b))) == ["a b", "a b"]
    assert marked(tmp_path / "2", "a b a b a", Sequence(None, (a, b, a))) == ["a b a b a"]
    assert marked(tmp_path / "3", "a b a", Or((a, b))) == ["a", "b", "a"]


def test_only_the_words_of_a_near_match_are_marked(tmp_path: Path) -> None:
    left, right = word("x"), word("z")
    assert marked(tmp_path / "1", "x y z y y y x", Near(left, right, 2)) == ["x", "z"]


def test_what_excludes_is_never_marked(tmp_path: Path) -> None:
    x, z = word("x"), word("z")
    assert marked(tmp_path / "1", "x y", And((x, Not(z)))) == ["x"]
    assert marked(tmp_path / "3", "x z", Or((x, Not(z)))) == ["x"]


def test_atleast_marks_only_where_there_are_enough(tmp_path: Path) -> None:
    x, y = word("x"), word("y")
    assert marked(tmp_path / "1", "x y", Or((AtLeast(2, x), y))) == ["y"]
    assert marked(tmp_path / "2", "x y x", Or((AtLeast(2, x), y))) == ["x", "y", "x"]
    assert marked(tmp_path / "3", "x y", Or((AtLeast(2, x), y)), by="article", title="x") == ["x", "y"]


@pytest.mark.parametrize("by", ["article", "passage"])
def test_atleast_marks_titles_by_the_level_of_the_query(tmp_path: Path, by: By) -> None:
    query = AtLeast(1, word("x", "title"))
    ranked = answer(tmp_path, "y", query, by=by, title="An x")
    assert title_spans(ranked) == [((3, 4),)]
