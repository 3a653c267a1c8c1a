"""Words beside those typed: expansion of a query, and what an article is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.ranked import Ranked
from dateline.search.arrays.score.article_words import ArticleWords
from dateline.search.query.nodes import And, KeywordFilter, Or
from dateline.search.query.parts import part_text
from dateline.search.ranking.feedback import added_words, expansion
from dateline.search.ranking.model import Ranking
from dateline.search.ranking.weighting import Weights
from tests.search.tiny import new_article, open_evaluator, word

OIL, GOLD = word("oil"), word("gold")
LOOSE = Ranking(feedback_most=0.5)


def build(folder: Path, *texts: str, ranking: Ranking = LOOSE) -> Evaluator:
    articles = [new_article(f"a{number}", text) for number, text in enumerate(texts)]
    return open_evaluator(folder, articles, ranking=ranking)


@pytest.fixture
def archive(tmp_path: Path) -> Evaluator:
    return build(
        tmp_path,
        "oil barrels of OPEC",
        "oil and OPEC barrels in 1987",
        "barrels of wine",
        "OPEC met in Vienna",
        "wheat and rice",
        "rice",
        "tin of Malaysia",
        "a mine in Bolivia",
    )


def numbers(ranked: Ranked) -> list[int]:
    return [row.article for row in ranked.rows]


def test_expansion_finds_what_goes_with_the_words_typed_and_says_so(archive: Evaluator) -> None:
    plain = archive.search(OIL)
    assert (sorted(numbers(plain)), plain.warnings, plain.words) == ([0, 1], [], ())
    ranked = archive.search(OIL, expand=True)
    assert set(numbers(ranked)[:2]) == {0, 1}
    assert {2, 3} <= set(numbers(ranked))
    assert not {4, 5} & set(numbers(ranked))
    assert {"barrels", "OPEC"} <= set(ranked.words)
    assert ranked.warnings == ["expanded with: " + ", ".join(ranked.words)]
    assert ranked.total == len(ranked.rows)


def test_numbers_single_letters_and_words_of_one_article_are_not_added(archive: Evaluator) -> None:
    words = archive.search(OIL, expand=True).words
    assert not {"1987", "a", "and"} & set(words)


def test_expansion_that_adds_nothing_says_so(tmp_path: Path) -> None:
    evaluator = build(tmp_path, "oil and tin", "gold", "gold", ranking=Ranking())
    ranked = evaluator.search(OIL, expand=True)
    assert (numbers(ranked), ranked.words) == ([0], ())
    assert ranked.warnings == ["no words go with the query: not expanded"]
    assert evaluator.search(word("zinc"), expand=True).warnings == ranked.warnings


def test_words_added_only_rank_where_all_words_are_asked_for(archive: Evaluator) -> None:
    query = And((OIL, word("of")))
    assert numbers(archive.search(query, expand=True)) == numbers(archive.search(query)) == [0]


def test_expansion_stays_within_filters(archive: Evaluator) -> None:
    query = And((Or((OIL, GOLD)), KeywordFilter("id", ("a1", "a2"))))
    assert set(numbers(archive.search(query, expand=True))) <= {1, 2}
    masked = archive.search(And((OIL, KeywordFilter("id", ("a0", "a3")))), expand=True)
    assert set(numbers(masked)) <= {0, 3}


def test_expansion_ranks_passages_too(archive: Evaluator) -> None:
    ranked = archive.search(OIL, by="passage", expand=True)
    assert set(numbers(ranked)[:2]) == {0, 1}
    assert {2, 3} <= set(numbers(ranked))


def test_shares_are_the_relevance_model_of_the_best_articles(tmp_path: Path) -> None:
    evaluator = build(tmp_path, "oil tin tin", "oil tin gold zinc", "gold", "x", "y", "z", "u", "v")
    words = expansion(ArticleWords(evaluator.state.views), [(3.0, 0, 0), (1.0, 0, 1), (0.0, 0, 2)], LOOSE)
    # P(w) = sum of the score's share times the frequency's: oil 3/4·1/3 + 1/4·1/4, tin 3/4·2/3 + 1/4·1/4.
    oil, tin = 0.3125, 0.5625
    assert [word.text for word, _ in words] == ["tin", "oil"]
    assert [share for _, share in words] == pytest.approx([tin / (oil + tin), oil / (oil + tin)])
    weights = added_words(Weights(((OIL, 2.0),)), words, LOOSE)
    assert [part_text(leaf) for leaf, _ in weights.leaves] == ["oil", "tin"]
    assert [weight for _, weight in weights.leaves] == pytest.approx(
        [0.8 * 2 + 0.2 * 2 * oil / (oil + tin), 0.2 * 2 * tin / (oil + tin)]
    )


def test_articles_like_one_share_its_telling_words_and_leave_it_out(archive: Evaluator) -> None:
    segment = archive.state.views[0].reader
    ranked = archive.like(segment, 0, limit=10)
    assert numbers(ranked)[0] == 1
    assert 0 not in numbers(ranked)
    assert ranked.words[0] in ("oil", "barrels", "OPEC")
    assert ranked.total == len(ranked.rows)
    assert len(archive.like(segment, 0, limit=1).rows) == 1


def test_an_article_like_no_other_has_no_likes(tmp_path: Path) -> None:
    evaluator = build(tmp_path, "tin", "gold", "gold")
    ranked = evaluator.like(evaluator.state.views[0].reader, 0)
    assert (ranked.rows, ranked.words, ranked.total) == ([], (), 0)


def test_telling_words_are_at_most_25(tmp_path: Path) -> None:
    text = " ".join(f"w{'abcdefghijklmnopqrstuvwxyz'[number]}z" for number in range(26)) + " oil tin"
    evaluator = build(tmp_path, text, text)
    ranked = evaluator.like(evaluator.state.views[0].reader, 0)
    assert len(ranked.words) == 25
    assert numbers(ranked) == [1]
