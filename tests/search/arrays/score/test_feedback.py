"""Words beside those typed: expansion of a query, and what an article is about."""

from __future__ import annotations

import pytest

from dateline.indexer.article import Article, Paragraph, Passage
from dateline.indexer.format.index.reader import IndexReader
from dateline.indexer.format.index.writer import IndexWriter
from dateline.search.arrays.evaluator import Evaluator
from dateline.search.arrays.score.feedback import ArrayWords, added_words, expansion
from dateline.search.arrays.score.ranking import Ranking
from dateline.search.arrays.score.weighting import Weights
from dateline.search.query.nodes import And, KeywordFilter, Or, Word

OIL, GOLD = Word(None, "oil", ("oil",)), Word(None, "gold", ("gold",))
LOOSE = Ranking(feedback_most=0.5)


def build(folder, *texts, ranking=LOOSE):
    writer = IndexWriter(folder)
    for number, text in enumerate(texts):
        title, _, text = text.rpartition("|")
        record = Article(f"a{number}", (Paragraph(text),), title=title or None, language="en")
        writer.add_article(record, [Passage(0, len(text))])
    writer.commit(merge=False)
    return Evaluator(IndexReader.open(folder), ranking=ranking)


@pytest.fixture
def archive(tmp_path):
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


def numbers(ranked):
    return [row.article for row in ranked.rows]


def test_expansion_finds_what_goes_with_the_words_typed_and_says_so(archive):
    plain = archive.search(OIL)
    assert (sorted(numbers(plain)), plain.warnings, plain.words) == ([0, 1], [], ())
    ranked = archive.search(OIL, expand=True)
    assert set(numbers(ranked)[:2]) == {0, 1}
    assert {2, 3} <= set(numbers(ranked))
    assert not {4, 5} & set(numbers(ranked))
    assert {"barrels", "OPEC"} <= set(ranked.words)
    assert ranked.warnings == ["expanded with: " + ", ".join(ranked.words)]
    assert ranked.total == len(ranked.rows)


def test_numbers_single_letters_and_words_of_one_article_are_not_added(archive):
    words = archive.search(OIL, expand=True).words
    assert not {"1987", "a", "and"} & set(words)


def test_expansion_that_adds_nothing_says_so(tmp_path):
    evaluator = build(tmp_path, "oil and tin", "gold", "gold", ranking=Ranking())
    ranked = evaluator.search(OIL, expand=True)
    assert (numbers(ranked), ranked.words) == ([0], ())
    assert ranked.warnings == ["no words go with the query: not expanded"]
    assert evaluator.search(Word(None, "zinc", ("zinc",)), expand=True).warnings == ranked.warnings


def test_words_added_only_rank_where_all_words_are_asked_for(archive):
    query = And((OIL, Word(None, "of", ("of",))))
    assert numbers(archive.search(query, expand=True)) == numbers(archive.search(query)) == [0]


def test_expansion_stays_within_filters(archive):
    query = And((Or((OIL, GOLD)), KeywordFilter("id", ("a1", "a2"))))
    assert set(numbers(archive.search(query, expand=True))) <= {1, 2}
    masked = archive.search(And((OIL, KeywordFilter("id", ("a0", "a3")))), expand=True)
    assert set(numbers(masked)) <= {0, 3}


def test_expansion_ranks_passages_too(archive):
    ranked = archive.search(OIL, by="passage", expand=True)
    assert set(numbers(ranked)[:2]) == {0, 1}
    assert {2, 3} <= set(numbers(ranked))


def test_shares_are_the_relevance_model_of_the_best_articles(tmp_path):
    evaluator = build(tmp_path, "oil tin tin", "oil tin gold zinc", "gold", "x", "y", "z", "u", "v")
    words = expansion(ArrayWords(evaluator.state.views), [(3.0, 0, 0), (1.0, 0, 1), (0.0, 0, 2)], LOOSE)
    # P(w) = sum of the score's share times the frequency's: oil 3/4·1/3 + 1/4·1/4, tin 3/4·2/3 + 1/4·1/4.
    oil, tin = 0.3125, 0.5625
    assert [(word.text, share) for word, share in words] == [
        ("tin", pytest.approx(tin / (oil + tin))),
        ("oil", pytest.approx(oil / (oil + tin))),
    ]
    weights = added_words(Weights(((OIL, 2.0),)), words, LOOSE)
    assert [(leaf.text, weight) for leaf, weight in weights.leaves] == [
        ("oil", pytest.approx(0.8 * 2 + 0.2 * 2 * oil / (oil + tin))),
        ("tin", pytest.approx(0.2 * 2 * tin / (oil + tin))),
    ]


def test_articles_like_one_share_its_telling_words_and_leave_it_out(archive):
    segment = archive.state.views[0].reader
    ranked = archive.like(segment, 0, limit=10)
    assert numbers(ranked)[0] == 1
    assert 0 not in numbers(ranked)
    assert ranked.words[0] in ("oil", "barrels", "OPEC")
    assert ranked.total == len(ranked.rows)
    assert len(archive.like(segment, 0, limit=1).rows) == 1


def test_an_article_like_no_other_has_no_likes(tmp_path):
    evaluator = build(tmp_path, "tin", "gold", "gold")
    ranked = evaluator.like(evaluator.state.views[0].reader, 0)
    assert (ranked.rows, ranked.words, ranked.total) == ([], (), 0)


def test_telling_words_are_at_most_25(tmp_path):
    text = " ".join(f"w{'abcdefghijklmnopqrstuvwxyz'[number]}z" for number in range(26)) + " oil tin"
    evaluator = build(tmp_path, text, text)
    ranked = evaluator.like(evaluator.state.views[0].reader, 0)
    assert len(ranked.words) == 25
    assert numbers(ranked) == [1]
