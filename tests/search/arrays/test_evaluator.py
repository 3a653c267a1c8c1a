"""Searching tiny archives whose right answers can be counted by hand."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from dateline.search.arrays.evaluator import Evaluator
from dateline.search.engine import By, Sort
from dateline.search.query.nodes import (
    And,
    AndMaybe,
    AtLeast,
    DateRange,
    Every,
    KeywordFilter,
    Near,
    Not,
    Or,
    Pattern,
    Query,
    Sequence,
    Together,
    Word,
)
from dateline.search.query.parts import part_text
from tests.search import tiny
from tests.search.tiny import new_article, open_evaluator, title_spans, word


def ids(evaluator: Evaluator, query: Query, *, by: By = "article", sort: Sort = "relevance") -> list[str]:
    return tiny.article_ids(evaluator.search(query, by=by, sort=sort))


def marked(evaluator: Evaluator, query: Query) -> list[str]:
    return tiny.marked(evaluator.search(query))


@pytest.fixture
def news(tmp_path: Path) -> Evaluator:
    return open_evaluator(
        tmp_path / "index",
        [
            new_article(
                "a",
                "The border guard saw a drone.",
                "A drone, a drone! No border.",
                title="Drone",
                date="2013-05-01",
                source="The Times",
            ),
            new_article(
                "b", "Guards at the border post.", "The post was quiet.", date="2013-05", source="BBC"
            ),
            new_article("c", "Trade in wheat rose.", title="Wheat and the border", date="2014-01-01"),
            new_article("d", "Wheat."),
        ],
    )


def test_a_passage_scores_by_bm25_over_exact_lengths(news: Evaluator) -> None:
    (row,) = news.search(word("trade"), by="passage").rows
    lengths = [6, 6, 5, 4, 4, 1]
    idf = log(1 + (6 - 1 + 0.5) / 1.5)
    expected = idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / np.mean(lengths)))
    assert row.score == pytest.approx(expected, rel=1e-6)


def test_a_word_asked_twice_counts_twice(news: Evaluator) -> None:
    once = news.search(Or((word("wheat"), word("post"))), by="passage").rows
    twice = news.search(Or((word("wheat"), word("post"), word("wheat"))), by="passage").rows
    assert twice[0].score == pytest.approx(2 * once[0].score)


def test_conditions_hold_inside_one_passage_or_anywhere_in_the_article(news: Evaluator) -> None:
    query = And((word("guard"), word("drone"), word("post")))
    assert ids(news, And((word("saw"), word("no"))), by="passage") == []
    assert ids(news, And((word("saw"), word("no"))), by="article") == ["a"]
    assert ids(news, query, by="article") == []


def test_the_title_belongs_to_the_article_but_not_to_the_words_of_a_passage(news: Evaluator) -> None:
    assert set(ids(news, word("border"), by="article")) == {"a", "b", "c"}
    assert set(ids(news, word("border"), by="passage")) == {"a", "b"}
    assert ids(news, word("border", "title"), by="passage") == ["c"]
    assert ids(news, word("border", "title"), by="article") == ["c"]


def test_excluded_words_exclude_the_passage_or_the_whole_article(news: Evaluator) -> None:
    query = And((word("drone"), Not(word("guard"))))
    assert len(news.search(query, by="passage").rows) == 1
    assert ids(news, query, by="article") == []


def test_lead_is_the_first_paragraph_of_the_first_passage(news: Evaluator) -> None:
    assert ids(news, word("drone", "lead")) == ["a"]
    assert ids(news, word("no", "lead")) == []
    assert set(ids(news, word("wheat", "lead"))) == {"c", "d"}


def test_exact_words_compare_the_written_form(news: Evaluator) -> None:
    assert set(ids(news, Word(None, "guard", ("guard",)))) == {"a", "b"}
    assert ids(news, Word(None, "guard", ("guard",), exact="guard")) == ["a"]
    assert ids(news, Word(None, "Guards", ("guard",), exact="Guards")) == ["b"]


def test_atleast_counts_in_the_passage_or_in_the_article(news: Evaluator) -> None:
    assert ids(news, AtLeast(2, word("drone")), by="passage") == ["a"]
    assert ids(news, AtLeast(3, word("drone")), by="passage") == []
    assert ids(news, AtLeast(4, word("drone")), by="article") == ["a"]
    assert ids(news, AtLeast(5, word("drone")), by="article") == []


def test_dates_and_sources_filter_without_scoring(news: Evaluator) -> None:
    assert ids(news, And((word("border"), DateRange("2013", "2013")))) == ids(
        news, And((word("border"), DateRange("2013-05", "2013-05")))
    )
    assert set(ids(news, And((Every(), DateRange(None, "2013-05"))))) == {"a", "b"}
    assert ids(news, And((word("border"), DateRange("2014", None)))) == ["c"]
    assert ids(news, And((word("border"), KeywordFilter("source", ("times",))))) == ["a"]
    assert ids(news, KeywordFilter("source", ("bbc",))) == ["b"]


def test_sorted_by_date_undated_last_and_partial_dates_at_their_beginning(news: Evaluator) -> None:
    assert ids(news, Every(), sort="oldest") == ["b", "a", "c", "d"]
    assert ids(news, Every(), sort="newest") == ["c", "a", "b", "d"]
    assert ids(news, word("drone"), sort="newest", by="passage") == ["a", "a"]


def test_an_article_shows_its_passages_with_any_part_of_the_query_best_first(news: Evaluator) -> None:
    (row,) = news.search(And((word("saw"), word("drone")))).rows
    assert [passage for passage, _ in row.passages] == [0, 1]
    (row,) = news.search(And((word("saw"), word("drone"))), passages=1).rows
    assert [passage for passage, _ in row.passages] == [0]


def test_an_article_of_which_only_the_title_matches_shows_its_lead(news: Evaluator) -> None:
    (row,) = (found := news.search(word("border", "title"))).rows
    assert [row.segment.passage_text(passage) for passage, _ in row.passages] == [
        row.segment.passage_text(int(row.segment.first_passage[row.article]))
    ]
    assert found.passage_total == 0
    assert news.search(word("border", "title"), passages=0).rows[0].passages == []


def test_a_query_without_words_shows_the_first_passages(news: Evaluator) -> None:
    rows = news.search(KeywordFilter("source", ("times",)), passages=1).rows
    assert rows[0].passages == [(0, 0.0)]


def test_totals_count_everything_that_matches(news: Evaluator) -> None:
    ranked = news.search(Or((word("border"), word("wheat"))), limit=1)
    assert len(ranked.rows) == 1
    assert (ranked.total, ranked.passage_total) == (4, 5)
    ranked = news.search(Or((word("border"), word("wheat"))), by="passage", limit=1)
    assert (ranked.total, ranked.passage_total) == (5, 5)
    assert [found.tolist() for found in ranked.matching_articles()] == [[0, 1, 2, 3]]
    assert news.search(word("wheat"), limit=0).total == 2


def test_an_optional_part_adds_to_the_score_only(news: Evaluator) -> None:
    assert set(ids(news, AndMaybe(word("wheat"), word("trade")))) == {"c", "d"}
    assert ids(news, AndMaybe(word("wheat"), word("trade")), by="passage") == ["c", "d"]


def test_what_only_adds_to_the_score_brings_a_later_article_to_the_front(tmp_path: Path) -> None:
    """It is no reason to pass an article over that the words it has to have could not do so."""
    texts = ["Wheat and trade of all kinds.", *["Wheat rose."] * 30, "Wheat. Trade, trade, trade, trade."]
    parts = [new_article(str(number), text) for number, text in enumerate(texts)]
    evaluator = open_evaluator(tmp_path / "index", parts)
    query = AndMaybe(word("wheat"), word("trade"))
    assert tiny.article_ids(evaluator.search(query, by="article", limit=1)) == ["31"]


def test_everything_nothing_and_everything_but(news: Evaluator) -> None:
    assert ids(news, Or(())) == []
    assert set(ids(news, Not(word("border")))) == {"d"}
    assert len(ids(news, Every(), by="passage")) == 6


def test_phrases_are_marked_whole_and_nearness_by_its_words(news: Evaluator) -> None:
    assert marked(news, Sequence(None, (word("border"), word("guard")))) == ["border guard"]
    assert marked(news, Near(word("guard"), word("drone"), 3)) == ["guard", "drone"]
    assert marked(news, Near(word("guard"), word("drone"), 2)) == []
    assert marked(news, Near(word("drone"), word("guard"), 3, ordered=True)) == []
    assert marked(news, Together(word("guard"), word("drone"), "sentence")) == ["guard", "drone"]
    assert marked(news, Together(word("guard"), word("no"), "paragraph")) == []


def test_what_is_excluded_is_not_marked(news: Evaluator) -> None:
    query = And((word("wheat"), Not(word("drone"))))
    assert sorted(marked(news, query)) == ["Wheat", "wheat"]


def test_a_title_is_marked_when_the_query_is_asked_of_articles(news: Evaluator) -> None:
    ranked = news.search(word("wheat"))
    spans = dict(zip([row.article for row in ranked.rows], title_spans(ranked), strict=True))
    assert spans == {2: ((0, 5),), 3: ()}
    assert set(news.search(word("wheat"), by="passage").title_spans([])) == {()}


def test_patterns_match_written_forms_and_mark_whole_words(news: Evaluator) -> None:
    assert sorted(marked(news, Pattern(None, "guar", "prefix"))) == ["Guards", "guard"]
    assert marked(news, Pattern(None, "guards", "prefix")) == ["Guards"]
    assert sorted(marked(news, Pattern(None, "gu?r*", "wildcard"))) == ["Guards", "guard"]
    assert sorted(set(marked(news, Pattern(None, "drome", "fuzzy", terms=("drome",))))) == ["drone"]


def test_several_segments_rank_as_one(tmp_path: Path, news: Evaluator) -> None:
    parts = open_evaluator(
        tmp_path / "parts",
        [
            new_article(
                "a",
                "The border guard saw a drone.",
                "A drone, a drone! No border.",
                title="Drone",
                date="2013-05-01",
                source="The Times",
            ),
        ],
        [
            new_article(
                "b", "Guards at the border post.", "The post was quiet.", date="2013-05", source="BBC"
            ),
            new_article("c", "Trade in wheat rose.", title="Wheat and the border", date="2014-01-01"),
            new_article("d", "Wheat."),
        ],
    )
    queries: tuple[Query, ...] = (
        word("border"),
        Or((word("the"), word("wheat"))),
        Every(),
        Pattern(None, "gu", "prefix"),
    )
    for query in queries:
        for by in get_args(By):
            for sort in get_args(Sort):
                one = news.search(query, by=by, sort=sort).rows
                several = parts.search(query, by=by, sort=sort).rows
                assert [row.score for row in one] == [row.score for row in several]
                assert ids(news, query, by=by, sort=sort) == ids(parts, query, by=by, sort=sort)


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    empty = open_evaluator(tmp_path / "index", [])
    for by in get_args(By):
        for sort in get_args(Sort):
            ranked = empty.search(Or((word("a"), Pattern(None, "b", "prefix"))), by=by, sort=sort)
            assert (ranked.rows, ranked.total, ranked.passage_total) == ([], 0, 0)


def test_count_spans_counts_what_is_marked(news: Evaluator) -> None:
    assert news.search(word("drone")).count_spans() == 4
    assert news.search(word("drone"), by="passage").count_spans() == 3


def test_explain_names_the_words_that_scored(news: Evaluator) -> None:
    ranked = news.search(And((word("saw"), word("drone"))))
    parts = ranked.explain_passage(ranked.rows[0].segment, 0)
    assert [(part_text(leaf), field) for leaf, field, _ in parts] == [
        ("saw", "text"),
        ("drone", "title"),
        ("drone", "text"),
    ]
