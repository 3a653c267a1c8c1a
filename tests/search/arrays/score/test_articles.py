"""Ranking whole articles: the formulae of ranking/model.py, written out, against what the lists give."""

from __future__ import annotations

import tempfile
from itertools import count
from math import log
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.indexer.analysis.function_words import is_function_word
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.engine import By
from dateline.search.query.building import with_boost
from dateline.search.query.nodes import And, Every, KeywordFilter, Leaf, Not, Or, Query, Word
from dateline.search.query.reading import read_query
from dateline.search.ranking.model import DEFAULT, Ranking
from dateline.search.ranking.weighting import Weights, weigh
from tests.search.tiny import article_ids, marked, new_article, open_evaluator, word

WORDS = ("oil", "gas", "tin", "ore")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)
articles = st.tuples(st.none() | texts, st.lists(texts, min_size=0, max_size=3))
corpora = st.lists(st.lists(articles, min_size=1, max_size=6), min_size=1, max_size=2)
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)


Text = tuple[str | None, list[str]]  # the title and the passages of an article


def build(folder: str | Path, parts: list[list[Text]], ranking: Ranking = DEFAULT) -> Evaluator:
    """An archive of these articles, a segment a part; their sources are s0 and s1 in turn."""
    numbers = count()
    segments = [
        [
            new_article(f"a{number}", *passages, title=title, language="xx", source=f"s{number % 2}")
            for (title, passages), number in zip(part, numbers, strict=False)
        ]
        for part in parts
    ]
    return open_evaluator(folder, *segments, ranking=ranking)


def expected_scores(articles: list[Text], words: list[str], ranking: Ranking) -> list[float]:
    """The score of every article, as the module's formulae say."""
    split = [((title or "").split(), [text.split() for text in passages]) for title, passages in articles]
    whole_texts = [[word for passage in passages for word in passage] for _, passages in split]
    titles = [len(title) for title, _ in split if title]
    average_title = max(sum(titles) / len(titles), 1.0) if titles else 1.0
    texts = [len(text) for text in whole_texts if text]
    average_text = max(sum(texts) / len(texts), 1.0) if texts else 1.0
    every = [passage for _, passages in split for passage in passages]
    average_passage = max(sum(map(len, every)) / len(every), 1.0) if every else 1.0
    k1, b, title_b = ranking.article.k1, ranking.article.b, ranking.title_b

    def share(length: int, average: float, b: float = b) -> float:
        return 1 - b + b * length / average

    scores = []
    for (title, passages), text in zip(split, whole_texts, strict=True):
        whole, of_title, best = 0.0, 0.0, [0.0] * len(passages)
        for asked in words:
            having = sum(
                asked in other_title or asked in other
                for (other_title, _), other in zip(split, whole_texts, strict=True)
            )
            weight = log(1 + (len(split) - having + 0.5) / (having + 0.5))
            in_title = ranking.title * title.count(asked) / share(len(title), average_title, title_b)
            opening = ranking.opening * text[: ranking.opening_words].count(asked)
            tf = in_title + text.count(asked) / share(len(text), average_text) + opening
            whole += weight * tf / (k1 + tf)
            of_title += weight * in_title / (k1 + in_title)
            start = 0
            for number, passage in enumerate(passages):
                ahead = passage[: max(ranking.opening_words - start, 0)].count(asked)
                tf = in_title + passage.count(asked) / share(len(passage), average_passage)
                tf += ranking.opening * ahead
                best[number] += weight * tf / (k1 + tf)
                start += len(passage)
        scores.append((1 - ranking.best_passage) * whole + ranking.best_passage * max(best, default=of_title))
    return scores


PLAIN = Ranking(ordered=0.0, unordered=0.0, function_word=1.0, opening_words=12)


@settings(max_examples=120, deadline=None)
@given(corpora, queries, st.integers(1, 4))
def test_articles_score_by_the_formulae_and_the_top_is_the_top_of_all(
    parts: list[list[Text]], words: list[str], limit: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        evaluator = build(folder, parts, PLAIN)
        expected = expected_scores([article for part in parts for article in part], words, PLAIN)
        any_word = Or(tuple(map(word, words)))
        queries: tuple[Query, ...] = (any_word, And((any_word, Every())))  # only the first is lists alone
        for query in queries:
            ranked = evaluator.search(query, limit=100)
            rows, numbers = ranked.rows, [int(article_id[1:]) for article_id in article_ids(ranked)]
            assert sorted(numbers) == [number for number, score in enumerate(expected) if score > 0]
            for row, number in zip(rows, numbers, strict=True):
                assert row.score == pytest.approx(expected[number], rel=1e-5)
            assert evaluator.search(query, limit=limit).rows == rows[:limit]


def test_neighbouring_words_that_stand_together_add_to_the_score(tmp_path: Path) -> None:
    evaluator = build(tmp_path, [[(None, ["oil gas tin ore"]), (None, ["oil tin gas ore"]), (None, ["ore"])]])
    query = Or((word("oil"), word("gas")))
    near, far = evaluator.search(query).rows
    assert (near.article, far.article) == (0, 1)
    weight = evaluator.state.article_level.leaf(word("oil")).weight
    tf = 1 / evaluator.state.article_level.text_shares(evaluator.state.views[0], np.array([0]))[0]
    assert near.score - far.score == pytest.approx(0.25 * weight * tf / (1.2 + tf))


def weights(evaluator: Evaluator, query: Query) -> Weights:
    state = evaluator.state
    return weigh(query, state.ranking, state.languages, state.article_level.having)


def test_pairs_are_side_by_side_in_the_query(tmp_path: Path) -> None:
    evaluator = build(tmp_path, [[(None, ["oil gas tin ore"])]])
    oil, gas, tin, gold = map(word, ("oil", "gas", "tin", "gold"))
    expected: list[tuple[Query, list[tuple[Word, Word]]]] = [
        (And((oil, gas, tin)), [(oil, gas), (gas, tin)]),
        (Or((oil, oil, gas, oil, gas)), [(oil, gas), (gas, oil)]),
        (And((oil, Not(gas), tin)), []),
        (And((Or((oil, gas)), KeywordFilter("source", ("x",)))), [(oil, gas)]),
        (And((oil, word("gas", "title"))), []),
        (And((oil, gold, tin)), []),
    ]
    for query, pairs in expected:
        assert list(weights(evaluator, query).pairs) == pairs


def test_words_are_counted_and_function_words_count_half_beside_others(tmp_path: Path) -> None:
    evaluator = build(tmp_path, [[(None, ["the oil of gas"])]])
    evaluator.state.languages = (("en", 3), ("de", 2))
    the, of, oil, gold = map(word, ("The", "of", "oil", "gold"))
    exact = Word(None, "the", ("the",), exact="the")
    expected: list[tuple[Query, list[tuple[Leaf, float]]]] = [
        (Or((the, oil, oil)), [(the, 0.5), (oil, 2.0)]),
        (Or((the, of)), [(the, 1.0), (of, 1.0)]),
        (Or((the, gold)), [(the, 1.0)]),
        (Or((exact, oil)), [(exact, 1.0), (oil, 1.0)]),
        (Or((with_boost(the, 3.0), oil)), [(the, 1.5), (oil, 1.0)]),
    ]
    for query, leaves in expected:
        found = [(with_boost(leaf, 1.0), weight) for leaf, weight in weights(evaluator, query).leaves]
        assert found == leaves


def test_a_word_of_two_languages_is_a_function_word_by_the_larger() -> None:
    assert is_function_word("war", (("de", 9), ("en", 2)))
    assert not is_function_word("war", (("de", 2), ("en", 9)))
    assert not is_function_word("war", (("", 9), ("en", 2)))
    assert is_function_word("Которые", (("en", 9), ("ru", 2)))


def test_a_compound_ranks_by_its_parts_and_matches_by_them_where_any_word_will_do(tmp_path: Path) -> None:
    evaluator = build(tmp_path, [[(None, ["oil gas"]), (None, ["gas"]), (None, ["oilgas"])]])
    all_of = read_query("oil-gas", languages={"xx": 3})
    any_of = read_query("oil-gas", languages={"xx": 3}, match="any")
    assert {row.article for row in evaluator.search(all_of.query).rows} == {0, 2}
    assert {row.article for row in evaluator.search(any_of.query).rows} == {0, 1, 2}
    for reading in (all_of, any_of):
        found = weights(evaluator, reading.query)
        assert {with_boost(leaf, 1.0): weight for leaf, weight in found.leaves} == {
            Word(None, "oil-gas", ("oilgas",)): 0.75,
            word("oil"): 1.0,
            word("gas"): 1.0,
        }
        assert found.pairs == ()


def test_the_parts_of_a_score_sum_to_it(tmp_path: Path) -> None:
    evaluator = build(tmp_path, [[("gas oil", ["oil gas tin", "tin gas gas"]), (None, ["oil ore"])]])
    ranked = evaluator.search(read_query("oil gas", languages={"xx": 2}, match="any").query)
    row = ranked.rows[0]
    for number, score in row.passages:
        assert sum(part for _, _, part in ranked.explain_passage(row.segment, number)) == pytest.approx(score)
    parts = ranked.explain_article(row.segment, row.article)
    assert sum(part for _, _, part in parts) == pytest.approx(row.score)
    assert [field for _, field, _ in parts] == ["article", "article", "best passage", "together"]


def test_filters_keep_the_order_and_scores_of_what_passes(tmp_path: Path) -> None:
    evaluator = build(
        tmp_path, [[(None, ["oil"]), ("oil", ["gas"]), (None, ["oil oil"]), (None, ["tin oil"])]]
    )
    query = Or((word("oil"), word("gas")))
    rows = [row for row in evaluator.search(query).rows if row.article % 2 == 1]
    assert evaluator.search(And((query, KeywordFilter("source", ("s1",))))).rows == rows
    assert evaluator.search(And((query, Not(KeywordFilter("source", ("s0",)))))).rows == rows


def test_a_word_of_several_languages_has_its_term_only_where_it_is_spoken(tmp_path: Path) -> None:
    texts = (("en", "it is not so"), ("en", "bank notes"), ("fr", "des notes"))
    articles = [new_article(text, text, language=language) for language, text in texts]
    evaluator = open_evaluator(tmp_path, articles)
    query = read_query("notes", languages={"en": 2, "fr": 1}).query
    assert isinstance(query, Word)
    assert set(query.terms) == {"note", "not"}
    for by in get_args(By):
        ranked = evaluator.search(query, by=by)
        assert {row.article for row in ranked.rows} == {1, 2}
        assert marked(ranked) == ["notes", "notes"]
