"""How many articles have any of some words is as many as match."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from dateline.indexer.format import kernels
from dateline.search.query.nodes import Or
from tests.search.tiny import new_article, open_evaluator, word

pytestmark = pytest.mark.skipif(kernels.compiled() is None, reason="the kernels in C were not built")

WORDS = ("border", "guard", "oil", "wheat", "nowhere")


@pytest.mark.parametrize("seed", range(5))
def test_any_of_some_words(tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    articles = []
    for number in range(150):
        passages = [
            " ".join(chosen.choices((*WORDS[:4], *["x"] * 12), k=3))
            for _ in range(chosen.choice([0, 1, 2, 70]))
        ]
        # Of an article without text too.
        title = chosen.choice(WORDS[:4]) if chosen.random() < 0.2 else None
        articles.append(new_article(str(number), *passages, title=title))
    evaluator = open_evaluator(tmp_path, articles[:80], articles[80:])
    for some in combinations(WORDS, 2):
        ranked = evaluator.search(Or(tuple(map(word, some))), limit=0)
        matching = sum(map(len, ranked.matching_articles()))
        assert ranked.total == matching
        assert matching > 0
