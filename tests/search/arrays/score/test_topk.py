"""Choosing the best documents, and the array helpers below it, against plain Python."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.match.postings import Postings, merge
from dateline.search.arrays.match.sorted_arrays import expand, locate, unique
from dateline.search.arrays.score.topk import best
from dateline.search.engine import By
from dateline.search.query.nodes import And, DateRange, Not, Or, Pattern
from tests.search.tiny import new_article, open_evaluator, word


@given(st.lists(st.sampled_from((1.0, 1.5, 2.0)), max_size=300), st.integers(0, 12), st.randoms())
def test_best_gives_the_highest_scores_ties_by_document(
    scores: list[float], limit: int, chance: random.Random
) -> None:
    documents = list(range(len(scores)))
    chance.shuffle(documents)
    expected = sorted(zip(documents, scores, strict=True), key=lambda entry: (-entry[1], entry[0]))[:limit]
    found = best(np.array(documents, np.uint16), np.array(scores), limit)
    assert list(zip(*found, strict=True)) == expected


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 4))))
def test_expand_lists_every_number_of_every_range(ranges: list[tuple[int, int]]) -> None:
    starts, lengths = (
        np.array([start for start, _ in ranges], int),
        np.array([size for _, size in ranges], int),
    )
    assert expand(starts, lengths).tolist() == [start + i for start, size in ranges for i in range(size)]


@given(st.sets(st.integers(0, 60)), st.lists(st.integers(0, 60)))
def test_locate_finds_what_is_there(haystack: set[int], needles: list[int]) -> None:
    inside, where = locate(np.array(sorted(haystack), np.uint16), np.array(needles, np.uint16))
    assert inside.tolist() == [needle in haystack for needle in needles]
    assert [sorted(haystack)[place] for place in where[inside]] == [n for n in needles if n in haystack]


@given(
    st.lists(st.dictionaries(st.integers(0, 99), st.integers(1, 5), max_size=6), max_size=4), st.booleans()
)
def test_merge_adds_frequencies_up_in_small_and_large_segments(
    parts: list[dict[int, int]], large: bool
) -> None:
    found = merge(
        [
            Postings(
                np.array(sorted(part), np.uint16), np.array([part[key] for key in sorted(part)], np.int64)
            )
            for part in parts
        ],
        10_000 if large else 100,
        np.uint16,
    )
    total = {key: sum(part.get(key, 0) for part in parts) for part in parts for key in part}
    assert dict(zip(found.documents.tolist(), found.frequencies.tolist(), strict=True)) == total
    assert found.documents.tolist() == sorted(total)


@given(st.lists(st.integers(0, 9)))
def test_unique_is_the_sorted_set(values: list[int]) -> None:
    assert unique(np.array(values, np.int64)).tolist() == sorted(set(values))


WORDS = [f"w{number}" for number in range(30)]
Many = tuple[Evaluator, list[set[str]]]  # an archive, and the words of each of its articles


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Many:
    """900 articles, few of them with a rare word: where sparse and pruned evaluation differ from dense."""
    chance = random.Random(7)
    shares = [1 / (rank + 1) ** 1.5 for rank in range(30)]
    texts = [chance.choices(WORDS, shares, k=chance.randint(2, 25)) for _ in range(900)]
    articles = [
        new_article(
            f"a{number}",
            " ".join(words),
            title=chance.choice(words),
            date=f"20{number % 14:02d}-01-01",
            language=None,
        )
        for number, words in enumerate(texts)
    ]
    return open_evaluator(tmp_path_factory.mktemp("many"), articles), list(map(set, texts))


choices = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7)


@settings(max_examples=80, deadline=None)
@given(choices, st.sampled_from((3, 10, 70)), st.sampled_from(("passage", "article")))
def test_the_pruned_top_is_the_top_of_all(many: Many, words: list[str], limit: int, by: By) -> None:
    evaluator, _ = many
    query = Or(tuple(map(word, words)))
    every = evaluator.search(query, by=by, limit=900).rows
    assert evaluator.search(query, by=by, limit=limit).rows == every[:limit]
    within = And((query, DateRange("2003", "2007")))
    rows = evaluator.search(within, by=by, limit=900).rows
    assert evaluator.search(within, by=by, limit=limit).rows == rows[:limit]
    assert len(rows) == evaluator.search(within, by=by, limit=limit).total


@settings(max_examples=60, deadline=None)
@given(choices, choices, choices)
def test_nested_trees_match_what_sets_say(
    many: Many, some: list[str], others: list[str], none: list[str]
) -> None:
    evaluator, texts = many
    any_of, all_of = Or(tuple(map(word, some))), And(tuple(map(word, others)))
    query = Or((And((any_of, Not(word(none[0])))), all_of))
    expected = [
        number
        for number, text in enumerate(texts)
        if (text & set(some) and none[0] not in text) or text >= set(others)
    ]
    ranked = evaluator.search(query, by="passage", limit=900)
    assert sorted(row.passages[0][0] for row in ranked.rows) == expected
    assert [found.tolist() for found in ranked.matching_passages()] == [expected]


def test_a_pattern_of_rare_words_matches_their_union(many: Many) -> None:
    evaluator, texts = many
    ranked = evaluator.search(Pattern(None, "w2", "prefix"), by="passage", limit=900)
    expected = [number for number, text in enumerate(texts) if any(w.startswith("w2") for w in text)]
    assert sorted(row.passages[0][0] for row in ranked.rows) == expected
